"""Words of a log call as they stand in the source: a library's finished line may hold what somebody typed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

LEVELS = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log"})
HIDDEN = "…"


@cache
def words_at(path: str, line: int) -> str:
    """The words of the log call on this line, with … for each value; empty where no words stand there."""
    around = [(last - first, said) for (first, last), said in _calls(path).items() if first <= line <= last]
    return min(around)[1] if around else ""


@cache
def _calls(path: str) -> Mapping[tuple[int, int], str]:
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    return {(call.lineno, call.end_lineno or call.lineno): "".join(_words(said)) for call, said in _logging(tree)}


def _logging(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
            said = node.args[1:2] if node.func.attr == "log" else node.args[:1]
            yield from ((node, one) for one in said)


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
