"""Texts of weekly posts as files: what is saved can be read again, and what is wrong is told by its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cleaning import clean
from bot.features.posts.model import PIECES_MOST, Kind
from bot.features.posts.pieces import starters
from bot.features.posts.reading import Mistakes, Written, as_table, as_text, read
from bot.i18n import LANGUAGES, Text
from bot.markup import Reader, plain, render
from tests.features.scene import MONDAY

READER = Reader("en", "UTC", MONDAY)
TRICKY = ("# A\n# B", "kind: how\n\n#", "\\ x", "#", "link: x", "=1+1")
BODY = st.text(min_size=1, max_size=60) | st.sampled_from(TRICKY)
TEXTS = BODY.map(lambda text: clean(text, lines=True)).filter(lambda text: text[:1] not in ("", "'"))
TITLES = TEXTS.map(lambda text: clean(text, lines=False)).filter(bool)
LINKS = st.sampled_from(["", "https://corte.example/a?b=c"])
WRITTEN = st.lists(
    st.builds(Written, st.just(0), st.sampled_from(Kind), TITLES, TEXTS, LINKS),
    min_size=1,
    max_size=6,
    unique_by=(lambda one: one.title.casefold(), lambda one: one.words),
)


def bare(found: object) -> list[tuple[object, ...]]:
    assert isinstance(found, list | tuple)
    return [(one.kind, one.title, one.words, one.link) for one in found]


@given(WRITTEN)
def test_what_is_saved_is_read_again(found: list[Written]) -> None:
    assert bare(read(as_text(found))) == bare(found)
    assert bare(read(as_table(found))) == bare(found)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_is_read_or_told(data: bytes) -> None:
    said = mistakes(data)
    assert said or read(data)
    assert all(1 <= line <= data.count(b"\n") + data.count(b"\r") + 2 for line, _ in said)
    assert not said or plain(render(Mistakes(said).text, READER))


def mistakes(data: bytes) -> tuple[tuple[int, Text], ...]:
    try:
        read(data)
    except Mistakes as wrong:
        return wrong.found
    return ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ready_made_ones_are_short_and_whole(language: str) -> None:
    found = [Written(0, one.kind, one.title.texts[language], one.words.texts[language]) for one in starters().values()]
    assert len(found) >= 12
    assert bare(read(as_text(found))) == bare(found)
    assert bare(read(as_table(found))) == bare(found)
    assert max(len(one.title) + len(one.words) for one in found) < 800


def told(source: str | bytes) -> str:
    with pytest.raises(Mistakes) as caught:
        read(source if isinstance(source, bytes) else source.encode())
    return plain(render(caught.value.text, READER))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "Line 1: The file is empty."),
        ("\n\nHello\n# A\n\nText", "Line 3: Each text begins with a line such as “# My title”."),
        ("# A\n\nText\n\n#\n\nText two", "Line 5: The title is missing."),
        ("# A\n\n# B\n\nText", "Line 1: There is a title without a text."),
        ("# A\nkind: poem\n\nText", "Line 2: The kind is how, tip or article."),
        ("# A\nkind: tip\nlink: javascript:x\n\nT", "Line 3: An address begins with https:// and has no spaces."),
        ("# A\n\nText\n\n# B\n\nText", "Line 5: This is the same as in line 1."),
        ("# A\n\nText\n\n# a\n\nOther", "Line 5: This is the same as in line 1."),
        ("# " + "x" * 81 + "\n\nText", "Line 1: 81 characters are too many; 80 are possible."),
        ("# A\n\n" + "x" * 801, "Line 1: 801 characters are too many; 800 are possible."),
        (b"# A\n\nGr\xfc\xdfe", "Line 3: There is a letter that is not UTF-8. Save the file as UTF-8."),
        ("title,text\nA,One\nB,One, two", "Line 3: There are more cells than columns."),
        ('title,text\nA,"One\nB,Two', "Line 2: A quotation mark is not closed here"),
        ('title;text;kind\nA;"One\n\nmore";tip\nB;;tip', "Line 5: There is a title without a text."),
    ],
)
def test_a_mistake_is_told_by_its_line(source: str | bytes, said: str) -> None:
    assert told(source).startswith(said)


def test_many_mistakes_are_told_together_and_not_without_end() -> None:
    said = told("".join(f"# {number}\nkind: poem\n\nText {number}\n\n" for number in range(20)))
    assert said.splitlines()[0] == "Line 2: The kind is how, tip or article."
    assert said.splitlines()[-1] == "And 12 more."


def test_too_many_texts_are_too_many() -> None:
    said = told("".join(f"# {number}\n\nText {number}\n\n" for number in range(PIECES_MOST + 1)))
    assert said == f"Line {4 * PIECES_MOST + 1}: At most {PIECES_MOST} texts are possible."


@pytest.mark.parametrize(
    "source",
    [
        "\ufeff# Markt\r\nArt: Artikel\r\nLink: https://corte.example/\r\n\r\nAm Samstag.\r\n",
        "Titel;Art;Text;Adresse\nMarkt;Artikel;Am Samstag.;https://corte.example/\n\n",
        "titolo\ttipo\ttesto\tlink\nMarkt\tarticolo\tAm Samstag.\thttps://corte.example/\n",
    ],
)
def test_people_write_in_their_own_language(source: str) -> None:
    (one,) = read(source.encode())
    assert (one.kind, one.title, one.words) == (Kind.ARTICLE, "Markt", "Am Samstag.")
    assert one.link == "https://corte.example/"
