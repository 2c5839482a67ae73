"""How well a mentor suits a mentee: parts from 0 to 1, weighed by one table. Pure, without numpy.

`arrays` computes the same for many pairs at once; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from zlib import crc32

from bot.features.matching import overlap
from bot.features.members.model import SPOKEN, Meets
from bot.features.programme import formats
from bot.features.programme.formats import ANY, Format, Terms
from bot.features.topics.catalogue import SAME, grade
from bot.features.topics.recognise import plain_words

TOP = 1000
"""The score of two who suit in every respect; scores are whole numbers, so that every solver adds them up alike."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a part counts, and which slider of the coordination changes it."""

    weight: int
    slider: str


WEIGHTS: Mapping[str, Weight] = {
    "topics": Weight(40, "learn"),
    "goal": Weight(10, "learn"),
    "format": Weight(6, "learn"),
    "languages": Weight(6, "near"),
    "district": Weight(12, "near"),
    "time": Weight(12, "near"),
    "wait": Weight(14, "wait"),
    "load": Weight(8, "wait"),
}
"""The one table. Languages are a condition besides: without one in common two are never brought together."""

SLIDERS = ("learn", "near", "wait")
STEPS = (0, 1, 2, 3, 4)
MIDDLE = 2
"""A slider in the middle leaves the weights as they are; at 4 they count twice, at 0 nothing."""

LONG_WAIT = 56
"""Days after which waiting counts in full."""
LET_DOWN = 0.5
"""Whose pair ended early for a reason that was not theirs to mend counts as having waited this long at least."""
BITS = 1024
FAR = 0.3
"""Another place: they meet online."""
UNSAID = 0.5
"""Where one of the two did not say when they have time, or which format they want."""
PLENTY = 4
"""Hours a week in common that count in full."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """What counts of a mentee. ``topics`` are ids of the community, ``languages`` bits, ``days`` waited so far.

    ``hours`` is when they have time, as a row holds it, by the clocks of ``zone``.
    """

    id: int
    topics: tuple[int, ...]
    languages: int
    district: str = ""
    goal: str = ""
    days: int = 0
    let_down: bool = False
    terms: Terms = ANY
    hours: str = ""
    zone: str = ""
    meets: str = Meets.ANY


@dataclass(frozen=True, slots=True)
class Helper:
    """What counts of a mentor; ``seats`` are free ones of ``capacity``, ``cooling`` is soon after a pair's end."""

    id: int
    topics: tuple[int, ...]
    languages: int
    district: str = ""
    about: str = ""
    seats: int = 1
    capacity: int = 1
    cooling: bool = False
    terms: Terms = ANY
    hours: str = ""
    zone: str = ""
    meets: str = Meets.ANY


def bits(languages: Iterable[str]) -> int:
    """Languages as a number whose bits they are; two have one in common where a bit is in both."""
    return sum(1 << SPOKEN.index(code) for code in set(languages) & set(SPOKEN))


@dataclass(frozen=True, slots=True)
class Setting:
    """A community's subjects behind its topics, where the coordination has put the sliders, and today's date."""

    subjects: Mapping[int, str] = field(default_factory=dict)
    sliders: Mapping[str, int] = field(default_factory=dict)
    day: str = "2026-01-05"

    def weights(self) -> Mapping[str, int]:
        """Whole numbers, so that sums are exact."""
        return {name: one.weight * self.sliders.get(one.slider, MIDDLE) for name, one in WEIGHTS.items()}


def near(setting: Setting, one: int, other: int) -> float:
    """How near two topics of the community are: the same, or by their subjects."""
    return SAME if one == other else grade(setting.subjects.get(one, ""), setting.subjects.get(other, ""))


def on_topics(setting: Setting, wanted: Sequence[int], offered: Sequence[int]) -> float:
    """For each wanted topic the nearest that is offered; their mean."""
    if not wanted or not offered:
        return 0.0
    return sum(max(near(setting, one, other) for other in offered) for one in wanted) / len(wanted)


@cache
def _bit(word: str) -> int:
    return 1 << crc32(word[:6].encode()) % BITS


@lru_cache(maxsize=4096)
def signature(text: str) -> int:
    """The words of a text as bits: the beginnings of words, so that most forms of a word are one."""
    found = 0
    for word in set(plain_words(text)):
        if len(word) > 3:
            found |= _bit(word)
    return found


def on_goal(goal: int, about: int) -> float:
    """Three words in common are plenty."""
    return min((goal & about).bit_count(), 3) / 3


def waiting(days: int, let_down: bool) -> float:
    return max(min(days, LONG_WAIT) / LONG_WAIT, LET_DOWN if let_down else 0.0)


def load(helper: Helper) -> float:
    """More for a mentor with many free seats; half of it soon after a pair's end."""
    free = min(helper.seats, helper.capacity) / max(helper.capacity, 1)
    return free / 2 if helper.cooling else free


def on_format(wanted: Terms, offered: Terms) -> float:
    """The same that both named; a course the more, the less of its wished length is missing."""
    if wanted.format is None or wanted.format is not offered.format:
        return UNSAID
    lengths = wanted.weeks and offered.weeks
    return min(1.0, offered.weeks / wanted.weeks) if wanted.format is Format.COURSE and lengths else 1.0


def on_place(seeker: Seeker, helper: Helper) -> float:
    """Near each other, or both would rather meet online; least where one wants to meet in person and cannot."""
    near = bool(seeker.district) and seeker.district == helper.district
    wishes = {seeker.meets, helper.meets}
    if wishes == {Meets.ONLINE}:
        return 1.0
    if Meets.NEAR in wishes and (not near or Meets.ONLINE in wishes):
        return 0.0
    return 1.0 if near and Meets.ONLINE not in wishes else FAR


def on_time(setting: Setting, seeker: Seeker, helper: Helper) -> float:
    if not seeker.hours or not helper.hours:
        return UNSAID
    both = overlap.common((seeker.hours, seeker.zone), (helper.hours, helper.zone), setting.day)
    return min(both, PLENTY) / PLENTY


def parts(setting: Setting, seeker: Seeker, helper: Helper) -> Mapping[str, float]:
    """Each part from 0 to 1."""
    return {
        "topics": on_topics(setting, seeker.topics, helper.topics),
        "goal": on_goal(signature(seeker.goal), signature(helper.about)),
        "format": on_format(seeker.terms, helper.terms),
        "languages": min((seeker.languages & helper.languages).bit_count(), 2) / 2,
        "district": on_place(seeker, helper),
        "time": on_time(setting, seeker, helper),
        "wait": waiting(seeker.days, seeker.let_down),
        "load": load(helper),
    }


def possible(setting: Setting, seeker: Seeker, helper: Helper) -> bool:
    """The hard rules that the two alone decide: not oneself, a seat, a language, a format
    that both can live with, and something to talk about."""
    return (
        seeker.id != helper.id
        and helper.seats > 0
        and bool(seeker.languages & helper.languages)
        and formats.possible(seeker.terms, helper.terms)
        and on_topics(setting, seeker.topics, helper.topics) > 0
    )


def score(setting: Setting, found: Mapping[str, float]) -> int:
    """From 0 to `TOP`."""
    weights = setting.weights()
    whole = sum(weights.values())
    return round(TOP * sum(weights[name] * found[name] for name in weights) / whole) if whole else 0
