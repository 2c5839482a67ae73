"""What thanking somebody, showing it and taking it down change, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import step
from bot.again import just_now
from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.pairs import decide as pairs
from bot.features.pairs.begin import view_of
from bot.features.pairs.texts import View
from bot.features.recognition import posting, texts
from bot.features.recognition.model import A_WEEK, WEEK, Kudos
from bot.i18n import t
from bot.identity import Place
from bot.ui import Message
from bot.work import By, Sending, Target, Work


def gone() -> Refused:
    return Refused(t("I cannot find this thank-you any more. `/kudos` writes a new one."))


def partners(work: Work, by: By) -> list[View]:
    """One's pairs, running ones first, with those who are still here; each partner once."""
    me = work.members.find(by.community, by.person)
    if me is None:
        return []
    mine = [
        *work.pairs.of_member(by.community, me.id),
        *work.pairs.of_member(by.community, me.id, ended=True),
    ]
    found = dict[int, View]()
    for view in (view_of(work, pair, me.id) for pair in mine):
        if view and not view.partner.left:
            found.setdefault(view.partner.id, view)
    return list(found.values())


def to_thank(work: Work, by: By, pair: int) -> View:
    """The pair, running or over, through which one may say something now; raises `Refused` otherwise."""
    view = pairs.mine(work, by, pair, active=False)
    _require_reach(work, view, by.now)
    return view


def _require_reach(work: Work, view: View, now: datetime) -> None:
    """A break, a pause of the pair, a block and a report look the same."""
    other = view.partner
    if (
        other.left
        or other.paused(now)
        or view.pair.held
        or not work.safety.may_meet(view.pair.community, view.me.person, other.person)
    ):
        raise Refused(
            t(
                "I cannot pass anything on to {name} at the moment, so nothing was sent. It happens, for example in a "
                "break, and says nothing about you.",
                name=other.name,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    kudos: Kudos
    view: View


def thank(work: Work, by: By, pair: int, words: str, *, open_to_all: bool) -> Given:
    """Keep it and tell the partner at once; sent twice, it is one."""
    view = to_thank(work, by, pair)
    lately = work.kudos.lately(by.community, pair, view.me.id, by.now - WEEK)
    same = next((one for one in lately if one.words == words and just_now(one.given, by.now)), None)
    if same:
        return Given(same, view)
    if len(lately) >= A_WEEK:
        raise Refused(
            t("You have thanked {name} often this week, how kind! The next time can be in a few days.",
              name=view.partner.name),
            {"words": t("At most {most} in a week.", most=A_WEEK)},
        )  # fmt: skip
    new = Kudos(0, by.community, pair, view.me.id, view.partner.id, words, by.now, open_to_all)
    kudos = work.kudos.add(new)
    tell(work, view.partner, f"kudos:{kudos.id}", texts.arrived(kudos, view), by.now)
    return Given(kudos, view)


def tell(work: Work, member: Member, once: str, message: Message, now: datetime) -> None:
    row = Sending(f"{once}:{member.id}", member.community, Target(people=(member.person,)), message)
    work.outbox.put(row, now)


def mine(work: Work, by: By, id: int) -> Given:
    """A thank-you as one of its two sees it; raises `Refused` for everybody else's, as for one that is not there."""
    kudos = work.kudos.get(by.community, id)
    pair = work.pairs.get(by.community, kudos.pair) if kudos else None
    me = work.members.find(by.community, by.person)
    view = view_of(work, pair, me.id) if pair and me else None
    if kudos is None or view is None:
        raise gone()
    return Given(kudos, view)


def show(work: Work, by: By, id: int) -> Given:
    """Whoever was thanked lets everybody read it; the giver has agreed before, and hears of it."""
    found = mine(work, by, id)
    kudos, view = found.kudos, found.view
    if kudos.taker != view.me.id:
        raise gone()
    if not kudos.open:
        raise Refused(t("{name} would rather keep this between the two of you.", name=view.partner.name))
    if kudos.shown:
        return found
    _require_reach(work, view, by.now)
    edits = kudos.edits + 1
    shown = replace(kudos, shown=by.now, post=f"kudos-post:{id}:{edits}", edits=edits)
    then = went(kudos=id, post=shown.post)
    if not posting.post(work, by.community, shown.post, texts.post(work, shown), by.now, then=then):
        raise Refused(t("There is no channel for it yet; the coordination names one. Your thank-you stays here."))
    work.kudos.save(shown)
    return replace(found, kudos=shown)


@step("recognition.went")
def went(work: Work, community: int, now: datetime, place: Place | None, kudos: int, post: str) -> None:
    """It stands there, and the giver hears of it; or it could not be posted, and whoever showed it may try again."""
    found = work.kudos.get(community, kudos)
    pair = work.pairs.get(community, found.pair) if found else None
    view = view_of(work, pair, found.taker) if pair and found else None
    if found is None or view is None or found.post != post:
        return  # taken down meanwhile, or said anew
    if posting.stands(work, community, post, place):
        tell(work, view.partner, f"kudos-shown:{kudos}", texts.was_shown(found, view), now)
        return
    work.kudos.save(replace(found, shown=None, post=""))
    tell(work, view.me, f"kudos-lost:{kudos}:{found.edits}", texts.could_not(found), now)


def take_down(work: Work, by: By, id: int) -> Given:
    """One of the two does not want it in the channel any more; where it was the giver, it is not shown again."""
    found = mine(work, by, id)
    down = found.kudos
    if down.shown:
        down = replace(down, edits=down.edits + 1, shown=None, post="")
        posting.change(work, by.community, found.kudos.post, down.edits, texts.taken_down(), by.now)
    if down.giver == found.view.me.id:
        down = replace(down, open=False)
    if down != found.kudos:
        work.kudos.save(down)
    return replace(found, kudos=down)
