"""What check-ins, agreements and endings change, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.errors import Refused
from bot.features.pairs import care, links, risk, seat, texts
from bot.features.pairs.begin import view_by, view_of
from bot.features.pairs.model import (
    ANSWERED,
    LOW,
    MORE_WEEKS,
    WEEKS_MOST,
    CheckIn,
    Expectations,
    Feedback,
    PairState,
    Side,
    Why,
)
from bot.features.programme.formats import Format
from bot.i18n import t
from bot.recurrence import DAY
from bot.ui import Message
from bot.work import By, Sending, Target, Work


def gone() -> Refused:
    return Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))


def mine(work: Work, by: By, id: int, *, active: bool = True) -> texts.View:
    """The pair as the one who acts sees it; "not found" for everybody else's, a kind word for an ended one."""
    pair = work.pairs.get(by.community, id)
    view = view_by(work, pair, by.person) if pair else None
    if pair is None or view is None:
        raise gone()
    if active and pair.state is not PairState.ACTIVE:
        raise Refused(
            t(
                "Your time with {name} is finished already. `/mentor status` shows what is next.",
                name=view.partner.name,
            )
        )
    return view


def pausing(view: texts.View, by: By) -> bool:
    """Whether contact waits: the other side is on a break, or the pair is held. The two look the same."""
    return view.pair.held is not None or view.partner.paused(by.now)


def in_contact(work: Work, by: By, id: int) -> texts.View:
    """The pair, for what is told to the other side; raises `Refused` while contact waits."""
    view = mine(work, by, id)
    if pausing(view, by):
        raise Refused(
            t(
                "Your pair with {name} is having a pause, so this waits until it goes on. You need not do anything.",
                name=view.partner.name,
            )
        )
    return view


def tell_partner(work: Work, by: By, view: texts.View, once: str, message: Message) -> None:
    target = Target(people=(view.partner.person,))
    work.outbox.put(Sending(f"{once}:{view.partner.id}", by.community, target, message), by.now)


def seen_by_partner(work: Work, view: texts.View) -> texts.View:
    other = view_of(work, view.pair, view.partner.id)
    if other is None:
        raise gone()
    return other


def own_week(work: Work, by: By, view: texts.View, week: int) -> CheckIn:
    """This side's check-in of a week that has begun; a new one where there is none yet."""
    if not 1 <= week <= view.pair.week:
        raise gone()
    found = work.pairs.checkin(by.community, view.pair.id, week, view.me.id)
    return found or CheckIn(view.pair.id, week, view.me.id, by.now)


def record_meeting(work: Work, by: By, pair: int, week: int, *, met: bool) -> texts.View:
    """Keep whether they met. Pressing again, or the other button, changes the same answer."""
    view = mine(work, by, pair)
    checkin = own_week(work, by, view, week)
    rating = checkin.rating if met else None
    work.pairs.save_checkin(by.community, replace(checkin, met=met, rating=rating, at=by.now))
    work.pairs.sign(view.pair, by.now)
    if met and view.pair.format is Format.QUESTION:
        work.later.at(by.community, f"pair.answer:{pair}", links.ask_answered(pair), by.now + DAY)
    return view


def record_rating(work: Work, by: By, pair: int, week: int, rating: int) -> texts.View:
    if rating not in range(1, 6):
        raise gone()
    view = mine(work, by, pair)
    checkin = own_week(work, by, view, week)
    work.pairs.save_checkin(by.community, replace(checkin, met=True, rating=rating, at=by.now))
    work.pairs.sign(view.pair, by.now)
    if rating <= LOW:
        risk.note(work, view.pair, Why.LOW, by.now)
    return view


def record_note(work: Work, by: By, pair: int, week: int, note: str) -> texts.View:
    view = mine(work, by, pair)
    checkin = own_week(work, by, view, week)
    work.pairs.save_checkin(by.community, replace(checkin, note=note, at=by.now))
    work.pairs.sign(view.pair, by.now)
    return view


@dataclass(frozen=True, slots=True)
class Wish:
    """How one of the two would like to work."""

    goal: str
    rhythm: str
    form: str
    between: str

    @classmethod
    def of(cls, one: Expectations) -> Wish:
        return cls(one.goal, one.rhythm, one.form, one.between)


@dataclass(frozen=True, slots=True)
class Agreed:
    """``current`` is what stands now; not ``done`` where it was changed meanwhile, or is one's own proposal."""

    view: texts.View
    current: Expectations
    done: bool


def propose(work: Work, by: By, pair: int, wish: Wish) -> Agreed:
    """Put a way of working to the other side; what is agreed holds on until both said yes to this very version."""
    view = in_contact(work, by, pair)
    before = work.pairs.expectations(by.community, pair)
    if before and Wish.of(before) == wish and (before.agreed or before.by == view.me.id):
        return Agreed(view, before, before.agreed)  # sent twice, or nothing new
    version = before.version + 1 if before else 1
    mentor = view.side is Side.MENTOR
    wanted = Expectations(
        pair, wish.goal, wish.rhythm, wish.between, view.me.id, version, mentor, not mentor, form=wish.form
    )
    work.pairs.save_expectations(by.community, wanted)
    work.pairs.sign(view.pair, by.now)
    change = work.pairs.expectations(by.community, pair, agreed=True) is not None
    message = texts.proposal(seen_by_partner(work, view), wanted, change=change)
    tell_partner(work, by, view, f"expectations:{pair}:{version}", message)
    return Agreed(view, wanted, False)


def agree(work: Work, by: By, pair: int, version: int) -> Agreed:
    view = in_contact(work, by, pair)
    current = work.pairs.expectations(by.community, pair)
    if current is None:
        raise gone()
    if current.agreed:
        return Agreed(view, current, True)
    if current.version != version or current.by == view.me.id:
        return Agreed(view, current, False)
    current = replace(current, mentor_agreed=True, mentee_agreed=True)
    work.pairs.save_expectations(by.community, current)
    work.pairs.sign(view.pair, by.now)
    care.watch(work, view.pair, by.now)
    said = t("{name} agrees. This is how you work together:", name=view.me.name)
    message = Message((said, *texts.agreed_lines(current)))
    tell_partner(work, by, view, f"agreed:{pair}:{version}", message)
    return Agreed(view, current, True)


def go_on(work: Work, by: By, pair: int) -> texts.View:
    """A sign of life; the pair is not closed, and asked again only when it is quiet anew."""
    view = mine(work, by, pair)
    work.pairs.sign(view.pair, by.now)
    return view


def not_yet(work: Work, by: By, pair: int) -> texts.View:
    """Their one question needs more time: a sign of life, and they are asked again later."""
    view = go_on(work, by, pair)
    if view.pair.format is Format.QUESTION:
        work.later.at(by.community, f"pair.answer:{pair}", links.ask_answered(pair), by.now + ANSWERED)
    return view


def came_of_it(work: Work, by: By, pair: int, outcome: str) -> texts.View:
    view = mine(work, by, pair, active=False)
    work.pairs.came_of_it(by.community, pair, view.me.id, outcome, by.now)
    return view


@dataclass(frozen=True, slots=True)
class Ended:
    view: texts.View
    met: int
    weeks: int


def finish(work: Work, by: By, pair: int) -> Ended:
    """Finish as a success, for both, who are asked how it was."""
    view = in_contact(work, by, pair)
    ended = care.finish(work, view.pair, by.now)
    view = replace(view, pair=ended)
    met, weeks = work.pairs.met_count(by.community, pair), view.pair.week
    other = seen_by_partner(work, view)
    tell_partner(work, by, view, f"ending:{pair}", texts.ending(other, met, weeks, by_me=False))
    care.put_away(work, ended, by.now)
    return Ended(view, met, weeks)


def stop(work: Work, by: By, pair: int, reason: str) -> texts.View:
    """Stop with a neutral reason, which the partner never sees."""
    view = mine(work, by, pair)
    care.over(work, view.pair)
    ended = seat.over(work, replace(view.pair, state=PairState.STOPPED, ended=by.now, reason=reason), by.now)
    view = replace(view, pair=ended)
    tell_partner(work, by, view, f"stopped:{pair}", texts.ended_by(seen_by_partner(work, view)))
    care.put_away(work, ended, by.now)
    return view


def extend(work: Work, by: By, pair: int) -> texts.View:
    """Four more weeks, 24 in all at most; pressed twice it still adds four, since it is only asked at the end."""
    view = in_contact(work, by, pair)
    if view.pair.last_asked is None:
        raise Refused(t("Your weeks with {name} have been extended already.", name=view.partner.name))
    weeks = min(view.pair.weeks + MORE_WEEKS, WEEKS_MOST)
    if weeks == view.pair.weeks:
        raise Refused(t("A course lasts {most} weeks at most. Finish it, and stay in touch!", most=WEEKS_MOST))
    work.pairs.save(replace(view.pair, weeks=weeks, last_asked=None))
    said = t(
        "{name} would like to go on, so your weeks together go on until week {weeks}.",
        name=view.me.name,
        weeks=weeks,
    )
    tell_partner(work, by, view, f"extended:{pair}:{weeks}", Message((said,)))
    return replace(view, pair=replace(view.pair, weeks=weeks))


def ended(work: Work, by: By, pair: int) -> texts.View:
    """A pair of one's own that is over."""
    view = mine(work, by, pair, active=False)
    if view.pair.state is PairState.ACTIVE:
        raise gone()
    return view


def give_feedback(work: Work, by: By, pair: int, rating: int | None, said: str | None) -> texts.View:
    """Keep the final rating or the words to it; each may come later or change."""
    view = ended(work, by, pair)
    before = work.pairs.feedback(by.community, pair, view.me.id)
    rating = rating or (before.rating if before else 0)
    if rating not in range(1, 6):
        raise gone()
    kept = said if said is not None else (before.words if before else "")
    work.pairs.save_feedback(by.community, Feedback(pair, view.me.id, by.now, rating, kept))
    return view
