"""The name under which a delivery is known on every platform."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256


def key_of(community: int, once: str, part: int) -> str:
    """24 characters that fit into each platform's limits."""
    return b32encode(sha256(f"{community}:{once}#{part}".encode()).digest()).decode()[:24].lower()
