"""Files that people attach to a form: fetched once, from Discord alone, and never more than was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp

from bot.errors import Gone, TooLarge, Uncertain, Unreachable

CDN = ("https://cdn.discordapp.com/", "https://media.discordapp.net/")
"""Where Discord keeps attachments (reference.mdx, Signed Attachment CDN URLs)."""
LIMIT = 20.0
"""Seconds until a file is given up."""
PIECE = 65_536


async def uploaded(address: str, most: int, cdn: Sequence[str]) -> bytes:
    """The file's bytes; raises `TooLarge` above ``most`` and `Gone` where it is not (or not Discord's)."""
    if not address.startswith(tuple(cdn)):
        raise Gone("this is no file of Discord's")
    try:
        async with (
            asyncio.timeout(LIMIT),
            aiohttp.ClientSession() as session,
            session.get(address, allow_redirects=False) as answer,
        ):
            return await _read(answer, most)
    except aiohttp.ClientConnectorError as error:
        raise Unreachable(str(error)) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Uncertain(repr(error)) from error


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    if answer.status >= 500:
        raise Uncertain(f"status {answer.status}")
    if answer.status != 200:
        raise Gone(f"status {answer.status}")
    if (answer.content_length or 0) > most:
        raise TooLarge(f"{answer.content_length} bytes, at most {most}")
    data = bytearray()
    async for piece in answer.content.iter_chunked(PIECE):
        data += piece
        if len(data) > most:
            raise TooLarge(f"more than {most} bytes")
    return bytes(data)
