"""How people find each other here, and rounds that come by themselves."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.actions import Who, chore, form, opening, step
from bot.context import Context, FormContext, OpenContext
from bot.features.matching import decide, links, texts
from bot.features.matching.model import Mode, Round, RoundState
from bot.features.matching.solving import solve
from bot.i18n import t
from bot.planned import EveryDays, Occasion
from bot.recurrence import plan
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Sending, Sort, Target, Work

if TYPE_CHECKING:
    from bot.app import Bot

log = logging.getLogger(__name__)

DUE = "matching.due"
BY_HAND = "0"
DAYS = ("1", "7", "14", "28")
PATIENCE = 20
"""Seconds that a tick waits for a round; a large one goes on beside it."""
UNDER_WAY: set[asyncio.Task[None]] = set()


async def rhythm_form(ctx: Context) -> Form:
    mode, days = await ctx.read(_now)
    ways = (
        Choice(t("Members choose and ask"), Mode.MEMBERS.value),
        Choice(t("The programme proposes, and both accept"), Mode.BOTH.value),
        Choice(t("The coordination approves every round"), Mode.ROUNDS.value),
    )
    often = (t("When I begin one"), t("Every day"), t("Every week"), t("Every two weeks"), t("Every four weeks"))
    times = tuple(Choice(label, value) for label, value in zip(often, (BY_HAND, *DAYS), strict=True))
    hint = t("Asking somebody with `/mentor find` stays possible in any case.")
    return Form(
        t("How people find each other"),
        (
            Field("mode", t("Who decides"), FieldKind.ONE, hint, required=True, choices=ways, value=(mode.value,)),
            Field("days", t("When there is a round"), FieldKind.ONE, required=True, choices=times, value=(days,)),
        ),
        t("Keep it"),
    )


def _now(work: Work, by: By) -> tuple[Mode, str]:
    schedule = work.schedules.of(by.community, DUE)
    rule = schedule.rule if schedule else None
    return work.rounds.mode(by.community), str(rule.days) if isinstance(rule, EveryDays) else BY_HAND


@opening("matching.rhythm", who=Who.COORDINATOR)
async def rhythm(ctx: OpenContext) -> None:
    await ctx.open(kept())


@form("matching.rhythmed", rhythm_form, who=Who.COORDINATOR)
async def kept(ctx: FormContext) -> None:
    mode, days = Mode(ctx.answers.one("mode")), ctx.answers.one("days")
    await ctx.write(_keep, mode, days)
    said = {
        Mode.MEMBERS: t("Kept: members choose. A round is something you begin, or that comes by itself, besides."),
        Mode.BOTH: t("Kept: the programme proposes, and nobody is paired without having said yes."),
        Mode.ROUNDS: t("Kept: every round waits for you. I write to the moderators’ channel when one is ready."),
    }[mode]
    await ctx.update(Message((said,), (Button(t("Propose a round"), links.propose(), Tone.MAIN),)))


def _keep(work: Work, by: By, mode: Mode, days: str) -> None:
    if _now(work, by) == (mode, days):
        return
    work.rounds.save_mode(by.community, mode)
    work.audit.add(by, "matching.rhythm", "", mode=mode.value, days=int(days))
    home, programme = work.communities.get(by.community), work.programmes.of(by.community)
    if days == BY_HAND or home is None:
        work.schedules.end(by.community, DUE)
        return
    first = by.now.astimezone(ZoneInfo(home.zone)).date()
    rule = EveryDays(int(days), first, programme.hour, home.zone)
    work.schedules.set(plan(by.community, DUE, rule, Sort.COORDINATION, by.now))


@step(DUE)
def due(work: Work, occasion: Occasion, now: datetime) -> bool:
    """A round is wanted. One that still waits for the coordination is not pushed aside."""
    if work.programmes.of(occasion.community).opened and work.rounds.current(occasion.community) is None:
        work.rounds.save(replace(work.rounds.begin(occasion.community, now), state=RoundState.WANTED))
    return False


@chore("matching.rounds")
async def work_out(bot: Bot) -> None:
    """Rounds that are wanted are worked out; also those whose process died with its machine."""
    now = bot.clock.now()
    while found := await bot.store.write(lambda work: _take(work, now)):
        task = asyncio.create_task(_one(bot, found, now))
        UNDER_WAY.add(task)
        task.add_done_callback(UNDER_WAY.discard)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(task), PATIENCE)


def _take(work: Work, now: datetime) -> Round | None:
    found = work.rounds.wanted(now - texts.LONG)
    if found is None:
        return None
    taken = replace(found, state=RoundState.BEGUN, begun=now)
    work.rounds.save(taken)
    return taken


async def _one(bot: Bot, found: Round, now: datetime) -> None:
    try:
        done = await solve(bot.store, now, found)
    except Exception:  # it is wanted again after a while
        log.exception("round %s of community %s", found.id, found.community)
        return
    if done:
        await bot.store.write(lambda work: _ready(work, done, bot.clock.now()))
        bot.worker.wake()


def _ready(work: Work, done: Round, now: datetime) -> None:
    """By itself: sent at once where both accept anyway; else the coordination is told."""
    if work.rounds.mode(done.community) is Mode.BOTH:
        decide.send_all(work, done, now)
        return
    programme = work.programmes.of(done.community)
    if done.fairness.of == 0:
        work.rounds.save(replace(done, state=RoundState.CLOSED))
    elif programme.moderators:
        target = Target(place=programme.moderators)
        row = Sending(f"round:{done.id}", done.community, target, texts.is_ready(done), sort=Sort.COORDINATION)
        work.outbox.put(row, now)
