"""From what somebody attached to a picture that can be shown: refused in words, or made harmless."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Refused
from bot.i18n import Text, t
from bot.pictures.head import head_of

log = logging.getLogger(__name__)

LARGEST = 8_000_000
"""Bytes of a picture that somebody attaches."""
PIXELS = 25_000_000
PATIENCE = 20.0
"""Seconds after which a picture is given up; one of 25 megapixels takes about one."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Developed:
    """PNG or JPEG without anything but what is seen. ``moved``: the other images of it were left out."""

    data: bytes
    kind: str
    moved: bool


def look_at(data: bytes) -> Text | None:
    """Why this cannot be shown, found out without decoding anything; None where it may be tried."""
    if len(data) > LARGEST:
        return t("This picture is too large: at most {most} MB are possible.", most=LARGEST // 1_000_000)
    head = head_of(data)
    if head is None:
        return t("This is no picture that I can read. PNG, JPEG and WebP are possible.")
    if head.pixels > PIXELS:
        return t(
            "This picture has {width} × {height} dots, more than I can take: at most {most} million. "
            "Please make it smaller and attach it once more.",
            width=head.width,
            height=head.height,
            most=PIXELS // 1_000_000,
        )
    return None


async def developed(data: bytes, darkroom: asyncio.Semaphore, field: str) -> Developed:
    """The picture, decoded and written anew in a process of its own; raises `Refused` at this field of a form.

    ``darkroom`` says how many are worked on at once.
    """
    wrong = look_at(data)
    if wrong is None:
        async with darkroom:
            done = await _in_child(data)
        if done:
            return done
        wrong = t("This picture could not be read: it seems to be damaged. Please try another one.")
    raise Refused(t("The picture needs another look. Nothing you typed is lost."), {field: wrong})


async def _in_child(data: bytes) -> Developed | None:
    """None where it cannot be read, or not in time."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.pictures.child"),
        cwd=ROOT,
        env={"PATH": os.defpath},  # and none of our settings
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate(data)
    except TimeoutError:
        log.warning("a picture took longer than %.0f s and was given up", PATIENCE)
        return None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    line, _, picture = said.partition(b"\n")
    if process.returncode or not picture:
        log.info("a picture of %d bytes could not be read (%s)", len(data), process.returncode)
        return None
    kind, moved = line.decode().split()
    return Developed(picture, kind, moved == "1")
