"""What may be shown of a log record: our own words, and of others no value that could be somebody's."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from sysconfig import get_paths
from traceback import walk_tb
from types import TracebackType

from adapters.console.sources import HIDDEN, words_at
from bot.errors import Busy, Problem, StorageDown

OURS = ("adapters", "bot", "storage", "main", "__main__")
INSTALLED = tuple(dict.fromkeys((get_paths()["purelib"], get_paths()["platlib"], get_paths()["stdlib"])))
"""A library may be given a logger of ours to speak through."""
SAYING = (Busy, Problem, StorageDown)
"""Errors whose text we wrote ourselves, for operators."""
FACTS = ("sqlite_errorname", "sqlstate", "status", "code")
"""What drivers and clients say about an error in a word or a number of their own."""
SEVERAL = 5
"""How far causes and groups are followed."""

Line = str


def said(record: logging.LogRecord) -> str:
    """The words, in one line. A library's come from its source, with its numbers and nothing else."""
    ours = record.name.split(".")[0] in OURS and not record.pathname.startswith(INSTALLED)
    template = record.msg if ours and isinstance(record.msg, str) else words_at(record.pathname, record.lineno)
    place = f"{record.module}:{record.lineno}"
    text = _filled(template, record.args, ours=ours) if template else ""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if ours else f"{line} ({place})".lstrip()


def _filled(template: str, args: object, *, ours: bool) -> str:
    if not args:
        return template
    given = (
        {key: _value(one, ours=ours) for key, one in args.items()}
        if isinstance(args, Mapping)
        else tuple(_value(one, ours=ours) for one in (args if isinstance(args, tuple) else (args,)))
    )
    try:
        return template % given
    except (TypeError, ValueError, KeyError):
        return template  # %d of what is hidden


def _value(value: object, *, ours: bool) -> object:
    match value:
        case None | bool() | int() | float() | date() | timedelta():
            return value
        case Enum():
            return value.value if isinstance(value, str) else value.name
        case BaseException():
            return _named(value)
        case type():
            return value.__name__
        case str() if ours:
            return value
    return HIDDEN


def happened(error: BaseException) -> list[Line]:
    """What went wrong and where, without a value: the last cause comes first, as in a traceback."""
    return [line for one in reversed(list(_causes(error))) for line in (*_frames(one.__traceback__), _named(one))]


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting = [error]
    while waiting and len(seen) < SEVERAL:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.append(one)
        yield one
        further = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        waiting += [further] if further else []
        waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()


def _frames(traceback: TracebackType | None) -> Iterator[Line]:
    for frame, line in walk_tb(traceback):
        code = frame.f_code
        yield f"  {'/'.join(Path(code.co_filename).parts[-3:])}:{line} in {code.co_name}"


def _named(error: BaseException) -> Line:
    name = type(error).__qualname__
    if isinstance(error, SAYING):
        return f"{name}: {' '.join(str(error).split())}"
    facts = [str(value) for fact in FACTS if _is_word(value := getattr(error, fact, None))]
    if isinstance(error, OSError) and error.errno:
        facts.insert(0, errno.errorcode.get(error.errno, str(error.errno)))
    return f"{name} ({', '.join(facts)})" if facts else name


def _is_word(value: object) -> bool:
    """A number, or a driver's own word, which is written in capitals and digits."""
    if isinstance(value, str):
        return 0 < len(value) < 40 and value.isascii() and value.replace("_", "").isalnum() and value == value.upper()
    return isinstance(value, int) and not isinstance(value, bool)
