"""Everything that is drawn for Discord stays within its limits, and pings nobody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import outbound
from adapters.discord.capabilities import CAPABILITIES
from adapters.discord.places import titled
from bot.fit import fit
from bot.fit_forms import fit_form
from bot.i18n import Text, t, words
from bot.identity import Person, Place
from bot.markup import Reader
from bot.post import FormPost, Post, PostField, PostPicture
from bot.ui import Action, Button, Choice, Field, FieldKind, Form, Menu, Message, Picture, Tone
from tests.standins.discord import limits
from tests.standins.discord.rest import pings
from tests.standins.discord.schema import schemas
from tests.standins.discord.seeing import seen

READER = Reader("de", "Europe/Rome", datetime(2026, 3, 2, tzinfo=UTC))
SIZES = (2, 2, 5, 5, 5, 9, 9, 20, 20, 40, 300)
HERE = Place("discord", "1")
SEND = ("POST", "/channels/{channel_id}/messages", "application/json")
PIECES = (
    "Hallo", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "שלום", "مرحبا", "e\u0301\u0323\u0308", "Z̷̛̙a̴l̵g̶o̷", "你好", "\u202e", "*", "_", "`",
    "```", "||", "~~", "\\", "\n", "\n\n", "# ", "> ", "- ", "1. ", "[a](https://example.org)", "https://example.org/(x)",
    "<@123456789012345678>", "@everyone", "<t:0:R>", "</mentor:1>", ":smile:", "\u200d", "ß", "ﷺ" * 3, "🇩🇪", " ",
)  # fmt: skip
PINGS = (
    "@everyone",
    "@here",
    "<@{id}>",
    "<@!{id}>",
    "<@&{id}>",
    "<#{id}>",
    "@{id}",
    "[x](<@{id}>)",
    "\\<@{id}>",
    "`<@{id}>`",
)
AROUND = ("{}", "a{}b", "**{}**", "_{}_", "\n{}\n", "> {}", "||{}||", "\\{}", "[{}](https://example.org)", "https://x.org/{}",
          "`{}`", "\u200b{}", "<{}>", "# {}", "{}{{}}", "({})", "({},", "- {}", "{} {}", "@{}", "<@{}>", "```{}```",
          "﻿{}", "~~{}~~", "1. {}", "{}!", "\u202e{}", ":{}:", "://{}", "*{}", "{}\\")  # fmt: skip


def texts(rng: random.Random, most: int) -> str:
    return "".join(rng.choice(PIECES) for _ in range(rng.randint(0, most)))


def messages(rng: random.Random) -> Message:
    """Anything the core might say, with what people might have typed in every place."""
    text = tuple(t("**{name}** writes: {words}", name=texts(rng, 8), words=texts(rng, rng.choice(SIZES))) for _ in "ab")
    act = Action("pairs.met", {"pair": rng.randint(1, 99), "note": texts(rng, 1)[:3]})
    controls: list[Button | Menu] = [
        Button(words(texts(rng, 12)), act, rng.choice(list(Tone))) for _ in range(rng.choice((0, 1, 1, 2, 7)))
    ]
    if rng.random() < 0.1:
        shown = [words(texts(rng, 20)) for _ in range(rng.choice((1, 3, 40)))]
        choices = tuple(Choice(one, str(n), one) for n, one in enumerate(shown))
        controls.append(Menu(words(texts(rng, 20)), choices, act, most=rng.randint(1, 3), chosen=("0", "1")))
    notify = tuple(Person("discord", str(10**17 + n)) for n in range(rng.randint(0, 3)))
    return Message(text, tuple(controls), notify=notify)


def drawn(message: Message) -> list[Post]:
    return list(fit(message, CAPABILITIES, READER, lambda action: f"{action.name}|1"))


def test_ten_thousand_messages_are_within_every_limit() -> None:
    rng, known, count = random.Random(7), schemas(), 0
    while count < 10_000:
        for post in drawn(messages(rng)):
            body = outbound.sending(HERE, post, f"once:{count}")
            assert limits.message(body, new=True) == [], body
            assert body["allowed_mentions"]["parse"] == []
            if known and count % 50 == 0:
                assert known.request(*SEND, body) == []
            count += 1


@given(st.text(max_size=3000), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_is_refused(said: str, named: str) -> None:
    for post in drawn(Message((words(said),), (Button(words(named), Action("a")),))):
        assert limits.message(outbound.message(post), new=True) == []


def test_a_form_of_anything_is_within_every_limit() -> None:
    rng, known = random.Random(11), schemas()
    for number in range(300):
        fields = tuple(_field(rng, at) for at in range(rng.randint(1, 9)))
        form = Form(words(texts(rng, 30)), fields, words(texts(rng, 9)), words(texts(rng, 40)))
        for step in fit_form(form, "form|1", CAPABILITIES, READER):
            modal = outbound.modal(step)
            assert limits.modal(modal) == [], modal
            body = {"type": 9, "data": modal}
            callback = "/interactions/{interaction_id}/{interaction_token}/callback"
            assert known is None or number % 5 or known.request("POST", callback, "application/json", body) == []


def _field(rng: random.Random, number: int) -> Field:
    kind = rng.choice(list(FieldKind))
    choices = tuple(Choice(words(texts(rng, 30)), str(n)) for n in range(rng.randint(1, 30)))
    text = kind in (FieldKind.LINE, FieldKind.LONG)
    value = (
        (texts(rng, 50),)
        if text
        else tuple(str(n) for n in range(rng.randint(0, 2)))[: 1 if kind is FieldKind.ONE else 2]
    )
    return Field(
        f"f{number}",
        words(texts(rng, 30)),
        kind,
        words(texts(rng, 50)),
        required=rng.random() < 0.5,
        most=rng.choice((1, 2, 200, 9000)),
        choices=() if text or kind is FieldKind.PLACE else choices,
        value=value,
    )


def payloads() -> Iterator[str]:
    for around in AROUND:
        for ping in PINGS:
            yield around.replace("{}", ping.format(id="123456789012345678"))


def spoken(payload: str) -> Iterator[tuple[str, Message]]:
    """The payload in every place where something that people typed can stand."""
    act = Action("a.b")
    person, notify = Person("discord", "5", payload), (Person("discord", "777777777777777777"),)
    cases: dict[str, Text] = {
        "typed": words(payload),
        "value": t("**{name}** is here", name=payload),
        "name": t("{name} is here", name=person),
        "place": t("In {place}", place=Place("discord", "x", payload)),
    }
    for name, text in cases.items():
        yield name, Message((text,), notify=notify)
    long = words(payload * 30)
    yield "button", Message((t("Please choose:"),), (Button(long, act),))
    yield "menu", Message((t("Please choose:"),), (Menu(long, (Choice(long, "1", long),), act),))
    yield "picture", Message((t("Please choose:"),), pictures=(Picture(b"x", "x.png", long),))


def test_three_hundred_ways_to_ping_ping_nobody() -> None:
    """Neither what we allow nor, where that were forgotten, the text itself."""
    tried = list(payloads())
    assert len(set(tried)) >= 300
    for payload in tried:
        for where, message in spoken(payload):
            for post in drawn(message):
                body = outbound.sending(HERE, post, "once")
                expected = {one.id for one in post.notify}
                assert pings(body["content"], body["allowed_mentions"]) == expected, (where, payload, body["content"])
                assert pings(body["content"], None) <= expected | {"5"}, (where, payload, body["content"])


def test_a_threads_name_is_within_its_limit_and_tells_pairs_apart() -> None:
    for payload in payloads():
        name = titled(payload * 30, "space:1")
        assert 1 <= len(name) <= 100
        assert name != titled(payload * 30, "space:2")


def test_whoever_a_message_is_for_is_mentioned_once() -> None:
    anna = Person("discord", "123456789012345678", "Anna")
    (post,) = drawn(Message((t("{name}, it is your turn", name=anna),), notify=(anna, anna)))
    body = outbound.message(post)
    assert body["content"].count("<@123456789012345678>") == 1
    assert body["allowed_mentions"] == {"parse": [], "users": ["123456789012345678"]}
    assert outbound.change(post)["allowed_mentions"] == {"parse": []}


def test_words_above_a_form_are_drawn_as_words() -> None:
    form = FormPost("Offer", "offer", "Offer", (PostField("a", "A", FieldKind.LINE),), intro="**not bold** <@1>")
    intro, question = outbound.modal(form)["components"]
    assert seen(intro["content"], {}) == "**not bold** <@1>"
    assert "value" not in question["component"]


def test_pictures_come_with_words() -> None:
    picture = PostPicture(Picture(b"x", "x.png", t("A roof")), "Ein Dach")
    assert outbound.message(Post((), pictures=(picture,)))["attachments"] == [
        {"id": "0", "filename": "x.png", "description": "Ein Dach"}
    ]
