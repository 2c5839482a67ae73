"""Formats and lengths as they stand in a row."""

from __future__ import annotations

from typing import Any

from bot.features.programme.formats import Format, Terms


def terms(kind: str | None, weeks: int | None) -> Terms:
    return Terms(Format(kind) if kind else None, weeks or 0)


def terms_row(one: Terms) -> dict[str, Any]:
    return {"format": one.format.value if one.format else None, "weeks": one.weeks or None}
