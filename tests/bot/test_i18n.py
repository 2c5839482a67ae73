"""Languages: the nearest one, plurals, and what is read where a translation is missing."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from bot.i18n import (
    LANGUAGES,
    LOCALES,
    Language,
    Tongues,
    catalogue,
    language_names,
    language_of,
    listing,
    t,
    tn,
    translated,
    words,
)
from tests.features.reading import read_in

GERMAN = {
    r"Posts?|[Pp]oste?n?|[Gg]epostet": "Beitrag, veröffentlichen",
    r"Verhaltenskod\w+": "Verhaltensregeln",
    r"[Aa]ufgehoben": "gespeichert: the other word also means that it is over",
    r"brauch(?:t|en|st)? einen Blick": "Aufmerksamkeit",
    r"Reports?": "Meldung",
    r"[Ww]ähl|[Nn]enn": "wähle, nenne",
    r"(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihr\w*)": "du",
}
"""What would be a second word for one thing, and the one that is used; most were used once."""


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *(("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("IT", "it"), ("it-IT", "it"), ("en-GB", "en")),
        *(("fr", "en"), ("zh-Hant-TW", "en"), ("", "en"), (None, "en"), ("-", "en"), ("deu", "en"), ("x" * 99, "en")),
    ],
)
def test_the_nearest_language(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


def test_a_community_speaks_for_those_whose_language_is_missing() -> None:
    assert language_of("fr-FR", "it") == "it"
    assert language_of(None, "de") == "de"


@pytest.mark.parametrize("language", ["xx", "fr", "", "../de", "EN"])
def test_an_unknown_language_reads_english(language: str) -> None:
    assert translated(t("Take a break"), language) == "Take a break"
    assert translated(tn("One week", "{n} weeks", 3), language) == "{n} weeks"


@pytest.mark.parametrize(("n", "expected"), [(0, "0 free places"), (1, "1 free place"), (2, "2 free places")])
def test_english_plurals(n: int, expected: str) -> None:
    assert read_in("en", tn("{n} free place", "{n} free places", n)) == expected


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_plural_is_read_as_its_catalogue_says(language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        shipped = read_po(file, locale=language)
    plurals = {tuple(one.id): tuple(one.string or ()) for one in shipped if one.pluralizable and not one.fuzzy}
    plurals = {key: strings for key, strings in plurals.items() if all(strings)}
    assert plurals, "there are some"
    for key, (single, many) in plurals.items():
        found = [translated(tn(key[0], key[1], n), language) for n in (0, 1, 2, 5, 11, 21, 101)]
        assert found == [many, single, many, many, many, many, many], key


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_what_is_not_translated_yet_reads_english(language: str) -> None:
    key = "This sentence is in no catalogue: {name}"
    assert translated(t(key, name="x"), language) == key
    assert catalogue(language) is catalogue(language), "read once"


def test_what_somebody_typed_is_never_translated_nor_filled_in() -> None:
    typed = "Take a break, {name} **bold** {n}"
    for language in LANGUAGES:
        assert read_in(language, words(typed)) == typed
        assert read_in(language, t("{words}", words=typed)) == typed


def test_a_template_reads_in_english_or_whatever_there_is() -> None:
    assert Tongues({"en": "one", "de": "eins"}).read("de") == "eins"
    assert Tongues({"en": "one", "de": "eins"}).read("it") == "one"
    assert Tongues({"de": "eins"}).read("it") == "eins"
    assert Tongues({"it": "", "en": "one"}).read("it") == "one"
    assert Tongues({}).read("it") == ""


def test_values_are_joined_and_named_in_the_readers_language() -> None:
    text = t("{spoken}", spoken=listing([Language("en"), Language("de"), Language("it")]))
    assert [read_in(language, text) for language in LANGUAGES] == [
        "English, German and Italian",
        "Englisch, Deutsch und Italienisch",
        "inglese, tedesco e italiano",
    ]


def test_a_language_that_nobody_knows_is_named_by_its_code() -> None:
    assert language_names("de", ["it", "q9"]) == {"it": "Italienisch", "q9": "q9"}


def test_german_has_one_word_for_one_thing() -> None:
    with (LOCALES / "de" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        shipped = [one.string or "" for one in read_po(file) if one.id]
    texts = [text for said in shipped for text in ([said] if isinstance(said, str) else said)]
    assert len(texts) > 1000
    for other, word in GERMAN.items():
        assert not [text for text in texts if re.search(rf"\b(?:{other})\b", text)], word
