"""A pair with one question: asked whether there is an answer, and over by itself once there is."""

from __future__ import annotations

from datetime import datetime

from bot.actions import step
from bot.features.pairs import care, links, seat_texts
from bot.features.pairs.model import ANSWERED, NOTICE, Pair, Side
from bot.features.pairs.texts import RATINGS, View, thank
from bot.i18n import t
from bot.identity import Place
from bot.planned import Later
from bot.ui import Button, Menu, Message, Tone
from bot.work import Sending, Sort, Target, Work


def _awake(work: Work, later: Later, now: datetime, pair: int) -> Pair | None:
    """The pair, unless it is over. Who rests is left in peace, and asked when they are back."""
    found = care.active(work, later, pair)
    if found and care.rests(work, found, now):
        work.later.at(later.community, later.key, ask(pair=pair), now + care.AGAIN)
        return None
    return found


@step("pairs.ask_answered")
def ask(work: Work, later: Later, now: datetime, *, pair: int) -> bool:
    """A week has passed, or they have just met."""
    found = _awake(work, later, now, pair)
    if found is None:
        return False
    care.tell_both(work, found, f"answered:{pair}:{now:%Y%m%d}", now, asking, then=asked(pair=pair))
    return False


@step("pairs.asked_answered")
def asked(work: Work, community: int, now: datetime, place: Place | None, pair: int) -> None:
    """The question has reached them; the later of the two counts. Pressed meanwhile, and it is planned otherwise."""
    found = work.pairs.get(community, pair)
    planned = work.later.of(community, f"pair.answer:{pair}")
    if found and found.ended is None and (planned is None or planned.call.name == settle.name):
        work.later.at(community, f"pair.answer:{pair}", settle(pair=pair), now + NOTICE)


@step("pairs.settle_answered")
def settle(work: Work, later: Later, now: datetime, *, pair: int) -> bool:
    """Asked, and nobody said otherwise: there is an answer, and both are thanked and asked how it was."""
    found = _awake(work, later, now, pair)
    if found is None:
        return False
    if found.sign and found.sign > later.due - NOTICE:
        work.later.at(later.community, later.key, ask(pair=pair), found.sign + ANSWERED)
        return False
    ended = care.finish(work, found, now)
    for view in care.views(work, ended):
        target, once = Target(people=(view.me.person,)), f"ending:{pair}:{view.me.id}"
        work.outbox.put(Sending(once, ended.community, target, over(view), sort=Sort.ANSWER), now)
    care.put_away(work, ended, now)
    return False


def asking(view: View) -> Message:
    name, pair = view.partner.name, view.pair.id
    head = t("Have you been able to answer {name}’s question?", name=name)
    if view.side is Side.MENTEE:
        head = t("Has {name} been able to answer your question?", name=name)
    on = t("If neither of you says otherwise within a week, I take it as answered and thank you both.")
    return Message(
        (head, on),
        (
            Button(t("Yes, it is answered"), links.finished(pair), Tone.MAIN),
            Button(t("Not yet"), links.not_yet(pair)),
            Button(t("More…"), links.more(pair)),
        ),
    )


def not_yet(view: View) -> Message:
    said = t("Then take your time. I ask you both again in a week.")
    return Message((said,), (Button(t("Our page"), links.show(view.pair.id), Tone.MAIN),))


def over(view: View) -> Message:
    """To both, when it ended by itself."""
    name = view.partner.name
    head = t("I take the question between you and {name} as answered. Thank you for the time you gave!", name=name)
    return Message(
        (head, *seat_texts.lines(view), t("How was it, all in all? {name} never sees this answer.", name=name)),
        (
            Menu(t("How was it, all in all?"), RATINGS, links.feedback(view.pair.id)),
            *seat_texts.buttons(view),
            thank(view),
        ),
    )
