"""Fitting drops nothing and keeps to every limit, whatever the message and whatever the platform."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import capabilities as discord
from adapters.slack import capabilities as slack
from bot.actions import decode, encode
from bot.fit import fit
from bot.fit_forms import fit_form
from bot.i18n import Text, t, words
from bot.identity import Person
from bot.markup import Reader, one_line, plain, render
from bot.post import Capabilities, FormPost, Post, PostButton, PostChoice, PostField, PostLine, PostMenu, Span
from bot.ui import Action, Button, Choice, Field, FieldKind, File, Form, Menu, Message, Picture, Tone

READER = Reader("en", "Europe/Rome", datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
PLAIN = Capabilities(
    draw=plain, text=4000, label=0, buttons=0, row=0, rows=0, options=0, option_label=0, placeholder=0,
    action_id=200, fields=10, field_label=200, field_hint=300, field_text=4000, form_title=100, pictures=0,
    alt=0, menus=False, dialogs=False,
)  # fmt: skip
generated = st.builds(
    Capabilities,
    draw=st.sampled_from([plain, discord.draw, slack.draw]),
    text=st.integers(200, 3000),
    label=st.integers(1, 80),
    buttons=st.integers(0, 5),
    row=st.integers(0, 5),
    rows=st.integers(0, 5),
    options=st.integers(0, 30),
    option_label=st.integers(1, 60),
    placeholder=st.integers(1, 60),
    action_id=st.just(100),
    fields=st.integers(2, 5),
    field_label=st.integers(1, 45),
    field_hint=st.integers(0, 100),
    field_text=st.integers(1, 300),
    form_title=st.integers(1, 45),
    pictures=st.integers(0, 3),
    alt=st.integers(1, 100),
    menus=st.booleans(),
    files=st.integers(0, 2),
    uploads=st.booleans(),
)
platforms = st.sampled_from([discord.CAPABILITIES, slack.CAPABILITIES, PLAIN]) | generated

typed = st.text("ab *_`<>@é👍🏽\n.", max_size=30) | st.sampled_from(["1. one", "x" * 130, "two words " * 30])
texts = typed.map(words) | st.builds(lambda word: t("**{a}** and _{a}_", a=word), typed)
paragraphs = texts | st.builds(lambda word: words(word * 40), typed)
actions = st.builds(Action, st.sampled_from(["a.b", "c"]), st.fixed_dictionaries({"n": st.integers(0, 2)}))
buttons = st.builds(Button, texts, actions, st.sampled_from(Tone))


@st.composite
def choices(draw: st.DrawFn, most: int = 60) -> tuple[Choice, ...]:
    """Many choices from a few texts, each with a value of its own."""
    labels = draw(st.lists(texts, min_size=1, max_size=4))
    abouts = draw(st.lists(texts | st.none(), min_size=1, max_size=3))
    number = draw(st.integers(0, most))
    return tuple(
        Choice(t("{at} {label}", at=at, label=labels[at % len(labels)]), f"value {at}", abouts[at % len(abouts)])
        for at in range(number)
    )


chosen = st.lists(st.integers(0, 59).map("value {}".format), max_size=3, unique=True).map(tuple)
menus = st.builds(Menu, texts, choices(), actions, st.integers(1, 5), chosen)
pictures = st.builds(Picture, st.just(b"png"), st.just("a.png"), texts)
files = st.builds(File, st.sampled_from([b"BEGIN:VCALENDAR", b"\x89PNG\xff"]), st.just("a.ics"), texts)
messages = st.builds(
    Message,
    st.lists(paragraphs, max_size=4).map(tuple),
    st.lists(buttons | menus, max_size=7).map(tuple),
    st.lists(pictures, max_size=12).map(tuple),
    st.lists(st.builds(Person, st.just("room"), st.sampled_from("12")), max_size=2).map(tuple),
    st.lists(files, max_size=5).map(tuple),
)
fields = st.builds(
    Field, st.just(""), texts, st.sampled_from(FieldKind), texts | st.none(), st.booleans(),
    st.integers(1, 400), choices(), st.lists(typed, max_size=1).map(tuple),
)  # fmt: skip
forms = st.builds(Form, texts, st.lists(fields, min_size=1, max_size=9).map(tuple), texts, texts | st.none())
slow = settings(max_examples=120, deadline=None)


def id_of(action: Action) -> str:
    return encode(action, 7, "keykey12")


def fitted(message: Message, caps: Capabilities) -> tuple[Post, ...]:
    return fit(message, caps, READER, id_of)


def bare(text: Text) -> str:
    """The words without white space, of which a seam may take some."""
    return squeezed(plain(one_line(render(text, READER))))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def rows_of(posts: Sequence[Post]) -> list[PostButton | PostMenu]:
    rows = [row for post in posts for row in post.rows]
    return [one for row in rows for one in ([row] if isinstance(row, PostMenu) else row)]


# The property: nothing dropped


def said(message: Message) -> Iterator[Text]:
    """Everything that the message says."""
    yield from message.text
    yield from (picture.alt for picture in message.pictures)
    yield from (file.about for file in message.files)
    for control in message.controls:
        yield control.label
        for choice in control.choices if isinstance(control, Menu) else ():
            yield choice.label
            if choice.about:
                yield choice.about


def labels(posts: Sequence[Post]) -> Iterator[str]:
    yield from (picture.alt for post in posts for picture in post.pictures)
    for row in rows_of(posts):
        yield row.label
        if isinstance(row, PostMenu):
            yield re.sub(r" ?\(\d+/\d+\)$", "", row.label)
            yield from labels_of(row.choices)


def labels_of(shown: Sequence[PostChoice]) -> Iterator[str]:
    for choice in shown:
        yield choice.label
        yield choice.about


@slow
@given(messages, platforms)
def test_a_message_fits_and_nothing_is_dropped(message: Message, caps: Capabilities) -> None:
    posts = fitted(message, caps)
    check_said(message, posts)
    check_done(message, posts)
    check_numbers(message, posts)
    check_limits(message, posts, caps)


def check_said(message: Message, posts: Sequence[Post]) -> None:
    """Everything that the message says appears."""
    body = squeezed("".join(plain(post.text) for post in posts))
    shown = {squeezed(one) for one in labels(posts)}
    missing = [text for text in map(bare, said(message)) if text not in body and text not in shown]
    assert not missing


def offered(message: Message) -> list[tuple[Action, str | None, Text]]:
    """Everything that can be done: the action, the value that is picked, and how it is called."""
    return [
        (control.action, choice.value if choice else None, choice.label if choice else control.label)
        for control in message.controls
        for choice in (control.choices if isinstance(control, Menu) else (None,))
    ]


def check_done(message: Message, posts: Sequence[Post]) -> None:
    """Everything can be done, in one place."""
    there: list[tuple[str, str | None]] = [(line.id, line.value) for post in posts for line in post.lines]
    for row in rows_of(posts):
        there += [(row.id, one.value) for one in row.choices] if isinstance(row, PostMenu) else [(row.id, None)]
    wanted = Counter((str(decode(id_of(action))), value) for action, value, _ in offered(message))
    assert Counter((str(decode(id)), value) for id, value in there) == wanted


def check_numbers(message: Message, posts: Sequence[Post]) -> None:
    """Every number stands before what it does."""
    body = squeezed("".join(plain(post.text) for post in posts))
    lines = [line for post in posts for line in post.lines]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    named: dict[tuple[str, str | None], list[str]] = {}
    for action, value, label in offered(message):
        named.setdefault((id_of(action), value), []).append(bare(label))
    for line in lines:
        assert any(f"{line.number}.{label}" in body for label in named[line.id, line.value])


def check_limits(message: Message, posts: Sequence[Post], caps: Capabilities) -> None:
    for post in posts:
        assert len(caps.draw(post.text)) <= caps.text
        assert len(post.pictures) <= caps.pictures
        assert all(0 < len(picture.alt) <= caps.alt for picture in post.pictures)
        assert len(post.rows) <= caps.rows
        assert sum(len(row) for row in post.rows if not isinstance(row, PostMenu)) <= caps.buttons
        ids = [row.id for row in rows_of([post])]
        assert len(ids) == len(set(ids))
        assert max(map(len, ids), default=0) <= caps.action_id
        for row in post.rows:
            check_menu(row, caps) if isinstance(row, PostMenu) else check_buttons(row, caps)
    controls = [post for post in posts if post.rows or post.lines]
    assert controls in ([], [posts[-1]])
    assert [post.notify for post in posts] == [message.notify, *[()] * (len(posts) - 1)]
    shown = [picture.picture for post in posts for picture in post.pictures]
    assert shown == (list(message.pictures) if caps.pictures else [])
    assert all(len(post.files) <= caps.files and not (post.files and post.pictures) for post in posts)
    assert [one.file for post in posts for one in post.files] == (list(message.files) if caps.files else [])


def check_buttons(row: Sequence[PostButton], caps: Capabilities) -> None:
    assert 0 < len(row) <= caps.row
    assert all(0 < len(button.label) <= caps.label for button in row)


def check_menu(menu: PostMenu, caps: Capabilities) -> None:
    assert caps.menus
    assert 0 < len(menu.choices) <= caps.options
    assert 0 < len(menu.label) <= caps.placeholder
    assert 1 <= menu.most <= len(menu.choices)
    assert len(menu.chosen) <= menu.most
    assert set(menu.chosen) <= {choice.value for choice in menu.choices}
    check_choices(menu.choices, caps)


def check_choices(shown: Sequence[PostChoice], caps: Capabilities) -> None:
    assert all(0 < len(choice.label) <= caps.option_label for choice in shown)
    assert all(len(choice.about) <= caps.option_label for choice in shown)


# The properties of a form


@slow
@given(forms, platforms)
def test_a_form_fits_and_nothing_is_dropped(form: Form, caps: Capabilities) -> None:
    form = replace(form, fields=tuple(replace(one, name=f"f{at}") for at, one in enumerate(form.fields)))
    steps = fit_form(form, "a|b|c", caps, READER)
    assert [(step.id, step.step, step.steps) for step in steps] == [
        ("a|b|c", at, len(steps)) for at in range(1, len(steps) + 1)
    ]
    heading = squeezed(steps[0].intro + steps[0].title)
    assert bare(form.title) in heading
    assert bare(form.submit) in heading + squeezed(steps[-1].submit)
    assert bare(form.intro or words("")) in heading
    asked = [(one, step) for step in steps for one in step.fields]
    possible = [one for one in form.fields if caps.uploads or one.kind is not FieldKind.FILE] or list(form.fields)
    assert [one.name for one, _ in asked] == [one.name for one in possible]
    assert all(bare(one.label) in heading for one in form.fields if one not in possible)
    for wanted, (one, step) in zip(possible, asked, strict=True):
        check_question(wanted, one, step)
        check_field(one, caps)
    for step in steps:
        check_step(step, caps)
    assert caps.dialogs or len(steps) == 1


def check_question(wanted: Field, one: PostField, step: FormPost) -> None:
    """All of the question is there, and what was typed before."""
    options = wanted.choices if wanted.kind in (FieldKind.ONE, FieldKind.MANY) else ()
    told = [wanted.label, wanted.hint, *(text for choice in options for text in (choice.label, choice.about))]
    here = {squeezed(text) for text in (one.label, one.hint, *labels_of(one.choices))}
    intro = squeezed(step.intro)
    assert not [text for text in map(bare, filter(None, told)) if text not in intro and text not in here]
    assert all(value in one.value or squeezed(value) in intro for value in wanted.value)
    assert one.required == wanted.required
    assert {choice.value for choice in one.choices} in ({choice.value for choice in options}, set())


def check_field(one: PostField, caps: Capabilities) -> None:
    assert 0 < len(one.label) <= caps.field_label
    assert len(one.hint) <= caps.field_hint
    if one.kind in (FieldKind.LINE, FieldKind.LONG):
        assert all(len(value) <= one.most for value in one.value)
        assert one.most <= caps.field_text
        assert not one.choices
    elif caps.dialogs:
        assert len(one.choices) <= caps.options
        check_choices(one.choices, caps)


def check_step(step: FormPost, caps: Capabilities) -> None:
    assert 0 < len(step.title) <= caps.form_title
    assert 0 < len(step.submit) <= caps.form_title
    if caps.dialogs and len(step.fields) != 1:
        assert 1 < len(step.fields) <= caps.fields - bool(step.intro)
        assert len(caps.draw((Span(step.intro),))) <= caps.text


# Examples


def number_choices(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(words(f"topic {at}"), str(at)) for at in range(number))


def test_buttons_stand_in_rows_and_the_rest_are_lines() -> None:
    many = tuple(Button(words(f"Ask {at}"), Action("ask", {"id": at})) for at in range(27))
    (post,) = fitted(Message((t("Who?"),), many), discord.CAPABILITIES)
    assert [len(row) for row in post.rows if not isinstance(row, PostMenu)] == [5, 5, 5, 5, 5]
    assert plain(post.text) == "Who?\n\nAnswer with a number:\n\n1. Ask 25\n2. Ask 26"
    assert post.lines == (PostLine(1, "ask|7|25|keykey12"), PostLine(2, "ask|7|26|keykey12"))


def test_no_more_buttons_than_the_platform_has() -> None:
    four = tuple(Button(words(f"Ask {at}"), Action("ask", {"id": at})) for at in range(4))
    (post,) = fitted(Message((t("Who?"),), four), replace(slack.CAPABILITIES, buttons=3, row=2))
    assert [len(row) for row in post.rows if not isinstance(row, PostMenu)] == [2, 1]
    assert post.lines == (PostLine(1, "ask|7|3|keykey12"),)


def test_nobody_is_offered_to_pick_more_than_there_is() -> None:
    menu = Menu(t("Which?"), number_choices(2), Action("pick"), most=5, chosen=("0", "gone", "1"))
    (post,) = fitted(Message((t("Hello."),), (menu,)), slack.CAPABILITIES)
    (row,) = post.rows
    assert isinstance(row, PostMenu)
    assert (row.most, row.chosen) == (2, ("0", "1"))


def test_a_long_menu_has_pages() -> None:
    menu = Menu(t("Which topic?"), number_choices(60), Action("pick"), chosen=("30",))
    (post,) = fitted(Message((t("Hello."),), (menu,)), discord.CAPABILITIES)
    pages = [row for row in post.rows if isinstance(row, PostMenu)]
    assert [(page.label, len(page.choices)) for page in pages] == [
        ("Which topic? (1/3)", 25),
        ("Which topic? (2/3)", 25),
        ("Which topic? (3/3)", 10),
    ]
    assert [page.chosen for page in pages] == [(), ("30",), ()]
    assert [page.id for page in pages] == ["pick|7|keykey12", "pick|7|keykey12~2", "pick|7|keykey12~3"]


def test_without_controls_a_message_is_numbered() -> None:
    menu = Menu(t("Which?"), (*number_choices(1), Choice(words("tax"), "x", words("money"))), Action("pick"), 2, ("x",))
    message = Message((t("Hello."),), (Button(t("Ask"), Action("ask")), Button(t("Not now"), Action("no")), menu))
    (post,) = fitted(message, PLAIN)
    assert plain(post.text).split("\n\n") == [
        "Hello.",
        "Answer with a number:",
        "1. Ask\n2. Not now",
        "Which? (several possible)\n3. topic 0\n4. tax (chosen): money",
    ]
    assert [line.value for line in post.lines] == [None, None, "0", "x"]


def test_what_was_cut_stands_whole_in_the_text() -> None:
    menu = Menu(t("Which?"), (Choice(words("long " * 30), "1", words("about it")),), Action("pick"))
    message = Message((t("Hello."),), (Button(words("ask " * 30), Action("ask")), menu))
    (post,) = fitted(message, discord.CAPABILITIES)
    button, shown = rows_of([post])
    assert button.label == ("ask " * 20)[:79] + "…"
    assert isinstance(shown, PostMenu)
    assert shown.choices[0].label == ("long " * 20)[:99] + "…"
    whole = "• " + ("ask " * 30).strip() + "\n• " + ("long " * 30).strip() + ": about it"
    assert plain(post.text) == "Hello.\n\n" + whole


def test_long_text_and_many_pictures_make_several_posts() -> None:
    message = Message(
        (words("word " * 700),),
        (Button(t("Go on"), Action("on")),),
        tuple(Picture(b"", f"{at}.png", words(f"Picture {at}")) for at in range(12)),
        (Person("room", "1"),),
    )
    posts = fitted(message, discord.CAPABILITIES)
    assert [(bool(post.text), len(post.pictures), len(post.rows), len(post.notify)) for post in posts] == [
        (True, 0, 0, 1),
        (True, 10, 0, 0),
        (False, 2, 1, 0),
    ]


def test_where_there_are_no_pictures_they_are_told() -> None:
    message = Message((t("Look."),), pictures=(Picture(b"", "a.png", t("Two people at a table")),))
    assert [plain(post.text) for post in fitted(message, PLAIN)] == ["Look.\n\nPicture: Two people at a table"]


def test_controls_alone_still_have_something_to_read() -> None:
    (post,) = fitted(Message((), (Button(t("Go on"), Action("on")),)), discord.CAPABILITIES)
    assert plain(post.text)


def test_an_id_that_is_too_long_is_our_mistake() -> None:
    long = Message((), (Button(t("Go on"), Action("x" * 101)),))
    with pytest.raises(ValueError, match="at most 100"):
        fitted(long, discord.CAPABILITIES)
    with pytest.raises(ValueError, match="at most 100"):
        fit_form(Form(t("Title"), (), t("Send")), "x" * 101, discord.CAPABILITIES, READER)


def test_a_long_form_has_steps() -> None:
    seven = tuple(Field(f"f{at}", words(f"Question {at}")) for at in range(7))
    steps = fit_form(Form(t("You"), seven, t("Save"), t("Only you see this.")), "id", discord.CAPABILITIES, READER)
    assert [(step.intro, len(step.fields), step.submit) for step in steps] == [
        ("Only you see this.", 4, "Continue"),
        ("", 3, "Save"),
    ]
    (line_by_line,) = fit_form(Form(t("You"), seven * 2, t("Save")), "id", PLAIN, READER)
    assert len(line_by_line.fields) == 14


def test_more_choices_than_a_form_shows_are_typed_by_name() -> None:
    many = Field("topics", t("Topics"), FieldKind.MANY, choices=number_choices(26), most=3, value=("2", "other"))
    (step,) = fit_form(Form(t("You"), (many,), t("Save")), "id", discord.CAPABILITIES, READER)
    (field,) = step.fields
    assert (field.kind, field.value) == (FieldKind.LINE, ("topic 2, other",))
    assert field.hint == "Type one or more of these names, with commas between."
    assert step.intro.split("\n")[:2] == ["• Topics", "• topic 0"]
    assert step.intro.endswith("• topic 25")


def test_what_was_typed_comes_back_though_it_is_too_long() -> None:
    line = Field("a", t("About"), most=100, value=("x" * 150,))
    (step,) = fit_form(Form(t("You"), (line,), t("Save")), "id", slack.CAPABILITIES, READER)
    assert (step.fields[0].most, step.fields[0].value) == (150, ("x" * 150,))
    line = Field("a", t("About"), FieldKind.LONG, most=100, value=("x" * 5000,))
    (step,) = fit_form(Form(t("You"), (line,), t("Save")), "id", slack.CAPABILITIES, READER)
    assert (step.fields[0].most, step.fields[0].value) == (3000, ("x" * 3000,))
    assert "x" * 5000 in step.intro


def test_a_file_is_attached_or_its_words_are_there() -> None:
    invitation = Message(
        (t("Here it is."),), files=(File(b"BEGIN:VCALENDAR\r\nEND", "meeting.ics", t("Tuesday at 6")),)
    )
    (post,) = fitted(invitation, replace(discord.CAPABILITIES, files=10))
    assert [(one.file.name, one.about) for one in post.files] == [("meeting.ics", "Tuesday at 6")]
    assert plain(post.text) == "Here it is.\n\nmeeting.ics: Tuesday at 6"
    (post,) = fitted(invitation, PLAIN)
    assert plain(post.text) == "Here it is.\n\nmeeting.ics: Tuesday at 6\nBEGIN:VCALENDAR\nEND"
    assert not post.files


def test_a_field_for_a_file_is_asked_only_where_one_can_be_sent() -> None:
    story = Form(t("Story"), (Field("words", t("Words")), Field("picture", t("Picture"), FieldKind.FILE)), t("Share"))
    (step,) = fit_form(story, "id", replace(discord.CAPABILITIES, uploads=True), READER)
    assert [one.name for one in step.fields] == ["words", "picture"]
    (step,) = fit_form(story, "id", PLAIN, READER)
    assert [one.name for one in step.fields] == ["words"]
    assert step.intro == "• Picture: nothing can be attached here."
