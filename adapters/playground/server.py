"""The playground's web server: the page, the room as JSON, and what people do. Loopback only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.playground.files import Files
from adapters.playground.gate import (
    Gate,
    Wrong,
    answers_of,
    body_of,
    bound,
    guarded,
    number_of,
    strings_of,
    text_of,
)
from adapters.playground.pages import index, static
from adapters.playground.room import Room
from adapters.playground.things import NotThere, Said, Somebody
from adapters.playground.view import Json, TourStep, choice_json, view, world
from bot.commands import Command
from bot.i18n import LANGUAGES, language_of

LARGEST = 256 * 1024  # bytes of a request's body
LONGEST = 24 * 31  # hours that may pass at once
BEAT = 20.0  # seconds between two signs of life on a stream where nothing happens
PAUSE = 0.05  # seconds in which many changes become one


class Control(Protocol):
    """What the page may ask of whoever runs the bot."""

    async def pass_time(self, delta: timedelta) -> None:
        """Let time pass, with everything that falls due on the way."""

    async def restart(self) -> None:
        """Drop the bot and build it again from what is stored."""

    async def speak(self, language: str | None) -> None:
        """Speak this language with everybody, or (None) with each person theirs."""

    def now(self) -> datetime:
        """The community's clock (aware)."""

    def commands(self) -> Sequence[Command]: ...


async def serve(
    room: Room,
    control: Control,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    tour: Sequence[TourStep] = (),
    exposed: bool = False,
) -> web.AppRunner:
    """Serve until the runner's ``cleanup()``. Raises `Problem` for a taken port or a host not loopback.

    ``exposed`` lets other hosts through. Port 0 takes a free one (see ``runner.addresses``).
    """
    gate = Gate(host, exposed)
    desk = Desk(room, control, tuple(tour))
    app = web.Application(middlewares=[guarded(gate)], client_max_size=LARGEST)
    app.add_routes(desk.routes())
    app.on_shutdown.append(desk.hang_up)
    return await bound(app, gate, host, port)


class Desk:
    """Takes the page's questions and deeds to the room."""

    def __init__(self, room: Room, control: Control, tour: tuple[TourStep, ...]) -> None:
        self.room = room
        self.control = control
        self.tour = tour
        self._streams: set[asyncio.Task[Any]] = set()

    def routes(self) -> list[web.RouteDef]:
        deeds: dict[str, Callable[[Json], Awaitable[None]]] = {
            "use": self.use,
            "say": self.say,
            "press": self.press,
            "pick": self.pick,
            "fill": self.fill,
            "close-form": self.close_form,
            "read": self.read,
            "show": self.show,
            "speak": self.speak,
            "pass": self.pass_time,
            "restart": self.restart,
        }
        return [
            web.get("/", index),
            web.get("/static/{name}", static),
            web.get("/api/world", self.world),
            web.get("/api/view", self.view),
            web.get("/api/suggest", self.suggest),
            web.get("/api/changes", self.changes),
            *Files(self.room).routes(),
            *(web.post(f"/api/{name}", _deed(deed)) for name, deed in deeds.items()),
        ]

    # looking

    async def world(self, request: web.Request) -> web.Response:
        """Nobody asked for, or somebody who is not here any more, is the first of the list."""
        wanted = self.room.people.get(request.query.get("person", ""))
        here = [one for one in self.room.people.values() if not one.left]
        person = wanted if wanted and not wanted.left else next(iter(here), None)
        if person is None:
            raise Wrong(404, "person", "Nobody lives here yet. Fill the playground first.")
        language = language_of(request.query.get("language"))
        now, commands = self.control.now(), self.control.commands()
        return web.json_response(world(self.room, person, commands, self.tour, now, language))

    async def view(self, request: web.Request) -> web.Response:
        person = self.person(request.query.get("person", ""))
        place = request.query.get("place") or self.room.places_of(person.id)[0].place.id
        self.place(person, place)
        language = language_of(request.query.get("language"))
        return web.json_response(view(self.room, person, place, self.control.now(), language))

    async def suggest(self, request: web.Request) -> web.Response:
        person = self.person(request.query.get("person", ""))
        command, option, typed = (request.query.get(name, "") for name in ("command", "option", "typed"))
        self.bot_is_there()
        found = await self.room.suggest(person.id, command, option, typed)
        return web.json_response([choice_json(one) for one in found])

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """A stream of the room's versions: one whenever something changed since the one the page knows."""
        self.person(request.query.get("person", ""))
        since = request.headers.get("Last-Event-ID") or request.query.get("since", "")
        known = int(since) if since.isdecimal() else -1
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        task = asyncio.ensure_future(self._stream(response, known if known <= self.room.version else -1))
        self._streams.add(task)
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()
            self._streams.discard(task)
        return response

    async def _stream(self, response: web.StreamResponse, version: int) -> None:
        await response.write(b": open\n\n")
        while True:
            try:
                version = await asyncio.wait_for(self.room.wait_changed(version), BEAT)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            await response.write(f"id: {version}\ndata: {version}\n\n".encode())
            await asyncio.sleep(PAUSE)

    async def hang_up(self, _: web.Application) -> None:
        """Open streams would keep the server from ending."""
        for task in self._streams:
            task.cancel()

    # doing

    async def use(self, body: Json) -> None:
        person, place = self.standing(body)
        self.bot_is_there()
        await self.room.use(person.id, place, text_of(body, "words"))

    async def say(self, body: Json) -> None:
        person, place = self.standing(body)
        words = text_of(body, "words")
        if not words.strip():
            raise Wrong(400, "bad", "There is nothing to say yet. Write something first.")
        await self.room.say(person.id, place, words)

    async def press(self, body: Json) -> None:
        person = self.person(text_of(body, "person"))
        said = self.message(person, text_of(body, "message"))
        self.bot_is_there()
        await self.room.press(person.id, said.id, text_of(body, "id"))

    async def pick(self, body: Json) -> None:
        person = self.person(text_of(body, "person"))
        said = self.message(person, text_of(body, "message"))
        self.bot_is_there()
        await self.room.pick(person.id, said.id, text_of(body, "id"), strings_of(body, "values"))

    async def fill(self, body: Json) -> None:
        person = self.person(text_of(body, "person"))
        answers = answers_of(body)
        if self.room.form_of(person.id) is None:
            raise Wrong(404, "form", "This form is closed already. Open it again from its message.")
        self.bot_is_there()
        await self.room.fill(person.id, answers)

    async def close_form(self, body: Json) -> None:
        self.room.close_form(self.person(text_of(body, "person")).id)

    async def read(self, body: Json) -> None:
        person, place = self.standing(body)
        self.room.mark_read(person.id, place)

    async def show(self, body: Json) -> None:
        name = text_of(body, "show")
        if name not in self.room.shows:
            raise Wrong(404, "bad", f"There is no “{name}” to show as. Choose from the list.")
        self.room.show_as(name)

    async def speak(self, body: Json) -> None:
        language = body.get("language")
        if language is not None and language not in LANGUAGES:
            raise Wrong(400, "bad", f"“language” must be one of {', '.join(LANGUAGES)}, or null.")
        await self.control.speak(language)

    async def pass_time(self, body: Json) -> None:
        hours = number_of(body, "hours")
        if not 0 < hours <= LONGEST:
            raise Wrong(400, "bad", f"At most {LONGEST} hours can pass at once, and none can come back.")
        await self.control.pass_time(timedelta(hours=hours))

    async def restart(self, _: Json) -> None:
        await self.control.restart()

    # who and where

    def person(self, person_id: str) -> Somebody:
        found = self.room.people.get(person_id)
        if found is None:
            raise Wrong(404, "person", "This person is not here. Choose somebody else from the list.")
        return found

    def place(self, person: Somebody, place_id: str) -> None:
        try:
            self.room.enter(person.id, place_id)
        except NotThere:
            raise Wrong(404, "place", "This place is not there for this person. Choose another.") from None

    def standing(self, body: Json) -> tuple[Somebody, str]:
        person = self.person(text_of(body, "person"))
        place = text_of(body, "place")
        self.place(person, place)
        return person, place

    def message(self, person: Somebody, message_id: str) -> Said:
        try:
            return self.room.message(person.id, message_id)
        except NotThere:
            raise Wrong(404, "message", "This message is not there any more.") from None

    def bot_is_there(self) -> None:
        if not self.room.running:
            raise Wrong(503, "away", "The bot is just starting. Try again in a moment.")


def _deed(deed: Callable[[Json], Awaitable[None]]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        await deed(await body_of(request))
        return web.json_response({"ok": True})

    return handle
