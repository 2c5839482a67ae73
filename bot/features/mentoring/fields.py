"""The questions to those who offer and to those who look for a mentor."""

from __future__ import annotations

from bot.features.members.topics import suggest_topics
from bot.features.mentoring.model import CAPACITY
from bot.i18n import t
from bot.ui import Choice, Field, FieldKind

TOPICS_MOST = 300


def topics(names: tuple[str, ...]) -> Field:
    return Field(
        "topics",
        t("Topics"),
        hint=t("Separated by commas, for example: pricing, newsletters"),
        required=True,
        most=TOPICS_MOST,
        value=(", ".join(names),) if names else (),
        suggest=suggest_topics,
        several=True,
    )


def capacity(number: int) -> Field:
    return Field(
        "capacity",
        t("How many mentees at once"),
        FieldKind.ONE,
        t("One is a good beginning; more than two is a lot."),
        required=True,
        choices=tuple(Choice(t("{n}", n=n), str(n)) for n in CAPACITY),
        value=(str(number),),
    )


def goal(words: str) -> Field:
    return Field(
        "goal",
        t("What you would like to reach"),
        FieldKind.LONG,
        t("In your own words; two sentences are plenty."),
        required=True,
        most=500,
        value=(words,) if words else (),
    )
