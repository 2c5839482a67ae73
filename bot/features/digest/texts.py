"""What the coordination reads about its week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.features.digest import links
from bot.features.digest.model import HOUR, WEEKDAY, Happened
from bot.features.digest.waiting import Waits
from bot.features.programme import links as programme
from bot.features.programme.texts import WEEKDAYS
from bot.i18n import Moment, Text, listing, stacked, t, tn
from bot.ui import Button, Message


def happened(found: Happened) -> list[Text]:
    """Each part that is not nothing."""
    parts = (
        tn("{n} new person", "{n} new people", found.people),
        tn("{n} request", "{n} requests", found.requests),
        tn("{n} acceptance", "{n} acceptances", found.accepted),
        tn("{n} pair began", "{n} pairs began", found.begun),
        tn("{n} pair finished", "{n} pairs finished", found.finished),
        tn("{n} pair stopped early", "{n} pairs stopped early", found.stopped),
        tn("{n} answer to a check-in", "{n} answers to check-ins", found.answers),
    )
    return [one for one in parts if one.n]


def digest(
    community: str, since: datetime, found: Happened, waits: Sequence[Waits], missing: Sequence[Text]
) -> Message:
    """One message; a week in which nothing was is one line."""
    off = Button(t("Turn this message off"), links.switch(False))
    parts = happened(found)
    if not parts and not waits and not missing:
        said = t("{community}: a quiet week. Nothing new, nothing waits, all as planned.", community=community)
        return Message((said,), (off,))
    head = t("**Your week in {community}**, since {day}", community=community, day=Moment(since, "day"))
    lines = [head, t("What happened: {parts}.", parts=listing(parts)) if parts else t("Nothing new happened.")]
    if waits:
        lines.append(t("What waits for you: {parts}.", parts=listing([one.said for one in waits])))
    if missing:
        lines.append(stacked([t("What did not happen:"), *missing]))
    return Message(tuple(lines), (*(one.button for one in waits), off))


SHOWN = 2
"""Buttons beside the one that would make this message needless."""


def unheard(waits: Sequence[Waits]) -> Message:
    """To one of the coordination, because nobody hears of it by themselves."""
    said = t("What waits for you: {parts}.", parts=listing([one.said for one in waits]))
    why = t(
        "I say this once a day, with a command of yours, because no moderators’ channel is chosen. With one, you hear "
        "of it at once."
    )
    choose = Button(t("Choose a channel"), programme.places())
    return Message((said, why), (*(one.button for one in waits[:SHOWN]), choose))


def settings(on: bool) -> Message:
    if not on:
        said = t("You do not get the weekly overview of the coordination.")
        return Message((said,), (Button(t("Send it to me every week"), links.switch(True)), _now()))
    said = t(
        "Every {weekday} at {hour}:00, by your own clocks, I write to you what happened, what waits, and what did not "
        "happen and why. Others of the coordination get their own.",
        weekday=WEEKDAYS[WEEKDAY],
        hour=HOUR,
    )
    return Message((said,), (_now(), Button(t("Turn this message off"), links.switch(False))))


def _now() -> Button:
    return Button(t("Show how things stand"), links.show())


def switched(on: bool) -> Message:
    if on:
        return settings(True)
    said = t("It is off: I do not write to you about the week any more. `/programme digest` turns it on again.")
    return Message((said,), (Button(t("Send it to me every week"), links.switch(True)),))
