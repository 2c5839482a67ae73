"""The chat as it stands: who is there, who sees what, what is unread; every change is kept and told."""

from __future__ import annotations

from asyncio import Event
from bisect import bisect_right
from collections import defaultdict
from datetime import datetime
from uuid import uuid4

from adapters.playground.capabilities import plain
from adapters.playground.shelf import Shelf
from adapters.playground.things import BOT, Asking, Conversation, Kind, NotThere, Said, Seen, Somebody, Tongue
from bot.identity import Community, Person, Place, Ref
from bot.ports import Clock
from bot.post import Post, PostChoice, PostField
from bot.ui import FieldKind

PLATFORM = "playground"


class Chat:
    """The state of the platform, and what the page may look at. Nothing here knows the bot."""

    def __init__(self, clock: Clock, shelf: Shelf | None, community: Community) -> None:
        self.clock = clock
        self.community = community
        self.version = 0
        self.people: dict[str, Somebody] = {}
        self.conversations: dict[str, Conversation] = {}
        self.asking: dict[str, Asking] = {}
        self.thinking: set[tuple[str, str]] = set()
        self.tongue = Tongue()
        self._shelf = shelf
        self._changed = Event()
        self._said: dict[str, Said] = {}
        self._by_place: dict[str, list[Said]] = defaultdict(list)
        self._by_once: dict[tuple[str, str], Said] = {}
        self._marks: dict[tuple[str, str], int] = {}
        self._uploads: dict[str, tuple[str, bytes]] = {}
        self._last = 0
        if shelf:
            self._take_down(shelf)

    def _take_down(self, shelf: Shelf) -> None:
        self.people = {one.id: one for one in shelf.people()}
        self.conversations = {one.id: one for one in shelf.conversations()}
        self.asking = {one.person: one for one in shelf.asking()}
        self.tongue = shelf.tongue()
        self._marks = {(person, place): number for person, place, number in shelf.marks()}
        for said in shelf.said():
            self._index(said)

    # setting up

    def add(self, somebody: Somebody) -> Somebody:
        """Add a person, or change one; the bot is not told."""
        if somebody.id == BOT:
            raise ValueError(f"{BOT} is the bot's own id")
        self.people[somebody.id] = somebody
        self.keep(somebody)
        self.open_place(f"d-{somebody.id}", "direct", somebody.name, (somebody.id,))
        return somebody

    def add_channel(self, place_id: str, name: str) -> Conversation:
        return self.open_place(place_id, "channel", name)

    def open_place(
        self, place_id: str, kind: Kind, name: str, members: tuple[str, ...] = (), once: str = ""
    ) -> Conversation:
        place = Conversation(place_id, kind, name, members, once)
        self.conversations[place_id] = place
        self.keep(place)
        return place

    def speak(self, tongue: Tongue) -> None:
        """From now on the bot is told another language."""
        self.tongue = tongue
        self.keep(tongue)

    # changing

    def keep(self, thing: Somebody | Conversation | Said | Asking | Tongue) -> None:
        """Write down what has changed, and tell those who look."""
        if self._shelf:
            self._shelf.keep(thing)
        self.tell()

    def tell(self) -> None:
        self.version += 1
        self._changed.set()
        self._changed = Event()

    async def wait_changed(self, version: int) -> int:
        """The room's version, once it is past this one."""
        while self.version <= version:
            await self._changed.wait()
        return self.version

    def put(
        self,
        place: Conversation,
        author: str,
        words: str,
        *,
        post: Post | None = None,
        only_for: str | None = None,
        once: str = "",
        at: datetime | None = None,
    ) -> Said:
        """Add a message, said now or ``at`` an earlier instant. Only ``notify`` pings, those who can see it."""
        number = self._last + 1
        private = None if place.kind == "direct" else only_for
        said = Said(f"m{number}", number, place.id, author, at or self.clock.now(), words, post, private, once=once)
        if post:
            asked = [one.id for one in post.notify if one.platform == PLATFORM]
            said.pings = tuple(one for one in asked if one in self.people and self.can_see(one, said))
        self._index(said)
        self.keep(said)
        if place.archived:
            place.archived = False
            self.keep(place)
        return said

    def _index(self, said: Said) -> None:
        self._last = max(self._last, said.number)
        self._said[said.id] = said
        self._by_place[said.place].append(said)
        if said.once:
            self._by_once[said.place, said.once] = said

    def show_instead(self, said: Said, post: Post) -> None:
        """Edit; an edit never pings and is never unread."""
        said.post, said.words, said.edited_at = post, plain(post.text), self.clock.now()
        self.keep(said)

    def ask(self, asking: Asking) -> None:
        self.asking[asking.person] = asking
        self.keep(asking)

    def close_form(self, person_id: str) -> Asking | None:
        """The person's form is closed, whether sent or left."""
        asking = self.asking.pop(person_id, None)
        if asking and self._shelf:
            self._shelf.forget_asking(person_id)
        self.tell()
        return asking

    def attach(self, person_id: str, data: bytes) -> str:
        """Keep a file that somebody attaches to a form; the answer is its id."""
        id = f"upload-{uuid4().hex}"
        if self._shelf:
            self._shelf.put_upload(id, self.somebody(person_id).id, data)
        else:
            self._uploads[id] = (self.somebody(person_id).id, data)
        return id

    def attached(self, id: str) -> tuple[str, bytes] | None:
        """Whose file it is, and what it holds."""
        return self._shelf.upload(id) if self._shelf else self._uploads.get(id)

    def think(self, person_id: str, place_id: str, on: bool) -> None:
        """Show or end the "thinking…" that only this person sees."""
        change = self.thinking.add if on else self.thinking.discard
        change((person_id, place_id))
        self.tell()

    def mark_read(self, person_id: str, place_id: str) -> None:
        seen = self.sees(person_id, place_id)
        number = seen[-1].number if seen else 0
        if number > self._marks.get((person_id, place_id), 0):
            self._marks[person_id, place_id] = number
            if self._shelf:
                self._shelf.mark(person_id, place_id, number)
            self.tell()

    # looking

    def somebody(self, person_id: str) -> Somebody:
        if person_id not in self.people:
            raise NotThere(f"nobody here is {person_id}")
        return self.people[person_id]

    def locale_of(self, person_id: str) -> str | None:
        """The language in which the bot is told to speak with this person."""
        return self.tongue.spoken or self.somebody(person_id).locale

    def person(self, person_id: str) -> Person:
        return Person(PLATFORM, person_id, self.somebody(person_id).name)

    def place(self, place_id: str) -> Place:
        return Place(PLATFORM, place_id, self.conversations[place_id].name)

    def ref(self, said: Said) -> Ref:
        return Ref(self.place(said.place), said.id)

    def direct_of(self, person_id: str) -> Conversation:
        """The person's own conversation with the bot; there is always exactly one."""
        return self.conversations[f"d-{self.somebody(person_id).id}"]

    def find_said(self, place_id: str, once: str) -> Said | None:
        return self._by_once.get((place_id, once)) if once else None

    def look_up(self, message_id: str) -> Said | None:
        return self._said.get(message_id)

    def is_in(self, person_id: str, place: Conversation) -> bool:
        """Somebody who left keeps the direct conversation and nothing else."""
        somebody = self.somebody(person_id)
        if place.kind == "direct":
            return person_id in place.members
        everybody = place.kind == "channel" and not place.members
        return not somebody.left and (everybody or person_id in place.members)

    def can_see(self, person_id: str, said: Said) -> bool:
        mine = said.only_for in (None, person_id)
        return mine and not said.deleted and self.is_in(person_id, self.conversations[said.place])

    def enter(self, person_id: str, place_id: str) -> Conversation:
        """The conversation, for somebody who is in it."""
        place = self.conversations.get(place_id)
        if place is None or not self.is_in(person_id, place):
            raise NotThere(f"{person_id} sees no place {place_id}")
        return place

    def sees(self, person_id: str, place_id: str) -> list[Said]:
        """The messages of a place that this person can see, in order."""
        self.enter(person_id, place_id)
        return [said for said in self._by_place[place_id] if self.can_see(person_id, said)]

    def message(self, person_id: str, message_id: str) -> Said:
        said = self._said.get(message_id)
        if said is None or not self.can_see(person_id, said):
            raise NotThere(f"{person_id} sees no message {message_id}")
        return said

    def places_of(self, person_id: str) -> list[Seen]:
        """The person's channels, the conversation with the bot, then the spaces; what was put away comes last."""
        order: dict[Kind, int] = {"channel": 0, "direct": 1, "space": 2}
        mine = [place for place in self.conversations.values() if self.is_in(person_id, place)]
        return [self._seen(person_id, one) for one in sorted(mine, key=lambda one: (order[one.kind], one.archived))]

    def _seen(self, person_id: str, place: Conversation) -> Seen:
        said = self._by_place[place.id]
        mark = self._marks.get((person_id, place.id), 0)
        later = said[bisect_right(said, mark, key=lambda one: one.number) :]
        new = [one for one in later if one.author != person_id and self.can_see(person_id, one)]
        pinged = any(person_id in one.pings for one in new)
        last = next((one for one in reversed(said) if self.can_see(person_id, one)), None)
        return Seen(place, len(new), pinged, last)

    def form_of(self, person_id: str) -> Asking | None:
        """The form that this person has open, as a dialog or as questions (``by_lines``)."""
        return self.asking.get(person_id)

    def choices_of(self, field: PostField) -> tuple[PostChoice, ...]:
        """What can be picked in a field; a question for a place or a person offers those."""
        if field.kind is FieldKind.PERSON:
            return tuple(PostChoice(one.name, one.id) for one in self.people.values() if not one.left)
        if field.choices or field.kind is not FieldKind.PLACE:
            return field.choices
        channels = (one for one in self.conversations.values() if one.kind == "channel")
        return tuple(PostChoice(f"#{one.name}", one.id) for one in channels)

    def is_thinking(self, person_id: str, place_id: str) -> bool:
        return (person_id, place_id) in self.thinking
