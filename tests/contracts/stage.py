"""What the adapter contract needs from whoever runs it: a platform with a few people, and hands for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.events import ActionUsed, CommandUsed, FormSent, Notice, OptionTyped
from bot.identity import Community, Person, Place
from bot.ports import Adapter, FormReply, OpenReply
from bot.post import Post, PostButton, PostChoice, PostMenu, Row, Span

Trouble = Literal["busy", "unreachable", "lost before", "lost after", "revoked"]


async def _silent(*_: object) -> None:
    """The bot says nothing."""


@dataclass
class Script:
    """A Listener that notes what it is told and answers as the test says."""

    commands: list[CommandUsed] = field(default_factory=list)
    actions: list[ActionUsed] = field(default_factory=list)
    forms: list[FormSent] = field(default_factory=list)
    typed: list[OptionTyped] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    on_command: Callable[[OpenReply], Awaitable[object]] = _silent
    on_action: Callable[[OpenReply], Awaitable[object]] = _silent
    on_form: Callable[[FormReply], Awaitable[object]] = _silent
    completions: Sequence[PostChoice] = ()
    opening: frozenset[str] = frozenset()
    """Actions that may open a form."""

    async def command(self, event: CommandUsed, reply: OpenReply) -> None:
        self.commands.append(event)
        await self.on_command(reply)

    async def action(self, event: ActionUsed, reply: OpenReply) -> None:
        self.actions.append(event)
        await self.on_action(reply)

    async def form(self, event: FormSent, reply: FormReply) -> None:
        self.forms.append(event)
        await self.on_form(reply)

    def opens(self, action: str) -> bool:
        return action in self.opening

    async def suggest(self, event: OptionTyped) -> Sequence[PostChoice]:
        self.typed.append(event)
        return self.completions

    async def notice(self, event: Notice) -> None:
        self.notices.append(event)


@dataclass(frozen=True)
class Filled:
    """A form as a person has it in front of them."""

    title: str
    values: Mapping[str, tuple[str, ...]]
    errors: Mapping[str, str]


class Stage(Protocol):
    """A started adapter, its platform, and people: members, a coordinator, a stranger who is no member."""

    adapter: Adapter
    script: Script
    community: Community
    channel: Place
    anna: Person
    bruno: Person
    cora: Person  # a coordinator
    stranger: Person

    async def reads(self, person: Person, place: Place) -> list[str]:
        """The texts that this person sees in a place, in order; none where they cannot look."""

    def pictures(self, place: Place) -> list[tuple[str, bytes]]:
        """What the platform still has of the bot's pictures in this place: the words for each, and its bytes."""

    async def pinged(self, person: Person, place: Place) -> bool: ...
    async def use(self, person: Person, place: Place, words: str) -> None: ...
    async def press(self, person: Person, place: Place, label: str) -> None:
        """Press the newest button of this label that the person sees; LookupError where there is none."""

    async def pick(self, person: Person, place: Place, labels: Sequence[str]) -> None: ...
    async def form(self, person: Person) -> Filled | None:
        """The form that the person has open."""

    async def fill(self, person: Person, answers: Mapping[str, str | Sequence[str]]) -> None: ...
    async def type(self, person: Person, command: str, option: str, typed: str) -> list[str]:
        """The labels offered as completions."""

    async def talk(self, person: Person, place: Place, words: str) -> None: ...
    async def join(self, person: Person) -> None: ...
    async def leave(self, person: Person) -> None: ...
    async def close_directs(self, person: Person) -> None:
        """The person takes no direct messages any more."""

    async def trouble(self, kind: Trouble) -> None:
        """The next send meets this; "lost" ones lose the answer, before or after the message was posted."""


def post(text: str, *rows: Row, notify: tuple[Person, ...] = ()) -> Post:
    return Post((Span(text),), rows, notify=notify)


def button(label: str, action: str) -> tuple[PostButton, ...]:
    return (PostButton(label, action),)


def menu(label: str, action: str, **choices: str) -> PostMenu:
    """``choices``: value=label."""
    return PostMenu(label, action, tuple(PostChoice(text, value) for value, text in choices.items()))
