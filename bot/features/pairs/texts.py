"""What a pair reads: introduction, weekly step, check-in, ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.members.model import Member
from bot.features.members.profile import facts
from bot.features.mentoring import links as mentoring
from bot.features.pairs import links, seat_texts
from bot.features.pairs.model import WEEKS_MOST, CheckIn, Expectations, Pair, Side
from bot.features.programme.formats import Format
from bot.features.programme.templates import Step, Template
from bot.features.recognition import links as recognition
from bot.i18n import Text, t, tn, words
from bot.ui import Button, Choice, Menu, Message, Tone

RHYTHMS = {
    "weekly": t("Every week"),
    "fortnightly": t("Every two weeks"),
    "monthly": t("Once a month"),
}
MEETING_FORMS = {
    "video": t("By video"),
    "phone": t("By phone"),
    "person": t("In person"),
    "chat": t("In writing, in the chat"),
}
RATINGS = (
    Choice(t("5 – very good"), "5"),
    Choice(t("4 – good"), "4"),
    Choice(t("3 – all right"), "3"),
    Choice(t("2 – not so good"), "2"),
    Choice(t("1 – not good"), "1"),
)


@dataclass(frozen=True, slots=True)
class View:
    """A pair as one of its two sides sees it."""

    pair: Pair
    me: Member
    partner: Member
    template: Template
    steps: Sequence[Step]

    @property
    def side(self) -> Side:
        return Side.MENTOR if self.pair.mentor == self.me.id else Side.MENTEE

    @property
    def step(self) -> Step:
        return self.steps[min(self.pair.week, len(self.steps)) - 1]


def introduction(view: View, goal: str) -> Message:
    """Who the other is, and the first small step."""
    partner = view.partner
    if view.side is Side.MENTOR:
        head = t("**You and {partner} are a pair now.** You are the mentor.", partner=partner.person)
        first = t(
            "A good beginning: write {name} one line today and suggest two times for a first talk.",
            name=partner.name,
        )
    else:
        head = t(
            "**You and {partner} are a pair now.** {name} is your mentor.",
            partner=partner.person,
            name=partner.name,
        )
        first = t(
            "A good beginning: write {name} one line today: thank you, this is my question, when could we talk?",
            name=partner.name,
        )
    wish = [t("Would like to reach: {goal}", goal=goal)] if goal and view.side is Side.MENTOR else []
    starters = [t("To start the talk:")] + [t("- {starter}", starter=one) for one in view.template.starters[:3]]
    return Message(
        (head, *facts(partner), *wish, length(view), first, *starters),
        (
            Button(t("Agree on how you work"), links.expectations(view.pair.id), Tone.MAIN),
            Button(t("This week's step"), links.show(view.pair.id)),
            Button(t("More…"), links.more(view.pair.id)),
        ),
        notify=(view.me.person,),
    )


def welcome_space(mentor: Member, mentee: Member, pair: Pair) -> Message:
    """The first message in the pair's own space."""
    if pair.format is Format.QUESTION:
        return Message(
            (
                t("Welcome, {mentor} and {mentee}! This space is yours.", mentor=mentor.person, mentee=mentee.person),
                t(
                    "It is about one question: one or two talks. Nobody reads along for the programme; administrators "
                    "of this chat may be able to open this space."
                ),
            ),
            notify=(mentor.person, mentee.person),
        )
    return Message(
        (
            t(
                "Welcome, {mentor} and {mentee}! This space is yours.",
                mentor=mentor.person,
                mentee=mentee.person,
            ),
            t(
                "For the next {weeks} weeks, each of you gets a small step and a question a week by direct message. "
                "Nobody reads along for the programme; administrators of this chat may be able to open this space.",
                weeks=pair.weeks,
            ),
        ),
        notify=(mentor.person, mentee.person),
    )


def step_lines(view: View) -> tuple[Text, ...]:
    """The week's why, one thing to do, one tip."""
    step, mentor = view.step, view.side is Side.MENTOR
    lines = [
        words(step.why),
        t("**Your step:** {step}", step=step.mentor if mentor else step.mentee),
    ]
    tip = step.mentor_tip if mentor else step.mentee_tip
    if tip:
        lines.append(t("_Tip:_ {tip}", tip=tip))
    return tuple(lines)


def length(view: View) -> Text:
    """What the two have before them."""
    if view.pair.format is Format.QUESTION:
        return t("This is about one question: one or two talks. In a week I ask you both whether there is an answer.")
    return t("Your course takes {weeks} weeks, with a small step in each.", weeks=view.pair.weeks)


def week_head(view: View) -> Text:
    if view.pair.format is Format.QUESTION:
        return t("**One question with {name}**", name=view.partner.name)
    return t(
        "**Week {week} of {weeks} with {name}**",
        week=view.pair.week,
        weeks=view.pair.weeks,
        name=view.partner.name,
    )


def check_in(
    view: View, week: int, checkin: CheckIn | None, several: bool
) -> tuple[tuple[Text, ...], tuple[Button, ...]]:
    """One question, one tap; the names stand on the buttons where there are several pairs."""
    name = view.partner.name
    if checkin and checkin.met:
        return (t("You met {name} in week {week}. Good!", name=name, week=week),), ()
    question = t("Did you and {name} meet in week {week}?", name=name, week=week)
    yes, no = t("We met"), t("Not that week")
    if week == view.pair.week and week < view.pair.weeks:
        question, no = t("Have you and {name} met already?", name=name), t("Not yet")
    if several:
        yes, no = t("{name}: {answer}", name=name, answer=yes), t("{name}: {answer}", name=name, answer=no)
    buttons = (
        Button(yes, links.met(view.pair.id, week, True), Tone.MAIN),
        Button(no, links.met(view.pair.id, week, False)),
    )
    return (question,), buttons


def open_week(pair: Pair) -> int:
    """The week that the last weekly message asked about; 0 where there was none yet."""
    return pair.week if pair.last_asked else pair.week - 1


def ending_ahead(view: View) -> tuple[tuple[Text, ...], tuple[Button, ...]]:
    """The last week is over: the two decide. A course that has reached its greatest length is only finished."""
    name = view.partner.name
    finish = Button(t("Finish with {name}", name=name), links.finished(view.pair.id), Tone.MAIN)
    if view.pair.weeks >= WEEKS_MOST:
        return (t("Your {n} weeks with {name} are over. Finish together?", n=view.pair.weeks, name=name),), (finish,)
    line = tn(
        "Your week with {name} is over. Finish together, or go on for a while?",
        "Your {n} weeks with {name} are over. Finish together, or go on for a while?",
        view.pair.weeks,
        name=name,
    )
    return (line,), (finish, Button(t("Four more weeks"), links.extend(view.pair.id)))


def ask_rating(name: str, pair: int, week: int) -> Message:
    return Message(
        (
            t("Good to hear: you met in week {week}. How was it for you?", week=week),
            t("{name} never sees this answer.", name=name),
        ),
        (Menu(t("How was it?"), RATINGS, links.rate(pair, week)),),
    )


def thanks_for_week(name: str, pair: int, week: int, met: bool) -> Message:
    """After the tap: what is noted, and what one may add."""
    if met:
        head = t("Noted, thank you. What will be your next step?")
    else:
        head = t(
            "Noted: you did not meet in week {week}. Weeks like that happen; a line to {name} today helps.",
            week=week,
            name=name,
        )
    return Message((head,), (Button(t("Note a next step"), links.note(pair, week), Tone.MAIN),))


def proposal(view: View, wanted: Expectations, *, change: bool = False) -> Message:
    """To the other side: what is proposed; with ``change`` what was agreed holds on meanwhile."""
    head = t("{name} proposes how you could work together:", name=view.partner.name)
    if change:
        head = t(
            "{name} proposes a change to how you work together. Until you say yes, what you agreed holds on:",
            name=view.partner.name,
        )
    return Message(
        (
            head,
            *agreed_lines(wanted),
            t("Does it suit you? You can change anything."),
        ),
        (
            Button(t("Yes, agreed"), links.agree(view.pair.id, wanted.version), Tone.MAIN),
            Button(t("Change it"), links.expectations(view.pair.id)),
            Button(t("More…"), links.more(view.pair.id)),
        ),
    )


def own_proposal(view: View, wanted: Expectations) -> Message:
    """To the one who proposed last: nobody says yes for the other."""
    return Message(
        (
            t("This is what you proposed last; {name} has not answered yet:", name=view.partner.name),
            *agreed_lines(wanted),
        ),
        (
            Button(t("Change it"), links.expectations(view.pair.id), Tone.MAIN),
            Button(t("More…"), links.more(view.pair.id)),
        ),
    )


def agreed_lines(wanted: Expectations) -> tuple[Text, ...]:
    lines = [
        t("Goal: {goal}", goal=wanted.goal),
        t("Rhythm: {rhythm}", rhythm=RHYTHMS.get(wanted.rhythm, words(wanted.rhythm))),
    ]
    if wanted.form in MEETING_FORMS:
        lines.append(t("Meetings: {form}", form=MEETING_FORMS[wanted.form]))
    if wanted.between:
        lines.append(t("Between meetings: {between}", between=wanted.between))
    return tuple(lines)


def ending(view: View, met: int, weeks: int, by_me: bool) -> Message:
    """Thanks for something concrete, what they did, and the last question."""
    name = view.partner.name
    if by_me:
        head = t("You have finished with {name}. Thank you for the time you gave each other!", name=name)
    else:
        head = t("{name} has finished your time together. Thank you for what you gave each other!", name=name)
    ask = t("How was it, all in all? {name} never sees this answer.", name=name)
    numbers = (tn("You met in {n} week of {weeks}.", "You met in {n} weeks of {weeks}.", met, weeks=weeks),)
    return Message(
        (head, *(numbers if met else ()), *seat_texts.lines(view), ask),
        (
            Menu(t("How was it, all in all?"), RATINGS, links.feedback(view.pair.id)),
            *seat_texts.buttons(view),
            thank(view),
        ),
    )


def thank(view: View) -> Button:
    """Thanks are for the other one to read, unlike the rating."""
    return Button(t("Thank {name}", name=view.partner.name), recognition.thank(view.pair.id))


def ended_by(view: View) -> Message:
    """To the partner of somebody who stopped: kindly, without a reason, and with a way on."""
    name = view.partner.name
    head = t("{name} cannot go on with your pair. This happens, and it says nothing about you.", name=name)
    if view.side is Side.MENTOR:
        return Message((head, t("Thank you for your time!"), *seat_texts.lines(view)), seat_texts.buttons(view))
    on = t("If you like, we look for somebody else together.")
    return Message((head, on), (Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),))
