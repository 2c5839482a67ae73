"""Which language the bot speaks here: what it has stored about people's languages follows the page's wish."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.playground.room import Room
    from bot.ports import Store
    from bot.work import Work


async def tell_language(store: Store, room: Room, before: str | None) -> None:
    """Bring members and channels to the room's language. ``before`` is the one that was spoken until now."""
    await store.write(lambda work: _tell(work, room, before))


def _tell(work: Work, room: Room, before: str | None) -> None:
    home = work.communities.find(room.community)
    if home is None:
        return
    # A language that a coordinator has chosen since stays: only what was ours to choose changes.
    if home.locale in (before, room.tongue.home):
        ours = room.tongue.spoken or room.tongue.home or home.locale
        work.communities.save(replace(home, locale=ours))
    for person in room.people:
        member = work.members.find(home.key, room.person(person))
        if member:
            work.members.save(replace(member, locale=room.locale_of(person)))
