"""Pieces: the texts that are posted in turn, ready-made or the coordination's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.cleaning import clean
from bot.features.mentoring import links as mentoring
from bot.features.posts.door import Next, Ready, Source
from bot.features.posts.model import Kind, Piece, longest_unsaid
from bot.i18n import Text, Tongues, t, words
from bot.ui import Button, Message, Tone
from bot.work import Work

STARTERS = Path(__file__).parent / "starters.toml"
LABELLED = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s()]+)\)")


@dataclass(frozen=True, slots=True)
class Starter:
    """A ready-made piece, written in every language."""

    kind: Kind
    title: Tongues
    words: Tongues


@cache
def starters() -> Mapping[str, Starter]:
    """By their permanent names, in their order."""
    found = tomllib.loads(STARTERS.read_text(encoding="utf-8"))
    return {
        name: Starter(Kind(one["kind"]), Tongues(one["title"]), Tongues(one["words"])) for name, one in found.items()
    }


def stock(work: Work, community: int) -> None:
    """The ready-made pieces, where this community never had any."""
    if work.posts.known(community) or work.posts.pieces(community):
        return
    for name, one in starters().items():
        work.posts.add(Piece(0, community, one.kind, "", "", starter=name))


def title_of(piece: Piece) -> str | Tongues:
    ready = starters().get(piece.starter)
    return ready.title if ready and not piece.title else piece.title


def words_of(piece: Piece) -> str | Tongues:
    ready = starters().get(piece.starter)
    return ready.words if ready and not piece.title else piece.words


def spoken(piece: Piece, language: str) -> tuple[str, str]:
    """Title and words in one language, to be changed or kept as a file."""
    title, said = title_of(piece), words_of(piece)
    return (
        title.read(language) if isinstance(title, Tongues) else title,
        said.read(language) if isinstance(said, Tongues) else said,
    )


def marked(typed: str) -> Text:
    """What the coordination wrote: bold and italic as in Markdown, and an address always shown beside its label."""
    safe = re.sub(r"([\\{}])", r"\\\1", clean(typed, lines=True))
    return Text(LABELLED.sub(r"\1 (\2)", safe), {"": ""}, verbatim=True)


def message_of(piece: Piece) -> Message:
    """As everybody reads it: one idea, and the two buttons that lead into the programme."""
    said = words_of(piece)
    lines = [t("**{title}**", title=title_of(piece)), marked(said) if isinstance(said, str) else words(said)]
    if piece.link:
        lines.append(t("Read more: {link}", link=piece.link))
    return Message(tuple(lines), invitation())


def invitation() -> tuple[Button, ...]:
    """The two ways in; every post that speaks to everybody ends with them."""
    return (
        Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),
        Button(t("Offer mentorship"), mentoring.offer()),
    )


def _next(*kinds: Kind) -> Next:
    def of_these(work: Work, community: int, now: datetime, posted: Mapping[str, datetime]) -> Ready | None:
        found = {one.key: one for one in work.posts.pieces(community) if one.kind in kinds}
        key = longest_unsaid(found, posted)
        return None if key is None else Ready(key, t("“{title}”", title=title_of(found[key])), message_of(found[key]))

    return of_these


NOTHING = t("There is no such post any more. Write one, or bring the ready-made ones back.")
ALL = Source("all", t("Everything in turn"), NOTHING, _next(*Kind))
HOW = Source("how", t("How it works"), NOTHING, _next(Kind.HOW))
TIPS = Source("tips", t("Tips"), NOTHING, _next(Kind.TIP))
ARTICLES = Source("articles", t("Articles"), NOTHING, _next(Kind.ARTICLE))
