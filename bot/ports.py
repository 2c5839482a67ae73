"""The doors of the core: what it needs from platforms, clocks and storage, and what it offers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.events import ActionUsed, CommandUsed, FormSent, Notice, OptionTyped
from bot.identity import Community, Person, Place, Ref
from bot.post import Capabilities, FormPost, Post, PostChoice

if TYPE_CHECKING:
    from bot.commands import Command
    from bot.delivery.lanes import Call, Lane
    from bot.work import Work

Result = TypeVar("Result")

SET_BACK = timedelta(hours=1)
"""By so much a clock may have been set back since something was first tried: what is there may seem older."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant, in UTC (aware)."""


class Store(Protocol):
    """A transaction is a plain function of `Work`; an exception undoes everything it did."""

    async def read(self, decide: Callable[[Work], Result]) -> Result: ...
    async def write(self, decide: Callable[[Work], Result]) -> Result:
        """Run and commit. The function may be repeated (serialization), so it has no effect outside ``work``."""

    async def close(self) -> None: ...


class Keyring(Protocol):
    """Keys that must not be found beside what they lock: outside the database, and not in its backups."""

    def make(self, name: str) -> bytes:
        """The key of this name, made where there is none yet."""

    def get(self, name: str) -> bytes | None: ...
    def destroy(self, name: str) -> None:
        """Gone for good; what it locked cannot be read any more. Fine where there is none."""

    def names(self) -> frozenset[str]: ...
    def age(self, name: str) -> timedelta:
        """How long ago it was made, by the machine's clock."""


class Ability(StrEnum):
    """What the bot needs to be able to do in a channel."""

    SEE = "see"
    WRITE = "write"
    FILES = "files"
    HISTORY = "history"
    SPACES = "spaces"
    WRITE_IN_SPACES = "write_in_spaces"


@dataclass(frozen=True, slots=True)
class Absent:
    """Asked, and certainly not there."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """This platform cannot say."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a platform says about a person in a community."""

    member: bool
    coordinator: bool = False
    name: str = ""
    locale: str | None = None
    zone: str | None = None


class Reply(Protocol):
    """The answer to one event. A private answer exists only here."""

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        """The first answer, or a further one. Private ones may have no ref."""

    async def replace(self, post: Post) -> None:
        """Put this post in the place of the message whose button was pressed (or of the form's message)."""

    async def wait(self) -> None:
        """Tell the platform that the answer takes longer; afterwards no form can be opened."""


class OpenReply(Reply, Protocol):
    async def open(self, form: FormPost) -> None:
        """Show a form; raises `TooLate` after anything else was answered."""


class FormReply(Reply, Protocol):
    async def refuse(self, errors: Mapping[str, str], text: str) -> None:
        """Show the form again, as it was filled in, with what to mend at each field (inline_errors only)."""


class Adapter(Protocol):
    """A platform, as the bot sees it; nothing optional. Lets out `PlatformError` and its kinds, nothing else."""

    @property
    def platform(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...
    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        """What of the platform's limits this call takes: pure, the wide ones first, each with its source.

        A `Busy` that names no lane closes the last one.
        """

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None: ...
    async def stop(self) -> None: ...
    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        """Post; the same ``once`` again gives the earlier message back where the platform can."""

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        """Was it already sent? Its first attempt was at ``since``, by a clock set back meanwhile (`SET_BACK`)."""

    async def edit(self, ref: Ref, post: Post) -> None: ...
    async def delete(self, ref: Ref) -> None: ...
    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        """Where this person alone is reached, on behalf of this community."""

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> Place:
        """A private space for these people and the bot in this community; the same ``once`` gives the same place.

        ``beside`` is the programme's channel, for platforms where a space belongs to a channel.
        """

    async def archive(self, place: Place) -> None:
        """Put a pair's space away: it can still be read, and a message in it brings it back.

        Where a platform has nothing like it, nothing happens. A second time is no error.
        """

    async def standing(self, person: Person, community: Community) -> Standing: ...
    async def channels(self, community: Community) -> Sequence[Place]:
        """Where the bot could post."""

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        """What the bot may not do in this channel; raises `Gone` where it is not there (any more)."""

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        """What somebody attached to a form; raises `TooLarge` above ``most`` bytes, `Gone` when it is not there."""


class Listener(Protocol):
    """The bot, as adapters see it."""

    async def command(self, event: CommandUsed, reply: OpenReply) -> None: ...
    async def action(self, event: ActionUsed, reply: OpenReply) -> None: ...
    async def form(self, event: FormSent, reply: FormReply) -> None: ...
    def opens(self, action: str) -> bool:
        """Whether this component may answer with a form, for platforms that make room for it at once."""

    async def suggest(self, event: OptionTyped) -> Sequence[PostChoice]: ...
    async def notice(self, event: Notice) -> None: ...
