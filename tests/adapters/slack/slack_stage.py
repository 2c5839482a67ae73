"""Slack's stand-in as a stage of the adapter contract, in Socket Mode or over HTTP."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

from adapters.slack import ids
from adapters.slack.adapter import SlackAdapter
from adapters.slack.connect import connect
from adapters.slack.deliveries import PATH
from adapters.slack.manifest import scopes
from adapters.slack.settings import SETTINGS
from bot.commands import Command, Option
from bot.i18n import t
from bot.identity import Person, Place
from bot.post import FormPost, PostField
from bot.settings import Values
from bot.ui import Choice, FieldKind
from tests.contracts.stage import Filled, Script, Trouble
from tests.standins.slack.person import Hand, values
from tests.standins.slack.platform import Platform
from tests.standins.slack.server import Server
from tests.standins.slack.things import Channel, Fault, Message, User
from tests.standins.slack.wires import Signed, Sockets, Wire

TEAM = "T1"
SECRET = "a-signing-secret"
Mode = Literal["socket", "http"]

TROUBLES: Mapping[Trouble, Fault] = {
    "busy": Fault("chat.postMessage", "429"),
    "lost before": Fault("chat.postMessage", "lost"),
    "lost after": Fault("chat.postMessage", "lost", done=True),
    "revoked": Fault("chat.postMessage", "token_revoked"),
}


async def _topics(ctx: object, typed: str) -> Sequence[Choice]:
    return ()


async def _nothing(ctx: object, topic: str | None = None) -> None:
    """The script answers."""


COMMANDS = (
    Command(
        "mentor seek",
        t("Look for a mentor: topics, and your goal"),
        _nothing,
        options=(Option(t("What it is about"), suggest=_topics, name="topic"),),
    ),
)

OPENS = Command("mentor offer", t("Offer mentorship: topics, and how many mentees"), _nothing, opens=True)
FORM = FormPost("Offer", "offer|1|", "Offer", (PostField("topic", "Topic", FieldKind.LINE),))


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def settings(server: Server, mode: Mode, **more: str) -> Values:
    given = {
        "SLACK_API_URL": server.api,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "PORT": str(free_port()),
        **({"SLACK_APP_TOKEN": "xapp-1"} if mode == "socket" else {"SLACK_SIGNING_SECRET": SECRET}),
        **more,
    }
    return Values(given, SETTINGS)


class World:
    """A Slack on loopback with one workspace, and the wire over which it brings its deliveries."""

    def __init__(self, mode: Mode = "socket", clock: Callable[[], float] = time.time) -> None:
        self.mode = mode
        self.slack = Platform(clock)
        self.server = Server(self.slack)
        self.sockets = Sockets()
        self.server.sockets = self.sockets
        self.signed: Signed | None = None

    async def start(self, granted: frozenset[str] | None = None, **more: str) -> World:
        await self.server.start()
        await self.sockets.start()
        wanted = scopes(history=True) if granted is None else granted
        self.slack.install(TEAM, frozenset(wanted), token="xoxb-1")
        self.values = settings(self.server, self.mode, **more)
        if self.mode == "http":
            self.signed = Signed(f"http://127.0.0.1:{self.values['PORT']}{PATH}", SECRET, time.time)
        return self

    @property
    def wire(self) -> Wire:
        return self.signed or self.sockets

    async def stop(self) -> None:
        if self.signed:
            await self.signed.stop()
        await self.sockets.stop()
        await self.server.stop()

    async def turn(self) -> None:
        """Let everybody else go on."""
        await asyncio.sleep(0.001)

    def user(self, id: str, name: str, **more: object) -> Hand:
        user = self.slack.add(User(id, name.lower(), name, TEAM, **more))  # type: ignore[arg-type]
        return Hand(self.slack, self.wire, user)


class SlackStage:
    def __init__(self, world: World) -> None:
        self.world = world
        self.slack = world.slack
        self.script = Script()
        self.community = ids.community(TEAM)
        self.slack.channel(Channel("C1", "square", "public", TEAM))
        self.channel = ids.place(TEAM, "C1")
        self.hands = {
            "UANNA": world.user("UANNA", "Anna", locale="de-DE"),
            "UBRUNO": world.user("UBRUNO", "Bruno", locale="it-IT"),
            "UCORA": world.user("UCORA", "Cora", admin=True),
        }
        self.anna, self.bruno, self.cora = (
            ids.person(TEAM, id, hand.user.real_name) for id, hand in self.hands.items()
        )
        self.stranger = ids.person(TEAM, "UDORA", "Dora")
        self.adapter: SlackAdapter

    async def start(self, commands: Sequence[Command] = COMMANDS) -> SlackStage:
        self.adapter = await connect(self.world.values, RealClock(), host="127.0.0.1")
        await self.adapter.start(self.script, commands)
        self.script.notices.clear()  # where the bot is was told at the start
        return self

    async def stop(self) -> None:
        await self.adapter.stop()
        await self.world.stop()

    def hand(self, person: Person) -> Hand:
        return self.hands[ids.own(person.id)]

    async def reads(self, person: Person, place: Place) -> list[str]:
        if not self.world.server.up:  # the line that was down is back when somebody looks
            await self.world.server.start()
        return self.hand(person).reads(ids.own(place.id))

    def pictures(self, place: Place) -> list[tuple[str, bytes]]:
        """Also of those that no message shows (any more): they are files of the workspace all the same."""
        slack = self.world.slack
        blocks = [block for said in slack.messages if not said.deleted for block in said.blocks]
        alts = {one["slack_file"]["id"]: one["alt_text"] for one in blocks if one["type"] == "image"}
        return [(alts.get(one.id, ""), one.data) for one in slack.files.values() if one.by == slack.of(TEAM).bot_user]

    async def pinged(self, person: Person, place: Place) -> bool:
        return self.hand(person).pinged(ids.own(place.id))

    async def use(self, person: Person, place: Place, words: str) -> None:
        await self.hand(person).use(ids.own(place.id), words)
        await self.adapter.settled()

    async def press(self, person: Person, place: Place, label: str) -> None:
        await self.hand(person).press(ids.own(place.id), label)
        await self.adapter.settled()

    async def pick(self, person: Person, place: Place, labels: Sequence[str]) -> None:
        await self.hand(person).pick(ids.own(place.id), labels)
        await self.adapter.settled()

    async def form(self, person: Person) -> Filled | None:
        view = self.hand(person).view
        if view is None:
            return None
        return Filled(view.body["title"]["text"], values(view), view.errors)

    async def fill(self, person: Person, answers: Mapping[str, str | Sequence[str]]) -> None:
        await self.hand(person).fill(answers)
        await self.adapter.settled()

    async def type(self, person: Person, command: str, option: str, typed: str) -> list[str]:
        """From App Home, where the command's button opens a form of its options.

        Slack's menus take nothing but what was offered, so the adapter offers the typed words as well.
        """
        hand, label = self.hand(person), "Look for a mentor: topics, and your goal"
        hand.user.locale = "en-US"
        await hand.open_home()
        assert hand.home, "nothing was published"
        await hand.press_in(hand.home, label)
        await self.adapter.settled()
        found = await hand.type(option, typed)
        await self.adapter.settled()
        assert typed in found
        return [one for one in found if one != typed]

    async def talk(self, person: Person, place: Place, words: str) -> None:
        self.slack.put(Message(self.slack.ts(), ids.own(place.id), ids.own(person.id), words))

    async def join(self, person: Person) -> None:
        hand = self.world.user(ids.own(person.id), person.name)
        self.hands[hand.user.id] = hand
        await hand.tell({"type": "team_join", "user": hand.user.told()})
        await self.adapter.settled()

    async def leave(self, person: Person) -> None:
        hand = self.hand(person)
        hand.user.deleted = True
        await hand.tell({"type": "user_change", "user": hand.user.told()})
        await self.adapter.settled()

    async def close_directs(self, person: Person) -> None:
        self.hand(person).user.takes_messages = False

    async def trouble(self, kind: Trouble) -> None:
        if kind == "unreachable":
            await self.world.server.stop()
        else:
            self.slack.faults.append(TROUBLES[kind])
