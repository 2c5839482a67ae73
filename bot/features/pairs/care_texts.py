"""What a pair reads when it is looked after: a first line, a silence, an end that nobody asked for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.members import links as members
from bot.features.mentoring import links as mentoring
from bot.features.mentoring import texts as mentoring_texts
from bot.features.mentoring.model import Suggestion
from bot.features.pairs import links, seat_texts
from bot.features.pairs.model import Side
from bot.features.pairs.texts import View
from bot.i18n import Text, t
from bot.ui import Button, Choice, Menu, Message, Tone

FAREWELL = t("Your time as a pair in the programme ends here. Thank you! You are free to go on talking.")
OUTCOMES = (
    Choice(t("It has changed a lot"), "much"),
    Choice(t("It has helped a little"), "some"),
    Choice(t("Not much has come of it"), "little"),
)


def first_move(view: View) -> Message:
    """A day after the introduction: one line is enough, and here it is."""
    name = view.partner.name
    if view.side is Side.MENTEE:
        line = t(
            "Hello {name}, thank you for your time! My question is … When could we talk for half an hour?", name=name
        )
    else:
        line = t("Hello {name}, good to meet you! I have time for a first talk on … or on … What suits you?", name=name)
    head = t("You and {name} have been a pair since yesterday. Have you written to each other?", name=name)
    on = t("If not: somebody has to begin, and one line is enough. For example:")
    pair = view.pair.id
    return Message(
        (head, on, t("“{words}”", words=line)),
        (
            Button(t("We are in touch"), links.go_on(pair), Tone.MAIN),
            Button(t("Agree on how you work"), links.expectations(pair)),
            Button(t("More…"), links.more(pair)),
        ),
    )


def quiet(view: View) -> Message:
    """Longer than their rhythm without a sign: asked, with all ways open."""
    name = view.partner.name
    head = t("I have not heard of you and {name} for a while. How is it going?", name=name)
    on = t(
        "If neither of you answers within a week, I end the pair kindly, so that the place is free for somebody else."
    )
    pair = view.pair.id
    return Message(
        (head, on),
        (
            Button(t("We go on"), links.go_on(pair), Tone.MAIN),
            Button(t("Finish together"), links.finish(pair)),
            Button(t("Stop this pair"), links.stop(pair)),
            Button(t("More…"), links.more(pair)),
        ),
    )


def closed_quiet(view: View) -> Message:
    name = view.partner.name
    head = t(
        "I have ended your pair with {name}, since it had gone quiet. That happens, and nobody is to blame.", name=name
    )
    return Message((head, *_on(view)), (*_ways(view), Button(t("More…"), members.more())))


def closed_left(view: View, following: Sequence[Suggestion] = ()) -> Message:
    """To the partner of somebody who left the community: no word about why, and who would suit next."""
    name = view.partner.name
    head = t("{name} is not here any more, so your pair ends. It says nothing about you.", name=name)
    if not following:
        return Message((head, *_on(view)), (*_ways(view), Button(t("More…"), members.more())))
    lines, asks = mentoring_texts.suggestions(following)
    look = Button(t("Look for a mentor"), mentoring.seek())
    return Message(
        (head, t("These would suit you as well:"), *lines), (*asks, look, Button(t("More…"), members.more()))
    )


def _on(view: View) -> tuple[Text, ...]:
    if view.side is Side.MENTOR:
        return (*seat_texts.lines(view), t("Thank you for the time you gave!"))
    return (t("If you like, we look for somebody else together, right away."),)


def _ways(view: View) -> tuple[Button, ...]:
    if view.side is Side.MENTOR:
        stand = Button(t("Where I stand"), mentoring.status(), Tone.MAIN)
        return (stand, *seat_texts.buttons(view), Button(t("My offer"), mentoring.card()))
    return (Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN), Button(t("Where I stand"), mentoring.status()))


def going_on(view: View) -> Message:
    said = t("Good to hear! Everything stays as it is.")
    return Message((said,), (Button(t("This week's step"), links.show(view.pair.id), Tone.MAIN),))


def afterwards(view: View) -> Message:
    """Ninety days after the end."""
    name = view.partner.name
    head = t("Three months ago you finished your time with {name}. What has come of it?", name=name)
    on = t("It is counted together with the answers of others; {name} never sees it.", name=name)
    return Message(
        (head, on),
        (Menu(t("What has come of it?"), OUTCOMES, links.came(view.pair.id)), Button(t("More…"), members.more())),
    )
