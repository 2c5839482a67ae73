"""What the house asks of its own files. Imports are checked by import-linter (`make check`)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ("main.py", "bot", "adapters", "storage")
LANGUAGES = ("de", "it")
PLATFORM = re.compile(r"\b(discord|slack)\b", re.IGNORECASE)


def files(*places: str, kind: str = "*.py") -> list[Path]:
    found = [path for place in places for path in [ROOT / place, *(ROOT / place).rglob(kind)]]
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_everything_has_its_place() -> None:
    """A new folder is a decision; what is hidden, or made by tools, is not looked at."""
    known = {"adapters", "bot", "data", "deploy", "docs", "storage", "tests"}
    assert {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._"} <= known


def test_the_core_names_no_platform() -> None:
    named_in = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in files("bot", kind="*")
        if path.suffix in (".py", ".po", ".toml", ".md")
        for number, line in enumerate(lines(path), 1)
        if PLATFORM.search(line)
    ]
    assert not named_in


SENDING = {
    "bot": (r"\b_?adapter\.(?:send|edit|delete|gather|archive)\(", {"delivery/carrying.py", "patience.py"}),
    "adapters/discord": (r"\bcalls\.SEND\b", {"adapter.py"}),
    "adapters/slack": (r'"chat\.(?:postMessage|update|delete)"', {"posting.py", "lanes.py"}),
    "adapters/mail": (r"\.send_message\(", {"adapter.py"}),
}
"""Where something leaves for a platform: from the outbox (and, after a crash, the late answer to one's own act), drawn
and made harmless before, in one module of each adapter. `lanes.py` only names what takes how much of a limit."""


@pytest.mark.parametrize("room", SENDING)
def test_one_module_sends(room: str) -> None:
    pattern, may = SENDING[room]
    sending = {str(path.relative_to(ROOT / room)) for path in files(room) if re.search(pattern, path.read_text())}
    assert sending == may


def test_no_test_pretends() -> None:
    pretending = re.compile(r"\b\w*Mock\b|unittest\.mock|\bmocker\b")
    found = [
        named(path)
        for path in files("tests")
        if path != Path(__file__).resolve() and pretending.search(path.read_text())
    ]
    assert not found


def test_files_stay_small() -> None:
    long = {named(path): len(lines(path)) for path in files(*CODE) if len(lines(path)) > 300}
    long |= {named(path): len(lines(path)) for path in files("tests") if len(lines(path)) > 600}
    assert not long


def test_functions_stay_small() -> None:
    long = {
        f"{named(path)}:{one.lineno} {one.name}": size
        for path in files(*CODE)
        for one, size in functions(path)
        if size > 40
    }
    assert not long


def functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        named(path)
        for path in files(*CODE)
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


# Texts: every one can be found by the extractor, and is there in each language with the same values.


def test_texts_are_literals() -> None:
    """`t(f"…")` or `t(variable)` would never reach the catalogue."""
    found = [
        f"{named(path)}:{call.lineno}"
        for folder in SPEAKING
        for path in files(folder)
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and not all(map(is_literal, keys_of(call)))
    ]
    assert not found


def keys_of(call: ast.Call) -> list[ast.expr]:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return call.args[: {"t": 1, "tn": 2}.get(name, 0)]
    return []


def is_literal(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) and isinstance(expression.value, str)


Key = tuple[str, ...]
SPEAKING = ("bot", "adapters")


@cache
def texts() -> frozenset[Key]:
    rules = {"t": None, "tn": (1, 2)}
    found = [
        key
        for folder in SPEAKING
        for _, _, key, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], {}, rules)
    ]
    return frozenset(key if isinstance(key, tuple) else (key,) for key in found)


@cache
def translations(language: str) -> dict[Key, Key]:
    path = ROOT / "bot" / "locales" / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=language)
    return {each(message.id): each(message.string) for message in catalogue if message.id and not message.fuzzy}


def each(text: object) -> Key:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_complete(language: str) -> None:
    """`make texts` adds what is missing, to be translated."""
    known = translations(language)
    # A singular that a plural text shares its key with stands in the catalogue as that plural.
    known = known | {key[:1]: strings[:1] for key, strings in known.items() if len(key) > 1}
    missing = sorted(key[0] for key in texts() if not all(known.get(key, ("",))))
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_values(language: str) -> None:
    """`{name}` stays `{name}`; in a plural, the singular may leave out the number."""
    different = []
    for key, strings in translations(language).items():
        for place, string in enumerate(strings):
            wanted, there = values(key[min(place, len(key) - 1)]), values(string)
            if string and wanted != there and not (len(key) > 1 and wanted ^ there == {"n"}):
                different.append((key[0], string))
    assert not different


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    left = sorted(key[0] for key in translations(language) if key not in texts() and key[:1] not in texts())
    assert not left


ASTRAY = {
    r"[^\W\d_]'": "’",
    "[“”]": "«»",
    r"\bcomunità\b": "community",
    r"\bE[’'] ": "È",
    r"(?i)\bargoment[oi]\b": "tema",
}
"""What Italian texts do not have, and what stands in its place there."""


def test_italian_keeps_to_its_signs_and_words() -> None:
    said = [string for strings in translations("it").values() for string in strings]
    found = {
        f"{string} (rather {rather})" for wrong, rather in ASTRAY.items() for string in said if re.search(wrong, string)
    }
    assert not found
