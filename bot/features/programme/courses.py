"""Which course a pair follows: what comes with the bot, or a community's own, of which every version is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from bot.features.programme.formats import Format
from bot.features.programme.reading import understand
from bot.features.programme.shelf import shipped
from bot.features.programme.templates import DEFAULT, QUESTION, Template
from bot.work import Work

VERSION = "@"
"""Between an own course's name and the version that a pair keeps."""


@dataclass(frozen=True, slots=True)
class Own:
    """A community's own course, as its file says; a change is a new version, with a new id.

    ``source`` is empty in the version that says that it was deleted.
    """

    id: int
    community: int
    name: str
    source: str
    made: datetime


class Courses(Protocol):
    def add(self, community: int, name: str, source: str, now: datetime) -> Own: ...
    def get(self, community: int, id: int) -> Own | None: ...
    def newest(self, community: int) -> Sequence[Own]:
        """The newest version of each, by name; without those that were deleted."""

    def remove(self, community: int, name: str, now: datetime) -> None:
        """Nobody can choose it any more; every version stays for the pairs that began with it."""


@lru_cache(maxsize=64)
def read(source: str) -> Template:
    """A source that was accepted once; raises ValueError for any other."""
    template, mistakes = understand(source)
    if template is None:
        raise ValueError(f"{len(mistakes)} mistakes in a course that was kept")
    return template


def known(work: Work, community: int) -> Mapping[str, Template]:
    """Every course that the community can choose, the shipped ones first."""
    return {**shipped(), **own(work, community)}


def own(work: Work, community: int) -> Mapping[str, Template]:
    return {one.name: read(one.source) for one in work.courses.newest(community)}


def named(work: Work, community: int, name: str) -> Template:
    """The community's course of this name, or the one that everybody has where it is not there."""
    return known(work, community).get(name) or shipped()[DEFAULT]


def chosen(work: Work, community: int) -> Template:
    """The course that new pairs get."""
    return named(work, community, work.programmes.of(community).template)


def for_pair(work: Work, community: int, chosen: str, kind: Format) -> str:
    """What a new pair keeps: a name, with the version where it is the community's own."""
    versions = {one.name: one for one in work.courses.newest(community)}
    if kind is Format.QUESTION:
        questions = [one for one in versions.values() if read(one.source).format is Format.QUESTION]
        newest = max(questions, key=lambda one: one.id, default=None)
        return f"{newest.name}{VERSION}{newest.id}" if newest else QUESTION
    mine = versions.get(chosen)
    return f"{mine.name}{VERSION}{mine.id}" if mine else chosen


def of_pair(work: Work, community: int, kept: str, kind: Format) -> Template:
    """The version that a pair began with; what comes with the bot where it was taken away since."""
    name, _, version = kept.partition(VERSION)
    found = work.courses.get(community, int(version)) if version.isdecimal() else None
    if found:
        return read(found.source)
    usual = QUESTION if kind is Format.QUESTION else DEFAULT
    template = shipped().get(name) or shipped()[usual]
    return template if template.format is kind else shipped()[usual]
