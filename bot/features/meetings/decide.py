"""What proposing, picking, moving and meeting change, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.actions import step
from bot.errors import Refused
from bot.features.meetings import texts
from bot.features.meetings.model import NO_SHOWS, SETTLED, Meeting, MeetingState
from bot.features.pairs import decide as pairs
from bot.features.pairs import next_steps, risk
from bot.features.pairs.begin import view_of
from bot.features.pairs.model import PairState, Why
from bot.features.pairs.texts import View
from bot.i18n import t
from bot.planned import Later
from bot.ui import Message
from bot.work import By, Sending, Sort, Target, Work


def gone() -> Refused:
    return Refused(t("This meeting is not open any more. Your page shows what is planned."))


def mine(work: Work, by: By, id: int) -> tuple[Meeting, View]:
    """The meeting and the pair, for one of the two; "not found" for everybody else's."""
    meeting = work.meetings.get(by.community, id)
    if meeting is None:
        raise pairs.gone()
    return meeting, pairs.in_contact(work, by, meeting.pair)


def _tell(work: Work, view: View, once: str, message: Message, now: datetime) -> None:
    """To the one whose view this is."""
    row = Sending(f"{once}:{view.me.id}", view.pair.community, Target((view.me.person,)), message, sort=Sort.MEETING)
    work.outbox.put(row, now)


def _other(work: Work, view: View) -> View:
    return pairs.seen_by_partner(work, view)


def propose(work: Work, by: By, pair: int, times: Sequence[datetime], minutes: int, where: str) -> tuple[Meeting, View]:
    """Put up to three times to the other side; a proposal that is still open gives way."""
    view = pairs.in_contact(work, by, pair)
    open_one = work.meetings.upcoming(by.community, pair, by.now)
    if open_one:
        return _proposed_anew(work, by, view, open_one, times, minutes, where)
    meeting = Meeting(0, by.community, pair, view.me.id, minutes, where, by.now, tuple(times))
    meeting = work.meetings.add(meeting)
    _ask(work, view, meeting, by.now)
    return meeting, view


def move(work: Work, by: By, id: int, times: Sequence[datetime], minutes: int, where: str) -> tuple[Meeting, View]:
    """Other times for the same meeting; what was agreed no longer holds, and the other picks again."""
    meeting, view = mine(work, by, id)
    if meeting.state not in (MeetingState.PROPOSED, MeetingState.AGREED):
        raise gone()
    return _proposed_anew(work, by, view, meeting, times, minutes, where)


def _proposed_anew(
    work: Work, by: By, view: View, meeting: Meeting, times: Sequence[datetime], minutes: int, where: str
) -> tuple[Meeting, View]:
    """The same times once more are the same proposal: nobody is asked twice."""
    asked = replace(
        meeting,
        proposer=view.me.id,
        minutes=minutes,
        where=where,
        times=tuple(times),
        state=MeetingState.PROPOSED,
        at=None,
    )
    if asked == meeting:
        return meeting, view
    _forget_plans(work, meeting)
    changed = replace(asked, sequence=meeting.sequence + 1)
    work.meetings.save(changed)
    _ask(work, view, changed, by.now)
    return changed, view


def _ask(work: Work, view: View, meeting: Meeting, now: datetime) -> None:
    other = _other(work, view)
    _tell(work, other, f"meeting:{meeting.id}:{meeting.sequence}", texts.proposal(other, meeting), now)


def pick(work: Work, by: By, id: int, number: int, sequence: int) -> tuple[Meeting, View]:
    """Agree on one of the proposed times: both get the invitation. Pressed twice it is the same agreement."""
    meeting, view = mine(work, by, id)
    if meeting.state is MeetingState.AGREED and meeting.sequence == sequence + 1:
        return meeting, view
    known = meeting.state is MeetingState.PROPOSED and meeting.sequence == sequence
    if not known or meeting.proposer == view.me.id or not 0 <= number < len(meeting.times):
        raise gone()
    at = meeting.times[number]
    if at <= by.now:
        raise Refused(t("This time is over already. Propose another one: nothing else is lost."))
    agreed = replace(meeting, state=MeetingState.AGREED, at=at, sequence=meeting.sequence + 1)
    work.meetings.save(agreed)
    work.pairs.sign(view.pair, by.now)
    other = _other(work, view)
    _tell(work, other, f"agreed:{id}:{agreed.sequence}", texts.agreed(other, agreed, by.now), by.now)
    _plan(work, agreed, by.now)
    return agreed, view


def _plan(work: Work, meeting: Meeting, now: datetime) -> None:
    reminding = meeting.remind_at(now)
    if reminding:
        work.later.at(meeting.community, f"meeting.remind:{meeting.id}", remind(meeting=meeting.id), reminding)
    if meeting.at:
        over = meeting.at + meeting.length + SETTLED
        work.later.at(meeting.community, f"meeting.ask:{meeting.id}", ask_met(meeting=meeting.id), over)


def _forget_plans(work: Work, meeting: Meeting) -> None:
    for what in ("remind", "ask"):
        work.later.cancel(meeting.community, f"meeting.{what}:{meeting.id}")


def cancel(work: Work, by: By, id: int) -> tuple[Meeting, View]:
    """Call it off; calendars that have it take it out."""
    meeting, view = mine(work, by, id)
    if meeting.state not in (MeetingState.PROPOSED, MeetingState.AGREED):
        raise gone()
    _forget_plans(work, meeting)
    cancelled = replace(meeting, state=MeetingState.CANCELLED, sequence=meeting.sequence + 1)
    work.meetings.save(cancelled)
    other = _other(work, view)
    _tell(work, other, f"cancelled:{id}:{cancelled.sequence}", texts.cancelled(other, cancelled, by.now), by.now)
    return cancelled, view


def _both(work: Work, later: Later, id: int) -> tuple[Meeting, list[View]] | None:
    """An agreed meeting of a pair that goes on, as both see it; None for any other."""
    meeting = work.meetings.get(later.community, id)
    pair = work.pairs.get(later.community, meeting.pair) if meeting else None
    if meeting is None or pair is None or meeting.state is not MeetingState.AGREED:
        return None
    if pair.state is not PairState.ACTIVE or pair.held:
        return None
    views = [view_of(work, pair, member) for member in (pair.mentor, pair.mentee)]
    return meeting, [view for view in views if view and not view.me.left]


def _last_met(work: Work, meeting: Meeting) -> datetime:
    """When the two met before this meeting; else since when they plan it."""
    met = [one.at for one in work.meetings.of_pair(meeting.community, meeting.pair) if one.state is MeetingState.MET]
    return max((at for at in met if at), default=meeting.created)


@step("meetings.remind")
def remind(work: Work, later: Later, now: datetime, *, meeting: int) -> bool:
    """When it is, where, and what each wanted to do until then."""
    found = _both(work, later, meeting)
    since = _last_met(work, found[0]) if found else now
    for view in found[1] if found else ():
        said = next_steps.said_last_time(work, view, since)
        message = texts.reminder(view, found[0], said)  # type: ignore[index]  # there is one in this loop
        _tell(work, view, f"remind:{meeting}:{later.due:%Y%m%d%H}", message, now)
    return False


@step("meetings.ask_met")
def ask_met(work: Work, later: Later, now: datetime, *, meeting: int) -> bool:
    found = _both(work, later, meeting)
    for view in found[1] if found else ():
        _tell(work, view, f"met:{meeting}:{later.due:%Y%m%d%H}", texts.ask_met(view, meeting), now)
    return False


def record(work: Work, by: By, id: int, *, met: bool) -> tuple[Meeting, View]:
    """Whether they met, in one tap; it is this week's check-in as well. A "yes" of either side counts."""
    meeting, view = mine(work, by, id)
    if meeting.state not in (MeetingState.AGREED, MeetingState.MET, MeetingState.MISSED):
        raise gone()
    pairs.record_meeting(work, by, meeting.pair, view.pair.week, met=met)
    state = MeetingState.MET if met or meeting.state is MeetingState.MET else MeetingState.MISSED
    kept = replace(meeting, state=state)
    work.meetings.save(kept)
    if state is MeetingState.MISSED and work.meetings.missed(by.community, meeting.pair) >= NO_SHOWS:
        risk.note(work, view.pair, Why.NO_SHOW, by.now)
    return kept, view
