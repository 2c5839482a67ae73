"""Whatever can wait in the database comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import codec
from bot.events import ActionUsed, CommandUsed, FormSent, MemberJoined, MemberLeft
from bot.i18n import Language, Listing, Moment, Text, Tongues
from bot.identity import Community, Person, Place, Ref
from bot.ui import Action, Button, Choice, Field, FieldKind, Form, Menu, Message, Picture, Tone
from bot.work import Home, Target

words = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["~", "is", "Text", "🎈", "שלום", "'; DROP", "\u202e", "{name}", "\ud800", "\x00"]),
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.integers(0, 2**35).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
times = st.tuples(instants, zones).map(lambda at: at[0].astimezone(at[1]))
people = st.builds(Person, words, words, words)
places = st.builds(Place, words, words, words)
refs = st.builds(Ref, places, words)
leaves = st.one_of(
    words,
    st.integers(),
    people,
    places,
    st.builds(Moment, times, st.sampled_from(["both", "day", "time"])),
    st.builds(Tongues, st.dictionaries(words, words, max_size=3)),
    st.builds(Language, words),
)


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listings = st.builds(Listing, st.lists(inner, max_size=3).map(tuple))
    nested = st.dictionaries(words, inner, max_size=3)
    return listings | st.builds(Text, words, nested, words, st.integers(0, 9), st.booleans())


values = st.recursive(leaves, _deeper, max_leaves=6)
texts = st.builds(Text, words, st.dictionaries(words, values, max_size=3), words, st.integers(), st.booleans())
arguments = st.dictionaries(words, words | st.integers() | st.booleans() | st.none(), max_size=3)
actions = st.builds(Action, words, arguments)
choices = st.builds(Choice, texts, words, st.none() | texts)


def some(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=2).map(tuple)


controls = st.builds(Button, texts, actions, st.sampled_from(Tone)) | st.builds(
    Menu, texts, some(choices), actions, st.integers(1, 9), some(words)
)
pictures = st.builds(Picture, st.binary(max_size=20), words, texts)
messages = st.builds(Message, some(texts), some(controls), some(pictures), some(people))
kinds = st.sampled_from(FieldKind)
asked = st.builds(
    Field, words, texts, kinds, st.none() | texts, st.booleans(), st.integers(0), some(choices), some(words)
)
forms = st.builds(Form, texts, some(asked), texts, st.none() | texts)
targets = st.builds(Target, some(people), st.none() | places)
homes = st.builds(Community, words, words, words)
happenings = st.one_of(
    st.builds(CommandUsed, words, people, places, st.none() | homes, words, st.dictionaries(words, words)),
    st.builds(ActionUsed, words, people, places, words, st.none() | homes, some(words), st.none() | refs),
    st.builds(FormSent, words, people, places, words, st.dictionaries(words, some(words), max_size=2)),
    st.builds(MemberJoined, words, people, homes),
    st.builds(MemberLeft, words, people, homes),
)
plain = st.recursive(
    words | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: some(inner) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


@given(st.one_of(messages, forms, targets, actions, happenings, plain))
def test_everything_comes_back_as_it_was(value: object) -> None:
    text = codec.dumps(value)
    assert text.isascii()
    # Names of people are not compared by ==, yet they must survive as well.
    assert codec.loads(text) == value
    assert codec.dumps(codec.loads(text)) == text


def test_names_and_types_survive() -> None:
    back = codec.loads(codec.dumps(Target((Person("p", "1", "Carla"),), Place("p", "2", "square"))))
    assert [back.people[0].name, back.place.name] == ["Carla", "square"]
    button = codec.loads(codec.dumps(Button(Text("Yes"), Action("a"), Tone.MAIN)))
    assert type(button.tone) is Tone


def test_times_come_back_in_utc() -> None:
    rome = datetime(2030, 7, 1, 18, 0, tzinfo=timezone(timedelta(hours=2)))
    back = codec.loads(codec.dumps(Moment(rome))).at
    assert (back, back.tzinfo) == (rome, UTC)


def test_a_typed_tag_is_a_word_and_not_a_class() -> None:
    typed = {"~": "Person", "platform": "p", "id": "1"}
    assert codec.loads(codec.dumps(typed)) == typed


def test_only_our_own_classes_are_written() -> None:
    with pytest.raises(ValueError, match="not one of ours: Home"):
        codec.dumps(Home(1, Community("p", "1"), "", "en", "UTC"))
    with pytest.raises(ValueError, match="not one of ours: object"):
        codec.dumps({"deep": [object()]})


def test_a_class_of_the_same_name_is_not_ours() -> None:
    class Person:
        pass

    with pytest.raises(ValueError, match="not one of ours"):
        codec.dumps(Person())


@pytest.mark.parametrize(
    "text",
    ['{"~":"Popen","args":"ls"}', '{"~":"Home"}', "not json", '{"~":"Person"}', '{"~":[]}', '{"~":"Tone"}'],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        codec.loads(text)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        codec.dumps(datetime(2030, 1, 1))  # noqa: DTZ001


def test_a_field_of_another_version_is_passed_over() -> None:
    text = codec.dumps(Action("pairs.met", {"pair": 1}))
    assert codec.loads(text[:-1] + ',"colour":"red"}') == Action("pairs.met", {"pair": 1})
