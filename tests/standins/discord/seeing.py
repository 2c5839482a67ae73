"""What a reader sees of Discord's Markdown: the bare words."""

from __future__ import annotations

import re
from collections.abc import Mapping

MARKS = re.compile(
    r"\\(?P<literal>[^A-Za-z0-9\s])"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<url>https?://[^>\s]+)>"
    r"|<@!?(?P<person>\d+)>"
    r"|<#(?P<place>\d+)>"
    r"|<(?P<command>/[a-z-]+(?: [a-z-]+)?):\d+>"
    r"|<t:(?P<moment>\d+):\w>"
    r"|\[(?P<label>(?:\\.|[^\]\n])+)\]\(<[^>\s]+>\)"
    r"|\*\*|(?<!\w)_|_(?!\w)|\u200b"
)


def seen(content: str, names: Mapping[str, str]) -> str:
    """The text as it is shown; ``names``: of people and channels, by id."""

    def shown(found: re.Match[str]) -> str:
        part = found.groupdict()
        if part["label"]:
            return seen(part["label"], names)
        if part["person"]:
            return names.get(part["person"], part["person"])
        if part["place"]:
            return f"#{names.get(part['place'], part['place'])}"
        return part["literal"] or part["command"] or part["code"] or part["url"] or part["moment"] or ""

    return MARKS.sub(shown, content)
