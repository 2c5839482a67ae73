"""People as members name them: offered while typing, and found by what was picked or typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.i18n import t, words
from bot.identity import Person
from bot.ui import Choice

if TYPE_CHECKING:
    from bot.context import Context
    from bot.features.members.model import Member
    from bot.work import By, Work

LONGEST = 100
"""Characters of a platform's id of a person; what is longer was typed."""


async def suggest_people(ctx: Context, typed: str) -> Sequence[Choice]:
    """The community's members by name, without oneself."""
    found = await ctx.read(lambda work, by: work.members.named(by.community, typed.strip().removeprefix("@")))
    return [Choice(words(one.name), one.person.id) for one in found if one.person != ctx.by.person]


async def whom(ctx: Context, typed: str) -> Person:
    """Who is meant: by the platform's id, or by name. They need not have used the bot yet.

    Raises `Refused` for nobody, and for a name that several people have.
    """
    found = await ctx.read(_look, typed)
    if found:
        return found
    if " " not in typed and len(typed) <= LONGEST:
        person = Person(ctx.by.person.platform, typed)
        standing = await ctx.bot.standings.of(person, ctx.home.community)
        if standing.member:
            return Person(person.platform, person.id, standing.name)
    raise Refused(t("I find nobody called “{name}” here. Pick the person from the list.", name=typed[:60]))


def _look(work: Work, by: By, typed: str) -> Person | None:
    known: Member | None = work.members.find(by.community, Person(by.person.platform, typed))
    if known:
        return known.person
    name = typed.strip().removeprefix("@").casefold()
    same = [one.person for one in work.members.named(by.community, name) if one.name.casefold() == name]
    if len(same) > 1:
        raise Refused(t("Several people here are called “{name}”. Pick the person from the list.", name=same[0].name))
    return same[0] if same else None
