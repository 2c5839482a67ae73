"""A text as a person of some language reads it, before and after the catalogue is filled."""

from __future__ import annotations

from bot.i18n import Text
from bot.markup import Reader, plain, render
from tests.features.scene import MONDAY


def read_in(language: str, text: Text, zone: str = "Europe/Rome") -> str:
    return plain(render(text, Reader(language, zone, MONDAY)))
