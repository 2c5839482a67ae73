"""What a coordinator reads about the settings, and what everybody reads first."""

from __future__ import annotations

from bot.features.mentoring import links as mentoring
from bot.features.programme import links
from bot.features.programme.model import Programme
from bot.features.programme.templates import Template
from bot.i18n import Language, Moment, Text, t
from bot.ui import Button, Message, Tone
from bot.work import Home

WEEKDAYS = (
    t("Monday"),
    t("Tuesday"),
    t("Wednesday"),
    t("Thursday"),
    t("Friday"),
    t("Saturday"),
    t("Sunday"),
)


def shown(home: Home, programme: Programme, course: Template) -> Message:
    """The settings, and what one can do with them."""
    lines = settings_lines(home, programme, course)
    change = (
        Button(t("Change language and times"), links.times()),
        Button(t("Change channels and course"), links.places()),
    )
    if programme.opened:
        head = t("Your programme started: {day}.", day=Moment(programme.opened, "day"))
        return Message((head, *lines), change)
    head = t("Everything is ready. Your mentorship programme would start like this, and you can change it at any time:")
    return Message((head, *lines), (Button(t("Start the programme"), links.start(), Tone.MAIN), *change))


def settings_lines(home: Home, programme: Programme, course: Template) -> tuple[Text, ...]:
    when = t("{weekday}, {hour}:00", weekday=WEEKDAYS[programme.weekday], hour=programme.hour)
    none = t("none yet")
    return (
        t(
            "- Language: {language}\n- Time zone: {zone}\n- Programme channel: {channel}\n"
            "- Moderators’ channel: {moderators}\n- Course: {course}, {weeks} weeks\n- Weekly message: {when}",
            language=Language(home.locale),
            zone=home.zone,
            channel=programme.channel or none,
            moderators=programme.moderators or none,
            course=course.title,
            weeks=programme.weeks,
            when=when,
        ),
    )


def welcome() -> Message:
    """The programme's first post."""
    return Message(
        (
            t(
                "**Our mentorship programme is open.** Somebody here has already solved what you are stuck on, and "
                "somebody could use what you know."
            ),
            t("You get up to three mentors who suit you, write one message, and talk once a week. I guide you both."),
        ),
        (
            Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),
            Button(t("Offer mentorship"), mentoring.offer()),
        ),
    )
