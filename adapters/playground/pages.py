"""The page's own files, read from this folder at each request: they are few, and edits show at once."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from adapters.playground.gate import Wrong

HERE = Path(__file__).parent
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


async def index(_: web.Request) -> web.Response:
    return web.Response(text=(HERE / "page.html").read_text(encoding="utf-8"), content_type="text/html")


async def static(request: web.Request) -> web.Response:
    """A file of this folder by its bare name, if it is of a kind that the page is made of."""
    name = request.match_info["name"]
    kind = KINDS.get(Path(name).suffix)
    known = {path.name for path in HERE.iterdir()}
    if kind is None or name not in known:
        raise Wrong(404, "gone", "There is no such file here.")
    return web.Response(text=(HERE / name).read_text(encoding="utf-8"), content_type=kind)
