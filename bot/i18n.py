"""Texts that are written once in English and read in every language.

``t`` and ``tn`` make a `Text`: a catalogue key with its values. Nothing is translated before the reader is
known, so a text can wait in the outbox and still arrive in the language its reader uses by then.
The catalogues are ``locales/<language>/LC_MESSAGES/messages.po``; English is the key itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Union

from bot.identity import Person, Place

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "de", "it")
LOCALES = Path(__file__).parent / "locales"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware), shown in the reader's own zone and language; ``style`` is day, time or both.

    With a ``zone`` it is shown as the clocks there have it, whoever reads, and always with its date.
    """

    at: datetime
    style: str = "both"
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours of a zone (as `bot.hours` writes them), shown as the reader's own zone has them.

    ``style`` is all, or gist: the part of the day in which most of them are.
    """

    windows: str
    zone: str
    style: str = "all"


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values, joined as the reader's language joins them ("a, b and c")."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Tongues:
    """A text of a template, written in each language by its author: language code → text."""

    texts: Mapping[str, str]

    def read(self, language: str) -> str:
        """The text in this language, else in English, else in whatever language there is."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()), "")


@dataclass(frozen=True, slots=True)
class Language:
    """A spoken language by its code, named in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class Text:
    """A catalogue key with its values. With ``many`` and ``n`` it has a plural.

    ``verbatim`` marks a text that somebody typed: it has no key and is never Markdown.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    many: str = ""
    n: int = 1
    verbatim: bool = False


Value = Union[str, int, "Text", Person, Place, Moment, Hours, Listing, Tongues, Language]


def t(key: str, /, **values: Value) -> Text:
    """A text of the catalogue: Markdown (bold, italic, code, links) with {named} values, which never are."""
    return Text(key, values)


def tn(one: str, many: str, n: int, /, **values: Value) -> Text:
    """A text with a plural; ``{n}`` stands for the number."""
    return Text(one, {"n": n, **values}, many=many, n=n)


def words(typed: str | Tongues) -> Text:
    """What a person typed or a template says, shown exactly as it is."""
    return Text("{words}", {"words": typed}, verbatim=True)


def listing(items: Sequence[Value]) -> Listing:
    return Listing(tuple(items))


def stacked(texts: Sequence[Text], between: str = "\n") -> Text:
    """These texts as one paragraph, a line each."""
    names = [f"line{at}" for at in range(len(texts))]
    template = between.join(f"{{{name}}}" for name in names)
    return Text(template, dict(zip(names, texts, strict=True)), verbatim=True)


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations of one language, read from its .po file; English answers with the key."""
    from gettext import GNUTranslations, NullTranslations
    from io import BytesIO

    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if language not in LANGUAGES or not path.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def translated(text: Text, language: str) -> str:
    """The text's template in this language, its {values} still in place."""
    if text.verbatim:
        return text.key
    if text.many:
        return catalogue(language).ngettext(text.key, text.many, text.n)
    return catalogue(language).gettext(text.key)


def language_of(locale: str | None, default: str = "en") -> str:
    """The shipped language nearest to a platform's locale ("de-AT" → "de")."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else default


def language_names(shown: str, codes: Sequence[str]) -> Mapping[str, str]:
    """Spoken languages by code, named in the shown language as Babel knows them."""
    from babel import Locale

    names = Locale.parse(shown).languages
    return {code: names.get(code, code) for code in codes}
