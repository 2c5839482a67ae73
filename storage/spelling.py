"""How words are compared and ordered, the same in every database."""

from __future__ import annotations

import unicodedata

from bot.features.members.model import topic_key

MOST = 100
"""Longer words are not looked for: what somebody types to find a name is never that long."""


def sort_key(name: str) -> str:
    """Orders names as people expect: case and accents do not count."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()


def topic_spelling(name: str) -> str:
    """The topic's key; a name of signs only, such as an emoji, is its own."""
    return topic_key(name) or name.strip().casefold()


def containing(key: str) -> str:
    """A LIKE pattern (escape character: backslash) for "contains this key"."""
    return f"%{_exact(key)}%"


def beginning(key: str) -> str:
    """A LIKE pattern (escape character: backslash) for "begins with this key"."""
    return f"{_exact(key)}%"


def _exact(key: str) -> str:
    return key[:MOST].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
