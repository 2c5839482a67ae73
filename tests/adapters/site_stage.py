"""The playground's web server with a bot that echoes, as server tests use it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from yarl import URL

from adapters.playground import server
from adapters.playground.room import Room
from adapters.playground.things import Somebody, Tongue
from adapters.playground.view import TourStep
from bot.actions import Who
from bot.commands import Command, Option
from bot.events import ActionUsed, CommandUsed, FormSent, Notice, OptionTyped
from bot.i18n import Tongues, words
from bot.ports import FormReply, OpenReply
from bot.post import FormPost, Post, PostButton, PostChoice, PostField, PostFile, PostMenu, PostPicture, Span
from bot.ui import Choice, FieldKind, File, Picture, Tone

PAGE = Path(server.__file__).parent
DOT = b"\x89PNG\r\n\x1a\n a dot"
Json = dict[str, Any]

FORM = FormPost(
    "Offer mentorship",
    "offer",
    "Offer my time",
    (
        PostField("about", "About you", FieldKind.LONG, "Two sentences", required=True, most=300),
        PostField("where", "Channel", FieldKind.PLACE),
        PostField("who", "Person", FieldKind.PERSON),
        PostField("proof", "Picture", FieldKind.FILE),
    ),
    "Under a minute.",
)
CARD = Post(
    (
        Span("Three know "),
        Span("pricing", bold=True),
        Span(" and "),
        Span("more", link="https://example.org/more"),
        Span("."),
    ),
    (
        (PostButton("Ask Anna", "ask", Tone.MAIN),),
        PostMenu("Topic", "topic", (PostChoice("Taxes", "taxes", "2 free"), PostChoice("Logos", "logos"))),
    ),
    pictures=(PostPicture(Picture(DOT, "dot.png", words("A dot")), "A dot"),),
)
INVITATION = Post(
    (Span("See you."),),
    files=(PostFile(File(b"BEGIN:VCALENDAR", 'a"b\r\n/é.ics', words("Tuesday")), "Tuesday"),),
)


async def never(*_: object) -> None:
    raise AssertionError("the server runs no handler by itself")


async def no_topics(*_: object) -> Sequence[Choice]:
    return ()


def both(english: str, german: str) -> Any:
    return words(Tongues({"en": english, "de": german}))


COMMANDS = (
    Command(
        "mentor seek",
        both("Ask for a mentor", "Mentor:in suchen"),
        never,
        options=(
            Option(both("Topic", "Thema"), suggest=no_topics, name="topic", required=True),
            Option(both("Language", "Sprache"), name="language", choices=(Choice(both("German", "Deutsch"), "de"),)),
        ),
    ),
    Command("programme setup", both("Set up", "Einrichten"), never, who=Who.COORDINATOR),
)


class Echo:
    """A bot that shows a card, opens a form, or says what it was told."""

    async def command(self, event: CommandUsed, reply: OpenReply) -> None:
        match event.words:
            case "offer":
                await reply.open(FORM)
            case "crash":
                raise RuntimeError("a secret of the machine")
            case "card":
                await reply.answer(CARD, private=True)
            case "invitation":
                await reply.answer(INVITATION, private=True)
            case _:
                await reply.answer(said(event.words), private=True)

    async def action(self, event: ActionUsed, reply: OpenReply) -> None:
        await reply.replace(said(f"{event.action} {' '.join(event.picked)}".strip()))

    async def form(self, event: FormSent, reply: FormReply) -> None:
        (about,) = event.answers["about"]
        if about == "x":
            await reply.refuse({"about": "A little more, please."}, "One answer needs a look.")
        else:
            await reply.answer(said(f"noted: {about}"), private=True)

    def opens(self, action: str) -> bool:
        return False

    async def suggest(self, event: OptionTyped) -> Sequence[PostChoice]:
        return [PostChoice(f"{event.command} {event.option} {event.typed}", "value")]

    async def notice(self, event: Notice) -> None: ...


def said(text: str) -> Post:
    return Post((Span(text),))


@dataclass
class Play:
    """The clock and the commands; what was asked of it is written down."""

    room: Room | None = None
    at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    restarts: int = 0
    bot: Echo = field(default_factory=Echo)

    def now(self) -> datetime:
        return self.at

    async def pass_time(self, delta: timedelta) -> None:
        self.at += delta

    async def restart(self) -> None:
        assert self.room is not None
        await self.room.stop()
        self.restarts += 1
        await self.room.start(self.bot, COMMANDS)

    async def speak(self, language: str | None) -> None:
        assert self.room is not None
        self.room.speak(Tongue(spoken=language))

    def commands(self) -> Sequence[Command]:
        return COMMANDS


@dataclass
class Site:
    """The server as a browser reaches it."""

    client: ClientSession
    room: Room
    play: Play
    port: int

    def url(self, path: str) -> URL:
        return URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)

    async def get(self, path: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Any:
        async with self.client.get(self.url(path), headers=headers) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def post(self, path: str, body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Json:
        async with self.client.post(self.url(path), json=body, headers=headers) as answer:
            assert answer.status == status, await answer.text()
            found: Json = await answer.json()
            return found

    async def view(self, person: str, place: str = "square", language: str = "en") -> Json:
        found: Json = await self.get(f"/api/view?person={person}&place={place}&language={language}")
        return found

    async def use(self, words: str, person: str = "anna") -> Json:
        """A command, and the newest message afterwards."""
        await self.post("/api/use", {"person": person, "place": "square", "words": words})
        newest: Json = (await self.view(person))["messages"][-1]
        return newest


TOUR = (TourStep(both("Look", "Schau"), both("Be Anna.", "Sei Anna."), "anna", "square", "/mentor seek"),)


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    play = Play()
    room = play.room = Room(play)
    room.add(Somebody("anna", "Anna Maria Weber", "Bookkeeper", "de-AT", "Europe/Rome"))
    room.add(Somebody("bruno", "Bruno", locale="it", zone="no/zone", dms_open=False))
    room.add(Somebody("cora", "Cora", coordinator=True))
    room.add_channel("square", "square")
    await room.start(play.bot, COMMANDS)
    runner = await server.serve(room, play, port=0, tour=TOUR)
    async with ClientSession() as client:
        yield Site(client, room, play, runner.addresses[0][1])
    await runner.cleanup()
