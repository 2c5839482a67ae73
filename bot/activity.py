"""Who was active on which day, where a community wants that counted: a mark a person and day, and nothing else."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.errors import Conflict, StorageDown
from bot.recurrence import at_local

if TYPE_CHECKING:
    from bot.identity import Community, Person
    from bot.ports import Clock, Store
    from bot.work import Home, Work

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=60)
"""How long it is remembered whether a community counts; another process may have changed it."""
REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found at an instant: the community, where it counts activity."""

    at: datetime
    home: Home | None


class Activity:
    """Remembers what is kept already, so that a talkative person costs one write a day."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._homes: dict[Community, _Known] = {}
        self._kept: set[tuple[int, Person, datetime]] = set()

    def changed(self) -> None:
        """Somebody counts from now on, or does not; look anew."""
        self._homes.clear()
        self._kept.clear()

    async def told(self, person: Person, community: Community) -> None:
        """Somebody did something here."""
        home = await self._counting(community)
        if home:
            await self._keep(home, person)

    async def used(self, person: Person, community: Community) -> None:
        """Somebody used the bot, and has their answer: a day that cannot be kept now is kept at their next act."""
        try:
            await self.told(person, community)
        except (StorageDown, Conflict):
            log.exception("a day of activity could not be kept")

    async def _counting(self, community: Community) -> Home | None:
        """The community, where it counts activity."""
        now, known = self._clock.now(), self._homes.get(community)
        if known is None or abs(now - known.at) >= FRESH:
            if len(self._homes) >= REMEMBERED:
                self._homes.clear()
            known = _Known(now, await self._store.read(lambda work: _counts(work, community)))
            self._homes[community] = known
        return known.home

    async def _keep(self, home: Home, person: Person) -> None:
        day = at_local(self._clock.now().astimezone(ZoneInfo(home.zone)).date(), 0, home.zone)
        if (home.key, person, day) in self._kept:
            return

        def decide(work: Work) -> None:
            member = work.members.find(home.key, person)
            if member:
                work.impact.mark(home.key, member.id, day)

        await self._store.write(decide)
        if len(self._kept) >= REMEMBERED:
            self._kept.clear()
        self._kept.add((home.key, person, day))


def _counts(work: Work, community: Community) -> Home | None:
    home = work.communities.find(community)
    return home if home and work.impact.settings(home.key).counting else None
