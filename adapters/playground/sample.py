"""The sample community of the playground: who lives there, what was said before, and a tour."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import Problem
from bot.i18n import LANGUAGES, Tongues

FILE = Path(__file__).parent / "sample.toml"
DIRECT = "direct"
"""The place of a tour step that happens in the person's direct conversation with the bot."""

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    topics: tuple[str, ...]
    capacity: int


@dataclass(frozen=True, slots=True)
class Seek:
    topics: tuple[str, ...]
    goal: str


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented member. ``about`` is in their own language, ``speaks`` are language codes."""

    id: str
    name: str
    about: str
    locale: str
    zone: str
    district: str
    speaks: tuple[str, ...]
    coordinator: bool = False
    offer: Offer | None = None
    seek: Seek | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """``programme`` marks the one the programme posts in, ``moderators`` the one only coordinators see."""

    id: str
    name: str
    about: Tongues
    programme: bool = False
    moderators: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person wrote in a channel ``minutes`` before the community is opened."""

    channel: str
    person: str
    minutes: int
    text: str


@dataclass(frozen=True, slots=True)
class TourStep:
    """What to try next: as whom, where (a channel's id or `DIRECT`), and what to type ("" for nothing)."""

    title: Tongues
    text: Tongues
    person: str
    place: str
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The whole community; ``chatter`` is ordered from the oldest remark to the newest."""

    name: str
    language: str
    zone: str
    topics: tuple[str, ...]
    channels: tuple[Channel, ...]
    people: tuple[Resident, ...]
    chatter: tuple[Remark, ...]
    tour: tuple[TourStep, ...]


def load(path: Path = FILE) -> Sample:
    """Read and checked; `Problem` has a line for each mistake, naming where it is and what is wrong."""
    try:
        sample = _sample(tomllib.loads(path.read_text("utf-8")))
        mistakes = [*_mistakes(sample)]
    except (OSError, ValueError) as error:
        raise Problem(f"{path}: cannot be read ({error}). Restore the file.") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise Problem(f"{path}: has a part that is missing or not known ({error}). Mend it.") from error
    if mistakes:
        raise Problem("\n".join(f"{path}: {mistake}" for mistake in mistakes))
    return sample


def _sample(data: Table) -> Sample:
    chatter = (Remark(**remark) for remark in data["chatter"])
    return Sample(
        name=data["name"],
        language=data["language"],
        zone=data["zone"],
        topics=tuple(data["topics"]),
        channels=tuple(Channel(**_told(channel, "about")) for channel in data["channels"]),
        people=tuple(_resident(**person) for person in data["people"]),
        chatter=tuple(sorted(chatter, key=lambda remark: -remark.minutes)),
        tour=tuple(TourStep(**_told(step, "title", "text")) for step in data["tour"]),
    )


def _told(table: Table, *keys: str) -> Table:
    return table | {key: Tongues(dict(table[key])) for key in keys}


def _resident(*, speaks: list[str], offer: Table | None = None, seek: Table | None = None, **rest: Any) -> Resident:
    return Resident(
        speaks=tuple(speaks),
        offer=Offer(tuple(offer["topics"]), offer["capacity"]) if offer else None,
        seek=Seek(tuple(seek["topics"]), seek["goal"]) if seek else None,
        **rest,
    )


def _mistakes(sample: Sample) -> Iterator[str]:
    if sample.language not in LANGUAGES or not _is_zone(sample.zone):
        yield "language and zone of the community must be known ones"
    named = [*(person.id for person in sample.people), *(channel.id for channel in sample.channels)]
    yield from (f'the id "{id}" is used twice' for id, times in Counter(named).items() if times > 1)
    for mark in ("programme", "moderators"):
        if sum(getattr(channel, mark) for channel in sample.channels) != 1:
            yield f"exactly one channel must be marked {mark} = true"
    for person in sample.people:
        yield from (f"{person.id}: {mistake}" for mistake in _resident_mistakes(person, sample))
    people = {person.id for person in sample.people}
    places = {channel.id for channel in sample.channels}
    spoken = [(remark.person, remark.channel, places) for remark in sample.chatter]
    toured = [(step.person, step.place, places | {DIRECT}) for step in sample.tour]
    for who, where, known in spoken + toured:
        if who not in people:
            yield f'nobody has the id "{who}"'
        if where not in known:
            yield f'there is no place "{where}"'
    yield from (f'"{remark.text}" is not past' for remark in sample.chatter if remark.minutes < 1)
    told = [channel.about for channel in sample.channels]
    told += [text for step in sample.tour for text in (step.title, step.text)]
    for text in told:
        if missing := [language for language in LANGUAGES if not text.texts.get(language)]:
            yield f'"{text.read("en")}" is missing in {", ".join(missing)}'


def _resident_mistakes(person: Resident, sample: Sample) -> Iterator[str]:
    if not _is_zone(person.zone):
        yield f'there is no time zone "{person.zone}"'
    if person.locale not in LANGUAGES or person.locale not in person.speaks:
        yield f'locale "{person.locale}" must be a shipped language that the person speaks'
    if not (person.name and person.about and person.district):
        yield "name, about and district must be filled in"
    topics = [topic for what in (person.offer, person.seek) if what for topic in what.topics]
    yield from (f'"{topic}" is not among the topics' for topic in topics if topic not in sample.topics)
    if person.offer and person.offer.capacity < 1:
        yield "an offer has at least one place"


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name).key)
    except (LookupError, OSError, ValueError):  # not there, a folder, or not a name at all
        return False
