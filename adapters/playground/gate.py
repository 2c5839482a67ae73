"""The server's door: this machine, our own page and well-formed requests only; errors in plain words."""

from __future__ import annotations

import errno
import json
import logging
import math
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from adapters.playground.things import NotThere
from bot.errors import Problem

log = logging.getLogger(__name__)

Json = dict[str, Any]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Wrong(Exception):
    """A request that cannot be served; ``code`` lets the page say it in its own language."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


@dataclass(slots=True)
class Gate:
    """Where the server listens. The port is known once it does."""

    host: str
    exposed: bool
    port: int = 0

    def lets_in(self, request: web.Request) -> bool:
        """A name that is not ours means that some other site made its own name point here."""
        if self.exposed:
            return True
        names = {"127.0.0.1", "localhost", "[::1]", f"[{self.host}]" if ":" in self.host else self.host}
        hosts = {f"{name}:{self.port}" for name in names} | (names if self.port == 80 else set())
        return request.headers.get("Host", "").lower() in hosts


def is_ours(request: web.Request) -> bool:
    """A browser says which site a request comes from; a program that is no browser says nothing."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    same = origin is None or origin == f"http://{request.headers.get('Host', '')}"
    return same and site in ("same-origin", "none")


def guarded(gate: Gate) -> Middleware:
    """Check each request, add the headers, and turn what goes wrong into JSON."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _check(gate, request)
            return await handler(request)
        except Wrong as wrong:
            return refusal(wrong.status, wrong.code, wrong.text)
        except NotThere as wrong:
            log.info("%s %s: %s", request.method, request.path, wrong)
            return refusal(404, "message", "This is not there any more, or not for this person.")
        except web.HTTPRequestEntityTooLarge:
            return refusal(413, "large", "That is too much text at once. Send a shorter one.")
        except web.HTTPException as wrong:
            return refusal(wrong.status, "gone", f"{wrong.reason}: there is nothing here by that name.")
        except Exception:
            log.exception("%s %s", request.method, request.path)
            return refusal(500, "failed", "Something went wrong on our side. What you typed is kept.")

    return guard


def _check(gate: Gate, request: web.Request) -> None:
    if not gate.lets_in(request):
        raise Wrong(403, "stranger", f"Open http://{gate.host}:{gate.port}/ on this machine instead.")
    if request.method not in ("GET", "HEAD") and not is_ours(request):
        raise Wrong(403, "stranger", "Only the playground's own page may do this.")


def refusal(status: int, code: str, text: str) -> web.Response:
    return web.json_response({"error": {"text": text, "code": code}}, status=status)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def bound(app: web.Application, gate: Gate, host: str, port: int) -> web.AppRunner:
    """Start listening; raises `Problem` with what to do when that is not possible."""
    if not gate.exposed and not is_loopback(host):
        raise Problem(
            f"The playground shows everything to everybody, so it listens on {host or 'every address'} only when "
            "told twice: add --exposed, or leave --host out to serve this machine alone."
        )
    app.on_response_prepare.append(add_headers)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise Problem(_why(error, host, port)) from error
    gate.port = runner.addresses[0][1]
    return runner


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _why(error: OSError, host: str, port: int) -> str:
    other = f"choose another: PORT={8081 if port == 8080 else 8080} make play"
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or {other}"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is reserved on this machine. Please {other}"
    return f"The playground cannot listen on {host}, port {port} ({error.strerror or error}). Please {other}"


# reading a body


async def body_of(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise Wrong(415, "bad", "This wants JSON (Content-Type: application/json).")
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise Wrong(400, "bad", "This is not JSON.") from None
    if not isinstance(body, dict):
        raise Wrong(400, "bad", "This wants a JSON object.")
    return body


def _whole(text: str) -> str:
    """JSON can spell half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def text_of(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise Wrong(400, "bad", f"“{name}” must be a text.")
    return _whole(value)


def strings_of(body: Json, name: str) -> tuple[str, ...]:
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Wrong(400, "bad", f"“{name}” must be a list of texts.")
    return tuple(_whole(one) for one in value)


def number_of(body: Json, name: str) -> float:
    value = body.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise Wrong(400, "bad", f"“{name}” must be a number.")
    return float(value)


def answers_of(body: Json) -> dict[str, tuple[str, ...]]:
    answers = body.get("answers")
    if not isinstance(answers, dict):
        raise Wrong(400, "bad", "“answers” must be an object of lists of texts.")
    return {name: strings_of(answers, name) for name in answers}
