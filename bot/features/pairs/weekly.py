"""The weekly message: one for each person, about all pairs in both roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.actions import step
from bot.features.members import links as members
from bot.features.mentoring import links as mentoring
from bot.features.mentoring.waiting import things
from bot.features.pairs import links, next_steps, risk, texts
from bot.features.pairs.begin import view_of
from bot.features.pairs.model import SHORTEST_WEEK, Pair
from bot.features.programme.formats import Format
from bot.features.programme.model import WEEKLY
from bot.i18n import Text, t, tn
from bot.planned import Occasion
from bot.ui import Button, Message
from bot.work import By, Sending, Sort, Target, Work

if TYPE_CHECKING:
    from bot.features.members.model import Member

CHUNK = 100
KEPT = timedelta(days=3)
"""How long a weekly message waits for a snooze to end; a longer one leaves it out, and the next one is not near."""
ASKED_HERE = ("week ", "ending ")
"""The things of `mentoring.waiting` that the message itself asks about."""
ASKED_AGAIN = timedelta(days=15)
"""How long after the last week the two are still asked whether they finish."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A pair at the weekly message: as it is now, the week it is asked about, and whether its last week is over."""

    pair: Pair
    past: int
    over: bool = False


@step(WEEKLY)
def weekly(work: Work, occasion: Occasion, now: datetime) -> bool:
    """Turn the week of the next pairs and put their messages on their way; True while there are more."""
    due = work.pairs.due(occasion.community, now, 0, CHUNK)
    for member, turns in _turn_all(work, due, now).items():
        _write_to(work, occasion, member, turns, now)
    return len(due) == CHUNK


def _turn_all(work: Work, due: Sequence[Pair], now: datetime) -> dict[int, list[Turn]]:
    """Turn these pairs and all others of the same people, so that each person gets one message."""
    people: dict[int, list[Turn]] = {}
    waiting, seen = list(due), set[int]()
    while waiting:
        pair = waiting.pop(0)
        if pair.id in seen:
            continue
        seen.add(pair.id)
        turn = _turn(work, pair, now)
        for member in (pair.mentor, pair.mentee):
            others = work.pairs.of_member(pair.community, member)
            waiting += [other for other in others if other.week_at < now]
            if turn:
                people.setdefault(member, []).append(turn)
    return people


def _turn(work: Work, pair: Pair, now: datetime) -> Turn | None:
    """The next week begins; after the last one the two are asked. A pair with somebody on a break waits."""
    both = work.members.several(pair.community, [pair.mentor, pair.mentee])
    if pair.format is Format.QUESTION:  # they are asked whether there is an answer, and have no steps
        work.pairs.save(replace(pair, week_at=now))
        return None
    waits = pair.held or len(both) < 2 or any(member.paused(now) or member.left for member in both.values())
    first, early = pair.told == 0, now - pair.week_at < SHORTEST_WEEK
    if waits or (early and not first):
        work.pairs.save(replace(pair, week_at=now))
        return None
    if first and (early or pair.week_at > pair.started):  # new, or on a break until now
        begun = replace(pair, week_at=now, told=pair.week)
        work.pairs.save(begun)
        return Turn(begun, pair.week)
    if pair.week >= pair.weeks:
        asked = pair.last_asked or now
        work.pairs.save(replace(pair, week_at=now, last_asked=asked))
        return Turn(pair, pair.week, over=True) if now - asked < ASKED_AGAIN else None
    risk.look_for_missed(work, pair, pair.week, now)
    turned = replace(pair, week=pair.week + 1, week_at=now, told=pair.week + 1)
    work.pairs.save(turned)
    return Turn(turned, pair.week)


def _write_to(work: Work, occasion: Occasion, member: int, turns: list[Turn], now: datetime) -> None:
    me: Member | None = work.members.get(occasion.community, member)
    if me is None:
        return
    parts: list[Text] = []
    buttons: list[Button] = []
    for turn in turns:
        lines, controls = _about(work, turn, member, now, several=len(turns) > 1)
        parts += lines
        buttons += controls
    if not parts:
        return
    if waits := _other_things(work, me, now):
        parts.append(tn("Besides, one thing waits for you.", "Besides, {n} things wait for you.", waits))
        buttons.append(Button(t("Where I stand"), mentoring.status()))
    more = links.more(turns[0].pair.id) if len(turns) == 1 else members.more()
    message = Message(tuple(parts), (*buttons, Button(t("More…"), more)))
    once = f"week:{occasion.day}:{member}"
    target, due = Target(people=(me.person,)), occasion.due
    work.outbox.put(
        Sending(
            once,
            occasion.community,
            target,
            message,
            not_before=due,
            expires=due + KEPT,
            sort=Sort.WEEKLY,
        ),
        now,
    )


def _other_things(work: Work, me: Member, now: datetime) -> int:
    """How much else waits for this member: what the week's own questions say is not counted again."""
    found = things(work, By(me.community, me.person, now), me)
    return sum(not one.key.startswith(ASKED_HERE) for one in found)


def _about(work: Work, turn: Turn, member: int, now: datetime, *, several: bool) -> tuple[list[Text], list[Button]]:
    """What one pair's week brings this side: the check-in on the past week, then the new step or the ending."""
    view = view_of(work, turn.pair, member)
    if view is None:
        return [], []
    community, pair = view.pair.community, view.pair.id
    ask, taps = texts.check_in(view, turn.past, work.pairs.checkin(community, pair, turn.past, member), several)
    earlier = next_steps.weekly_lines(work, view, now)
    if earlier and not several:
        taps = (*taps, Button(t("Tick off a step"), links.steps(pair)))
    if turn.over:
        lines, controls = texts.ending_ahead(view)
        return [*ask, *earlier, *lines], [*taps, *controls]
    return [texts.week_head(view), *texts.step_lines(view), *earlier, *ask], [*taps]
