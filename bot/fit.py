"""From meaning to what one platform can show: a message within its numbers, and nothing dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count, zip_longest
from typing import TypeVar

from bot.cleaning import clean
from bot.i18n import Text, t, words
from bot.markup import Reader, cut, one_line, plain, render, split
from bot.post import (
    Capabilities,
    Post,
    PostButton,
    PostChoice,
    PostFile,
    PostLine,
    PostMenu,
    PostPicture,
    Rich,
    Row,
    Span,
)
from bot.ui import Action, Button, Choice, File, Menu, Message, Picture

Thing = TypeVar("Thing")
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
    files = [PostFile(one, plain(one_line(render(one.about, reader)))) for one in message.files]
    if not caps.pictures:
        paragraphs += [render(t("Picture: {alt}", alt=one.alt), reader) for one in message.pictures]
    paragraphs += [_about_file(one, caps, reader) for one in message.files]
    if sheet.rows and not pictures and not any(plain(one).strip() for one in (*paragraphs, *sheet.notes)):
        paragraphs.append(render(t("Please choose:"), reader))
    body = joined([*paragraphs, listed(sheet.notes), *sheet.blocks], BLANK)
    texts = split(body, lambda piece: len(caps.draw(piece)), caps.text)
    return _posts(sheet, texts, pictures, files if caps.files else (), message)


def short(text: Text, most: int, reader: Reader, notes: list[Rich]) -> str:
    """The text in one line of at most ``most`` characters, never empty; cut, it is noted whole."""
    whole = one_line(render(text, reader))
    short = cut(plain(whole), most)
    if short != plain(whole):
        notes.append(whole)
    return short if short.strip() else "…"[:most]


def joined(parts: Sequence[Rich], between: str) -> Rich:
    """The parts that say something, with ``between`` between them."""
    spans: list[Span] = []
    for part in parts:
        if plain(part).strip():
            spans += [*([Span(between)] if spans else []), *part]
    return tuple(spans)


def listed(notes: list[Rich]) -> Rich:
    return joined([(Span("• "), *note) for note in dict.fromkeys(notes)], NEWLINE)


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
    label = short(button.label, caps.label, sheet.reader, sheet.notes)
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
        choices = [(line_of(choice, menu.chosen), choice.value) for choice in menu.choices]
        _lines(sheet, several if menu.most > 1 else menu.label, choices, menu.action)


def _page(sheet: _Sheet, menu: Menu, page: Sequence[Choice], at: int, pages: int) -> PostMenu:
    values = {choice.value for choice in page}
    most = max(1, min(menu.most, len(page)))
    return PostMenu(
        _page_label(sheet, menu.label, at, pages),
        _id(sheet, menu.action, unique=True),
        choices_of(page, sheet.caps, sheet.reader, sheet.notes),
        most,
        tuple(value for value in menu.chosen if value in values)[:most],
    )


def _page_label(sheet: _Sheet, label: Text, at: int, pages: int) -> str:
    """The label with the number of its page, for which a long label makes room."""
    if pages == 1:
        return short(label, sheet.caps.placeholder, sheet.reader, sheet.notes)
    number = t("{label} ({page}/{pages})", label=words(""), page=at, pages=pages)
    room = sheet.caps.placeholder - len(plain(render(number, sheet.reader)))
    name = words(short(label, max(0, room), sheet.reader, sheet.notes))
    numbered = replace(number, values={**number.values, "label": name})
    return cut(plain(render(numbered, sheet.reader)), sheet.caps.placeholder)


def choices_of(
    choices: Sequence[Choice], caps: Capabilities, reader: Reader, notes: list[Rich]
) -> tuple[PostChoice, ...]:
    """The choices, cut where they must be; a choice that was cut is noted whole, with what it is about."""
    shown = []
    for choice in choices:
        missed: list[Rich] = []
        label = short(choice.label, caps.option_label, reader, missed)
        about = short(choice.about, caps.option_label, reader, missed) if choice.about else ""
        shown.append(PostChoice(label, choice.value, about))
        if missed:
            notes.append(one_line(render(line_of(choice), reader)))
    return tuple(shown)


def line_of(choice: Choice, chosen: Sequence[str] = ()) -> Text:
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
    sheet.blocks.append(joined([*before, *parts], NEWLINE))


def _picture(sheet: _Sheet, picture: Picture) -> PostPicture:
    return PostPicture(picture, short(picture.alt, sheet.caps.alt, sheet.reader, sheet.notes))


def _about_file(file: File, caps: Capabilities, reader: Reader) -> Rich:
    """What the file holds; where none can be attached, its words as well."""
    line = render(t("{name}: {about}", name=file.name, about=file.about), reader)
    if caps.files:
        return line
    try:
        return joined([line, (Span(clean(file.data.decode(), lines=True)),)], NEWLINE)
    except UnicodeDecodeError:
        return line


def _posts(
    sheet: _Sheet,
    texts: Sequence[Rich],
    pictures: Sequence[PostPicture],
    files: Sequence[PostFile],
    message: Message,
) -> tuple[Post, ...]:
    """Texts, then pictures and files from the last text on; the ping on the first post, the controls on the last."""
    rows: tuple[Row, ...] = tuple(tuple(row) if isinstance(row, list) else row for row in sheet.rows)
    language, lines = sheet.reader.language, tuple(sheet.lines)
    if len(texts) == 1 and not pictures and not files:  # nearly always
        return (Post(texts[0], rows, lines, notify=message.notify, language=language),)
    albums = [Post((), pictures=album) for album in _grouped(pictures, sheet.caps.pictures)]
    bundles = [Post((), files=bundle) for bundle in _grouped(files, sheet.caps.files)]
    ends = zip_longest(texts[-1:], [*albums, *bundles], fillvalue=None)
    posts = [Post(text) for text in texts[:-1]]
    posts += [replace(end or Post(()), text=text or ()) for text, end in ends]
    posts[0] = replace(posts[0], notify=message.notify)
    posts[-1] = replace(posts[-1], rows=rows, lines=lines)
    return tuple(replace(post, language=language) for post in posts)


def _grouped(things: Sequence[Thing], each: int) -> list[tuple[Thing, ...]]:
    return [tuple(things[start : start + each]) for start in range(0, len(things), max(1, each))]
