"""Everything about somebody as two files: JSON for programs, text for people."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import codec
from bot.actions import step
from bot.cleaning import clean
from bot.features.privacy import codes, texts
from bot.features.privacy.model import Fact, Part
from bot.i18n import Moment, Text, t
from bot.identity import Place
from bot.markup import Reader, plain, render
from bot.ui import File, Message
from bot.work import By, Kind, Sending, Target, Work

KEPT = timedelta(hours=24)
"""How long the files stand in the conversation."""


def send(work: Work, by: By, reader: Reader) -> bool:
    """Put the files on their way to the one who acts; False where nothing is kept."""
    parts = work.privacy.about(by.community, by.person)
    if not parts:
        return False
    gone = by.now + KEPT
    said = texts.exported(Moment(gone))
    message = Message(said.text, files=files(parts, reader))
    once = f"export:{by.person.id}:{by.now:%Y%m%d%H%M}"  # pressed twice, they come once
    target = Target(people=(by.person,))
    work.outbox.put(Sending(once, by.community, target, message, expires=gone, then=arrived(once=once)), by.now)
    return True


@step("privacy.exported")
def arrived(work: Work, community: int, now: datetime, place: Place | None, once: str) -> None:
    """The files are there: a day later they go."""
    if place:
        end = Sending(f"{once}:gone", community, Target(), kind=Kind.DELETE, original=once, not_before=now + KEPT)
        work.outbox.put(end, now)


def files(parts: Sequence[Part], reader: Reader) -> tuple[File, File]:
    data = json.dumps(as_data(parts), ensure_ascii=False, indent=2).encode()
    read = as_text(parts, reader).encode()
    return (
        File(read, "mansarda.txt", t("everything about you, to read")),
        File(data, "mansarda.json", t("the same as data")),
    )


def as_data(parts: Sequence[Part]) -> dict[str, list[dict[str, object]]]:
    """Table → rows → column → value, as JSON can hold it."""
    return {part.table: [{fact.name: _plain(fact.value) for fact in row} for row in part.rows] for part in parts}


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
    read: object = json.loads(codec.dumps(value))
    return read


def as_text(parts: Sequence[Part], reader: Reader) -> str:
    """For people: what it is, why it is kept, who sees it, and each thing by its name."""

    def say(text: Text) -> str:
        return plain(render(text, reader))

    lines = [say(t("Everything that is kept about you"))]
    for part in parts:
        lines += ["", "", part.what.read(reader.language).upper()]
        if part.table == part.of:
            lines += [say(t("Kept {why}. Seen by {who}.", why=part.why, who=part.seen))]
        for row in part.rows:
            lines.append("")
            lines += [f"{fact.label.read(reader.language)}: {_said(part.table, fact, reader)}" for fact in row]
    return "\n".join(lines) + "\n"


def _said(table: str, fact: Fact, reader: Reader) -> str:
    match fact.value:
        case bool() as yes:
            return plain(render(texts.LABELS[yes], reader))
        case datetime() as at:  # a file is read later: no "today" in it
            style = "day" if fact.name == "day" else "both"
            return plain(render(t("{when}", when=Moment(at, style, reader.zone)), reader))
        case Message(text=lines):
            return " ".join(plain(render(text, reader)) for text in lines)
        case str() as written:
            meaning = codes.meaning(table, fact.name, written)
            return plain(render(meaning, reader)) if meaning else clean(written, lines=True)
        case int() | float() as number:
            return str(number)
        case bytes():
            return plain(render(t("a picture; it is in the other file, written as base64"), reader))
    return clean(json.dumps(_plain(fact.value), ensure_ascii=False), lines=False)
