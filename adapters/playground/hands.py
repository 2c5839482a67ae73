"""What people do in the room: commands, presses, forms, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.playground import lines
from adapters.playground.things import Asking, Delivered, NotThere, Said, Somebody
from adapters.playground.wire import Wire
from bot.events import ActionUsed, CommandUsed, FormSent, MemberJoined, MemberLeft, OptionTyped, PersonActive
from bot.post import PostChoice, PostField, PostLine, PostMenu
from bot.ui import FieldKind


class Hands(Wire):
    """Each thing that people do returns when the bot has dealt with it; what nobody can is `NotThere`."""

    # commands, buttons, menus

    async def use(self, person_id: str, place_id: str, words: str) -> None:
        """A slash command: what stands after the slash."""
        place = self.enter(person_id, place_id)
        event = CommandUsed(
            self._new_id(),
            self.person(person_id),
            self.place(place.id),
            self._community_of(place),
            words=words.strip().removeprefix("/"),
            locale=self.locale_of(person_id),
        )
        await self._tell_bot(Delivered(event))

    async def press(self, person_id: str, message_id: str, component_id: str) -> None:
        said = self.message(person_id, message_id)
        rows = said.post.rows if said.post else ()
        buttons = [one for row in rows if not isinstance(row, PostMenu) for one in row]
        if not any(one.id == component_id for one in buttons):
            raise NotThere(f"no button {component_id} on {message_id}")
        await self._act(person_id, said, component_id, ())

    async def pick(self, person_id: str, message_id: str, component_id: str, values: Sequence[str]) -> None:
        said = self.message(person_id, message_id)
        menus = [row for row in said.post.rows if isinstance(row, PostMenu)] if said.post else []
        menu = next((one for one in menus if one.id == component_id), None)
        if menu is None or not {*values} <= {one.value for one in menu.choices}:
            raise NotThere(f"no menu {component_id} with {values} on {message_id}")
        if not 1 <= len(set(values)) <= menu.most or len(set(values)) != len(values):
            raise NotThere(f"{component_id} takes 1 to {menu.most} different values, not {len(values)}")
        await self._act(person_id, said, component_id, tuple(values))

    async def _act(self, person_id: str, said: Said, action: str, picked: tuple[str, ...]) -> None:
        event = ActionUsed(
            self._new_id(),
            self.person(person_id),
            self.place(said.place),
            action,
            self._community_of(self.conversations[said.place]),
            picked,
            self.ref(said),
            self.locale_of(person_id),
        )
        await self._tell_bot(Delivered(event, said.id))

    # forms

    async def fill(self, person_id: str, answers: Mapping[str, str | Sequence[str]]) -> None:
        """Send the open form. Fields that are not given keep what is filled in."""
        asking = self.asking.get(person_id)
        if asking is None:
            raise NotThere(f"{person_id} has no form open")
        fields = {field.name: field for field in asking.form.fields}
        if not answers.keys() <= fields.keys():
            raise NotThere(f"{asking.form.id} has the fields {', '.join(fields)}, not {', '.join(answers)}")
        asking.answers |= {name: self._answer(person_id, fields[name], answer) for name, answer in answers.items()}
        await self._submit(asking)

    def _answer(self, person_id: str, field: PostField, answer: str | Sequence[str]) -> tuple[str, ...]:
        given = (answer,) if isinstance(answer, str) else tuple(answer)
        if field.kind in (FieldKind.LINE, FieldKind.LONG):
            return ("".join(given),)
        if field.kind is FieldKind.FILE:
            return self._own_file(person_id, given)
        offered = {choice.value for choice in self.choices_of(field)}
        picked = tuple(value for value in given if value)
        most = field.most if field.kind is FieldKind.MANY else 1
        if not {*picked} <= offered or len(picked) > most:
            raise NotThere(f"{field.name} offers {most} of {', '.join(sorted(offered))}, not {picked}")
        return picked

    def _own_file(self, person_id: str, given: tuple[str, ...]) -> tuple[str, ...]:
        ids = tuple(one for one in given if one)
        if len(ids) > 1 or any((self.attached(one) or ("",))[0] != person_id for one in ids):
            raise NotThere(f"{person_id} attached no such file: {ids}")
        return ids

    async def _submit(self, asking: Asking) -> None:
        """The form closes while it is sent; it is there again when the bot could not deal with it."""
        answers = {one.name: asking.answers.get(one.name, one.value or lines.empty(one)) for one in asking.form.fields}
        asking.answers = answers
        event = FormSent(
            self._new_id(),
            self.person(asking.person),
            self.place(asking.place),
            asking.form.id,
            answers,
            self._community_of(self.conversations[asking.place]),
            self.locale_of(asking.person),
        )
        self.close_form(asking.person)
        try:
            await self._tell_bot(Delivered(event, asking.source, asking))
        except BaseException:
            self.put_back(asking, {}, "")
            raise

    # words

    async def say(self, person_id: str, place_id: str, words: str) -> None:
        """Talk. A command, an answer to a question and the number of a line go to the bot alone."""
        place = self.enter(person_id, place_id)
        if words.startswith("/"):
            await self.use(person_id, place_id, words)
            return
        asking = self.asking.get(person_id)
        if asking and asking.by_lines and asking.place == place_id:
            self.put(place, person_id, words, only_for=person_id)
            await self._answer_line(asking, words)
            return
        said, line = self._line(person_id, place_id, words)
        self.put(place, person_id, words, only_for=person_id if line else None)
        if not line and place.kind != "direct":
            await self._bot().notice(PersonActive(self.person(person_id), self.community))
        if said and line:
            await self._act(person_id, said, line.id, () if line.value is None else (line.value,))

    def _line(self, person_id: str, place_id: str, words: str) -> tuple[Said | None, PostLine | None]:
        """The numbered line that these words mean, on the last message with lines that the person sees."""
        number = lines.number_of(words)
        for said in reversed(self.sees(person_id, place_id) if number is not None else []):
            if said.post and said.post.lines:
                return said, next((one for one in said.post.lines if one.number == number), None)
        return None, None

    async def _answer_line(self, asking: Asking, words: str) -> None:
        locale = self.locale_of(asking.person)
        if lines.is_word(words, lines.CANCEL, locale):
            self.close_form(asking.person)
            self.whisper(asking, lines.stopped(locale))
            return
        field = lines.current(asking)
        answer = lines.read_answer(field, self.choices_of(field), words, locale)
        if answer is None:
            self.ask_next(asking, unread=True)
            return
        asking.answers[field.name] = answer
        asking.waiting = asking.waiting[1:]
        self.keep(asking)
        if asking.waiting:
            self.ask_next(asking)
        else:
            await self._submit(asking)

    async def suggest(
        self, person_id: str, command: str, option: str, typed: str, place_id: str | None = None
    ) -> Sequence[PostChoice]:
        """Completions for an option that is being typed."""
        person = self.person(person_id)
        here = self._community_of(self.enter(person_id, place_id)) if place_id else self.community
        event = OptionTyped(person, command, option, typed, here, self.locale_of(person_id))
        return await self._during(self._bot().suggest(event))

    # coming and going

    async def join(self, somebody: Somebody) -> None:
        self.add(somebody)
        somebody.left = False
        self.keep(somebody)
        await self._during(self._bot().notice(MemberJoined(self._new_id(), self.person(somebody.id), self.community)))

    async def leave(self, person_id: str) -> None:
        somebody = self.somebody(person_id)
        somebody.left = True
        self.keep(somebody)
        await self._during(self._bot().notice(MemberLeft(self._new_id(), self.person(person_id), self.community)))
