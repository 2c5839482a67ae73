"""The name under which a delivery is known on every platform."""

from __future__ import annotations

from base64 import b32encode
from functools import lru_cache
from hashlib import sha256

LENGTH = 15
"""Bytes of the digest: written in base 32 they have 24 characters."""


@lru_cache(maxsize=256)  # a delivery asks for its own several times
def key_of(community: int, once: str, part: int) -> str:
    """24 characters that fit into each platform's limits."""
    return b32encode(sha256(f"{community}:{once}#{part}".encode()).digest()[:LENGTH]).decode().lower()
