"""What people read of a poll: the question, what became of their answer, the result."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.polls import links
from bot.features.polls.model import PERCENT_FROM, SHOWN_FROM, Electorate, Poll, PollState, Secrecy, Tally
from bot.i18n import Listing, Moment, Text, listing, stacked, t, tn, words
from bot.ui import Button, Choice, Menu, Message, Tone

BUTTONS = 5
"""Up to so many short answers are buttons; more, or several at once, are a menu."""
SHORT = 40

ASKED = {
    Electorate.ALL: t("Everybody here can answer."),
    Electorate.MENTORS: t("This is for everybody who mentors or offers to."),
    Electorate.MENTEES: t("This is for everybody who has or seeks a mentor."),
    Electorate.PAIRS: t("This is for everybody who is in a pair."),
}
SECRET = {
    Secrecy.ANONYMOUS: t(
        "Your answer is anonymous. The result comes after the end, and only if at least {n} people answered.",
        n=SHOWN_FROM,
    ),
    Secrecy.HIDDEN: t("The coordination can see who answered what; everybody sees the result after the end."),
    Secrecy.LIVE: t("The coordination can see who answered what; everybody sees the count as it grows."),
}
TOLD = 5
"""Polls that are told in words, so that the list is read at a glance."""
STATES = {
    PollState.DRAFT: t("draft"),
    PollState.WANTED: t("about to be posted"),
    PollState.OPEN: t("open"),
    PollState.CLOSED: t("closed"),
}


def not_asked(electorate: Electorate) -> Text:
    match electorate:
        case Electorate.MENTORS:
            return t("This poll is for mentors, so your answer is not counted. `/mentor offer` makes you one.")
        case Electorate.MENTEES:
            return t("This poll is for mentees, so your answer is not counted. `/mentor seek` makes you one.")
        case _:
            return t("This poll is for people in a pair, so your answer is not counted. Thank you all the same!")


def ballot_paper(poll: Poll, found: Tally | None = None) -> Message:
    """The question with its answers; a live one shows how many chose each."""
    lines = [t("**{question}**", question=poll.question)]
    if found and found.respondents:
        lines.append(_counted(poll, found))
    elif poll.several:
        lines.append(t("Several answers are possible."))
    lines.append(_terms(poll))
    return Message(tuple(lines), _answers(poll))


def _terms(poll: Poll) -> Text:
    asked, secret = ASKED[poll.electorate], SECRET[poll.secrecy]
    if poll.closes is None:
        return t("{asked} {secret}", asked=asked, secret=secret)
    return t("{asked} {secret} Open until {when}.", asked=asked, secret=secret, when=Moment(poll.closes))


def _answers(poll: Poll) -> tuple[Button | Menu, ...]:
    if not poll.several and len(poll.options) <= BUTTONS and max(map(len, poll.options)) <= SHORT:
        return tuple(Button(words(one), links.vote(poll.id, at)) for at, one in enumerate(poll.options))
    choices = tuple(Choice(words(one), str(at)) for at, one in enumerate(poll.options))
    label = t("Choose your answers") if poll.several else t("Choose your answer")
    return (Menu(label, choices, links.votes(poll.id), most=len(choices) if poll.several else 1),)


def _counted(poll: Poll, found: Tally) -> Text:
    """One line an answer; counts always, a share only of ten people or more."""
    lines = [_line(poll.options[at], count, found.respondents) for at, count in enumerate(found.counts)]
    people = tn("{n} person answered.", "{n} people answered.", found.respondents)
    return t("{people}\n{lines}", people=people, lines=stacked(lines))


def _line(option: str, count: int, of: int) -> Text:
    if of < PERCENT_FROM:
        return t("- {option}: {count} of {of}", option=option, count=count, of=of)
    share = round(100 * count / of)
    return t("- {option}: {count} of {of} ({share} %)", option=option, count=count, of=of, share=share)


def kept(poll: Poll, chosen: tuple[int, ...]) -> Message:
    """To the one who answered, alone: what is kept, and how to change it."""
    if not chosen:
        return Message((t("Your answer is taken back. You can answer again until the end of the poll."),))
    said = t("Your answer is kept: **{answer}**.", answer=_named(poll, chosen))
    until = t("You can change it until {when}: just choose again.", when=Moment(poll.closes)) if poll.closes else None
    secret = t("Nobody can see who chose what, and after the end nobody can find out.")
    lines = (said, *((until,) if until else ()), *((secret,) if poll.anonymous else ()))
    return Message(lines, (Button(t("Take my answer back"), links.take_back(poll.id)),))


def _named(poll: Poll, chosen: tuple[int, ...]) -> Listing:
    return listing([poll.options[at] for at in chosen])


def closed_paper(poll: Poll) -> Message:
    """What stands where the poll was asked."""
    lines = (t("**{question}**", question=poll.question), t("This poll is closed. Thank you for every answer!"))
    return Message(lines)


def result(poll: Poll, before: Poll | None = None) -> Message:
    """The one post with the result; beside it what the same question brought the first time."""
    head = t("**Result: {question}**", question=poll.question)
    return Message((head, *result_lines(poll, before)))


def result_lines(poll: Poll, before: Poll | None = None) -> tuple[Text, ...]:
    of = poll.respondents or 0
    if not poll.counts or not of:
        return (_too_few(poll, of),)
    lines = [_counted(poll, Tally(of, poll.counts))]
    if before and before.opened:
        day = Moment(before.opened, "day")
        if before.counts and before.respondents:
            earlier = _counted(before, Tally(before.respondents, before.counts))
            lines.append(t("The same question on {day}:\n{earlier}", day=day, earlier=earlier))
        else:
            lines.append(t("On {day}, too few people answered the same question to compare.", day=day))
    return tuple(lines)


def _too_few(poll: Poll, of: int) -> Text:
    if not of:
        return t("Nobody answered this time.")
    return tn(
        "{n} person answered. Anonymous answers are shown from {least} people on, so nothing is shown.",
        "{n} people answered. Anonymous answers are shown from {least} people on, so nothing is shown.",
        of,
        least=SHOWN_FROM,
    )


def reminder(poll: Poll) -> Message:
    head = t("A question of your community is still open, and your answer counts.")
    until = (t("Open until {when}.", when=Moment(poll.closes)),) if poll.closes else ()
    return Message((head, t("**{question}**", question=poll.question), SECRET[poll.secrecy], *until), _answers(poll))


def preview(poll: Poll) -> Message:
    """To the coordination before it is posted."""
    options = stacked([t("- {option}", option=one) for one in poll.options])
    length = tn("It stays open for {n} day.", "It stays open for {n} days.", poll.length.days)
    where = t("It goes to {channel}.", channel=poll.place) if poll.place else t("It goes to the programme channel.")
    return Message(
        (
            t("This is your poll; nobody has seen it yet."),
            t("**{question}**\n{options}", question=poll.question, options=options),
            t("{asked} {secret}", asked=ASKED[poll.electorate], secret=SECRET[poll.secrecy]),
            t("{length} {where}", length=length, where=where),
        ),
        (
            Button(t("Post the poll"), links.post(poll.id), Tone.MAIN),
            Button(t("Write another one"), links.create()),
            Button(t("Throw it away"), links.discard(poll.id), Tone.DANGER),
        ),
    )


def listed(polls: Sequence[Poll]) -> tuple[Text, ...]:
    """The newest ones, each with where it stands; the menu beside them has the others as well."""
    return t("These are your polls, the newest first."), stacked([_listed(one) for one in polls[:TOLD]])


def _listed(poll: Poll) -> Text:
    if poll.state is PollState.OPEN and poll.closes:
        return t("- **{question}**: open, closes {when}", question=poll.question, when=Moment(poll.closes))
    if poll.respondents is not None:
        people = tn("{n} person answered", "{n} people answered", poll.respondents)
        return t("- **{question}**: closed, {people}", question=poll.question, people=people)
    return t("- **{question}**: {state}", question=poll.question, state=STATES[poll.state])


def open_page(poll: Poll, answered: int) -> Message:
    """To the coordination while it is open: how many, and not what."""
    people = tn("{n} person has answered so far.", "{n} people have answered so far.", answered)
    lines = [t("**{question}**", question=poll.question), people]
    if poll.closes:
        lines.append(t("It closes by itself: {when}.", when=Moment(poll.closes)))
    return Message(tuple(lines), (Button(t("Close it now"), links.close(poll.id), Tone.DANGER),))


def closed_page(poll: Poll, before: Poll | None, weeks: Menu) -> Message:
    head = t("**{question}**", question=poll.question)
    controls = (
        Button(t("Ask the same again"), links.again(poll.id), Tone.MAIN),
        Button(t("Save as a table"), links.export(poll.id)),
        weeks,
    )
    return Message((head, *result_lines(poll, before)), controls)
