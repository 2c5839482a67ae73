"""What the two will do next: agreed by both sides seeing it, with a day and a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.again import just_now
from bot.errors import Refused
from bot.features.pairs import decide
from bot.features.pairs.texts import View
from bot.i18n import Moment, Text, t, tn
from bot.work import By, Work

OPEN_MOST = 10
"""More than this nobody does; a pair ticks some off first."""
SHOWN = 5
AHEAD = timedelta(days=7)
"""The weekly message names what is for the week to come, or late."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """``member`` does it, None: both. ``due`` is noon of the day, where it was written down."""

    id: int
    community: int
    pair: int
    author: int
    words: str
    made: datetime
    member: int | None = None
    due: datetime | None = None
    done: datetime | None = None


class NextSteps(Protocol):
    def add(self, step: NextStep) -> NextStep: ...
    def get(self, community: int, id: int) -> NextStep | None: ...
    def save(self, step: NextStep) -> None: ...
    def of_pair(self, community: int, pair: int) -> Sequence[NextStep]:
        """Those that still have words, oldest first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A step as somebody writes it down; ``who`` is "me", "partner" or "both"."""

    words: str
    who: str
    due: datetime | None


def open_ones(work: Work, community: int, pair: int) -> list[NextStep]:
    return [one for one in work.steps.of_pair(community, pair) if one.done is None]


def add(work: Work, by: By, pair: int, wish: Wish) -> NextStep:
    """Write it down for both. The same words twice within moments are one step."""
    view = decide.in_contact(work, by, pair)
    known = open_ones(work, by.community, pair)
    for one in known:
        if (one.author, one.words) == (view.me.id, wish.words) and just_now(one.made, by.now):
            return one
    if len(known) >= OPEN_MOST:
        raise Refused(
            tn(
                "You have {n} open step already. Tick it off first, then there is room for a new one.",
                "You have {n} open steps already. Tick some off first, then there is room for a new one.",
                len(known),
            )
        )
    doer = {"me": view.me.id, "partner": view.partner.id}.get(wish.who)
    step = NextStep(0, by.community, pair, view.me.id, wish.words, by.now, doer, wish.due)
    work.pairs.sign(view.pair, by.now)
    return work.steps.add(step)


def tick(work: Work, by: By, id: int, *, done: bool) -> tuple[NextStep, View]:
    """Either of the two says that it is done, or not yet after all."""
    step = work.steps.get(by.community, id)
    if step is None:
        raise decide.gone()
    view = decide.in_contact(work, by, step.pair)
    if done is (step.done is not None):
        return step, view
    changed = replace(step, done=by.now if done else None)
    work.steps.save(changed)
    work.pairs.sign(view.pair, by.now)
    return changed, view


def line(step: NextStep, view: View) -> Text:
    """The step, who does it and until when."""
    who = t("both of you")
    if step.member is not None:
        who = t("you") if step.member == view.me.id else t("{name}", name=view.partner.name)
    if step.done:
        return t("{step} ({who}, done)", step=step.words, who=who)
    if step.due:
        return t("{step} ({who}, until {day})", step=step.words, who=who, day=Moment(step.due, "day"))
    return t("{step} ({who})", step=step.words, who=who)


def listed(steps: Sequence[NextStep], view: View) -> list[Text]:
    return [t("- {step}", step=line(one, view)) for one in steps[:SHOWN]]


def page_lines(work: Work, view: View) -> list[Text]:
    found = open_ones(work, view.pair.community, view.pair.id)
    return [t("**What you do next**"), *listed(found, view)] if found else []


def weekly_lines(work: Work, view: View, now: datetime) -> list[Text]:
    """What this side wanted to do, and is for this week, or late, or without a day."""
    found = [
        one
        for one in open_ones(work, view.pair.community, view.pair.id)
        if one.member in (None, view.me.id) and (one.due is None or one.due < now + AHEAD)
    ]
    return [t("What you wanted to do:"), *listed(found, view)] if found else []


def first_own(work: Work, view: View) -> NextStep | None:
    found = open_ones(work, view.pair.community, view.pair.id)
    return next((one for one in found if one.member in (None, view.me.id)), None)


def said_last_time(work: Work, view: View, since: datetime) -> list[Text]:
    """Before a meeting: what is open, what was done since the last one, and one's own last note."""
    community, pair = view.pair.community, view.pair.id
    found = [one for one in work.steps.of_pair(community, pair) if one.done is None or one.done > since]
    lines = [t("What you said last time:"), *listed(found, view)] if found else []
    notes = [one.note for one in work.pairs.checkins(community, pair, view.me.id) if one.note]
    return [*lines, *own_note(notes[-1])] if notes else lines


def own_note(note: str, most: int = 200) -> tuple[Text, ...]:
    short = note if len(note) <= most else note[: most - 1] + "…"
    return (t("Your own note, which only you see: “{note}”", note=short),)
