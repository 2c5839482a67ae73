"""Known subjects: their names in three languages, and how near one is to another. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.features.members.model import topic_key
from bot.i18n import LANGUAGES, Tongues

FILE = Path(__file__).parent / "catalogue.toml"

SAME, NEAR, FAMILY = 1.0, 0.6, 0.3
"""How much a mentor of the same, a related, or any subject of the same family can help."""

SHORTEST = 3
"""Letters typed before known subjects are offered: the community's own topics come first."""


@dataclass(frozen=True, slots=True)
class Subject:
    """``names`` are the words for it in each language, the one that is shown first."""

    code: str
    family: str
    names: Mapping[str, tuple[str, ...]]
    near: frozenset[str]

    def name(self, language: str) -> str:
        return self.names[language if language in self.names else "en"][0]

    @property
    def title(self) -> Tongues:
        """Its name, for whoever reads it."""
        return Tongues({language: names[0] for language, names in self.names.items()})


@cache
def subjects() -> Mapping[str, Subject]:
    """The catalogue, by code. What is near holds in both directions, whichever side says it."""
    families = tomllib.loads(FILE.read_text(encoding="utf-8"))["family"]
    rows = [(family["code"], row) for family in families for row in family["topics"]]
    near: dict[str, set[str]] = {row["code"]: set() for _, row in rows}
    for _, row in rows:
        for other in row["near"]:
            near[row["code"]].add(other)
            near[other].add(row["code"])
    return {
        row["code"]: Subject(
            row["code"], family, {code: tuple(row[code]) for code in LANGUAGES}, frozenset(near[row["code"]])
        )
        for family, row in rows
    }


@cache
def _titles() -> Mapping[str, str]:
    """The key of a name that is shown, in any language → its subject."""
    return {topic_key(names[0]): one.code for one in subjects().values() for names in one.names.values()}


@cache
def _by_key() -> Mapping[str, str]:
    """A word's key → the subject it names. Names that are shown win over other words."""
    every = (
        (topic_key(name), one.code) for one in subjects().values() for names in one.names.values() for name in names
    )
    found: dict[str, str] = {}
    for key, code in every:
        found.setdefault(key, code)
    return {**found, **_titles()}


def subject_of(names: Iterable[str]) -> str:
    """The code of the subject that one of these words names exactly; empty for none."""
    return next((code for name in names if (code := _named(name))), "")


@lru_cache(4096)
def _named(name: str) -> str:
    return _by_key().get(topic_key(name), "")


def titled(name: str) -> str:
    """The code of the subject whose shown name in some language this is, so that translations are one topic.

    Other words stay topics of their own: somebody who offers Elementor does not offer all of WordPress.
    """
    return _titles().get(topic_key(name), "")


def grade(one: str, other: str) -> float:
    """How near two subjects are, from 0 to 1; a word that no subject knows is near nothing."""
    if not one or not other:
        return 0.0
    if one == other:
        return SAME
    here, there = subjects()[one], subjects()[other]
    return NEAR if other in here.near else FAMILY if here.family == there.family else 0.0


def named_like(typed: str, language: str) -> list[str]:
    """Shown names in this language of the subjects of which some word, in any language, begins with what is typed."""
    key = topic_key(typed)
    if len(key) < SHORTEST:
        return []
    codes = dict.fromkeys(code for word, code in _by_key().items() if word.startswith(key))
    return [subjects()[code].name(language) for code in codes]
