"""Writing a digest: the platform's word that somebody coordinates comes first, so it is no plain step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.actions import chore
from bot.errors import PlatformError
from bot.features.digest import readers, texts
from bot.features.digest.missing import missing
from bot.features.digest.model import GIVEN_UP, STALE, WEEK, Reader
from bot.features.digest.waiting import waiting
from bot.identity import Person
from bot.ports import Standing
from bot.ui import Message
from bot.work import By, Sending, Sort, Target, Work

if TYPE_CHECKING:
    from datetime import datetime

    from bot.app import Bot

BATCH = 200


@chore("digest.write")
async def write_digests(bot: Bot) -> None:
    """Those that are due: for who coordinates still, and who does not any more is forgotten."""
    wanted = await bot.store.read(lambda work: work.digests.wanted(BATCH))
    for reader in wanted:
        await _one(bot, reader)
    if wanted:
        bot.worker.wake()


async def _one(bot: Bot, reader: Reader) -> None:
    if reader.person.platform not in bot.adapters:
        return
    home = await bot.store.read(lambda work: work.communities.get(reader.community))
    if home is None:
        return
    try:
        standing: Standing | None = await bot.standings.of(reader.person, home.community)
    except PlatformError:  # asked again at the next look, for two days
        standing = None
    await bot.store.write(partial(decide, reader=reader, standing=standing, now=bot.clock.now()))


def decide(work: Work, reader: Reader, standing: Standing | None, now: datetime) -> None:
    """Put it on its way, once; ``standing`` is None while the platform does not answer."""
    found = work.digests.get(reader.community, reader.id)
    if found is None or found.wanted is None or found.wanted != reader.wanted:
        return
    if standing is None:
        if now - found.wanted > GIVEN_UP:
            work.digests.save(replace(found, wanted=None))
        return
    if not (standing.member and standing.coordinator):
        work.later.cancel(found.community, f"digest:{found.id}")
        work.digests.remove(found)
        return
    work.digests.save(replace(found, wanted=None))
    readers.plan(work, found, standing.zone, now)
    _send(work, found, standing, found.wanted)


def _send(work: Work, reader: Reader, standing: Standing, due: datetime) -> None:
    person = Person(reader.person.platform, reader.person.id, standing.name or reader.person.name)
    contact = person in work.reports.contacts(reader.community)
    by = By(reader.community, person, due, True, standing.locale, standing.zone, contact)
    member, home = work.members.ensure(by), work.communities.get(reader.community)
    zone = member.zone or (home.zone if home else "UTC")
    row = Sending(
        f"digest:{member.id}:{due.astimezone(ZoneInfo(zone)).date()}",
        reader.community,
        Target(people=(member.person,)),
        compose(work, by),
        expires=due + STALE,
        collapse=f"digest:{member.id}",
        sort=Sort.NUDGE,
    )
    work.outbox.put(row, due)


def compose(work: Work, by: By) -> Message:
    """The last seven days, and what waits now, as this person may know it."""
    since, home = by.now - WEEK, work.communities.get(by.community)
    left_out = missing(work, by.community, since, home.zone if home else "UTC")
    name = home.name if home else ""
    return texts.digest(name, since, work.digests.happened(by.community, since), waiting(work, by), left_out)
