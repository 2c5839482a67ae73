"""What people read of thanks between partners."""

from __future__ import annotations

from bot.features.members import links as members
from bot.features.members.model import Member
from bot.features.pairs.model import Pair, Side
from bot.features.pairs.texts import View
from bot.features.recognition import links
from bot.features.recognition.model import Kudos, unnamed
from bot.features.safety import links as safety
from bot.i18n import Text, t
from bot.ui import Button, Message, Tone
from bot.work import Work


def nobody() -> Message:
    said = t(
        "`/kudos` thanks your mentor or mentee. You have no pair yet; as soon as you have one, you find the button "
        "on its page, too."
    )
    return Message((said,))


def given(kudos: Kudos, view: View) -> Message:
    name = view.partner.name
    if not kudos.open:
        return Message((t("{name} has your thanks. Only the two of you can read it.", name=name),))
    said = t("{name} has your thanks, and can show it to everybody in the programme channel.", name=name)
    return Message((said, _how_named(view)), (Button(t("Keep it between us"), links.take_down(kudos.id)),))


def _how_named(view: View) -> Text:
    """What a post would say of oneself."""
    if view.me.may_be_named:
        return t("There it stands with your name; `/mentor settings` changes that.")
    return t("There it stands without your name, as you wanted it.")


def arrived(kudos: Kudos, view: View) -> Message:
    """To the one who is thanked; ``view`` is the giver's."""
    lines = [t("**{name}** thanks you:", name=view.me.name), t("“{words}”", words=kudos.words)]
    more = Button(t("More…"), links.more(kudos.id))
    back = Button(t("Thank {name}, too", name=view.me.name), links.thank(kudos.pair))
    if not kudos.open:
        return Message((*lines, t("Only the two of you can read it.")), (back, more))
    if view.partner.may_be_named:
        on = t("Others may read it, too: if you like, I post it in the programme channel, with your name.")
    else:
        on = t("Others may read it, too: if you like, I post it in the programme channel, without your name.")
    show = Button(t("Show it to everybody"), links.show(kudos.id), Tone.MAIN)
    return Message((*lines, on), (show, back, more))


def more(found: Kudos, view: View) -> Message:
    name, pair = view.partner.name, view.pair.id
    said = t("What would you like? Nobody else hears of it.")
    down = (Button(t("Take it down"), links.take_down(found.id)),) if found.shown else ()
    name_me = Button(t("Do not name me"), links.named(False))
    if not view.me.may_be_named:
        name_me = Button(t("You may name me"), links.named(True))
    return Message(
        (said,),
        (
            *down,
            name_me,
            Button(t("Stop these messages"), members.stop()),
            Button(t("Report {name}", name=name), safety.report(safety.PAIR, pair), Tone.DANGER),
            Button(t("Block {name}", name=name), safety.block(safety.PAIR, pair), Tone.DANGER),
        ),
    )


def shown(kudos: Kudos) -> Message:
    said = t("It is on its way to the programme channel. You can take it down at any time.")
    return Message((said,), (Button(t("Take it down"), links.take_down(kudos.id)),))


def could_not(kudos: Kudos) -> Message:
    """To whoever showed it."""
    said = t("I could not post the thanks in the programme channel. Nothing is lost; you can try again at any time.")
    again = Button(t("Show it to everybody"), links.show(kudos.id), Tone.MAIN)
    return Message((said,), (again, Button(t("More…"), links.more(kudos.id))))


def was_shown(kudos: Kudos, view: View) -> Message:
    """To the giver; ``view`` is the other one's."""
    said = t(
        "{name} liked your thanks so much that everybody can read it now, in the programme channel.", name=view.me.name
    )
    return Message(
        (said, t("“{words}”", words=kudos.words)),
        (Button(t("Take it down"), links.take_down(kudos.id)), Button(t("More…"), links.more(kudos.id))),
    )


def down(kudos: Kudos, view: View) -> Message:
    if kudos.giver == view.me.id:
        said = t("Only you and {name} can read it now. What stood in the channel is gone.", name=view.partner.name)
        return Message((said,))
    said = t("It does not stand in the channel any more. Only you and {name} can read it.", name=view.partner.name)
    again = (Button(t("Show it to everybody"), links.show(kudos.id)),) if kudos.open else ()
    return Message((said,), again)


# in the channel


def post(work: Work, kudos: Kudos) -> Message:
    """As it is to be read now: with the names of those who may be named, and no other name in its words."""
    both = work.members.several(kudos.community, [kudos.giver, kudos.taker])
    pair = work.pairs.get(kudos.community, kudos.pair)
    giver, taker = both.get(kudos.giver), both.get(kudos.taker)
    if pair is None or giver is None or taker is None:
        return taken_down()
    said = unnamed(kudos.words, [one.name for one in (giver, taker) if not one.may_be_named])
    return Message((_head(pair, giver, taker), t("“{words}”", words=said)), _below())


def _head(pair: Pair, giver: Member, taker: Member) -> Text:
    from_mentor = pair.side(giver.id) is Side.MENTOR
    match giver.may_be_named, taker.may_be_named:
        case True, True:
            return t("**{giver}** thanks **{taker}**:", giver=giver.name, taker=taker.name)
        case True, False if from_mentor:
            return t("**{giver}** thanks a mentee:", giver=giver.name)
        case True, False:
            return t("**{giver}** thanks a mentor:", giver=giver.name)
        case False, True if from_mentor:
            return t("A mentor thanks **{taker}**:", taker=taker.name)
        case False, True:
            return t("A mentee thanks **{taker}**:", taker=taker.name)
    return t("A mentor thanks a mentee:") if from_mentor else t("A mentee thanks a mentor:")


def _below() -> tuple[Button, ...]:
    return Button(t("Thank somebody"), links.thank()), Button(t("Am I named?"), links.naming())


def taken_down() -> Message:
    return Message((t("A thank-you stood here. It was taken down."),))


# one's own name


def naming(yes: bool) -> Message:
    """How it is, and the other way."""
    where = t("It holds for thanks, the pair of the month and stories, also for what is posted already.")
    if yes:
        said = t("Where you are thanked in the channel, posts may say your name.")
        return Message((said, where), (Button(t("Do not name me"), links.named(False), Tone.MAIN),))
    said = t("Posts in the channel do not say your name: “a mentor” or “a mentee” stands there instead.")
    return Message((said, where), (Button(t("You may name me"), links.named(True), Tone.MAIN),))
