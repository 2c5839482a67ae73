"""One room speaks to platforms: what is decided goes through the outbox, and delivery alone sends it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.test_rules import files, named

SENDING = {"send", "edit", "delete", "gather", "direct", "archive"}
DELIVERY = Path("bot/delivery/carrying.py")
LATE = Path("bot/patience.py")
"""The private answer to one's own act that comes too late for the platform's own way."""


def calls(path: Path) -> Iterator[str]:
    """What is called of an adapter here that lets something out."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in SENDING:
            whose = ast.unparse(call.func.value)
            if "adapter" in whose:
                yield call.func.attr


def test_delivery_alone_sends() -> None:
    found = {
        named(path): set(calls(path)) for path in files("bot", "storage", "console", "main.py") if set(calls(path))
    }
    assert found == {str(DELIVERY): SENDING, str(LATE): {"direct", "send"}}
