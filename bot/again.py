"""A second click is no second wish: what the same person says word for word within moments was meant once."""

from __future__ import annotations

from datetime import datetime, timedelta

MOMENTS = timedelta(minutes=2)


def just_now(at: datetime, now: datetime) -> bool:
    """In either direction, since clocks are put right."""
    return abs(now - at) < MOMENTS
