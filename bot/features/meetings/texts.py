"""What two people read about their meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.features.meetings import links
from bot.features.meetings.invitation import NAME, invitation
from bot.features.meetings.model import Meeting, MeetingState
from bot.features.pairs import links as pairs
from bot.features.pairs.texts import View
from bot.i18n import Moment, Text, t
from bot.ui import Button, File, Message, Tone


def _where(meeting: Meeting) -> tuple[Text, ...]:
    return (t("Where: {place}", place=meeting.where),) if meeting.where else ()


def proposal(view: View, meeting: Meeting) -> Message:
    """To the other side: times as buttons, each in the reader's own zone."""
    head = t(
        "**{name}** would like to meet you, for {n} minutes. When does it suit you?",
        name=view.partner.name,
        n=meeting.minutes,
    )
    times = tuple(
        Button(t("{when}", when=Moment(at)), links.pick(meeting.id, number, meeting.sequence), Tone.MAIN)
        for number, at in enumerate(meeting.times)
    )
    on = t("The times are in your own time zone. If none suits you, propose others.")
    others = Button(t("Propose other times"), links.move(meeting.id))
    return Message((head, *_where(meeting), on), (*times, others, Button(t("More…"), pairs.more(meeting.pair))))


def _file(view: View, meeting: Meeting, now: datetime, about: Text) -> tuple[File, ...]:
    title = (
        f"{view.me.name} & {view.partner.name}"
        if view.pair.mentor == view.me.id
        else f"{view.partner.name} & {view.me.name}"
    )
    return (File(invitation(meeting, title, now), NAME, about),)


def agreed(view: View, meeting: Meeting, now: datetime) -> Message:
    """To each of the two: it is agreed, with the invitation."""
    head = t("You and {name} meet: **{when}**.", name=view.partner.name, when=_when(meeting))
    on = t("Open the invitation and it stands in your calendar. I remind you both.")
    buttons = (
        Button(t("Propose other times"), links.move(meeting.id)),
        Button(t("Call it off"), links.cancel(meeting.id), Tone.DANGER),
        Button(t("More…"), pairs.more(meeting.pair)),
    )
    return Message(
        (head, *_where(meeting), on), buttons, files=_file(view, meeting, now, t("Invitation for your calendar"))
    )


def standing(view: View, meeting: Meeting, now: datetime) -> Message:
    """The meeting as it stands, for whoever looks at it again."""
    if meeting.state is MeetingState.AGREED:
        return agreed(view, meeting, now)
    if meeting.state is not MeetingState.PROPOSED:
        return Message(
            (t("This meeting is not open any more. Your page shows what is planned."),),
            (Button(t("Our page"), pairs.show(meeting.pair), Tone.MAIN),),
        )
    if meeting.proposer != view.me.id:
        return proposal(view, meeting)
    said = t("You have proposed these times to {name}; none is picked yet.", name=view.partner.name)
    times = tuple(t("- {when}", when=Moment(at)) for at in meeting.times)
    others = Button(t("Propose other times"), links.move(meeting.id), Tone.MAIN)
    off = Button(t("Call it off"), links.cancel(meeting.id), Tone.DANGER)
    return Message((said, *_where(meeting), *times), (others, off, Button(t("More…"), pairs.more(meeting.pair))))


def _when(meeting: Meeting) -> Moment:
    return Moment(meeting.at or meeting.created)


def cancelled(view: View, meeting: Meeting, now: datetime) -> Message:
    head = t("{name} cannot make it, so the meeting is called off. It happens.", name=view.partner.name)
    if meeting.at is None:
        return Message((head,), (Button(t("Propose a time"), links.plan(meeting.pair), Tone.MAIN),))
    said = t("{name} had to call off the meeting on {when}. It happens.", name=view.partner.name, when=_when(meeting))
    files = _file(view, meeting, now, t("Takes the meeting out of your calendar"))
    return Message((said,), (Button(t("Propose a time"), links.plan(meeting.pair), Tone.MAIN),), files=files)


def reminder(view: View, meeting: Meeting, said: Sequence[Text]) -> Message:
    """When it is, where, and what was said last time."""
    head = t("You meet {name}: **{when}**.", name=view.partner.name, when=_when(meeting))
    lines = (head, *_where(meeting), *said)
    buttons = (
        Button(t("Our page"), pairs.show(meeting.pair), Tone.MAIN),
        Button(t("Propose other times"), links.move(meeting.id)),
        Button(t("Call it off"), links.cancel(meeting.id)),
        Button(t("More…"), pairs.more(meeting.pair)),
    )
    return Message(lines, buttons)


def ask_met(view: View, meeting: int) -> Message:
    return Message(
        (t("Did you and {name} meet?", name=view.partner.name),),
        (
            Button(t("We met"), links.met(meeting, True), Tone.MAIN),
            Button(t("It did not work out"), links.met(meeting, False)),
            Button(t("More…"), pairs.more(view.pair.id)),
        ),
    )


def missed(view: View) -> Message:
    """To the one who says so: kindly, and with the way on."""
    said = t("Noted. That happens to everybody; a new time is quickly found.")
    return Message((said,), (Button(t("Propose a time"), links.plan(view.pair.id), Tone.MAIN),))
