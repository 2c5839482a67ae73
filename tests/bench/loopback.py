"""A platform's web server on this machine, for the bare SDKs to answer to: `python -m tests.bench.loopback`.

It runs in a process of its own, so that its work is not counted as the SDK's.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator

from aiohttp import web

BOT = {"id": "930000000000000000", "username": "bench", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "940000000000000000",
    "name": "bench",
    "description": "",
    "icon": None,
    "bot_public": False,
    "bot_require_code_grant": False,
    "owner": BOT,
    "verify_key": "",
}
AUTH_TEST = {"ok": True, "team_id": "T1", "team": "Corte", "user_id": "U0", "user": "bench", "bot_id": "B0"}
ANSWERED = {"interaction": {"id": "1", "type": 2}, "resource": {"type": 4}}


def as_json(value: object) -> web.Response:
    """Without a charset, as the platforms send it; discord.py knows no other JSON."""
    return web.Response(body=json.dumps(value).encode(), content_type="application/json")


async def me(request: web.Request) -> web.Response:
    return as_json(BOT)


async def application(request: web.Request) -> web.Response:
    return as_json(APPLICATION)


async def auth_test(request: web.Request) -> web.Response:
    return as_json(AUTH_TEST)


async def answered(request: web.Request) -> web.Response:
    await request.read()
    return as_json(ANSWERED)


async def serve() -> None:
    app = web.Application()
    app.add_routes(
        [
            web.get("/users/@me", me),
            web.get("/oauth2/applications/@me", application),
            web.post("/interactions/{id}/{token}/callback", answered),
            web.post("/auth.test", auth_test),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)  # until whoever started this goes
    await runner.cleanup()


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[str]:
    """The address of such a server, for as long as the block."""
    program = [sys.executable, "-m", "tests.bench.loopback"]
    process = await asyncio.create_subprocess_exec(*program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve())
