"""The room: the playground's chat platform in memory, as the bot sees it.

What the page and the tests use is in the three classes that this one stands on: `Chat` (what is there and who
sees it), `Wire` (how it is shown, settled, again) and `Hands` (what people do).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.playground.capabilities import plain
from adapters.playground.chat import PLATFORM
from adapters.playground.hands import Hands
from adapters.playground.shelf import Shelf
from adapters.playground.things import BOT, Conversation, Said
from bot.commands import Command
from bot.delivery.lanes import Call, Lane
from bot.errors import Forbidden, Gone, PlatformError, TooLarge
from bot.identity import Community, Person, Place, Ref
from bot.ports import Ability, Absent, Clock, Listener, Standing, Unknown
from bot.post import Capabilities, Post

COMMUNITY = Community(PLATFORM, "mansardina", "La Mansardina")


@dataclass(frozen=True, slots=True)
class Fault:
    """The next call of this name fails so. ``done``: it worked first, and only its answer got lost."""

    error: PlatformError
    done: bool = False
    on: str = "send"


class Room(Hands):
    """`bot.ports.Adapter`. Constructed once; `start` and `stop` are the bot's coming and going."""

    platform = PLATFORM

    def __init__(
        self,
        clock: Clock,
        shelf: Shelf | None = None,
        shows: Mapping[str, Capabilities] | None = None,
        *,
        community: Community = COMMUNITY,
        show: str = "playground",
    ) -> None:
        super().__init__(clock, shelf, shows, community, show)
        self.faults: list[Fault] = []
        self.forbidden: dict[str, frozenset[Ability]] = {}

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        """Nothing is limited here."""
        return ()

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None:
        self._listener, self.commands = listener, tuple(commands)
        self.thinking.clear()  # whoever was thinking is no more
        self.tell()

    async def stop(self) -> None:
        await self.settled()
        self._listener = None
        self.tell()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        fault = self._fault("send")
        here = self._reachable(place)
        self.check(post)
        said = self.find_said(here.id, once) or self.put(here, BOT, plain(post.text), post=post, once=once)
        if fault:
            raise fault.error
        return self.ref(said)

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        """Looks at everything, so ``since`` narrows nothing; what was deleted had been sent."""
        self._fault("find")
        said = self.find_said(self._known(place).id, once)
        return self.ref(said) if said else Absent()

    async def edit(self, ref: Ref, post: Post) -> None:
        self._fault("edit")
        said = self._own(ref)
        self.check(post)
        if said.deleted:
            raise Gone(f"{ref.id} was deleted")
        self.show_instead(said, post)

    async def delete(self, ref: Ref) -> None:
        """Deleting what is already deleted is fine: it may be a second try."""
        self._fault("delete")
        said = self._own(ref)
        said.deleted = True
        self.keep(said)

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        """Works with closed direct messages too; only sending there is forbidden."""
        self._fault("direct")
        self._member(person)
        return self.place(self.direct_of(person.id).id)

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> Place:
        """Here a space belongs to no channel, and there is one community."""
        fault = self._fault("gather")
        if not self.capabilities.spaces:
            raise Forbidden("there are no private spaces here")
        members = tuple(dict.fromkeys(self._member(one) for one in people))
        spaces = [one for one in self.conversations.values() if one.kind == "space"]
        space = next((one for one in spaces if one.once == once), None)
        space = space or self.open_place(f"s-{len(spaces) + 1}", "space", title, members, once)
        if fault:
            raise fault.error
        return self.place(space.id)

    async def archive(self, place: Place) -> None:
        """The space goes to the end of its members' lists; the next message brings it back."""
        self._fault("archive")
        here = self._known(place)
        if here.kind == "space" and not here.archived:
            here.archived = True
            self.keep(here)

    async def standing(self, person: Person, community: Community) -> Standing:
        self._fault("standing")
        somebody = self.people.get(person.id) if person.platform == PLATFORM else None
        if somebody is None or somebody.left or community != self.community:
            return Standing(member=False)
        return Standing(True, somebody.coordinator, somebody.name, self.locale_of(person.id), somebody.zone)

    async def channels(self, community: Community) -> Sequence[Place]:
        self._fault("channels")
        if community != self.community:
            return ()
        return tuple(self.place(one.id) for one in self.conversations.values() if one.kind == "channel")

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        self._fault("lacking")
        if community != self.community or place.id not in self.conversations:
            raise Gone(f"there is no channel {place.id}")
        return self.forbidden.get(place.id, frozenset())

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        self._fault("fetch")
        found = self.attached(file)
        if found is None or community != self.community:
            raise Gone(f"no file {file}")
        if len(found[1]) > most:
            raise TooLarge(f"{len(found[1])} bytes, at most {most}")
        return found[1]

    def _fault(self, call: str) -> Fault | None:
        """Fail as ordered for this call; a fault that only loses the answer is given back for afterwards."""
        fault = next((one for one in self.faults if one.on == call), None)
        if fault is None:
            return None
        self.faults.remove(fault)
        if fault.done:
            return fault
        raise fault.error

    def _known(self, place: Place) -> Conversation:
        found = self.conversations.get(place.id)
        if found is None or place.platform != PLATFORM:
            raise Gone(f"no place {place.id}")
        return found

    def _reachable(self, place: Place) -> Conversation:
        here = self._known(place)
        if here.kind == "direct":
            owner = self.people[here.members[0]]
            if owner.left or not owner.dms_open:
                raise Forbidden(f"{owner.id} takes no direct messages")
        return here

    def _own(self, ref: Ref) -> Said:
        said = self.look_up(ref.id)
        if said is None or said.place != self._known(ref.place).id:
            raise Gone(f"no message {ref.id}")
        if said.author != BOT:
            raise Forbidden(f"{ref.id} is not the bot's")
        return said

    def _member(self, person: Person) -> str:
        somebody = self.people.get(person.id) if person.platform == PLATFORM else None
        if somebody is None or somebody.left:
            raise Gone(f"{person.id} is not here")
        return somebody.id
