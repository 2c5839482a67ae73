"""The answer to one event, with the rules that real platforms have about what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.playground.capabilities import check_form, plain
from adapters.playground.things import BOT, Asking, Delivered
from bot.errors import TooLate
from bot.identity import Ref
from bot.post import FormPost, Post

if TYPE_CHECKING:
    from adapters.playground.wire import Wire


class RoomReply:
    """`bot.ports.Reply`: answers to a command, a press or a form."""

    def __init__(self, room: Wire, told: Delivered) -> None:
        self._room = room
        self._told = told
        self._person = told.event.person.id
        self._place = told.event.place.id
        self._answered = False

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        self._room.check(post)
        direct = self._room.conversations[self._place].kind == "direct"
        if private and not direct and not self._room.capabilities.private:
            raise ValueError("there are no private answers here")
        self._first()
        return self._put(post, self._person if private else None)

    async def replace(self, post: Post) -> None:
        self._room.check(post)
        self._first()
        room = self._room
        said = room.look_up(self._told.source) if self._told.source else None
        if said is None:
            self._put(post, self._person)
        elif said.deleted:
            self._put(post, said.only_for)
        else:
            room.show_instead(said, post)

    async def wait(self) -> None:
        if not self._answered:
            self._answered = True
            self._room.think(self._person, self._place, on=True)

    def _first(self) -> None:
        self._answered = True
        self._room.think(self._person, self._place, on=False)

    def _put(self, post: Post, only_for: str | None) -> Ref:
        room = self._room
        place = room.conversations[self._place]
        return room.ref(room.put(place, BOT, plain(post.text), post=post, only_for=only_for))


class RoomOpenReply(RoomReply):
    """`bot.ports.OpenReply`: a form may be the first answer."""

    async def open(self, form: FormPost) -> None:
        if self._answered:
            raise TooLate("a form can only be the first answer")
        check_form(form, self._room.capabilities)
        self._answered = True
        by_lines = not self._room.capabilities.dialogs
        asking = Asking(self._person, self._place, form, self._told.source, by_lines=by_lines)
        asking.waiting = tuple(field.name for field in form.fields) if by_lines else ()
        self._room.ask(asking)
        if by_lines:
            self._room.ask_next(asking, opening=True)


class RoomFormReply(RoomReply):
    """`bot.ports.FormReply`: the form may come back, as it was filled in."""

    async def refuse(self, errors: Mapping[str, str], text: str) -> None:
        asking, event = self._told.asking, self._told.event
        if asking is None:
            raise TypeError(f"no form was sent with {event.id}")
        if self._answered:
            raise TooLate("a form can only come back as the first answer")
        if not self._room.capabilities.inline_errors:
            raise ValueError("a form cannot come back here: inline_errors is off")
        self._answered = True
        self._room.put_back(asking, dict(errors), text)


def refilled(asking: Asking, errors: dict[str, str], text: str) -> Asking:
    """The form as it was filled in. By lines only what is to be mended is asked again (else everything)."""
    fields = tuple(replace(one, value=asking.answers.get(one.name, one.value)) for one in asking.form.fields)
    wrong = tuple(one.name for one in fields if one.name in errors) or tuple(one.name for one in fields)
    return Asking(
        asking.person,
        asking.place,
        replace(asking.form, fields=fields),
        asking.source,
        errors,
        text,
        asking.by_lines,
        wrong if asking.by_lines else (),
        dict(asking.answers),
    )
