"""What asking, answering and counting change, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions import step
from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.polls import drafting, texts
from bot.features.polls.model import (
    REMINDED,
    REMINDED_FROM,
    Electorate,
    Poll,
    PollState,
    Secrecy,
    ballot_key,
    showable,
    tally,
)
from bot.i18n import t
from bot.planned import Later
from bot.work import By, Kind, Sending, Sort, Target, Work

TALLY = timedelta(seconds=5)
"""How long answers are gathered before the shown counts are changed."""


@dataclass(frozen=True, slots=True)
class Voted:
    poll: Poll
    chosen: tuple[int, ...]


def gone() -> Refused:
    return Refused(t("I cannot find this poll any more. `/poll list` shows those there are."))


def find(work: Work, by: By, id: int) -> Poll:
    poll = work.polls.get(by.community, id)
    if poll is None:
        raise gone()
    return poll


def again(work: Work, by: By, id: int, uid: str) -> Poll:
    """A draft that asks the same once more."""
    return drafting.write_down(work, by, drafting.repeated(find(work, by, id), uid, by.now))


def discard(work: Work, by: By, id: int) -> None:
    """Throw a draft away; what was posted stays."""
    poll = find(work, by, id)
    if poll.state is not PollState.DRAFT:
        raise Refused(t("This poll was posted already."))
    work.polls.remove(poll)


def post(work: Work, by: By, id: int) -> Poll:
    """Ask: the poll goes to its channel and closes by itself."""
    poll = find(work, by, id)
    if poll.state is not PollState.DRAFT:
        raise Refused(t("This poll was posted already."))
    work.audit.add(by, "poll.posted", f"poll:{id}")
    return open_now(work, poll, by.now)


def open_now(work: Work, poll: Poll, now: datetime) -> Poll:
    place = poll.place or work.programmes.of(poll.community).channel
    if place is None:
        raise Refused(t("There is no channel for it yet: `/programme setup` names one."))
    opened = replace(poll, place=place, state=PollState.OPEN, opened=now, closes=now + poll.length)
    work.polls.save(opened)
    row = Sending(f"poll:{poll.id}", poll.community, Target(place=place), texts.ballot_paper(opened), sort=Sort.POST)
    work.outbox.put(row, now)
    work.later.at(poll.community, f"poll.close:{poll.id}", close(poll=poll.id), now + poll.length)
    if poll.length >= REMINDED_FROM:
        due = now + poll.length - REMINDED
        work.later.at(poll.community, f"poll.remind:{poll.id}", remind(poll=poll.id), due)
    return opened


def vote(work: Work, by: By, id: int, chosen: Sequence[int], key: bytes | None) -> Voted:
    """Keep somebody's answer in place of an earlier one; an empty one takes it back.

    ``key`` is the poll's, where it is anonymous. Whether it is in time is judged by the clock alone.
    """
    poll = find(work, by, id)
    if not poll.takes(by.now):
        raise Refused(t("This poll is closed, so nothing has changed. The result is in the channel."))
    known = tuple(dict.fromkeys(at for at in chosen if 0 <= at < len(poll.options)))
    if known != tuple(chosen) or (len(known) > 1 and not poll.several):
        raise gone()
    if not may_answer(work, by, poll):
        raise Refused(texts.not_asked(poll.electorate))
    voter = voter_of(work, by, poll, key)
    work.polls.vote(poll, voter, known, None if poll.anonymous else int(voter))
    if poll.secrecy is Secrecy.LIVE:
        _show_live(work, poll, by.now)
    return Voted(poll, known)


def voter_of(work: Work, by: By, poll: Poll, key: bytes | None) -> str:
    """Under what an answer is kept: the member, or for an anonymous poll what only its key can make."""
    if not poll.anonymous:
        return str(work.members.ensure(by).id)
    if key is None:
        raise Refused(t("Anonymous answers cannot be taken just now. Nothing was kept; please tell your coordination."))
    return ballot_key(key, by.community, by.person)


def may_answer(work: Work, by: By, poll: Poll) -> bool:
    if poll.electorate is Electorate.ALL:
        return True
    member = work.members.find(by.community, by.person)
    return member is not None and member.id in work.polls.electorate(by.community, poll.electorate, by.now)


def _show_live(work: Work, poll: Poll, now: datetime) -> None:
    """The message follows the count: many answers are one edit."""
    found = tally(len(poll.options), list(work.polls.ballots(poll).values()))
    row = Sending(
        f"poll-tally:{poll.id}:{now.timestamp()}:{found.respondents}:{found.counts}",
        poll.community,
        Target(place=poll.place),
        texts.ballot_paper(poll, found),
        kind=Kind.EDIT,
        original=f"poll:{poll.id}",
        not_before=now + TALLY,
        collapse=f"poll-tally:{poll.id}",
        sort=Sort.POST,
    )
    work.outbox.put(row, now)


@step("polls.close")
def close(work: Work, later: Later, now: datetime, *, poll: int) -> bool:
    """The end has come; counted once, however late."""
    found = work.polls.get(later.community, poll)
    if found:
        end(work, found, now)
    return False


def end_early(work: Work, by: By, id: int) -> Poll:
    poll = find(work, by, id)
    if poll.state is not PollState.OPEN:
        raise Refused(t("This poll is not open, so there is nothing to close."))
    work.later.cancel(by.community, f"poll.close:{poll.id}")
    work.audit.add(by, "poll.closed", f"poll:{id}")
    return end(work, poll, by.now)


def end(work: Work, poll: Poll, now: datetime) -> Poll:
    """Count, forget the ballots of an anonymous poll, and say the result once."""
    if poll.state is not PollState.OPEN:
        return poll
    work.later.cancel(poll.community, f"poll.remind:{poll.id}")
    found = tally(len(poll.options), list(work.polls.ballots(poll).values()))
    closed = replace(
        poll,
        state=PollState.CLOSED,
        closes=min(poll.closes or now, now),
        respondents=found.respondents,
        counts=showable(poll, found),
        reminding=False,
    )
    work.polls.save(closed)
    if poll.anonymous:
        work.polls.burn(poll)
    work.outbox.cancel(poll.community, f"poll-tally:{poll.id}")
    _announce(work, closed, now)
    return closed


def _announce(work: Work, poll: Poll, now: datetime) -> None:
    target, before = Target(place=poll.place), work.polls.round_before(poll)
    closed = Sending(
        f"poll-closed:{poll.id}",
        poll.community,
        target,
        texts.closed_paper(poll),
        kind=Kind.EDIT,
        original=f"poll:{poll.id}",
        sort=Sort.POST,
    )
    result = Sending(
        f"poll-result:{poll.id}", poll.community, target, texts.result(poll, before), sort=Sort.COORDINATION
    )
    for row in (closed, result):
        work.outbox.put(row, now)


@step("polls.remind")
def remind(work: Work, later: Later, now: datetime, *, poll: int) -> bool:
    """Note that it is time; who has not answered is found out with the poll's key, which is not in here."""
    found = work.polls.get(later.community, poll)
    if found and found.takes(now):
        work.polls.save(replace(found, reminding=True))
    return False


def remind_the_others(work: Work, poll: Poll, key: bytes | None, now: datetime) -> None:
    """Ask those who may answer and have not, once."""
    current = work.polls.get(poll.community, poll.id)
    if current is None or not current.reminding:
        return
    work.polls.save(replace(current, reminding=False))
    if not current.takes(now) or current.closes is None:
        return
    answered = work.polls.ballots(current)
    asked = work.members.several(poll.community, work.polls.electorate(poll.community, poll.electorate, now))
    for member in asked.values():
        if _voter(member, current, key) in answered or member.paused(now):
            continue
        message = texts.reminder(current)
        row = Sending(
            f"poll-reminder:{poll.id}:{member.id}",
            poll.community,
            Target(people=(member.person,)),
            message,
            expires=current.closes,
            sort=Sort.NUDGE,
        )
        work.outbox.put(row, now)


def _voter(member: Member, poll: Poll, key: bytes | None) -> str:
    if not poll.anonymous or key is None:
        return str(member.id)
    return ballot_key(key, member.community, member.person)


def come_again(work: Work, by: By, id: int, weeks: int) -> Poll:
    """Ask the same every so many weeks, beginning that long after the first time; 0 ends it."""
    poll = find(work, by, id)
    first = work.polls.get(by.community, poll.first) or poll
    if first.every == weeks:
        return first
    work.polls.save(replace(first, every=weeks))
    _plan_again(work, first, weeks, by.now)
    work.audit.add(by, "poll.repeated", f"poll:{first.id}", weeks=weeks)
    return replace(first, every=weeks)


def _plan_again(work: Work, first: Poll, weeks: int, now: datetime) -> None:
    key = f"poll.again:{first.id}"
    if not weeks:
        work.later.cancel(first.community, key)
        return
    due, every = (first.opened or now) + timedelta(weeks=weeks), timedelta(weeks=weeks)
    while due <= now:
        due += every
    work.later.at(first.community, key, recur(poll=first.id), due)


@step("polls.again")
def recur(work: Work, later: Later, now: datetime, *, poll: int) -> bool:
    """Put the next round down; it is posted as soon as its key is made."""
    first = work.polls.get(later.community, poll)
    if first is None or not first.every:
        return False
    uid = f"{first.uid}-{later.due:%Y%m%d}"
    work.polls.add(replace(drafting.repeated(first, uid, now), state=PollState.WANTED))
    _plan_again(work, first, first.every, now)
    return False


def open_wanted(work: Work, poll: Poll, now: datetime) -> None:
    """Post a round whose key is there now."""
    current = work.polls.get(poll.community, poll.id)
    if current and current.state is PollState.WANTED:
        open_now(work, current, now)
