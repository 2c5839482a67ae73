"""Tables as files for spreadsheets; no cell is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With these a spreadsheet begins a formula, which could call programs or send cells away (OWASP, CSV injection)."""


def table(rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with the mark of UTF-8 that spreadsheets look for, so that accents stay whole."""
    text = StringIO()
    csv.writer(text).writerows([cell(one) for one in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """What somebody typed as mere text; a number stays one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) and not isinstance(value, int | float) else text
