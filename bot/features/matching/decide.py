"""What looking a round through, approving and answering change, each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import step
from bot.errors import Refused
from bot.features.matching import texts
from bot.features.matching.model import ANSWER_WITHIN, OPEN, WAITING, PairState, Proposed, Round, RoundState
from bot.features.members.model import Member
from bot.features.mentoring import decide as mentoring
from bot.features.mentoring.model import Suggestion
from bot.features.mentoring.suiting import suggestion, weighing
from bot.features.pairs.model import Pair
from bot.features.safety.meeting import may_meet
from bot.i18n import t
from bot.planned import Later
from bot.ui import Message
from bot.work import By, Sending, Sort, Target, Work

BATCH = 100
"""Pairs sent in one transaction."""


def begin(work: Work, by: By) -> Round:
    """A new round; raises `Refused` while another is not closed."""
    current = work.rounds.current(by.community)
    if current and current.state in (RoundState.WANTED, RoundState.BEGUN):
        if by.now - current.begun < texts.LONG:
            raise Refused(
                t("A round is being worked out just now. `/programme match` shows it as soon as it is ready.")
            )
        work.rounds.save(replace(current, state=RoundState.CLOSED))  # its process died with the machine
    elif current:
        raise Refused(t("There is a round already. Approve or end it first: `/programme match` shows it."))
    found = work.rounds.begin(by.community, by.now)
    work.audit.add(by, "matching.begun", f"round:{found.id}")
    return found


def ready(work: Work, by: By, id: int) -> Round:
    """A round that can be changed; raises `Refused` for any other."""
    found = work.rounds.get(by.community, id)
    if found is None or found.state is not RoundState.READY:
        raise Refused(t("This round is not open any more. `/programme match` shows what there is."))
    return found


def proposed(work: Work, by: By, round: int, mentor: int, mentee: int) -> Proposed:
    """A pair of an open round that was not sent yet."""
    ready(work, by, round)
    found = work.rounds.pair(by.community, round, mentor, mentee)
    if found is None or found.state not in OPEN:
        raise Refused(t("This pair is not in the round any more. `/programme match` shows those that are."))
    return found


def lock(work: Work, by: By, round: int, mentor: int, mentee: int) -> Proposed:
    """Keep these two when the round is worked out anew."""
    return _now_in(work, by, proposed(work, by, round, mentor, mentee), PairState.LOCKED)


def unlock(work: Work, by: By, round: int, mentor: int, mentee: int) -> Proposed:
    """Let these two go again; not by the button that keeps them, which may be pressed twice."""
    return _now_in(work, by, proposed(work, by, round, mentor, mentee), PairState.PROPOSED)


def _now_in(work: Work, by: By, pair: Proposed, state: PairState) -> Proposed:
    changed = replace(pair, state=state)
    work.rounds.put(by.community, changed)
    return changed


def forbid(work: Work, by: By, round: int, mentor: int, mentee: int) -> Proposed:
    return _now_in(work, by, proposed(work, by, round, mentor, mentee), PairState.FORBIDDEN)


def swap(work: Work, by: By, round: int, first: tuple[int, int], second: tuple[int, int]) -> tuple[Proposed, Proposed]:
    """Exchange the mentees of two pairs; both are kept from then on. The hard rules hold here as well."""
    one, other = proposed(work, by, round, *first), proposed(work, by, round, *second)
    crossed = [(one.mentor, other.mentee), (other.mentor, one.mentee)]
    matches = [match_of(work, by.community, *pair, by.now) for pair in crossed]
    if None in matches or one.mentor == other.mentor:
        raise Refused(
            t("These two cannot be exchanged: a language, a topic or a place would be missing. Nothing has changed.")
        )
    for gone in (one, other):
        work.rounds.drop(by.community, gone)
    made = [
        Proposed(round, mentor, mentee, match.score if match else 0, PairState.LOCKED)
        for (mentor, mentee), match in zip(crossed, matches, strict=True)
    ]
    for new in made:
        work.rounds.put(by.community, new)
    return made[0], made[1]


def match_of(work: Work, community: int, mentor: int, mentee: int, now: datetime) -> Suggestion | None:
    """How these two suit as things stand now; None where they may not be brought together (any more)."""
    card, person = work.mentoring.card(community, mentor), work.members.get(community, mentee)
    seek = work.mentoring.seek(community, mentee)
    if card is None or person is None or seek is None or not may_meet(work, person, card.member):
        return None
    if work.pairs.ever(community, mentor, mentee):
        return None
    return suggestion(weighing(work, community, now), person, seek, card)


# -- approving


def approve(work: Work, by: By, round: int, mentor: int, mentee: int) -> Proposed:
    found = proposed(work, by, round, mentor, mentee)
    work.audit.add(by, "matching.approved", f"round:{round}", pairs=1)
    return _send(work, by.community, found, by.now)


def approve_all(work: Work, by: By, round: int) -> int:
    """Everything that is still open goes out; how many pairs. A large round goes out in several transactions."""
    ready(work, by, round)
    count = work.rounds.count(by.community, round)
    many = sum(count[state] for state in OPEN)
    if not many:
        raise Refused(t("There is nothing left to approve. End the round, and begin a new one at any time."))
    work.audit.add(by, "matching.approved", f"round:{round}", pairs=many)
    if _send_some(work, by.community, round, by.now):
        work.later.at(by.community, f"round:{round}", send_rest(round=round), by.now)
    return many


def send_all(work: Work, round: Round, now: datetime) -> None:
    """A round that nobody looks through: everything goes out, and the round is over."""
    if _send_some(work, round.community, round.id, now):
        work.later.at(round.community, f"round:{round.id}", send_rest(round=round.id), now)
    work.rounds.save(replace(round, state=RoundState.CLOSED))


@step("matching.send")
def send_rest(work: Work, later: Later, now: datetime, *, round: int) -> bool:
    return _send_some(work, later.community, round, now)


def _send_some(work: Work, community: int, round: int, now: datetime) -> bool:
    """True while there are more."""
    some = work.rounds.pairs(community, round, OPEN, 0, BATCH)
    for one in some:
        _send(work, community, one, now)
    return len(some) == BATCH


def _send(work: Work, community: int, found: Proposed, now: datetime) -> Proposed:
    """Both are asked. Who cannot be brought together any more since the round was made is simply not."""
    match = match_of(work, community, found.mentor, found.mentee, now)
    mentee, seek = work.members.get(community, found.mentee), work.mentoring.seek(community, found.mentee)
    if match is None or mentee is None or seek is None or not seek.open or not match.card.askable(now):
        gone = replace(found, state=PairState.LAPSED)
        work.rounds.put(community, gone)
        return gone
    sent = replace(found, state=PairState.SENT)
    work.rounds.put(community, sent)
    for member, message in (
        (match.card.member, texts.to_mentor(sent, mentee, seek, match)),
        (mentee, texts.to_mentee(sent, match)),
    ):
        once = f"match:{sent.round}:{sent.mentor}:{sent.mentee}"
        _tell(work, community, member, once, message, now)
    key = f"match:{sent.round}:{sent.mentor}:{sent.mentee}"
    call = lapse(round=sent.round, mentor=sent.mentor, mentee=sent.mentee)
    work.later.at(community, key, call, now + ANSWER_WITHIN)
    return sent


def _tell(work: Work, community: int, member: Member, once: str, message: Message, now: datetime) -> None:
    target = Target(people=(member.person,))
    work.outbox.put(Sending(f"{once}:{member.id}", community, target, message, sort=Sort.REQUEST), now)


def close(work: Work, by: By, id: int) -> Round:
    """What was not approved is not sent; what was sent can still be answered."""
    found = replace(ready(work, by, id), state=RoundState.CLOSED)
    work.rounds.save(found)
    work.audit.add(by, "matching.closed", f"round:{id}")
    return found


def weigh(work: Work, by: By, sliders: Mapping[str, int]) -> None:
    if work.rounds.sliders(by.community) == sliders:
        return
    work.rounds.save_sliders(by.community, sliders)
    work.audit.add(by, "matching.weighed", "", **sliders)


# -- answering


@dataclass(frozen=True, slots=True)
class Answered:
    """``pair`` is there once both have said yes."""

    other: Member
    yes: bool
    pair: Pair | None = None


def answer(work: Work, by: By, round: int, mentor: int, mentee: int, *, yes: bool) -> Answered:
    """What one of the two says. Both yes: they are a pair. A no is told without a word of who or why."""
    me = work.members.find(by.community, by.person)
    found = work.rounds.pair(by.community, round, mentor, mentee)
    other = work.members.get(by.community, found.partner(me.id)) if me and found else None
    if me is None or found is None or other is None or me.id not in (mentor, mentee):
        raise Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))
    if found.state not in WAITING:
        raise Refused(t("This proposal is closed, so there is nothing to do. `/mentor status` shows what is open."))
    said = replace(found, mentor_said=yes) if me.id == mentor else replace(found, mentee_said=yes)
    if not yes:
        return _declined(work, by, said, me, other)
    if not (said.mentor_said and said.mentee_said):
        work.rounds.put(by.community, said)
        return Answered(other, True)
    return _agreed(work, by, said, me, other)


def _agreed(work: Work, by: By, said: Proposed, me: Member, other: Member) -> Answered:
    mentor, mentee = (me, other) if me.id == said.mentor else (other, me)
    match = match_of(work, by.community, mentor.id, mentee.id, by.now)
    if match is None or match.card.member.left:
        _over(work, by.community, replace(said, state=PairState.LAPSED))
        raise Refused(t("This is not possible any more, and nothing has changed. You are in the next round."))
    _over(work, by.community, replace(said, state=PairState.AGREED))
    return Answered(other, True, mentoring.bring_together(work, by, mentor, mentee))


def _declined(work: Work, by: By, said: Proposed, me: Member, other: Member) -> Answered:
    _over(work, by.community, replace(said, state=PairState.DECLINED))
    following = mentoring.best_for(work, other, by.now, frozenset({me.id})) if other.id == said.mentee else []
    message = texts.not_this_time(me, following, seeking=other.id == said.mentee)
    _tell(work, by.community, other, f"match-no:{said.round}:{said.mentor}:{said.mentee}", message, by.now)
    return Answered(other, False)


def _over(work: Work, community: int, found: Proposed) -> None:
    work.rounds.put(community, found)
    work.later.cancel(community, f"match:{found.round}:{found.mentor}:{found.mentee}")


@step("matching.lapse")
def lapse(work: Work, later: Later, now: datetime, *, round: int, mentor: int, mentee: int) -> bool:
    """No answer for a week: whoever said yes hears of it, and both are free for the next round."""
    found = work.rounds.pair(later.community, round, mentor, mentee)
    if found is None or found.state not in WAITING:
        return False
    work.rounds.put(later.community, replace(found, state=PairState.LAPSED))
    both = work.members.several(later.community, [mentor, mentee])
    for id, said in ((mentor, found.mentor_said), (mentee, found.mentee_said)):
        other = both.get(found.partner(id))
        if said and id in both and other:
            once = f"match-late:{round}:{mentor}:{mentee}"
            _tell(work, later.community, both[id], once, texts.no_answer(other, seeking=id == mentee), now)
    return False
