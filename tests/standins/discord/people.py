"""People with Discord's own client: they can do what it offers, and see what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.standins.discord import answers, shapes
from tests.standins.discord.answers import Act
from tests.standins.discord.server import Standin
from tests.standins.discord.town import Channel, Message, Someone

SUBCOMMANDS = (1, 2)
BUTTON, STRINGS, INPUT, USERS, CHANNELS, TEXT, LABEL, FILE = 2, 3, 4, 5, 8, 10, 18, 19
OPTION = re.compile(r"(\w+):\s*")


class NotThere(LookupError):
    """What the client does not offer just now."""


class People:
    """Each act returns its interaction's id as soon as Discord has told the bot."""

    def __init__(self, discord: Standin) -> None:
        self.discord = discord
        self.town = discord.town

    async def use(self, who: Someone, place: Channel, words: str) -> str:
        """A slash command, typed as "mentor seek topic: taxes"."""
        name, options = self._command(words)
        return await self._act(who, place, answers.COMMAND, self._data(name, options))

    async def type(self, who: Someone, place: Channel, name: str, option: str, typed: str) -> str:
        data = self._data(name, {option: typed}, focused=option)
        return await self._act(who, place, answers.TYPING, data)

    async def press(self, who: Someone, place: Channel, label: str) -> str:
        for said, one in self._components(who, place):
            if one["type"] == BUTTON and one["label"] == label:
                data = {"custom_id": one["custom_id"], "component_type": BUTTON}
                return await self._act(who, place, answers.COMPONENT, data, said)
        raise NotThere(f"no button {label!r}")

    async def pick(self, who: Someone, place: Channel, labels: Sequence[str], menu: str = "") -> str:
        for said, one in self._components(who, place):
            if one["type"] != STRINGS or not one.get("placeholder", "").startswith(menu):
                continue
            values = [option["value"] for option in one["options"] if option["label"] in labels]
            if len(values) == len(labels) and one["min_values"] <= len(values) <= one["max_values"]:
                data = {"custom_id": one["custom_id"], "component_type": STRINGS, "values": values}
                return await self._act(who, place, answers.COMPONENT, data, said)
        raise NotThere(f"no menu {menu!r} with {labels}")

    async def fill(self, who: Someone, given: Mapping[str, str | Sequence[str]]) -> str:
        """Send the open form; what is not named stays as it was filled in."""
        if who.id not in self.discord.rest.answers.forms:
            raise NotThere(f"{who.name} has no form open")
        opened, form = self.discord.rest.answers.forms.pop(who.id)
        fields = {one["component"]["custom_id"] for one in form["components"] if one["type"] == LABEL}
        if not given.keys() <= fields:
            raise NotThere(f"the form has {fields}, not {given.keys()}")
        components = [_sent(number, one, given) for number, one in enumerate(form["components"], 1)]
        source = self.town.messages.get(opened.source)
        data: dict[str, Any] = {"custom_id": form["custom_id"], "components": components}
        data |= self._resolved(components)
        return await self._act(who, self.town.channels[opened.channel], answers.FORM, data, source)

    async def press_id(self, who: Someone, place: Channel, id: str, picked: Sequence[str]) -> str:
        """What no client would send, but somebody might: a component that the bot never showed."""
        kind = STRINGS if picked else BUTTON
        data: dict[str, Any] = {"custom_id": id, "component_type": kind} | ({"values": list(picked)} if picked else {})
        return await self._act(who, place, answers.COMPONENT, data, self.town.post(place, self.town.bot.id, "Press"))

    async def send_id(self, who: Someone, place: Channel, id: str, given: Mapping[str, Sequence[str]]) -> str:
        """The same with a form that was never open."""
        inner = [{"type": STRINGS, "custom_id": name, "values": list(values)} for name, values in given.items()]
        components = [{"type": LABEL, "id": number, "component": one} for number, one in enumerate(inner, 1)]
        return await self._act(who, place, answers.FORM, {"custom_id": id, "components": components})

    def form(self, who: Someone) -> tuple[str, dict[str, tuple[str, ...]]] | None:
        """The open form's title, and what stands in its fields."""
        opened = self.discord.rest.answers.forms.get(who.id)
        if opened is None:
            return None
        labels = [one["component"] for one in opened[1]["components"] if one["type"] == LABEL]
        return opened[1]["title"], {one["custom_id"]: standing(one) for one in labels}

    def reads(self, who: Someone, place: Channel) -> list[Message]:
        return self.town.read(who.id, place)

    def attach(self, data: bytes, name: str) -> str:
        """A file that a form can be given; its id."""
        id = self.town.id()
        self.discord.rest.files[id] = (name, data)
        return id

    def _resolved(self, components: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What the files and people of a form are, as Discord tells it beside their ids."""
        inner = [one["component"] for one in components if "component" in one]
        ids = [id for one in inner if one["type"] == FILE for id in one["values"]]
        people = [id for one in inner if one["type"] == USERS for id in one["values"]]
        files = {id: shapes.attachment(id, *self.discord.rest.files[id], self.discord.cdn) for id in ids}
        users = {id: shapes.told_user(self.town.people[id]) for id in people}
        found = ({"attachments": files} if files else {}) | ({"users": users} if users else {})
        return {"resolved": found} if found else {}

    async def _act(
        self, who: Someone, place: Channel, kind: int, data: dict[str, Any], source: Message | None = None
    ) -> str:
        if not self.town.sees(who.id, place):
            raise NotThere(f"{who.name} cannot look into {place.name}")
        told = shapes.interaction(self.town, who, place, kind, data)
        if source:
            told["message"] = shapes.told_message(self.town, source)
        act = Act(told["id"], told["token"], kind, who.id, place.id, source.id if source else "")
        self.discord.rest.answers.acts[act.token] = act
        await self.discord.gateway.tell("INTERACTION_CREATE", told, place.guild)
        return act.id

    def _components(self, who: Someone, place: Channel) -> Iterator[tuple[Message, dict[str, Any]]]:
        """The newest first."""
        for said in reversed(self.reads(who, place)):
            for row in said.components:
                for one in row["components"]:
                    yield said, one

    def _command(self, words: str) -> tuple[str, dict[str, str]]:
        words = words.strip().removeprefix("/")
        parts = OPTION.split(words)
        return parts[0].strip(), {name: value.strip() for name, value in zip(parts[1::2], parts[2::2], strict=True)}

    def _data(self, name: str, options: Mapping[str, str], focused: str = "") -> dict[str, Any]:
        """As the client writes it, for a command that the bot has given to Discord."""
        first, _, second = name.partition(" ")
        command = self.discord.rest.commands.get(first)
        declared = (command or {}).get("options", [])
        sub = next((one for one in declared if one["type"] in SUBCOMMANDS and one["name"] == second), None)
        if command is None or (second and sub is None):
            raise NotThere(f"no command /{name}")
        known = {one["name"]: one for one in (sub or command).get("options", [])}
        if not options.keys() <= known.keys() or (focused and not known[focused].get("autocomplete")):
            raise NotThere(f"/{name} has the options {known.keys()}")
        sent: list[dict[str, Any]] = [
            {"type": known[key]["type"], "name": key, "value": value} | ({"focused": True} if key == focused else {})
            for key, value in options.items()
        ]
        inside = [{"type": 1, "name": second, "options": sent}] if sub else sent
        return {"id": command["id"], "name": first, "type": 1, "options": inside}


def standing(one: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands in a field before anybody types."""
    if one["type"] == INPUT:
        return (one["value"],) if one.get("value") else ()
    if one["type"] == FILE:
        return ()
    if one["type"] in (USERS, CHANNELS):
        return tuple(chosen["id"] for chosen in one.get("default_values", ()))
    return tuple(option["value"] for option in one["options"] if option.get("default"))


def _sent(number: int, outer: Mapping[str, Any], given: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    if outer["type"] == TEXT:
        return {"type": TEXT, "id": number}
    one = outer["component"]
    value = given.get(one["custom_id"], standing(one))
    inner: dict[str, Any] = {"type": one["type"], "id": 100 + number, "custom_id": one["custom_id"]}
    if one["type"] == INPUT:
        text = value if isinstance(value, str) else "".join(value)
        if len(text) > one["max_length"] or (one["required"] and not text):
            raise NotThere(f"{one['custom_id']} does not take {len(text)} characters")
        return {"type": LABEL, "id": number, "component": inner | {"value": text}}
    values = [value] if isinstance(value, str) else list(value)
    offered = {option["value"] for option in one.get("options", ())}
    if not one["min_values"] <= len(values) <= one["max_values"] or (offered and not {*values} <= offered):
        raise NotThere(f"{one['custom_id']} offers {offered}, not {values}")
    return {"type": LABEL, "id": number, "component": inner | {"values": values}}
