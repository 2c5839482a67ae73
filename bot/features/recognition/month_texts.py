"""What people read of the pair of the month."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.features.members import links as members
from bot.features.members.model import Member
from bot.features.recognition import links
from bot.features.recognition.honours import Honour, HonourState, Says
from bot.i18n import Moment, Text, t, words
from bot.ui import Button, Choice, Menu, Message, Tone

if TYPE_CHECKING:
    from bot.features.recognition.nominating import Month, Nominated


def thanked_for(name: str) -> Message:
    """The same whether or not there is a pair."""
    return Message(
        (
            t("Thank you for thinking of {name}! Only the coordination learns that it comes from you.", name=name),
            t("Once a month it thanks a pair in the channel, perhaps in your words, if both of the pair like that."),
        )
    )


def first_came() -> Message:
    said = t("Somebody was nominated for the pair of the month. Until the month is over, more may follow.")
    return Message((said,), (Button(t("Show the nominations"), links.desk(), Tone.MAIN),))


# the coordination


def desk(month: Month) -> Message:
    lines = [_where_it_stands(month.honour)]
    if month.nominated:
        lines += [t("**Nominations, as they came in**"), *map(_line, month.nominated)]
    else:
        lines.append(t("Nobody was nominated yet. `/nominate` does it, and everybody here may use it."))
    lines.append(_milestones(month.milestones))
    choices = tuple(_choice(one) for one in month.nominated if not one.own)
    menu = (Menu(t("Look at one"), choices, links.pick()),) if choices else ()
    switch = t("Do not post milestones") if month.milestones else t("Post milestones")
    first = () if month.nominated else (Button(t("Nominate a pair"), links.nominate(), Tone.MAIN),)
    return Message(tuple(lines), (*menu, *first, Button(switch, links.milestones(not month.milestones))))


def _where_it_stands(honour: Honour | None) -> Text:
    if honour is None:
        return t("**The pair of the month** is not chosen yet.")
    if honour.state is HonourState.ASKED:
        return t("**The pair of the month** is asked whether it likes to be posted. You hear what becomes of it.")
    return t("**The pair of the month** was posted. What comes in now is for next month.")


def _milestones(wanted: bool) -> Text:
    if wanted:
        return t("Milestones of the community, such as the 100th pair, are posted in the channel, without names.")
    return t("Milestones of the community are not posted.")


def _line(one: Nominated) -> Text:
    if one.own:
        return t("- Somebody has nominated a pair of yours; the others of the coordination decide about it.")
    return t(
        "- {nominee}, by {nominator}: “{words}”",
        nominee=one.nominee.name,
        nominator=one.nominator.name,
        words=one.nomination.words,
    )


def _choice(one: Nominated) -> Choice:
    by = t("by {nominator}", nominator=one.nominator.name)
    return Choice(words(one.nominee.name), str(one.nomination.id), by)


def looked_at(one: Nominated) -> Message:
    name, back = one.nominee.name, Button(t("All nominations"), links.desk())
    if one.own:
        said = t("Somebody has nominated a pair of yours. The others of the coordination decide about it.")
        return Message((said,), (back,))
    lines = [_line(one)]
    if not one.pairs:
        lines.append(t("There is no pair with {name} that could be thanked at the moment.", name=name))
    else:
        lines.append(t("Both of the pair are asked first; you see now what would stand in the channel."))
    buttons = [
        Button(
            t("Choose {mentor} and {mentee}", mentor=mentor.name, mentee=mentee.name),
            links.choose(one.nomination.id, pair.id),
            Tone.MAIN,
        )
        for pair, mentor, mentee in one.pairs
    ]
    return Message(tuple(lines), (*buttons, back))


def chosen() -> Message:
    said = t("I have asked both. When both like it, it is posted; you hear of it, and within a week in any case.")
    return Message((said,), (Button(t("All nominations"), links.desk()),))


def posted_at_desk() -> Message:
    return Message((t("The pair of the month liked it, and stands in the programme channel."),))


def dropped_at_desk() -> Message:
    said = t("The pair that you chose is not posted this time. You can choose another one, or leave it for this month.")
    return Message((said,), (Button(t("Show the nominations"), links.desk(), Tone.MAIN),))


# the two


def asked(honour: Honour, me: Member, other: Member, until: datetime) -> Message:
    head = t("The coordination would like to thank you and {name} as the pair of the month.", name=other.name)
    would = t("This would stand in the programme channel: “{words}”", words=honour.words)
    rule = t(
        "Your names stand there only if both of you like that, and nothing is posted if one of you would rather not. "
        "Your answer counts until {day}.",
        day=Moment(until, "day"),
    )
    named = Button(t("Yes, with my name"), links.answer(honour.id, Says.NAMED.value), Tone.MAIN)
    nameless = Button(t("Yes, without my name"), links.answer(honour.id, Says.NAMELESS.value))
    no = Button(t("Rather not"), links.answer(honour.id, Says.NO.value))
    yes = (named, nameless) if me.may_be_named else (nameless,)
    return Message((head, would, rule), (*yes, no, Button(t("More…"), members.more())))


def answered(honour: Honour, says: str) -> Message:
    """In the place of the question, so with the same ways out."""
    more = Button(t("More…"), members.more())
    match honour.state:
        case HonourState.POSTED:
            said = t("Thank you! Both of you like it, so it is on its way to the programme channel.")
        case HonourState.DOWN:
            said = t("This does not stand in the channel any more.")
        case HonourState.DROPPED if says == Says.NO:
            said = t("That is fine: nothing is posted, and nobody hears why.")
        case HonourState.DROPPED:
            return dropped()
        case _:
            said = t("Thank you! As soon as both of you have answered, you hear what becomes of it.")
            after_all = Button(t("I would rather not, after all"), links.answer(honour.id, Says.NO.value))
            return Message((said,), (after_all, more))
    return Message((said,), (more,))


def posted(honour: Honour) -> Message:
    said = t("You two are the pair of the month, and the thanks stand in the programme channel. Congratulations!")
    down = Button(t("Take it down"), links.take_honour_down(honour.id))
    return Message((said,), (down, Button(t("Am I named?"), links.naming()), Button(t("More…"), members.more())))


def dropped() -> Message:
    said = t("The thanks to you two are not posted this time. That says nothing about you: you did well.")
    return Message((said,), (Button(t("More…"), members.more()),))


def downed() -> Message:
    return Message((t("It does not stand in the channel any more."),))


# in the channel


def post(honour: Honour, two: tuple[Member, Member]) -> Message:
    mentor, mentee = two
    if not honour.words:
        return taken_down()
    head = t("**Our pair of the month:** a mentor and a mentee")
    if honour.named(mentor, mentee):
        head = t("**Our pair of the month:** {mentor} and {mentee}", mentor=mentor.name, mentee=mentee.name)
    buttons = (Button(t("Nominate a pair"), links.nominate()), Button(t("Am I named?"), links.naming()))
    return Message((head, words(honour.words), t("Thank you, you two!")), buttons)


def taken_down() -> Message:
    said = t("The thanks to a pair of the month stood here. They were taken down.")
    return Message((said,), (Button(t("Nominate a pair"), links.nominate()),))
