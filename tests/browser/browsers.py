"""Which browser drives the page, and how it is started: a Chromium of the system, else Playwright's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.async_api import Browser, BrowserType

NAMES = ("chromium", "chromium-browser", "google-chrome")
APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
"""Nothing that asks for a network, a screen or an answer."""


def found(own: str) -> str | None:
    """The program to start; ``own`` is where Playwright would keep its own."""
    named = [shutil.which(name) for name in NAMES]
    there = (program for program in (*named, *map(str, APPLICATIONS), own) if program)
    return next((program for program in there if Path(program).exists()), None)


async def launch(kind: BrowserType, program: str) -> Browser:
    """Headless. Chromium's sandbox does not work for root, as whom containers run."""
    root = os.geteuid() == 0
    return await kind.launch(executable_path=program, args=[*FLAGS, *(["--no-sandbox"] if root else [])])
