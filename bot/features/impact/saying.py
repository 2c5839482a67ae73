"""A figure in words: its number, with what it is of; the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.features.impact.figures import BY_NAME
from bot.features.impact.model import Connected, Count, Goal, Mean, Measured, Middle, Share
from bot.features.polls.model import PERCENT_FROM, SHOWN_FROM
from bot.i18n import LANGUAGES, Moment, Text, Tongues, t, tn

TENTH_OF_A_DAY = timedelta(days=1) / 10
NOON = timedelta(hours=12)


def value(measured: Measured) -> Text:
    match measured:
        case Count(n):
            return t("{n}", n=n)
        case Share(part, of):
            return share(part, of)
        case Middle(middle, of):
            return _middle(middle, of)
        case Mean(total, of):
            return _mean(total, of)
        case Connected(part, of, week):
            if week is None:
                return t("nothing counted yet")
            return t("{share}, in the week of {day}", share=share(part, of), day=Moment(week + NOON, "day"))


def tells(measured: Measured) -> bool:
    """Whether there is something to say yet; what there is not stands on the coordination's page alone."""
    match measured:
        case Share(_, of):
            return of > 0
        case Middle(middle, _):
            return middle is not None
        case Mean(_, of):
            return of >= SHOWN_FROM
        case Connected(_, of, week):
            return week is not None and of > 0
    return True


def share(part: int, of: int) -> Text:
    """Counts; a share beside them only where it says something."""
    if not of:
        return t("none yet")
    if of < PERCENT_FROM:
        return t("{part} of {of}", part=part, of=of)
    return t("{part} of {of} ({share} %)", part=part, of=of, share=round(100 * part / of))


def _middle(middle: timedelta | None, of: int) -> Text:
    if middle is None:
        return t("no pair yet")
    pairs = tn("{n} pair", "{n} pairs", of)
    return t("{days} days, of {pairs}", days=decimal(round(middle / TENTH_OF_A_DAY)), pairs=pairs)


def _mean(total: int, of: int) -> Text:
    if of < SHOWN_FROM:
        return t("shown once {n} people have answered", n=SHOWN_FROM)
    return t("{mean} of 5, from {of} answers", mean=decimal(round(10 * total / of)), of=of)


def decimal(tenths: int) -> Text:
    """A number with one place, as the language writes it."""
    return t("{whole}.{tenth}", whole=tenths // 10, tenth=tenths % 10)


def number(measured: Measured) -> int:
    """What of a figure a goal is compared with."""
    match measured:
        case Count(n):
            return n
        case Share(part, _) | Connected(part, _, _):
            return part
        case Mean(_, of) | Middle(_, of):
            return of


def line(name: str, measured: Measured) -> Text:
    """A figure with what it means beside it."""
    figure = BY_NAME[name]
    return t("**{label}: {value}** · {meaning}", label=figure.label, value=value(measured), meaning=figure.meaning)


def short(name: str, measured: Measured) -> Text:
    return t("{label}: {value}", label=BY_NAME[name].label, value=value(measured))


def goal_line(goal: Goal, reached: int) -> Text:
    label = BY_NAME[goal.figure].label
    return t(
        "Our goal until {day}: {number} × {label}. So far: {reached}.",
        day=day_name(goal.day),
        number=goal.number,
        label=label,
        reached=reached,
    )


def day_name(day: date) -> Tongues:
    return _in_each(day, "yMMMd")


def month_name(first: date) -> Tongues:
    return _in_each(first, "yMMMM")


def short_month(first: date) -> Tongues:
    return _in_each(first, "yMMM")


def _in_each(day: date, skeleton: str) -> Tongues:
    from datetime import datetime, time

    from babel.dates import format_skeleton

    at = datetime.combine(day, time())
    return Tongues({one: format_skeleton(skeleton, at, locale="en_GB" if one == "en" else one) for one in LANGUAGES})


def all_short(figures: Mapping[str, Measured], names: tuple[str, ...]) -> list[Text]:
    return [short(name, figures[name]) for name in names]
