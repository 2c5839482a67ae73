"""Processes of an experiment do not outlive it, however it ends."""

from __future__ import annotations

import os
import sys
import threading


def end_with_parent() -> None:
    """The parent holds the other end of standard input and never writes to it."""
    threading.Thread(target=_watch, args=(sys.stdin.fileno(),), daemon=True).start()


def _watch(descriptor: int) -> None:
    os.read(descriptor, 1)
    os._exit(0)
