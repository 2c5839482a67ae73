"""Who is named in what everybody reads: changed at any time, and what stands already changes with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.features.members import reach
from bot.features.members.model import Member
from bot.features.recognition import decide, month, posting, texts
from bot.features.stories import naming as stories
from bot.work import By, Work


def may_be_named(work: Work, by: By) -> bool:
    me = work.members.find(by.community, by.person)
    return me is None or not me.nameless


def choose(work: Work, by: By, *, yes: bool) -> Member:
    """Posts name one from now on, or do not; those that stand are changed at once."""
    before = reach.mine(work, by).member
    member = replace(before, nameless=not yes)
    if member == before:
        return member
    work.members.save(member)
    write_anew(work, member, by.now)
    stories.write_anew(work, member, by.now)
    return member


def write_anew(work: Work, member: Member, now: datetime) -> None:
    """What stands in the channel about this member says it as it is to be said now."""
    month.write_anew(work, member, now)
    for kudos in work.kudos.of_member(member.community, member.id):
        if not kudos.shown:
            continue
        edits = kudos.edits + 1
        message, key = texts.post(work, kudos), kudos.post
        if not posting.change(work, member.community, key, edits, message, now):
            key = f"kudos-post:{kudos.id}:{edits}"
            then = decide.went(kudos=kudos.id, post=key)
            posting.post(work, member.community, key, message, now, then=then)
        work.kudos.save(replace(kudos, post=key, edits=edits))


def without(work: Work, member: Member, now: datetime) -> None:
    """Somebody is erased: of what stands about them only that it was taken down is left, and nothing more comes."""
    month.without(work, member, now)
    for kudos in work.kudos.of_member(member.community, member.id):
        work.outbox.recall(member.community, f"kudos:{kudos.id}:{kudos.taker}", texts.taken_down())
        if kudos.shown:
            posting.change(work, member.community, kudos.post, kudos.edits + 1, texts.taken_down(), now)
