"""Two formats, one question or a course of weeks: what each side would like, and what a pair of them does. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    QUESTION = "question"
    """One question: one or two talks, and it is over once there is an answer."""
    COURSE = "course"
    """So many weeks, with a small step in each."""


QUESTION_WEEKS = 2
"""How long one question takes at most before the two are asked whether there is an answer."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody would like. ``format`` None: either; ``weeks`` 0: as long as courses here usually are.

    A mentee's weeks are what they wish for, a mentor's are the most that they offer.
    """

    format: Format | None = None
    weeks: int = 0


ANY = Terms()


def possible(wanted: Terms, offered: Terms) -> bool:
    """Whether the two can come together: not somebody with one question and somebody who gives courses alone."""
    return wanted.format is None or offered.format is None or wanted.format is offered.format


def settled(wanted: Terms, offered: Terms, usual: int) -> tuple[Format, int]:
    """What a pair of these two does, and for how many weeks; ``usual`` is the programme's length."""
    if (wanted.format or offered.format or Format.COURSE) is Format.QUESTION:
        return Format.QUESTION, QUESTION_WEEKS
    wish = wanted.weeks or usual
    return Format.COURSE, min(wish, offered.weeks or wish)
