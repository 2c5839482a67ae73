"""What people read about reports: who told, who reads it, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.features.safety import links
from bot.features.safety.reporting import Category, Outcome, Report, ReportState
from bot.i18n import Moment, Text, listing, t
from bot.ui import Button, Message, Tone

if TYPE_CHECKING:
    from bot.features.safety.filing import Receipt
    from bot.features.safety.handling import Opened

CATEGORIES: Mapping[Category, Text] = {
    Category.HARASSMENT: t("Insults, pressure or threats"),
    Category.ADVANCES: t("Unwanted advances"),
    Category.DISCRIMINATION: t("Discrimination"),
    Category.DANGER: t("Somebody may be in danger"),
    Category.SELLING: t("Selling, begging or spam"),
    Category.OTHER: t("Something else"),
}
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.GOES_ON: t("Settled, and the pair goes on"),
    Outcome.SETTLED: t("Settled, and the pair ends"),
    Outcome.WARNED: t("The person was warned"),
    Outcome.REMOVED: t("The person was removed"),
    Outcome.UNCONFIRMED: t("It could not be confirmed"),
}
STATES: Mapping[ReportState, Text] = {
    ReportState.OPEN: t("nobody has taken it up yet"),
    ReportState.TAKEN: t("somebody takes care of it"),
    ReportState.CLOSED: t("closed"),
}


def emergency() -> Text:
    """The numbers of the reader's country, as far as a language tells it."""
    return t("If somebody is in danger right now, call 112 or your local emergency number first.")


def receipt(one: Receipt) -> Message:
    """To the reporter, at once: that it is kept, who reads it, what comes next."""
    report = one.report
    lines = [t("Thank you for telling. Your report is kept, number {number}. Only you can see this.", number=report.id)]
    if one.readers:
        names = listing([person.name for person in one.readers])
        lines.append(t("It is read by {names}, and by nobody else. They are reminded until it is closed.", names=names))
    else:
        lines.append(t("No safety contact can read this one, so whoever runs this bot is told instead."))
    lines.append(t("What comes next: somebody takes it up, you hear from me who, and they may write to you."))
    if report.reported:
        never = t("{name} is not told, and you two are not brought together again.", name=report.name)
        lines.append(never)
    if report.paused:
        lines.append(t("Your pair is paused: no messages about it come, on either side."))
    lines += [t("I cannot close {place}; you can mute or leave it.", place=space) for space in one.spaces]
    return Message((*lines, emergency()))


def alert(report: Report, *, late: bool) -> Message:
    """To a contact. What was told stands behind the button, where each look is noted."""
    head = t("**A safety report waits for you:** number {number}.", number=report.id)
    if late and report.state is ReportState.TAKEN:
        head = t("**Report {number} is not closed yet.** You have taken it up.", number=report.id)
    elif late:
        head = t(
            "**Report {number} still waits.** Nobody has taken it up since {when}.",
            number=report.id,
            when=Moment(report.filed),
        )
    on = t("Please read it soon. Only safety contacts can, and each look at it is noted.")
    return Message(
        (head, on),
        (
            Button(t("Read the report"), links.read(report.id), Tone.MAIN),
            Button(t("I take care of it"), links.take(report.id)),
        ),
    )


def to_operator(report: Report, community: str, turn: int) -> Message:
    """To whoever runs the bot; nothing of what was told, and nobody's name."""
    head = t("A safety report in {community} waits, number {number}.", community=community, number=report.id)
    why = t("No safety contact can read it: there is none, or it concerns all of them.")
    if turn:
        why = t("No safety contact has taken it up since {when}.", when=Moment(report.filed))
    on = t("Please see that somebody who is not involved takes care of it: name another safety contact, or read it.")
    how = t("On the server: `python main.py safety list`.")
    return Message((head, why, on, how))


def taken_up(report: Report) -> Message:
    name = report.handler.name if report.handler else ""
    said = t("{name} takes care of your report, number {number}, and may write to you.", name=name, number=report.id)
    return Message((said,))


def somebody_does(report: Report) -> Message:
    name = report.handler.name if report.handler else ""
    return Message((t("{name} takes care of report {number}.", name=name, number=report.id),))


def closed(report: Report) -> Message:
    """To the reporter: how it ended, as far as it can be told."""
    said = t("Your report, number {number}, is closed. Thank you for telling.", number=report.id)
    lines = [said]
    if report.paused and report.outcome is Outcome.GOES_ON:
        lines.append(t("Your pair with {name} goes on.", name=report.name))
    elif report.paused:
        lines.append(t("Your pair with {name} has ended.", name=report.name))
    return Message((*lines, t("If something is left, or happens again: `/report`.")))


def opened(one: Opened) -> Message:
    """A report as a contact reads it. Of the pair there is nothing but that it exists."""
    report = one.report
    about = t("About: {name}", name=report.name) if report.name else t("About nobody in particular.")
    lines = [
        t("**Report {number}**: {category}", number=report.id, category=CATEGORIES[report.category]),
        t("From {name}, {when}", name=report.reporter.name, when=Moment(report.filed)),
        about,
    ]
    if report.words:
        lines.append(t("“{words}”", words=report.words))
    if one.pair:
        paused = t("The two are a pair, and it is paused.")
        lines.append(paused if one.pair.held else t("The two are or were a pair."))
    handler = report.handler.name if report.handler else ""
    lines.append(t("State: {state} {name}", state=STATES[report.state], name=handler))
    lines += [
        t("{when}, {name}: {words}", when=Moment(note.at), name=note.author.name, words=note.words)
        for note in one.notes
    ]
    return Message(tuple(lines), _steps(report))


def _steps(report: Report) -> tuple[Button, ...]:
    note = Button(t("Add a note"), links.note(report.id))
    if report.state is ReportState.CLOSED:
        return (note,)
    close = Button(t("Close it"), links.close(report.id))
    if report.state is ReportState.TAKEN:
        return (note, close)
    return (Button(t("I take care of it"), links.take(report.id), Tone.MAIN), note, close)


def listed(reports: Sequence[Report]) -> Message:
    if not reports:
        return Message((t("No report is open. Thank you for looking."),))
    lines = [
        t("- Number {number}, {when}: {state}", number=one.id, when=Moment(one.filed), state=STATES[one.state])
        for one in reports
    ]
    buttons = [Button(t("Read number {number}", number=one.id), links.read(one.id)) for one in reports[:10]]
    return Message((t("Open reports. Each look at one is noted."), *lines), tuple(buttons))
