"""Pictures and files of messages, and files that people attach to a form, over the playground's server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from aiohttp import web

from adapters.playground.gate import Wrong
from adapters.playground.room import Room
from adapters.playground.things import NotThere, Said

Thing = TypeVar("Thing")

LARGEST = 10_000_000
"""Bytes of a file that somebody attaches; what a feature takes may be less."""


class Files:
    """Everything here belongs to one person's view: a message one cannot see has no files."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/picture/{message}/{n}", self.picture),
            web.get("/file/{message}/{n}", self.file),
            web.post("/api/upload", self.upload),
        ]

    async def picture(self, request: web.Request) -> web.Response:
        one = _numbered(request, self._room, lambda said: said.post.pictures if said.post else ())
        return web.Response(body=one.picture.data, content_type=_kind_of(one.picture.data))

    async def file(self, request: web.Request) -> web.Response:
        """Always to be saved, never shown as a page of this server."""
        one = _numbered(request, self._room, lambda said: said.post.files if said.post else ())
        name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in one.file.name)
        kept = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=one.file.data, content_type="application/octet-stream", headers=kept)

    async def upload(self, request: web.Request) -> web.Response:
        """Keep a file for the form that this person fills in; answers with its id."""
        person = request.query.get("person", "")
        if request.content_type != "application/octet-stream":
            raise Wrong(415, "bad", "A file comes as application/octet-stream.")
        if (request.content_length or 0) > LARGEST:
            raise Wrong(413, "file", f"Files here have at most {LARGEST // 1_000_000} MB.")
        data = bytearray()
        async for piece in request.content.iter_chunked(65536):
            data += piece
            if len(data) > LARGEST:
                raise Wrong(413, "file", f"Files here have at most {LARGEST // 1_000_000} MB.")
        return web.json_response({"id": self._room.attach(person, bytes(data))})


def _numbered(request: web.Request, room: Room, things: Callable[[Said], Sequence[Thing]]) -> Thing:
    """The message's nth thing, for a person who can see the message."""
    try:
        said = room.message(request.query.get("person", ""), request.match_info["message"])
    except NotThere:
        raise Wrong(404, "message", "This message is not there any more.") from None
    n, found = request.match_info["n"], things(said)
    if not n.isdecimal() or int(n) >= len(found):
        raise Wrong(404, "message", "This message has nothing of that kind.")
    return found[int(n)]


def _kind_of(data: bytes) -> str:
    kinds = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
    return next((kind for start, kind in kinds.items() if data.startswith(start)), "application/octet-stream")
