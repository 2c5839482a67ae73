"""From a form's meaning to what one platform can show: in steps, within its numbers, and nothing dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.fit import BLANK, choices_of, joined, line_of, listed, short
from bot.i18n import t
from bot.markup import Reader, cut, one_line, plain, render
from bot.post import Capabilities, FormPost, PostField, Rich, Span
from bot.ui import Field, FieldKind, Form


def fit_form(form: Form, id: str, caps: Capabilities, reader: Reader) -> tuple[FormPost, ...]:
    """The form in as many steps as the platform needs; all of it in one where it is asked line by line.

    ``intro`` is bare words, to be drawn by the adapter; it takes the place of a field, since platforms count
    it as one. What had to be cut stands there whole, so only a step of one field can have more than one text.
    """
    if len(id) > caps.action_id:
        raise ValueError(f"the form's id has {len(id)} characters, at most {caps.action_id} fit: {id}")
    notes: list[Rich] = []
    title = short(form.title, caps.form_title, reader, notes)
    submit = short(form.submit, caps.form_title, reader, notes)
    intro = render(form.intro, reader) if form.intro else ()
    asked = [one for one in form.fields if caps.uploads or one.kind is not FieldKind.FILE] or list(form.fields)
    notes += [
        render(t("{label}: nothing can be attached here.", label=one.label), reader)
        for one in form.fields
        if one not in asked
    ]
    steps = _steps(joined([intro, listed(notes)], BLANK), asked, caps, reader)
    onward = cut(plain(render(t("Continue"), reader)), caps.form_title)
    return tuple(
        FormPost(
            title,
            id,
            submit if at == len(steps) else onward,
            tuple(fields),
            plain(intro),
            at,
            len(steps),
            reader.language,
        )
        for at, (intro, fields) in enumerate(steps, 1)
    )


def _steps(
    intro: Rich, fields: Sequence[Field], caps: Capabilities, reader: Reader
) -> list[tuple[Rich, list[PostField]]]:
    """Fields in order, each with the notes on it, in steps of as many as fit."""
    steps: list[tuple[Rich, list[PostField]]] = [(intro, [])]
    for one in fields:
        notes: list[Rich] = []
        shown = _field(one, caps, reader, notes)
        intro, before = steps[-1]
        more = joined([intro, listed(notes)], BLANK)
        too_many = len(before) + 1 + bool(more) > caps.fields or len(caps.draw(more)) > caps.text
        if before and caps.dialogs and too_many:
            steps.append((listed(notes), [shown]))
        else:
            steps[-1] = (more, [*before, shown])
    return steps


def _field(one: Field, caps: Capabilities, reader: Reader, notes: list[Rich]) -> PostField:
    hint = short(one.hint, caps.field_hint, reader, notes) if one.hint else ""
    missed: list[Rich] = []
    label = short(one.label, caps.field_label, reader, missed)
    if missed and not hint and len(plain(missed[0])) <= caps.field_hint:
        hint = plain(missed.pop())
    notes += missed
    about = (label, one.kind, hint, one.required, one.most, (), one.value)
    shown = PostField(one.name, *about, completed=one.suggest is not None, several=one.several)
    if one.kind in (FieldKind.ONE, FieldKind.MANY):
        if caps.dialogs and len(one.choices) > caps.options:
            return _typed(one, shown, caps, reader, notes)
        most = max(1, min(one.most, len(one.choices))) if one.kind is FieldKind.MANY else 1
        return replace(shown, choices=choices_of(one.choices, caps, reader, notes), most=most)
    native = one.kind in (FieldKind.PLACE, FieldKind.PERSON, FieldKind.FILE)
    return shown if native else _written(shown, caps, notes)


def _written(shown: PostField, caps: Capabilities, notes: list[Rich]) -> PostField:
    """A field for words. What was typed before stays whole: too long for the field, it stands above it."""
    longest = max((len(value) for value in shown.value), default=0)
    most = min(max(shown.most, longest), caps.field_text)
    notes += [(Span(value),) for value in shown.value if len(value) > most]
    return replace(shown, most=most, value=tuple(value[:most] for value in shown.value))


def _typed(one: Field, shown: PostField, caps: Capabilities, reader: Reader, notes: list[Rich]) -> PostField:
    """More choices than a form's menu holds: they are listed above, and typed by name."""
    notes += [one_line(render(text, reader)) for text in (one.label, *map(line_of, one.choices))]
    names = {choice.value: plain(one_line(render(choice.label, reader))) for choice in one.choices}
    several = t("Type one or more of these names, with commas between.")
    ask = several if one.kind is FieldKind.MANY else t("Type one of these names.")
    hint = shown.hint
    if hint:
        notes.append(render(ask, reader))
    value = ", ".join(names.get(value, value) for value in one.value)
    typed = replace(shown, kind=FieldKind.LINE, hint=hint or short(ask, caps.field_hint, reader, notes))
    return _written(replace(typed, most=caps.field_text, value=(value,) if value else ()), caps, notes)
