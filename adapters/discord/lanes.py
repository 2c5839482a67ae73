"""What Discord limits, as numbers: what each of the bot's calls uses up."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.lanes import Call, Holds, Lane
from bot.identity import Place

BURST = 5
"""New direct conversations at once, after a quiet time: an introduction needs two."""
REFUSED = Lane("refused", 600 / 250, 250, holds=Holds.PLATFORM)
"""At most 500 refusals in any ten minutes: 10,000 would ban the address (rate-limits.mdx:132)."""
ALL = Lane("all", 1 / 15, 5, holds=Holds.PLATFORM)
"""At most 20 in any second, of the bot's 50 (rate-limits.mdx:122); the others are left to what people wait for."""
THREADS = 5
"""Requests for a private thread with two people: two looks, the thread, two members."""


def lanes(call: Call, place: Place | None, pause: float) -> Sequence[Lane]:
    """``pause``: seconds between two new direct conversations; 0 does not limit them."""
    match call:
        case Call.REFUSED:
            return (REFUSED,)
        case Call.DIRECT:
            new = Lane("new directs", pause, BURST)  # resources/user.mdx:320; a mass of them stops the bot
            return (*_wide(1), new) if pause else _wide(1)
        case Call.GATHER:
            return _wide(THREADS)
    if place is None:
        return _wide(1)
    # Discord names a bucket's numbers only in its answers (rate-limits.mdx:30): 5 in 5 seconds have long been the
    # channel's. One limit for posts and one for changes.
    what = "channel" if call is Call.SEND else "changes"
    return (*_wide(1), Lane(f"{what} {place.id}", 5 / 3, 2))


def _wide(cost: int) -> tuple[Lane, ...]:
    room = Lane(REFUSED.key, REFUSED.every, REFUSED.burst, cost=0, holds=Holds.PLATFORM)
    return room, Lane(ALL.key, ALL.every, ALL.burst, cost, Holds.PLATFORM)
