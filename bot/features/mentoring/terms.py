"""One question or a course of weeks, as it is asked and as it is read."""

from __future__ import annotations

from bot.features.programme.formats import Format, Terms
from bot.features.programme.templates import WEEKS
from bot.forms import Answers
from bot.i18n import Text, t, tn
from bot.ui import Choice, Field, FieldKind

EITHER, USUAL = "either", "0"


def wish_field(terms: Terms) -> Field:
    """What a mentee looks for."""
    choices = (
        Choice(t("Either suits me"), EITHER),
        Choice(t("One question: one or two talks"), Format.QUESTION.value),
        Choice(t("A course of several weeks"), Format.COURSE.value),
    )
    return _one("format", t("What would help you"), choices, terms.format.value if terms.format else EITHER)


def offer_field(terms: Terms) -> Field:
    """What a mentor offers."""
    choices = (
        Choice(t("Both: a question or a course"), EITHER),
        Choice(t("Single questions: one or two talks"), Format.QUESTION.value),
        Choice(t("Courses of several weeks"), Format.COURSE.value),
    )
    return _one("format", t("What you offer"), choices, terms.format.value if terms.format else EITHER)


def weeks_field(label: Text, terms: Terms, usual: int) -> Field:
    choices = (
        Choice(tn("As usual here: {n} week", "As usual here: {n} weeks", usual), USUAL),
        *(Choice(tn("{n} week", "{n} weeks", weeks), str(weeks)) for weeks in WEEKS),
    )
    return _one("weeks", label, choices, str(terms.weeks))


def _one(name: str, label: Text, choices: tuple[Choice, ...], value: str) -> Field:
    return Field(name, label, FieldKind.ONE, required=True, choices=choices, value=(value,))


def read(answers: Answers, before: Terms) -> Terms:
    """What was picked; what was not asked stays."""
    picked, weeks = answers.one("format"), answers.one("weeks")
    return Terms(
        (None if picked == EITHER else Format(picked)) if picked else before.format,
        int(weeks) if weeks else before.weeks,
    )


def offered(terms: Terms) -> tuple[Text, ...]:
    """What others read of a mentor; nothing where nothing was said."""
    course = tn("a course of {n} week at most", "a course of {n} weeks at most", terms.weeks)
    match terms.format:
        case Format.QUESTION:
            return (t("Answers single questions: one or two talks."),)
        case Format.COURSE if terms.weeks:
            return (t("Offers {course}.", course=course),)
        case Format.COURSE:
            return (t("Offers courses of several weeks."),)
    return (t("Answers single questions, and offers {course}.", course=course),) if terms.weeks else ()


def wanted(terms: Terms) -> tuple[Text, ...]:
    """What others read of a mentee."""
    course = tn("a course of {n} week", "a course of {n} weeks", terms.weeks)
    match terms.format:
        case Format.QUESTION:
            return (t("Looks for an answer to one question: one or two talks."),)
        case Format.COURSE if terms.weeks:
            return (t("Looks for {course}.", course=course),)
        case Format.COURSE:
            return (t("Looks for a course of several weeks."),)
    return (t("Looks for an answer to one question, or for {course}.", course=course),) if terms.weeks else ()
