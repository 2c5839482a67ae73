"""Italian's little words before a vowel of their own: "ad Anna" and "ed Elena", but "a Olga" and "a Ada"."""

from __future__ import annotations

import re
import unicodedata

LITTLE = re.compile(r"(?<![^\s(«])[aeAE] $")


def before(value: str, words: str, language: str) -> str:
    """The words that stand before a value, as they are said before one that begins like this."""
    if language != "it" or not LITTLE.search(words):
        return words
    bare = unicodedata.normalize("NFD", value[:2].casefold())
    first, second = bare[:1], next((sign for sign in bare[1:] if not unicodedata.combining(sign)), "")
    return f"{words[:-1]}d " if first == words[-2].casefold() and second != "d" else words
