"""How a post is drawn in Slack: what members typed stays words, and nothing is beyond Slack's limits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import ids, inbound, outbound, views
from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.fields import answers
from adapters.slack.views import Source
from bot.actions import encode
from bot.fit import fit
from bot.fit_forms import fit_form
from bot.i18n import Moment, Text, words
from bot.identity import Person, Place
from bot.markup import Reader
from bot.post import Post, PostButton, PostChoice, PostLine, PostMenu, Span
from bot.ui import Action, Button, Choice, Field, FieldKind, Form, Menu, Message, Tone
from tests.standins.slack import schema
from tests.standins.slack.person import read

AT = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
READER = Reader("en", "Europe/Rome", AT)
ANNA = Person("slack", "T1/UANNA", "Anna")
SQUARE = Place("slack", "T1/C1", "square")
HARD = "*bold* _it_ ~s~ `c` <!channel> <@UANNA> @here & &amp; :smile: > quote https://example.org/a_b"


def elements(post: Post) -> list[dict[str, Any]]:
    (block,) = (one for one in outbound.blocks(post) if one["type"] == "rich_text")
    return list(block["elements"][0]["elements"])


def test_styles_are_ours_and_words_are_words() -> None:
    post = Post((Span("Due", bold=True), Span(f" {HARD} "), Span("x_1", code=True)))
    found = elements(post)
    assert found[0] == {"type": "text", "text": "Due", "style": {"bold": True}}
    assert found[-1] == {"type": "text", "text": "x_1", "style": {"code": True}}
    assert {"type": "link", "url": "https://example.org/a_b", "text": "https://example.org/a_b"} in found
    assert {one["type"] for one in found} == {"text", "link"}
    assert read(outbound.blocks(post)) == f"Due {HARD} x_1"


def test_what_slack_draws_itself() -> None:
    post = Post(
        (
            Span("Anna", value=ANNA),
            Span(" in "),
            Span("square", value=SQUARE),
            Span(" "),
            Span("tomorrow at 18:00", value=Moment(AT)),
            Span("our rules", link="https://example.org"),
        )
    )
    anna, _, square, _, moment, link = elements(post)
    assert anna == {"type": "text", "text": "Anna"}, "a name pings nobody"
    assert square == {"type": "channel", "channel_id": "C1"}
    assert (moment["type"], moment["timestamp"], moment["fallback"]) == (
        "date",
        int(AT.timestamp()),
        "tomorrow at 18:00",
    )
    assert link == {"type": "link", "url": "https://example.org", "text": "our rules"}


def test_only_notify_mentions() -> None:
    named = Post((Span("Hi "), Span("Anna", value=ANNA)), notify=(ANNA,))
    assert [one["type"] for one in elements(named)] == ["text", "user"]
    unnamed = Post((Span("Hi"),), notify=(ANNA,))
    assert [one["type"] for one in elements(unnamed)] == ["user", "text", "text"]
    assert outbound.message(unnamed)["text"].startswith("<@UANNA> ")
    assert "<@" not in outbound.message(Post((Span("<@UANNA>"),)))["text"]


def test_words_of_a_control_stay_as_they_are() -> None:
    row = (PostButton(":smile: *x*", "a|1|", Tone.DANGER), PostButton("Go", "b|1|", Tone.MAIN))
    (block,) = outbound.blocks(Post((), (row,)))
    assert [one["text"] for one in block["elements"]] == [
        {"type": "plain_text", "text": ":smile: *x*", "emoji": False},
        {"type": "plain_text", "text": "Go", "emoji": False},
    ]
    assert [one["style"] for one in block["elements"]] == ["danger", "primary"]


@pytest.mark.parametrize("most", [1, 2])
def test_a_menu_shows_what_is_chosen(most: int) -> None:
    choices = (PostChoice("Taxes", "1", "Every kind"), PostChoice("Logos", "2"))
    (block,) = outbound.blocks(Post((), (PostMenu("Topics", "t|1|", choices, most, ("2",)),)))
    shown = block["accessory"]
    start = shown["initial_option"] if most == 1 else shown["initial_options"][0]
    assert (block["text"]["text"], start["value"]) == ("Topics", "2")
    assert shown["options"][0]["description"]["text"] == "Every kind"


def test_numbered_lines_have_buttons_that_say_what_they_mean() -> None:
    lines = tuple(PostLine(number, "t|1|\u00fc", None if number == 1 else f"v={number}") for number in range(1, 61))
    blocks = outbound.blocks(Post((Span("1. …"),), lines=lines))
    buttons = [one for block in blocks[1:] for one in block["elements"]]
    assert [len(block["elements"]) for block in blocks[1:]] == [25, 25, 10]
    pressed = [inbound.pressed({"actions": [one]}) for one in buttons]
    assert pressed[:2] == [("t|1|\u00fc", ()), ("t|1|\u00fc", ("v=2",))]
    assert schema.message(outbound.message(Post((Span("1. …"),), lines=lines))) == []


def test_a_source_survives_its_view_and_its_person_is_never_taken_from_there() -> None:
    source = Source("T1", "UANNA", "C1", "https://hooks.example.org/x", "12.3", ephemeral=True)
    assert views.unpacked(source.packed(), "T1", "UANNA") == source
    assert views.unpacked(source.packed(), "T2", "UEVE") == Source(
        "T2", "UEVE", "C1", "https://hooks.example.org/x", "12.3", ephemeral=True
    )
    long = Source("T1", "UANNA", "C1", "https://hooks.example.org/" + "x" * 4000)
    assert len(long.packed()) <= 3000
    assert views.unpacked(long.packed(), "T1", "UANNA").channel == "C1"
    for broken in ("", "[]", "{", '{"who": 1}', "null"):
        assert views.unpacked(broken, "T1", "UANNA") == Source("T1", "UANNA")


def test_a_few_boxes_to_tick_are_boxes() -> None:
    few = Field("f", words("Rules"), FieldKind.MANY, most=1, choices=(Choice(words("Yes"), "yes"),), value=("yes",))
    many = Field("g", words("Days"), FieldKind.MANY, most=2, choices=tuple(Choice(words(d), d) for d in "abc"))
    (form,) = fit_form(Form(words("F"), (few, many), words("Go")), "x|1|", CAPABILITIES, READER)
    boxes, menu = (one["element"] for one in views.form_view(form, Source("T1", "UANNA"), None)["blocks"])
    assert (boxes["type"], boxes["initial_options"][0]["value"]) == ("checkboxes", "yes")
    assert (menu["type"], menu["max_selected_items"]) == ("multi_static_select", 2)
    state = {"f": {"answer": {"type": "checkboxes", "selected_options": boxes["initial_options"]}}}
    assert answers({"state": {"values": state}}, "T1") == {"f": ("yes",)}


typed = st.text(min_size=1, max_size=120) | st.just(HARD) | st.text("<>&*_`:@#~|\n ", min_size=1, max_size=60)
texts = typed.map(words)
actions = st.integers(0, 99).map(lambda number: Action("x.do", {"n": number}))
menus = st.builds(
    lambda label, labels, action, most: Menu(
        label, tuple(Choice(one, str(at), one) for at, one in enumerate(labels)), action, most
    ),
    texts,
    st.lists(texts, min_size=1, max_size=120),
    actions,
    st.integers(1, 3),
)
buttons = st.builds(Button, texts, actions)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=6), st.lists(buttons | menus, max_size=12))
def test_every_message_is_within_slacks_limits(paragraphs: list[Text], controls: list[Button | Menu]) -> None:
    message = Message(tuple(paragraphs), tuple(controls), notify=(ANNA,))
    for post in fit(message, CAPABILITIES, READER, lambda action: encode(action, 1)):
        assert schema.message(outbound.message(post)) == []


fields = st.builds(
    lambda label, hint, kind, labels, value: (label, hint, kind, labels, value),
    texts,
    texts,
    st.sampled_from(FieldKind),
    st.lists(texts, min_size=1, max_size=110),
    st.text(max_size=300),
)


@settings(max_examples=60, deadline=None)
@given(texts, st.lists(fields, min_size=1, max_size=6), texts)
def test_every_form_is_within_slacks_limits(title: Text, drawn: list[Any], intro: Text) -> None:
    made = tuple(
        Field(f"f{at}", label, kind, hint, most=3, choices=tuple(Choice(one, str(n)) for n, one in enumerate(labels)))
        if kind in (FieldKind.ONE, FieldKind.MANY)
        else Field(f"f{at}", label, kind, hint, most=300, value=(value,) if kind is not FieldKind.PLACE else ())
        for at, (label, hint, kind, labels, value) in enumerate(drawn)
    )
    source = Source("T1", "UANNA", "C1", "https://hooks.example.org/x" * 20)
    for form in fit_form(Form(title, made, title, intro), "x|1|", CAPABILITIES, READER):
        assert schema.view(views.form_view(form, source, "de")) == []


def test_ids_find_their_own_way() -> None:
    assert ids.team_of(ids.person("T1", "U1").id) == "T1"
    assert ids.own(ids.place("T1", "C1").id) == "C1"
    assert ids.team_of("999") == ""
