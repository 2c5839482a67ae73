"""A form where there are no dialogs: one question after the other, answered by typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from adapters.playground.things import Asking
from bot.i18n import Text, language_of, t, translated
from bot.post import Post, PostChoice, PostField, Rich, Span
from bot.ui import FieldKind

CANCEL, SKIP = t("cancel"), t("skip")
SHOWN = 200  # characters of what is already filled in


def is_word(typed: str, word: Text, locale: str | None) -> bool:
    """Whether somebody typed this word, in English or in their own language."""
    return typed.strip().casefold() in {word.key.casefold(), spoken(word, locale).casefold()}


def spoken(text: Text, locale: str | None) -> str:
    values = {name: str(value) for name, value in text.values.items()}
    return translated(text, language_of(locale)).format_map(values)


def current(asking: Asking) -> PostField:
    return next(field for field in asking.form.fields if field.name == asking.waiting[0])


def question(asking: Asking, choices: Sequence[PostChoice], locale: str | None, *, opening: bool, unread: bool) -> Post:
    """The next question. ``unread``: the last answer was none of the numbers, and nothing was noted."""
    field = current(asking)
    lines = list(_opening(asking)) if opening else []
    if unread:
        lines.append(Span(spoken(t("Please write one of the numbers."), locale)))
    if field.name in asking.errors:
        lines.append(Span(asking.errors[field.name]))
    lines.append(Span(field.label, bold=True))
    if field.hint:
        lines.append(Span(field.hint, italic=True))
    lines += [Span(f"{number}. {_named(one)}") for number, one in enumerate(choices, 1)]
    lines.append(Span(" ".join(_ways_on(field, choices, locale)), italic=True))
    return Post(_joined(lines))


def _opening(asking: Asking) -> Iterator[Span]:
    if asking.text:  # a form that came back: what is to be mended stands for the title
        yield Span(asking.text)
        return
    yield Span(asking.form.title, bold=True)
    if asking.form.intro:
        yield Span(asking.form.intro)


def _named(choice: PostChoice) -> str:
    return f"{choice.label} ({choice.about})" if choice.about else choice.label


def _ways_on(field: PostField, choices: Sequence[PostChoice], locale: str | None) -> Iterator[str]:
    skip = spoken(SKIP, locale)
    if field.kind is FieldKind.MANY:
        yield spoken(t("Several numbers are fine, as in 1, 3."), locale)
    if any(field.value):
        labels = {choice.value: choice.label for choice in choices}
        now = shorten(", ".join(labels.get(value, value) for value in field.value), SHOWN, placeholder=" …")
        yield spoken(t("Write “{word}” to leave it as it is: {value}", word=skip, value=now), locale)
    elif not field.required:
        yield spoken(t("Write “{word}” to leave it out.", word=skip), locale)
    yield spoken(t("Write “{word}” to stop here.", word=spoken(CANCEL, locale)), locale)


def _joined(lines: list[Span]) -> Rich:
    broken: list[Span] = []
    for line in lines:
        broken += [Span("\n"), line] if broken else [line]
    return tuple(broken)


def stopped(locale: str | None) -> Post:
    return Post((Span(spoken(t("Stopped. Nothing was sent."), locale)),))


def number_of(typed: str) -> int | None:
    """The number of a line that somebody typed; a long row of digits is something else."""
    typed = typed.strip().rstrip(".")
    return int(typed) if typed.isdecimal() and len(typed) <= 4 else None


def read_answer(
    field: PostField, choices: Sequence[PostChoice], typed: str, locale: str | None
) -> tuple[str, ...] | None:
    """What was typed as this field's answer; None when it names none of the choices."""
    typed = typed.strip()
    skipped = typed == "-" or is_word(typed, SKIP, locale)
    if skipped and (any(field.value) or not field.required):
        return field.value or empty(field)
    if field.kind in (FieldKind.LINE, FieldKind.LONG):
        return (typed,)
    parts = typed.replace(",", " ").split() if field.kind is FieldKind.MANY else [typed]
    picked = [_picked(part, choices) for part in parts]
    if not picked or None in picked:
        whole = _picked(typed, choices)
        return None if whole is None else (whole,)
    return tuple(dict.fromkeys(value for value in picked if value is not None))


def empty(field: PostField) -> tuple[str, ...]:
    """An answer that says nothing: one empty text, or nothing picked."""
    return ("",) if field.kind in (FieldKind.LINE, FieldKind.LONG) else ()


def _picked(part: str, choices: Sequence[PostChoice]) -> str | None:
    """The choice that a number or a label means."""
    part = part.strip().rstrip(".")
    number = number_of(part)
    if number is not None and 1 <= number <= len(choices):
        return choices[number - 1].value
    return next((one.value for one in choices if one.label.casefold() == part.casefold()), None)
