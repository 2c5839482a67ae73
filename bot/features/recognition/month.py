"""The pair of the month: chosen by the coordination, asked, posted once, and taken down by either of the two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import step
from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.recognition import month_texts as texts
from bot.features.recognition import nominating, posting
from bot.features.recognition.honours import TAKEN, TO_ANSWER, Honour, HonourState, Says, month_of
from bot.features.recognition.model import unnamed
from bot.i18n import t
from bot.identity import Place
from bot.planned import Later
from bot.ui import Message
from bot.work import By, Sending, Sort, Target, Work


def choose(work: Work, by: By, nomination: int, pair: int, words: str) -> Honour:
    """Ask both of this pair; at most one a month. Sent twice, it is one."""
    month = month_of(by.now, nominating.zone_of(work, by.community))
    taken = next((one for one in work.honours.of_month(by.community, month) if one.state in TAKEN), None)
    if taken and taken.pair == pair and taken.state is HonourState.ASKED:
        return taken
    found = nominating.find(work, by, nomination)
    two = next(((mentor, mentee) for one, mentor, mentee in found.pairs if one.id == pair), None)
    if two is None:
        raise Refused(t("This pair cannot be chosen, or not by you. `/programme recognition` shows what there is."))
    if taken:
        raise Refused(t("The pair of this month is chosen already. The next one can be chosen next month."))
    _require_no_names(words, two)
    if work.programmes.of(by.community).channel is None:
        raise Refused(t("There is no channel for it yet: `/programme setup` names one."))
    mentor, mentee = two
    honour = work.honours.add(Honour(0, by.community, month, pair, mentor.id, mentee.id, words, by.now))
    work.audit.add(by, "recognition.chosen", f"pair:{pair}", month=month)
    for me, other in ((mentor, mentee), (mentee, mentor)):
        _tell(work, me, f"honour:{honour.id}", texts.asked(honour, me, other, by.now + TO_ANSWER), by.now, Sort.REQUEST)
    work.later.at(by.community, f"honour:{honour.id}", lapse(honour=honour.id), by.now + TO_ANSWER)
    return honour


def _require_no_names(words: str, two: tuple[Member, Member]) -> None:
    """The two decide themselves whether they are named."""
    if unnamed(words, [one.name for one in two]) != words:
        wrong = t("Please leave their names out: the two decide themselves whether they are named.")
        raise Refused(t("The text needs another look. Nothing you typed is lost."), {"words": wrong})


def _tell(work: Work, to: Member, once: str, message: Message, now: datetime, sort: Sort = Sort.ANSWER) -> None:
    row = Sending(f"{once}:{to.id}", to.community, Target(people=(to.person,)), message, sort=sort)
    work.outbox.put(row, now)


@dataclass(frozen=True, slots=True)
class Mine:
    """An honour as one of its two sees it."""

    honour: Honour
    me: Member
    other: Member | None


def mine(work: Work, by: By, id: int) -> Mine:
    honour, me = work.honours.get(by.community, id), work.members.find(by.community, by.person)
    if honour is None or me is None or me.id not in (honour.mentor, honour.mentee):
        raise Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))
    other = honour.mentee if me.id == honour.mentor else honour.mentor
    return Mine(honour, me, work.members.get(by.community, other))


def answer(work: Work, by: By, id: int, says: Says) -> Mine:
    """Keep it; a no ends it, and with the second yes it is posted."""
    found = mine(work, by, id)
    if found.honour.state is not HonourState.ASKED:
        return found
    mentor = found.me.id == found.honour.mentor
    said = replace(found.honour, mentor_says=says) if mentor else replace(found.honour, mentee_says=says)
    if says is Says.NO:
        said = drop(work, said, by.now, but=found.me.id)
    elif said.both_said_yes:
        said = _post(work, said, by.now)
    work.honours.save(said)
    return replace(found, honour=said)


def _post(work: Work, honour: Honour, now: datetime) -> Honour:
    pair = work.pairs.get(honour.community, honour.pair)
    two = nominating.together(work, pair) if pair else None
    if two is None:
        return drop(work, honour, now)
    shown = replace(honour, state=HonourState.POSTED, post=f"honour-post:{honour.id}:1", edits=1)
    work.later.cancel(honour.community, f"honour:{honour.id}")
    there = _put(work, shown, texts.post(honour, two), now)
    return shown if there else drop(work, honour, now)


def _put(work: Work, honour: Honour, message: Message, now: datetime) -> bool:
    then = went(honour=honour.id, post=honour.post)
    return posting.post(work, honour.community, honour.post, message, now, then=then)


@step("recognition.honour_went")
def went(work: Work, community: int, now: datetime, place: Place | None, honour: int, post: str) -> None:
    """It stands there, and both hear of it; or it could not be posted, and the coordination may try again."""
    found = work.honours.get(community, honour)
    if found is None or found.post != post or found.state is not HonourState.POSTED:
        return  # taken down meanwhile, or said anew
    if not posting.stands(work, community, post, place):
        work.honours.save(replace(drop(work, found, now), post=""))
        return
    both = work.members.several(community, [found.mentor, found.mentee])
    for one in both.values():
        if not one.left:
            _tell(work, one, f"honour-posted:{honour}", texts.posted(found), now)
    _tell_coordination(work, found, texts.posted_at_desk(), now)


def drop(work: Work, honour: Honour, now: datetime, *, but: int = 0) -> Honour:
    """Nothing is posted. Whoever had said yes hears just that; the coordination may choose another pair."""
    work.later.cancel(honour.community, f"honour:{honour.id}")
    both = work.members.several(honour.community, [honour.mentor, honour.mentee])
    for id, says in ((honour.mentor, honour.mentor_says), (honour.mentee, honour.mentee_says)):
        member = both.get(id)
        if says and id != but and member and not member.left:
            _tell(work, member, f"honour-dropped:{honour.id}", texts.dropped(), now)
    _tell_coordination(work, honour, texts.dropped_at_desk(), now)
    return replace(honour, state=HonourState.DROPPED, ended=now)


def _tell_coordination(work: Work, honour: Honour, message: Message, now: datetime) -> None:
    moderators = work.programmes.of(honour.community).moderators
    if moderators:
        once, target = f"honour-desk:{honour.id}", Target(place=moderators)
        work.outbox.put(Sending(once, honour.community, target, message, sort=Sort.COORDINATION), now)


@step("recognition.lapse")
def lapse(work: Work, later: Later, now: datetime, *, honour: int) -> bool:
    """A week without both answers: silence is no yes."""
    found = work.honours.get(later.community, honour)
    if found and found.state is HonourState.ASKED:
        work.honours.save(drop(work, found, now))
    return False


def take_down(work: Work, by: By, id: int) -> Mine:
    found = mine(work, by, id)
    honour = found.honour
    if honour.state is not HonourState.POSTED:
        return found
    edits = honour.edits + 1
    posting.change(work, by.community, honour.post, edits, texts.taken_down(), by.now)
    down = replace(honour, state=HonourState.DOWN, edits=edits, ended=by.now)
    work.honours.save(down)
    return replace(found, honour=down)


def write_anew(work: Work, member: Member, now: datetime) -> None:
    """What stands in the channel names both or neither, as it is to be now."""
    for honour in work.honours.of_member(member.community, member.id):
        if honour.state is not HonourState.POSTED:
            continue
        both = work.members.several(honour.community, [honour.mentor, honour.mentee])
        two = both.get(honour.mentor), both.get(honour.mentee)
        message = texts.post(honour, (two[0], two[1])) if two[0] and two[1] else texts.taken_down()
        now_so = replace(honour, edits=honour.edits + 1)
        if not posting.change(work, honour.community, honour.post, now_so.edits, message, now):
            now_so = replace(now_so, post=f"honour-post:{honour.id}:{now_so.edits}")
            _put(work, now_so, message, now)
        work.honours.save(now_so)


def without(work: Work, member: Member, now: datetime) -> None:
    """Somebody is erased: what waits is dropped, and what stands says only that it was taken down."""
    for honour in work.honours.of_member(member.community, member.id):
        if honour.state is HonourState.ASKED:
            work.honours.save(drop(work, honour, now, but=member.id))
        elif honour.state is HonourState.POSTED:
            posting.change(work, member.community, honour.post, honour.edits + 1, texts.taken_down(), now)
            work.honours.save(replace(honour, state=HonourState.DOWN, edits=honour.edits + 1, ended=now))
