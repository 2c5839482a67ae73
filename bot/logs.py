"""One id for all that follows from one event: every line of the log has it, and every row of the outbox.

In a log call, say numbers, ids and names of ours: never what people typed, and nobody's name.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_trace: ContextVar[str] = ContextVar("trace", default="")


def trace() -> str:
    """The id of what is being done here; empty where it follows from nothing."""
    return _trace.get()


def trace_of(platform: str, event: str) -> str:
    """The same for an event that comes again, or is taken up again after a stop."""
    return hashlib.sha256(f"{platform} {event}".encode()).hexdigest()[:8]


@contextmanager
def traced(id: str = "") -> Iterator[None]:
    """Everything inside belongs to this id, also what is begun here as a task; a new one where none is given."""
    before = _trace.set(id or f"{random.getrandbits(32):08x}")
    try:
        yield
    finally:
        _trace.reset(before)
