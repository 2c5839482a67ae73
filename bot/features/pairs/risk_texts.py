"""What the coordination reads of a pair that needs a look, and what the pair reads of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.features.members.model import Member
from bot.features.pairs import links
from bot.features.pairs.model import Risk, Why
from bot.i18n import Moment, Text, t, tn
from bot.ui import Button, Message, Tone

if TYPE_CHECKING:
    from bot.features.pairs.risk import Case

WHY = {
    Why.MISSED: t("one of the two has left two check-ins in a row unanswered"),
    Why.LOW: t("one of the two was not happy with a week"),
    Why.NO_SHOW: t("two agreed meetings did not take place"),
    Why.QUIET: t("nothing was heard of the two for longer than their own rhythm"),
}
TRIED = {
    Why.MISSED: t("Both get a check-in every week."),
    Why.LOW: t("I have done nothing yet: this is for you to judge. The other side knows nothing of it."),
    Why.NO_SHOW: t("Both were reminded, and asked for a new time."),
    Why.QUIET: t("Both have just been asked how it is going; without an answer the pair ends in a week."),
}
CAUSES = {
    Why.MISSED: t("Most often somebody has no time just now, or the first meeting never came about."),
    Why.LOW: t("Most often the two expect different things, or do not find a time."),
    Why.NO_SHOW: t("Most often one of the two has more on the plate than they say."),
    Why.QUIET: t(
        "Most often both are fine and do not need the programme any more, or nobody dares to say that it is over."
    ),
}
SUGGESTED = t(
    "Hello! How are you two getting on? If something does not fit, that is all right: you can change the goal, take a "
    "break, or end it well. Write to me whenever you like."
)


def told(risk: Risk) -> Message:
    """To the moderators' channel: neither who nor why."""
    said = t("A pair needs a look. Who and why is shown privately, to coordinators who are not in it.")
    return Message((said,), (Button(t("Look"), links.look(risk.id), Tone.MAIN),))


def shown(one: Case, met: int, before: datetime | None) -> Message:
    """Who, what was noticed, what was tried, the likeliest reasons, and a message to send with one tap."""
    week, weeks, name = one.pair.week, one.pair.weeks, one.mentor.name
    head = t(
        "**{mentor} and {mentee}**, week {week} of {weeks}", mentor=name, mentee=one.mentee.name, week=week, weeks=weeks
    )
    meetings = tn("They met in {n} week so far.", "They met in {n} weeks so far.", met)
    noticed = t("What I noticed, {when}: {why}.", when=Moment(one.risk.at, "day"), why=WHY[one.risk.why])
    tried = [TRIED[one.risk.why]]
    if before:
        tried.append(
            t("The coordination has looked after them before, the last time {when}.", when=Moment(before, "day"))
        )
    proposal = t("You could send both this: “{words}”", words=SUGGESTED)
    return Message(
        (head, meetings, noticed, *tried, CAUSES[one.risk.why], proposal, t("Only you can see this.")),
        (
            Button(t("Send it to both"), links.send_both(one.risk.id), Tone.MAIN),
            Button(t("Write to both"), links.write_both(one.risk.id)),
            Button(t("It is looked after"), links.looked_after(one.risk.id)),
        ),
    )


def line(one: Case) -> Text:
    return t("{mentor} and {mentee}", mentor=one.mentor.name, mentee=one.mentee.name)


def from_coordination(name: str, partner: Member, words: str | Text, pair: int) -> Message:
    head = t("{name} of the coordination writes to you and {partner}:", name=name, partner=partner.name)
    return Message(
        (head, t("“{words}”", words=words)),
        (Button(t("Our page"), links.show(pair), Tone.MAIN), Button(t("More…"), links.more(pair))),
    )
