"""What a picture's first bytes say of it: its kind and its size. Pure; nothing is decoded."""

from __future__ import annotations

from dataclasses import dataclass

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# Frames of a JPEG begin with SOF0 to SOF15; three numbers of that row mean something else.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Marks of a JPEG that have no length and nothing behind them."""


@dataclass(frozen=True, slots=True)
class Head:
    """``kind``: PNG, JPEG or WEBP."""

    kind: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def head_of(data: bytes) -> Head | None:
    """None where this is none of the three kinds, or breaks off before it says its size."""
    if data.startswith(PNG):
        size = (_big(data, 16, 4), _big(data, 20, 4)) if data[12:16] == b"IHDR" else (0, 0)
        return _head("PNG", size)
    if data.startswith(JPEG):
        return _head("JPEG", _jpeg(data))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _head("WEBP", _webp(data))
    return None


def _head(kind: str, size: tuple[int, int]) -> Head | None:
    return Head(kind, *size) if all(size) else None


def _jpeg(data: bytes) -> tuple[int, int]:
    """From mark to mark until a frame begins."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark in FRAMES:
            return _big(data, at + 7, 2), _big(data, at + 5, 2)
        if mark == 0xFF:  # filled up
            at += 1
        elif mark in ALONE:
            at += 2
        else:
            at += 2 + max(2, _big(data, at + 2, 2))
    return 0, 0


def _webp(data: bytes) -> tuple[int, int]:
    """Of the whole canvas where there is one, else of the only frame."""
    if len(data) < 30:
        return 0, 0
    match data[12:16]:
        case b"VP8X":
            return 1 + _little(data, 24, 3), 1 + _little(data, 27, 3)
        case b"VP8L":
            bits = _little(data, 21, 4)
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    return 0, 0


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big") if at + size <= len(data) else 0


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")
