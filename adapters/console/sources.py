"""Words of a log call as they stand in the source: a library's finished line may hold what somebody typed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from textwrap import dedent

LEVELS = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log"})
HIDDEN = "…"
LONGEST = 12
"""Lines of a call that are read at most; a whole file would take its time and many megabytes."""


@lru_cache(maxsize=1000)
def words_at(path: str, line: int) -> str:
    """The words of the log call that begins on this line, with … for each value; empty where none stands there."""
    try:
        with Path(path).open(encoding="utf-8") as source:
            lines = list(islice(source, line - 1, line - 1 + LONGEST))
    except (OSError, UnicodeDecodeError):
        return ""
    for call in _calls(lines):
        said = call.args[1:2] if isinstance(call.func, ast.Attribute) and call.func.attr == "log" else call.args[:1]
        return "".join(part for one in said for part in _words(one))
    return ""


def _calls(lines: Sequence[str]) -> Iterator[ast.Call]:
    """Log calls of the shortest piece that is a statement."""
    for length in range(1, len(lines) + 1):
        try:
            tree = ast.parse(dedent("".join(lines[:length])))
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.lineno == 1 and _logs(node.func):
                yield node
        return


def _words(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(words)):
            yield words
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from _words(part)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _words(left)
            yield from _words(right)
        case ast.BinOp(left=left, op=ast.Mod()) | ast.Call(func=ast.Attribute(value=left, attr="format")):
            yield from _words(left)
        case _:
            yield HIDDEN


def _logs(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and called.attr in LEVELS
