"""What needs a poll's key and so cannot be a plain step of a transaction; looked after at every tick."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.actions import chore
from bot.features.polls import decide
from bot.features.polls.model import PollState

if TYPE_CHECKING:
    from bot.app import Bot

BATCH = 20
FORGOTTEN = timedelta(days=1)


@chore("polls.keys")
async def look_after_polls(bot: Bot) -> None:
    """Post rounds that are due, ask who has not answered, and destroy the keys of closed polls."""
    now = bot.clock.now()
    wanted, reminding = await bot.store.read(
        lambda work: (work.polls.waiting(PollState.WANTED, BATCH), work.polls.reminding(BATCH))
    )
    for poll in wanted:
        if poll.anonymous:
            bot.keys.make(poll.uid)
        await bot.store.write(partial(decide.open_wanted, poll=poll, now=now))
    for poll in reminding:
        key = bot.keys.get(poll.uid) if poll.anonymous else None
        await bot.store.write(partial(decide.remind_the_others, poll=poll, key=key, now=now))
    if wanted or reminding:
        bot.worker.wake()
    await _destroy_keys(bot)


async def _destroy_keys(bot: Bot) -> None:
    """Those of closed polls at once; one of no poll at all may just be in the making, so a day later."""
    known = bot.keys.names()
    if not known:
        return
    states = await bot.store.read(lambda work: work.polls.states(known))
    for name in known:
        if states.get(name) is PollState.CLOSED or (name not in states and bot.keys.age(name) > FORGOTTEN):
            bot.keys.destroy(name)
