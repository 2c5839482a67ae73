"""The room as one person sees it, as JSON for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_timezone_location

from adapters.playground.room import Room
from adapters.playground.things import BOT, Asking, Said, Seen, Somebody
from bot.actions import Who
from bot.commands import Command, Option
from bot.i18n import Text, language_of
from bot.identity import Person
from bot.markup import Reader, plain, render
from bot.post import Post, PostButton, PostChoice, PostField, PostFile, PostMenu, Row, Span

Json = dict[str, Any]

BOT_NAME = "Mansarda"
SHOWN = 300  # messages of one place; the page says when there are older ones
NAMES = {"playground": "Playground", "discord": "Discord", "slack": "Slack", "plain": "Plain text"}


@dataclass(frozen=True, slots=True)
class TourStep:
    """A step of the guided tour: it makes one ``person`` in ``place`` (empty: their direct conversation
    with the bot) and writes ``prompt`` into the message box; sending is left to whoever tries it."""

    title: Text
    text: Text
    person: str = ""
    place: str = ""
    prompt: str = ""


def world(
    room: Room,
    person: Somebody,
    commands: Sequence[Command],
    tour: Sequence[TourStep],
    now: datetime,
    language: str,
) -> Json:
    """What changes rarely: people, commands as the bot speaks, the tour in the page's ``language``."""
    reader = Reader(language_of(room.locale_of(person.id)), person.zone or "UTC", now)
    visitor = Reader(language, reader.zone, now)
    mine = [one for one in commands if person.coordinator or one.who is not Who.COORDINATOR]
    return {
        "community": {"id": room.community.id, "name": room.community.name},
        "people": [_somebody(one, language) for one in room.people.values() if not one.left],
        "commands": [_command(one, reader) for one in mine],
        "shows": [{"id": name, "label": NAMES.get(name, name)} for name in room.shows],
        "show": room.shown,
        "clock": {"iso": now.isoformat()},
        "tour": [_step(one, visitor) for one in tour],
    }


def _somebody(one: Somebody, language: str) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "about": one.about,
        "locale": one.locale,
        "city": _city(one, language),
        "coordinator": one.coordinator,
        "dms_open": one.dms_open,
        "initials": initials(one.name),
    }


def initials(name: str) -> str:
    """Of the first and the last word, as an avatar shows them."""
    words = [word for word in name.split() if word[:1].isalpha()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _command(one: Command, reader: Reader) -> Json:
    options = [_option(option, reader) for option in one.options]
    return {"name": one.name, "about": _words(one.about, reader), "options": options}


def _option(one: Option, reader: Reader) -> Json:
    choices = [
        {
            "label": _words(choice.label, reader),
            "value": choice.value,
            "about": _words(choice.about, reader) if choice.about else "",
        }
        for choice in one.choices
    ]
    about = _words(one.about, reader)
    facts = {"required": one.required, "suggest": one.suggest is not None}
    return {"name": one.name, "about": about, "choices": choices, **facts}


def _step(one: TourStep, reader: Reader) -> Json:
    title, text = _words(one.title, reader), _words(one.text, reader)
    return {"title": title, "text": text, "person": one.person, "place": one.place, "prompt": one.prompt}


def view(room: Room, person: Somebody, place_id: str, now: datetime, language: str) -> Json:
    """One place as this person sees it now, with their list of places and the form they have open.

    Times are in the person's zone and the page's ``language``.
    """
    seen = room.sees(person.id, place_id)
    asking = room.form_of(person.id)
    return {
        "version": room.version,
        "clock": {"iso": now.isoformat(), "text": clock(person, now, language)},
        "places": [_place(one) for one in room.places_of(person.id)],
        "place": place_id,
        "waiting": _waiting(room),
        "earlier": len(seen) > SHOWN,
        "messages": [_message(room, person, said, language) for said in seen[-SHOWN:]],
        "form": _form(room, asking) if asking and not asking.by_lines else None,
        "thinking": room.is_thinking(person.id, place_id),
    }


def _waiting(room: Room) -> dict[str, int]:
    """How many unread direct and private messages everybody has, so one sees whom to be next."""
    known = {member for place in room.conversations.values() for member in place.members}
    here = [one.id for one in room.people.values() if one.id in known and not one.left]
    counts = {one: sum(seen.unread for seen in room.places_of(one) if seen.place.kind != "channel") for one in here}
    return {one: n for one, n in counts.items() if n}


def clock(person: Somebody, now: datetime, language: str) -> str:
    """ "Sat, 21 Nov 2026, 18:07" in this language and the person's zone."""
    local = now.astimezone(_zone(person))
    return f"{format_skeleton('yMMMEd', local.replace(tzinfo=None), locale=_locale(language))}, {local:%H:%M}"


def _place(one: Seen) -> Json:
    name = BOT_NAME if one.place.kind == "direct" else one.place.name
    closed = one.place.kind == "channel" and bool(one.place.members)
    facts = {"unread": one.unread, "pinged": one.pinged, "closed": closed}
    return {"id": one.place.id, "kind": one.place.kind, "name": name, **facts}


def _message(room: Room, person: Somebody, said: Said, language: str) -> Json:
    local = said.at.astimezone(_zone(person))
    post = said.post or Post((Span(said.words),))
    return {
        "id": said.id,
        "author": _author(room, said.author),
        "at": said.at.isoformat(),
        "time": f"{local:%H:%M}",
        "day": format_date(local.date(), "full", locale=_locale(language)),
        "text": [_span(span) for span in post.text],
        "rows": [_row(row) for row in post.rows],
        "lines": [line.number for line in post.lines],
        "pictures": [_picture(person, said, n, one.alt) for n, one in enumerate(post.pictures)],
        "files": [_file(person, said, n, one) for n, one in enumerate(post.files)],
        "private": said.only_for is not None,
        "edited": said.edited_at is not None,
        "pinged": person.id in said.pings,
    }


def _author(room: Room, person_id: str) -> Json:
    name = BOT_NAME if person_id == BOT else room.people[person_id].name
    return {"id": person_id, "name": name, "bot": person_id == BOT}


def _picture(person: Somebody, said: Said, n: int, alt: str) -> Json:
    return {"url": f"/picture/{quote(said.id)}/{n}?{urlencode({'person': person.id})}", "alt": alt}


def _file(person: Somebody, said: Said, n: int, one: PostFile) -> Json:
    url = f"/file/{quote(said.id)}/{n}?{urlencode({'person': person.id})}"
    return {"url": url, "name": one.file.name, "about": one.about}


def _span(span: Span) -> Json:
    styles = {"bold": span.bold, "italic": span.italic, "code": span.code, "link": span.link}
    mention = span.value.id if isinstance(span.value, Person) else ""
    return {"text": span.text, **{name: value for name, value in styles.items() if value}, "mention": mention}


def _row(row: Row) -> Json:
    if isinstance(row, PostMenu):
        choices = [choice_json(one) for one in row.choices]
        facts = {"most": row.most, "chosen": list(row.chosen)}
        return {"menu": {"label": row.label, "id": row.id, "choices": choices, **facts}}
    return {"buttons": [_button(one) for one in row]}


def _button(one: PostButton) -> Json:
    return {"label": one.label, "id": one.id, "tone": one.tone.value}


def choice_json(one: PostChoice) -> Json:
    return {"label": one.label, "value": one.value, "about": one.about}


def _form(room: Room, asking: Asking) -> Json:
    form = asking.form
    fields = [_field(room, one, asking.errors.get(one.name, "")) for one in form.fields]
    facts = {"step": form.step, "steps": form.steps, "fields": fields, "text": asking.text}
    return {"title": form.title, "intro": form.intro, "submit": form.submit, **facts}


def _field(room: Room, one: PostField, error: str) -> Json:
    return {
        "name": one.name,
        "label": one.label,
        "kind": one.kind.value,
        "hint": one.hint,
        "required": one.required,
        "most": one.most,
        "choices": [choice_json(choice) for choice in room.choices_of(one)],
        "value": list(one.value),
        "error": error,
    }


def _words(text: Text, reader: Reader) -> str:
    return plain(render(text, reader))


def _locale(language: str) -> str:
    return "en_GB" if language == "en" else language


def _city(person: Somebody, language: str) -> str:
    """Whose clocks somebody lives by, as the page's language calls it."""
    return str(get_timezone_location(_zone(person), locale=_locale(language), return_city=True)) if person.zone else ""


def _zone(person: Somebody) -> tzinfo:
    try:
        return ZoneInfo(person.zone or "UTC")
    except (KeyError, ValueError, OSError):
        return UTC
