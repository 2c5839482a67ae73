"""Somebody named in a form: an id of the platform, or what was typed where it cannot offer people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.identity import Person

if TYPE_CHECKING:
    from bot.context import Context


async def named_here(ctx: Context, id: str) -> Person | None:
    """The person of this community with this id, or None."""
    if not id:
        return None
    person = Person(ctx.by.person.platform, id)
    member = await ctx.read(lambda work, by: work.members.find(by.community, person))
    if member:
        return member.person
    standing = await ctx.bot.standings.of(person, ctx.home.community)
    return Person(person.platform, person.id, standing.name) if standing.member else None
