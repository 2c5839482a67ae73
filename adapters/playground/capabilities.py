"""What the playground can show, and the check that a post or a form keeps to it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.post import Capabilities, FormPost, Post, PostButton, PostMenu, Rich
from bot.ui import FieldKind


def plain(text: Rich) -> str:
    """The words alone; the page draws the rest itself."""
    return "".join(span.text for span in text)


def plain_with_links(text: Rich) -> str:
    """Where nothing can be clicked, an address is written out."""
    return "".join(f"{span.text} ({span.link})" if span.link not in ("", span.text) else span.text for span in text)


# Source of every number: our own choice. Roomy, so that the playground is the plainest case of `fit`, and
# finite, because a browser is not helped by endless ones either.
PLAYGROUND = Capabilities(
    draw=plain,
    text=10_000,
    label=80,
    buttons=25,
    row=5,
    rows=10,
    options=100,
    option_label=100,
    placeholder=100,
    action_id=200,
    fields=15,
    field_label=100,
    field_hint=200,
    field_text=4000,
    form_title=80,
    pictures=10,
    files=10,
    uploads=True,
    activity=True,
    alt=1000,
)

# Text and nothing else, as a terminal or a text message has it: controls are numbered lines, a form is a
# row of questions, so a form has as many questions as it needs.
PLAIN = Capabilities(
    draw=plain_with_links,
    text=4000,
    label=0,
    buttons=0,
    row=0,
    rows=0,
    options=100,
    option_label=200,
    placeholder=0,
    action_id=200,
    fields=50,
    field_label=200,
    field_hint=300,
    field_text=4000,
    form_title=100,
    pictures=0,
    alt=0,
    menus=False,
    dialogs=False,
)


def check_limits(post: Post, can: Capabilities) -> None:
    """Raises ValueError with everything in which the post is more than the platform can show."""
    found = [*_text(post, can), *_rows(post, can), *_pictures(post, can), *_files(post, can)]
    if found:
        raise ValueError("; ".join(found))


def _over(what: str, size: int, limit: int) -> Iterator[str]:
    if size > limit:
        yield f"{what}: {size} of at most {limit}"


def _text(post: Post, can: Capabilities) -> Iterator[str]:
    yield from _over("text", len(can.draw(post.text)), can.text)
    if not (can.draw(post.text).strip() or post.pictures):
        yield "nothing to read"
    numbers = [line.number for line in post.lines]
    if len(numbers) != len(set(numbers)):
        yield f"line numbers twice: {numbers}"


def _rows(post: Post, can: Capabilities) -> Iterator[str]:
    yield from _over("rows", len(post.rows), can.rows)
    buttons = [row for row in post.rows if not isinstance(row, PostMenu)]
    yield from _over("buttons", sum(len(row) for row in buttons), can.buttons)
    ids = [one.id for row in buttons for one in row]
    ids += [row.id for row in post.rows if isinstance(row, PostMenu)]
    if len(ids) != len(set(ids)):
        yield f"component ids twice: {ids}"
    for one in ids:
        yield from _over(f"id {one}", len(one), can.action_id)
    for row in post.rows:
        yield from _menu(row, can) if isinstance(row, PostMenu) else _buttons(row, can)


def _buttons(row: tuple[PostButton, ...], can: Capabilities) -> Iterator[str]:
    if not row:
        yield "a row without buttons"
    yield from _over("buttons in a row", len(row), can.row)
    for button in row:
        yield from _over(f"label {button.label}", len(button.label), can.label)
        if not button.label:
            yield "a button without a label"


def _menu(menu: PostMenu, can: Capabilities) -> Iterator[str]:
    if not can.menus:
        yield f"menu {menu.label}: there are none here"
    yield from _over(f"placeholder {menu.label}", len(menu.label), can.placeholder)
    yield from _over(f"options of {menu.label}", len(menu.choices), can.options)
    values = {choice.value for choice in menu.choices}
    if len(values) != len(menu.choices) or not values:
        yield f"options of {menu.label}: none, or a value twice"
    if not set(menu.chosen) <= values or not 1 <= menu.most <= max(1, len(values)):
        yield f"menu {menu.label}: chooses what it does not offer"
    for choice in menu.choices:
        yield from _over(f"option {choice.label}", len(choice.label), can.option_label)


def _pictures(post: Post, can: Capabilities) -> Iterator[str]:
    yield from _over("pictures", len(post.pictures), can.pictures)
    for one in post.pictures:
        yield from _over(f"alt of {one.picture.name}", len(one.alt), can.alt)
        if not one.alt:
            yield f"{one.picture.name} has no alt text"


def _files(post: Post, can: Capabilities) -> Iterator[str]:
    yield from _over("files", len(post.files), can.files)
    for one in post.files:
        if not (one.about and one.file.name):
            yield f"{one.file.name} does not say what it is"


def check_form(form: FormPost, can: Capabilities) -> None:
    """Raises ValueError with everything in which the form is more than the platform can show."""
    found = [*_over("title", len(form.title), can.form_title), *_over("fields", len(form.fields), can.fields)]
    names = [field.name for field in form.fields]
    if not names or len(names) != len(set(names)):
        found.append(f"fields: none, or a name twice: {names}")
    found += _over(f"id {form.id}", len(form.id), can.action_id)
    for field in form.fields:
        found += _over(f"label {field.label}", len(field.label), can.field_label)
        found += _over(f"hint {field.hint}", len(field.hint), can.field_hint)
        if field.kind in (FieldKind.LINE, FieldKind.LONG):
            found += _over(f"text of {field.name}", field.most, can.field_text)
        elif can.dialogs:
            found += _over(f"options of {field.name}", len(field.choices), can.options)
    if found:
        raise ValueError("; ".join(found))
