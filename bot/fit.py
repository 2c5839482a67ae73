"""From meaning to what one platform can show: a message or a form within its numbers, and nothing dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count, zip_longest

from bot.i18n import Text, t, words
from bot.markup import Reader, cut, one_line, plain, render, split
from bot.post import (
    Capabilities,
    FormPost,
    Post,
    PostButton,
    PostChoice,
    PostField,
    PostLine,
    PostMenu,
    PostPicture,
    Rich,
    Row,
    Span,
)
from bot.ui import Action, Button, Choice, Field, FieldKind, Form, Menu, Message, Picture

BLANK, NEWLINE = "\n\n", "\n"
# A way of telling apart components that do the same; it ends the id, where decoding does not look.
AGAIN = "~"


@dataclass(slots=True)
class _Sheet:
    """A message while it is laid out: rows of controls, and what goes into the text instead."""

    caps: Capabilities
    reader: Reader
    encode: Callable[[Action], str]
    rows: list[list[PostButton] | PostMenu] = field(default_factory=list)
    notes: list[Rich] = field(default_factory=list)
    blocks: list[Rich] = field(default_factory=list)
    lines: list[PostLine] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


def fit(message: Message, caps: Capabilities, reader: Reader, encode: Callable[[Action], str]) -> tuple[Post, ...]:
    """The posts that show the message; controls are on the last one, the ping on the first.

    Controls that have no place become numbered lines; labels that were cut stand whole in the text.
    ``encode`` makes a component's id, and a ValueError is raised for one that is longer than the platform's.
    """
    sheet = _Sheet(caps, reader, encode)
    for control in message.controls:
        if isinstance(control, Button):
            _button(sheet, control)
        else:
            _menu(sheet, control)
    pictures = [_picture(sheet, picture) for picture in message.pictures] if caps.pictures else []
    paragraphs = [render(text, reader) for text in message.text]
    if not caps.pictures:
        paragraphs += [render(t("Picture: {alt}", alt=one.alt), reader) for one in message.pictures]
    if sheet.rows and not pictures and not any(plain(one).strip() for one in (*paragraphs, *sheet.notes)):
        paragraphs.append(render(t("Please choose:"), reader))
    body = _joined([*paragraphs, _listed(sheet.notes), *sheet.blocks], BLANK)
    texts = split(body, lambda piece: len(caps.draw(piece)), caps.text)
    return _posts(sheet, texts, pictures, message)


def fit_form(form: Form, id: str, caps: Capabilities, reader: Reader) -> tuple[FormPost, ...]:
    """The form in as many steps as the platform needs; all of it in one where it is asked line by line.

    ``intro`` is bare words, to be drawn by the adapter; it takes the place of a field, since platforms count
    it as one. What had to be cut stands there whole, so only a step of one field can have more than one text.
    """
    if len(id) > caps.action_id:
        raise ValueError(f"the form's id has {len(id)} characters, at most {caps.action_id} fit: {id}")
    notes: list[Rich] = []
    title = _short(form.title, caps.form_title, reader, notes)
    submit = _short(form.submit, caps.form_title, reader, notes)
    intro = render(form.intro, reader) if form.intro else ()
    steps = _steps(_joined([intro, _listed(notes)], BLANK), form.fields, caps, reader)
    onward = cut(plain(render(t("Continue"), reader)), caps.form_title)
    return tuple(
        FormPost(title, id, submit if at == len(steps) else onward, tuple(fields), plain(intro), at, len(steps))
        for at, (intro, fields) in enumerate(steps, 1)
    )


def _short(text: Text, most: int, reader: Reader, notes: list[Rich]) -> str:
    """The text in one line of at most ``most`` characters, never empty; cut, it is noted whole."""
    whole = one_line(render(text, reader))
    short = cut(plain(whole), most)
    if short != plain(whole):
        notes.append(whole)
    return short if short.strip() else "…"[:most]


def _joined(parts: Sequence[Rich], between: str) -> Rich:
    """The parts that say something, with ``between`` between them."""
    spans: list[Span] = []
    for part in parts:
        if plain(part).strip():
            spans += [*([Span(between)] if spans else []), *part]
    return tuple(spans)


def _listed(notes: list[Rich]) -> Rich:
    return _joined([(Span("• "), *note) for note in dict.fromkeys(notes)], NEWLINE)


def _id(sheet: _Sheet, action: Action, *, unique: bool) -> str:
    """The action's id; components must differ, so a second one that does the same gets a mark of its own."""
    first = sheet.encode(action)
    ids = chain([first], (f"{first}{AGAIN}{number}" for number in count(2)))
    id = next(one for one in ids if not (unique and one in sheet.ids))
    if len(id) > sheet.caps.action_id:
        raise ValueError(f"the id has {len(id)} characters, at most {sheet.caps.action_id} fit: {id}")
    sheet.ids |= {id} if unique else set()
    return id


def _button(sheet: _Sheet, button: Button) -> None:
    caps, last = sheet.caps, sheet.rows[-1] if sheet.rows else None
    used = sum(len(row) for row in sheet.rows if isinstance(row, list))
    room = isinstance(last, list) and len(last) < caps.row
    if used >= caps.buttons or not caps.row or not (room or len(sheet.rows) < caps.rows):
        _lines(sheet, None, [(button.label, None)], button.action)
        return
    label = _short(button.label, caps.label, sheet.reader, sheet.notes)
    shown = PostButton(label, _id(sheet, button.action, unique=True), button.tone)
    if room and isinstance(last, list):
        last.append(shown)
    else:
        sheet.rows.append([shown])


def _menu(sheet: _Sheet, menu: Menu) -> None:
    """A menu, else pages of it, else lines; one that offers nothing is only its label."""
    options, free = sheet.caps.options, sheet.caps.rows - len(sheet.rows)
    if not menu.choices:
        sheet.notes.append(render(menu.label, sheet.reader))
    elif sheet.caps.menus and len(menu.choices) <= options * free:
        starts = range(0, len(menu.choices), options)
        pages = [menu.choices[start : start + options] for start in starts]
        for at, page in enumerate(pages, 1):
            sheet.rows.append(_page(sheet, menu, page, at, len(pages)))
    else:
        several = t("{label} (several possible)", label=menu.label)
        choices = [(_line(choice, menu.chosen), choice.value) for choice in menu.choices]
        _lines(sheet, several if menu.most > 1 else menu.label, choices, menu.action)


def _page(sheet: _Sheet, menu: Menu, page: Sequence[Choice], at: int, pages: int) -> PostMenu:
    values = {choice.value for choice in page}
    most = max(1, min(menu.most, len(page)))
    return PostMenu(
        _page_label(sheet, menu.label, at, pages),
        _id(sheet, menu.action, unique=True),
        _choices(page, sheet.caps, sheet.reader, sheet.notes),
        most,
        tuple(value for value in menu.chosen if value in values)[:most],
    )


def _page_label(sheet: _Sheet, label: Text, at: int, pages: int) -> str:
    """The label with the number of its page, for which a long label makes room."""
    if pages == 1:
        return _short(label, sheet.caps.placeholder, sheet.reader, sheet.notes)
    number = t("{label} ({page}/{pages})", label=words(""), page=at, pages=pages)
    room = sheet.caps.placeholder - len(plain(render(number, sheet.reader)))
    short = words(_short(label, max(0, room), sheet.reader, sheet.notes))
    numbered = replace(number, values={**number.values, "label": short})
    return cut(plain(render(numbered, sheet.reader)), sheet.caps.placeholder)


def _choices(
    choices: Sequence[Choice], caps: Capabilities, reader: Reader, notes: list[Rich]
) -> tuple[PostChoice, ...]:
    """The choices, cut where they must be; a choice that was cut is noted whole, with what it is about."""
    shown = []
    for choice in choices:
        missed: list[Rich] = []
        label = _short(choice.label, caps.option_label, reader, missed)
        about = _short(choice.about, caps.option_label, reader, missed) if choice.about else ""
        shown.append(PostChoice(label, choice.value, about))
        if missed:
            notes.append(one_line(render(_line(choice), reader)))
    return tuple(shown)


def _line(choice: Choice, chosen: Sequence[str] = ()) -> Text:
    """A choice as words."""
    label = t("{label} (chosen)", label=choice.label) if choice.value in chosen else choice.label
    return t("{label}: {about}", label=label, about=choice.about) if choice.about else label


def _lines(sheet: _Sheet, heading: Text | None, entries: Sequence[tuple[Text, str | None]], action: Action) -> None:
    """Numbered lines in the text; buttons that follow each other stand in one block."""
    if not sheet.lines:
        sheet.blocks.append(render(t("Answer with a number:"), sheet.reader))
    parts = [one_line(render(heading, sheet.reader))] if heading else []
    for text, value in entries:
        number = len(sheet.lines) + 1
        sheet.lines.append(PostLine(number, _id(sheet, action, unique=False), value))
        parts.append((Span(f"{number}. "), *one_line(render(text, sheet.reader))))
    together = not heading and len(sheet.lines) > 1 and sheet.lines[-2].value is None
    before = [sheet.blocks.pop()] if together else []
    sheet.blocks.append(_joined([*before, *parts], NEWLINE))


def _picture(sheet: _Sheet, picture: Picture) -> PostPicture:
    return PostPicture(picture, _short(picture.alt, sheet.caps.alt, sheet.reader, sheet.notes))


def _posts(sheet: _Sheet, texts: Sequence[Rich], pictures: Sequence[PostPicture], message: Message) -> tuple[Post, ...]:
    """Texts, then pictures from the last text on; the ping on the first post, the controls on the last."""
    each = max(1, sheet.caps.pictures)
    albums = [tuple(pictures[start : start + each]) for start in range(0, len(pictures), each)]
    ends = zip_longest(texts[-1:], albums, fillvalue=())
    posts = [Post(text) for text in texts[:-1]] + [Post(text, pictures=album) for text, album in ends]
    posts[0] = replace(posts[0], notify=message.notify)
    rows: tuple[Row, ...] = tuple(tuple(row) if isinstance(row, list) else row for row in sheet.rows)
    posts[-1] = replace(posts[-1], rows=rows, lines=tuple(sheet.lines))
    return tuple(posts)


def _steps(
    intro: Rich, fields: Sequence[Field], caps: Capabilities, reader: Reader
) -> list[tuple[Rich, list[PostField]]]:
    """Fields in order, each with the notes on it, in steps of as many as fit."""
    steps: list[tuple[Rich, list[PostField]]] = [(intro, [])]
    for one in fields:
        notes: list[Rich] = []
        shown = _field(one, caps, reader, notes)
        intro, before = steps[-1]
        more = _joined([intro, _listed(notes)], BLANK)
        too_many = len(before) + 1 + bool(more) > caps.fields or len(caps.draw(more)) > caps.text
        if before and caps.dialogs and too_many:
            steps.append((_listed(notes), [shown]))
        else:
            steps[-1] = (more, [*before, shown])
    return steps


def _field(one: Field, caps: Capabilities, reader: Reader, notes: list[Rich]) -> PostField:
    hint = _short(one.hint, caps.field_hint, reader, notes) if one.hint else ""
    missed: list[Rich] = []
    label = _short(one.label, caps.field_label, reader, missed)
    if missed and not hint and len(plain(missed[0])) <= caps.field_hint:
        hint = plain(missed.pop())
    notes += missed
    shown = PostField(one.name, label, one.kind, hint, one.required, one.most, (), one.value)
    if one.kind in (FieldKind.ONE, FieldKind.MANY):
        if caps.dialogs and len(one.choices) > caps.options:
            return _typed(one, shown, caps, reader, notes)
        most = max(1, min(one.most, len(one.choices))) if one.kind is FieldKind.MANY else 1
        return replace(shown, choices=_choices(one.choices, caps, reader, notes), most=most)
    return shown if one.kind is FieldKind.PLACE else _written(shown, caps, notes)


def _written(shown: PostField, caps: Capabilities, notes: list[Rich]) -> PostField:
    """A field for words. What was typed before stays whole: too long for the field, it stands above it."""
    longest = max((len(value) for value in shown.value), default=0)
    most = min(max(shown.most, longest), caps.field_text)
    notes += [(Span(value),) for value in shown.value if len(value) > most]
    return replace(shown, most=most, value=tuple(value[:most] for value in shown.value))


def _typed(one: Field, shown: PostField, caps: Capabilities, reader: Reader, notes: list[Rich]) -> PostField:
    """More choices than a form's menu holds: they are listed above, and typed by name."""
    notes += [one_line(render(text, reader)) for text in (one.label, *map(_line, one.choices))]
    names = {choice.value: plain(one_line(render(choice.label, reader))) for choice in one.choices}
    several = t("Type one or more of these names, with commas between.")
    ask = several if one.kind is FieldKind.MANY else t("Type one of these names.")
    hint = shown.hint
    if hint:
        notes.append(render(ask, reader))
    value = ", ".join(names.get(value, value) for value in one.value)
    typed = replace(shown, kind=FieldKind.LINE, hint=hint or _short(ask, caps.field_hint, reader, notes))
    return _written(replace(typed, most=caps.field_text, value=(value,) if value else ()), caps, notes)
