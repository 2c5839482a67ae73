"""Templates of a programme: the weekly steps of a course, and how a course of any length is made of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.features.programme.formats import Format
from bot.i18n import Tongues

DEFAULT = "first-steps"
QUESTION = "one-question"
"""What a pair with one question gets where the community has nothing of its own for it."""
WEEKS = range(4, 25)
TALKS = range(1, 3)
"""Weeks of a course, and talks of one question."""
STARTERS = range(3, 11)
NAME_MOST = 30
TITLE_MOST = 60
TEXT_MOST = 299


@dataclass(frozen=True, slots=True)
class Step:
    """What one week is for, and the one thing each side does; a tip stands at the week it helps."""

    week: int
    why: Tongues
    mentor: Tongues
    mentee: Tongues
    mentor_tip: Tongues | None = None
    mentee_tip: Tongues | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A course. ``between`` fills the weeks of a programme that is longer than its ``steps``, in turn."""

    name: str
    title: Tongues
    goal: Tongues
    weeks: int
    starters: tuple[Tongues, ...]
    steps: tuple[Step, ...]
    between: tuple[Step, ...]
    format: Format = Format.COURSE


def steps_for(template: Template, weeks: int) -> tuple[Step, ...]:
    """One step for each week: the template's own, spread evenly, first and last always kept.

    A shorter course leaves some out, a longer one has steps of ``between`` in the gaps. At least one week.
    """
    if weeks < 1:
        raise ValueError(f"a course has at least one week, not {weeks}")
    own, last = template.steps, weeks - 1
    if weeks <= len(own):
        chosen = [own[_nearest(week * (len(own) - 1), max(last, 1))] for week in range(weeks)]
    else:
        placed = {_nearest(index * last, max(len(own) - 1, 1)): step for index, step in enumerate(own)}
        free = [week for week in range(weeks) if week not in placed]
        for turn, week in enumerate(free):
            placed[week] = template.between[turn % len(template.between)]
        chosen = [placed[week] for week in range(weeks)]
    return tuple(replace(step, week=week) for week, step in enumerate(chosen, 1))


def _nearest(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
