"""A cohort as columns of numbers. Runs in a process of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from bot.features.matching import overlap, score
from bot.features.matching.cohort import Cohort
from bot.features.matching.score import Helper, Seeker, Setting
from bot.features.members.model import Meets
from bot.features.programme.formats import Format

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

WORDS = score.BITS // 64
HOUR_WORDS = 3
FORMATS = {None: 0, Format.QUESTION: 1, Format.COURSE: 2}
MEETS = {Meets.ANY.value: 0, Meets.ONLINE.value: 1, Meets.NEAR.value: 2}


@dataclass(frozen=True, slots=True)
class Weekly:
    """What people said of formats, meeting and time: numbers, and the hours they are free in each week that differs."""

    format: Ints
    """0 either, 1 one question, 2 a course."""
    weeks: Ints
    meets: Ints
    """0 any, 1 online, 2 near."""
    said: npt.NDArray[np.bool_]
    """Whether they said when they have time."""
    free: npt.NDArray[np.uint64]
    """Week × person × three words of 64 hours."""


@dataclass(frozen=True, slots=True)
class Tables:
    """A cohort as columns."""

    cohort: Cohort
    nearness: npt.NDArray[np.float32]
    """Topic × mentor: how near the mentor's nearest topic is."""
    wanted: Ints
    """Mentee × up to eight topics, -1 where there is none."""
    asks: Ints
    speaks: Ints
    goals: npt.NDArray[np.uint64]
    abouts: npt.NDArray[np.uint64]
    home: Ints
    place: Ints
    wait: Floats
    load: Floats
    weights: Floats
    asked: Weekly
    given: Weekly
    mentees: Ints
    mentors: Ints
    """Whose columns these are, by member."""
    seats: Ints


def tables(cohort: Cohort) -> Tables:
    seekers, helpers, setting = cohort.seekers, cohort.helpers, cohort.setting
    people: Sequence[Seeker | Helper] = (*seekers, *helpers)
    topics = sorted({topic for one in people for topic in one.topics})
    number = {topic: place for place, topic in enumerate(topics)}
    districts = {name: place + 1 for place, name in enumerate(sorted({one.district for one in people}))}
    districts[""] = 0
    home, place = [districts[one.district] for one in seekers], [districts[one.district] for one in helpers]
    weights = setting.weights()
    weeks = overlap.weeks(frozenset(one.zone for one in people if one.hours), setting.day)
    return Tables(
        cohort,
        _nearness(setting, topics, number, helpers),
        _wanted(number, seekers),
        np.array([one.languages for one in seekers], np.int64),
        np.array([one.languages for one in helpers], np.int64),
        _signatures([one.goal for one in seekers]),
        _signatures([one.about for one in helpers]),
        np.array(home, np.int64),
        np.array(place, np.int64),
        np.array([score.waiting(one.days, one.let_down) for one in seekers], np.float64),
        np.array([score.load(one) for one in helpers], np.float64),
        np.array([weights[name] for name in score.WEIGHTS], np.float64),
        _weekly(seekers, weeks),
        _weekly(helpers, weeks),
        np.array([one.id for one in seekers], np.int64),
        np.array([one.id for one in helpers], np.int64),
        np.array([one.seats for one in helpers], np.int64),
    )


def _weekly(people: Sequence[Seeker | Helper], weeks: Sequence[datetime]) -> Weekly:
    masks = [overlap.mask(one.hours, one.zone, week) for week in weeks for one in people]
    words = b"".join(mask.to_bytes(HOUR_WORDS * 8, "little") for mask in masks)
    return Weekly(
        np.array([FORMATS[one.terms.format] for one in people], np.int64),
        np.array([one.terms.weeks for one in people], np.int64),
        np.array([MEETS[one.meets] for one in people], np.int64),
        np.array([bool(one.hours) for one in people], np.bool_),
        np.frombuffer(words, np.uint64).reshape(len(weeks), len(people), HOUR_WORDS),
    )


def _nearness(
    setting: Setting, topics: Sequence[int], number: Mapping[int, int], helpers: Sequence[Helper]
) -> npt.NDArray[np.float32]:
    """By each topic that is offered at all, the mentors who offer it take its nearness to every topic."""
    found = np.zeros((len(topics), len(helpers)), np.float32)
    offering: dict[int, list[int]] = {}
    for place, one in enumerate(helpers):
        for topic in one.topics:
            offering.setdefault(topic, []).append(place)
    for topic, places in offering.items():
        column = np.array([score.near(setting, other, topic) for other in topics], np.float32)
        useful = np.flatnonzero(column)
        block = np.ix_(useful, np.array(places))
        found[block] = np.maximum(found[block], column[useful][:, None])
    return found


def _wanted(number: Mapping[int, int], seekers: Sequence[Seeker]) -> Ints:
    most = max((len(one.topics) for one in seekers), default=0) or 1
    found = np.full((len(seekers), most), -1, np.int64)
    for place, one in enumerate(seekers):
        found[place, : len(one.topics)] = [number[topic] for topic in one.topics]
    return found


def _signatures(texts: Iterable[str]) -> npt.NDArray[np.uint64]:
    raw = b"".join(score.signature(text).to_bytes(score.BITS // 8, "little") for text in texts)
    return np.frombuffer(raw, np.uint64).reshape(-1, WORDS)
