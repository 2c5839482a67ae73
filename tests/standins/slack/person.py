"""Slack's own client in somebody's hands: what they see, press, pick, type and fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from tests.standins.slack import schema, wires
from tests.standins.slack.platform import Platform
from tests.standins.slack.things import Message, Stored, User, View
from tests.standins.slack.wires import Wire

Element = Mapping[str, Any]
EXTERNAL = ("external_select", "multi_external_select")


class Hand:
    """One person, with the app's wire as the place to which their client's deliveries go."""

    def __init__(self, slack: Platform, wire: Wire, user: User) -> None:
        self.slack = slack
        self.wire = wire
        self.user = user

    # what they see

    def messages(self, channel: str) -> list[Message]:
        return self.slack.visible(self.user.id, channel)

    def reads(self, channel: str) -> list[str]:
        """The texts of the bot's messages here."""
        said = [one for one in self.messages(channel) if one.author.startswith("UBOT") and not one.files]
        return [read(one.blocks, self.name_of) for one in said]

    def files(self, channel: str) -> list[tuple[str, bytes]]:
        """What is attached here, by name."""
        kept = [self.slack.files[id] for one in self.messages(channel) for id in one.files]
        return [(one.name, one.data) for one in kept if one.complete]

    def labels(self, channel: str) -> list[str]:
        """The buttons of the newest message here."""
        found = elements(self.messages(channel)[-1].blocks)
        return [one["text"]["text"] for _, one in found if one["type"] == "button"]

    def name_of(self, user: str) -> str:
        return self.slack.users[user].real_name

    def pinged(self, channel: str) -> bool:
        return any(self.user.id in pings(one) or "everybody" in pings(one) for one in self.messages(channel))

    @property
    def view(self) -> View | None:
        return self.slack.top(self.user.id)

    @property
    def home(self) -> View | None:
        return self.slack.homes.get(self.user.id)

    # what they do in conversations

    async def use(self, channel: str, words: str) -> None:
        """A slash command; "/mentor seek" or "mentor seek"."""
        command, _, text = words.removeprefix("/").partition(" ")
        here = self.slack.channels[channel]
        payload = {
            "token": "t",
            "team_id": self.user.team,
            "team_domain": "corte",
            "channel_id": channel,
            "channel_name": here.name,
            "user_id": self.user.id,
            "user_name": self.user.name,
            "command": f"/{command}",
            "text": escaped(text),
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": self.slack.response_url(self.user.id, channel),
            "trigger_id": self.slack.trigger(self.user.id, self.user.team),
        }
        await self.wire.deliver("slash_commands", payload)

    async def press(self, channel: str, label: str) -> None:
        """The newest button of this label."""
        for said in reversed(self.messages(channel)):
            for block, element in elements(said.blocks):
                if element["type"] == "button" and element["text"]["text"] == label:
                    await self.act(block, element, {"value": element.get("value")}, said=said)
                    return
        raise LookupError(f"no button {label!r}")

    async def pick(self, channel: str, labels: Sequence[str], menu: str = "") -> None:
        """The newest menu (of this name) that has all of these choices."""
        for said in reversed(self.messages(channel)):
            for block, element in elements(said.blocks):
                named = element.get("placeholder", {}).get("text", "")
                found = [one for one in element.get("options", ()) if one["text"]["text"] in labels]
                if len(found) == len(labels) and found and (not menu or named == menu):
                    await self.act(block, element, picked(element, found), said=said)
                    return
        raise LookupError(f"no menu with {labels}")

    async def press_in(self, view: View, label: str) -> None:
        """A button in a modal or on App Home."""
        for block, element in elements(view.body["blocks"]):
            if element["type"] == "button" and element["text"]["text"] == label:
                await self.act(block, element, {"value": element.get("value")}, view=view)
                return
        raise LookupError(f"no button {label!r}")

    async def act(
        self, block: Element, element: Element, done: Element, *, said: Message | None = None, view: View | None = None
    ) -> None:
        action = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block.get("block_id", "b1"),
            "action_ts": self.slack.ts(),
            **{name: value for name, value in done.items() if value is not None},
        }
        payload: dict[str, Any] = {"type": "block_actions", **self._who(view), "actions": [action]}
        if said:
            container = {"type": "message", "message_ts": said.ts, "channel_id": said.channel}
            payload |= {
                "container": {**container, "is_ephemeral": bool(said.only_for)},
                "channel": {"id": said.channel, "name": self.slack.channels[said.channel].name},
                "response_url": self.slack.response_url(self.user.id, said.channel, said.ts),
            }
            payload |= {} if said.only_for else {"message": said.told()}
        if view:
            payload |= {"container": {"type": "view", "view_id": view.id}, "view": view.told()}
        await self.wire.deliver("interactive", payload)

    def _who(self, view: View | None = None) -> dict[str, Any]:
        user = self.user
        return {
            "team": {"id": user.team, "domain": "corte"},
            "user": {"id": user.id, "name": user.name, "username": user.name, "team_id": user.home_team or user.team},
            "api_app_id": "A1",
            "token": "t",
            "trigger_id": self.slack.trigger(user.id, user.team, view.id if view else ""),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    # forms

    async def fill(self, answers: Mapping[str, str | Sequence[str]]) -> None:
        """Fill in what is named, by field, and send the modal on top."""
        view = self.view
        if view is None:
            raise LookupError(f"{self.user.id} has no form open")
        for name, answer in answers.items():
            if self._element(name)["type"] in EXTERNAL:
                await self._pick_offered(view, name, answer)
            else:
                write(view, name, answer)
        check(view)
        view.errors = {}
        payload = {"type": "view_submission", **self._who(view), "view": view.told(), "response_urls": []}
        said = await self.wire.deliver("interactive", payload)
        self._answered(view, said)

    def _answered(self, view: View, said: Mapping[str, Any]) -> None:
        match said.get("response_action"):
            case "errors":
                unknown = said["errors"].keys() - view.state.keys()
                if unknown or not said["errors"]:
                    self.slack.wrong.append(f"errors for {unknown or 'nothing'}")
                view.errors = dict(said["errors"])
            case "update":
                self.slack.wrong += schema.view(said["view"])
                self.slack.change(view, said["view"])
            case "clear":
                self.slack.close(view, clear=True)
            case None:
                self.slack.close(view)
            case other:
                self.slack.wrong.append(f"response_action {other}")

    async def type(self, field: str, typed: str) -> list[str]:
        """The labels that an external select offers while one types."""
        return [one["text"]["text"] for one in await self._offered(field, typed)]

    async def _offered(self, field: str, typed: str) -> list[Element]:
        view, element = self.view, self._element(field)
        if view is None or element["type"] not in EXTERNAL:
            raise LookupError(f"{field} is not completed while one types")
        payload = {
            "type": "block_suggestion",
            **self._who(view),
            "action_id": element["action_id"],
            "block_id": field,
            "value": typed,
            "container": {"type": "view", "view_id": view.id},
            "view": view.told(),
        }
        said = await self.wire.deliver("interactive", payload)
        self.slack.wrong += schema.options(said["options"])
        return said["options"]  # type: ignore[no-any-return]

    async def _pick_offered(self, view: View, field: str, answer: str | Sequence[str]) -> None:
        """Type each name, and take what is offered under it."""
        element = self._element(field)
        several = element["type"] == "multi_external_select"
        given = [answer] if isinstance(answer, str) else list(answer)
        names = [one.strip() for one in given[0].split(",")] if several and given else given
        found = [await self._one_offered(field, one) for one in names if one]
        state = view.state[field][element["action_id"]]
        state |= {"selected_options": found} if several else {"selected_option": found[0] if found else None}

    async def _one_offered(self, field: str, name: str) -> Element:
        offered = await self._offered(field, name)
        for one in offered:
            if name.casefold() in (one["text"]["text"].casefold(), one["value"].casefold()):
                return one
        raise LookupError(f"{name} is not offered, but {[one['text']['text'] for one in offered]}")

    def _element(self, field: str) -> Element:
        blocks = self.view.body["blocks"] if self.view else ()
        block = next((one for one in blocks if one.get("block_id") == field and one["type"] == "input"), None)
        if block is None:
            raise LookupError(f"no field {field} is open")
        return block["element"]  # type: ignore[no-any-return]

    def upload(self, name: str, data: bytes) -> str:
        """A file of theirs, ready to be attached to a form; its id."""
        id = f"F{self.slack.number():05d}"
        self.slack.files[id] = Stored(id, self.user.team, self.user.id, name, data, complete=True)
        return id

    # what no client would send, but somebody might

    async def press_id(self, channel: str, id: str, chosen: Sequence[str]) -> None:
        """A control that the bot never showed."""
        said = self.slack.put(Message(self.slack.ts(), channel, f"UBOT{self.user.team}", "Press"))
        kind = "multi_static_select" if chosen else "button"
        options = {"selected_options": [{"value": one} for one in chosen]} if chosen else {"value": ""}
        await self.act({}, {"type": kind, "action_id": id}, options, said=said)

    async def send_id(self, channel: str, id: str, answers: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
        """A form that was never open; what Slack is told to do with it."""
        given = {name: [{"value": one} for one in values] for name, values in answers.items()}
        state = {name: {"answer": {"type": "checkboxes", "selected_options": one}} for name, one in given.items()}
        inputs = [{"type": "input", "block_id": name, "element": {"action_id": "answer"}} for name in answers]
        view = {
            "id": f"V{self.slack.number():05d}",
            "type": "modal",
            "callback_id": id,
            "private_metadata": json.dumps({"team": self.user.team, "user": self.user.id, "channel": channel}),
            "state": {"values": state},
            "blocks": inputs,
            "hash": "h",
        }
        return await self.wire.deliver(
            "interactive", {"type": "view_submission", **self._who(), "view": view, "response_urls": []}
        )

    # what Slack tells about them

    async def open_home(self) -> None:
        channel = self.slack.direct(self.user.team, (self.user.id,)).id
        there = {"view": self.home.told()} if self.home else {}
        event = {"type": "app_home_opened", "user": self.user.id, "channel": channel, "tab": "home", **there}
        await self.tell(event)

    async def tell(self, event: Mapping[str, Any], *, id: str = "", again: Sequence[float] = (0.0,)) -> int:
        """An event about this person."""
        return await wires.tell(self.wire, envelope(self.slack, self.user.team, event, id), again)


def envelope(slack: Platform, team: str, event: Mapping[str, Any], id: str = "") -> dict[str, Any]:
    return {
        "token": "t",
        "team_id": team,
        "api_app_id": "A1",
        "type": "event_callback",
        "event": {**event, "event_ts": slack.ts()},
        "event_id": id or f"Ev{slack.number():08d}",
        "event_time": int(slack.clock()),
        "authorizations": [{"team_id": team, "user_id": f"UBOT{team}", "is_bot": True}],
    }


def escaped(text: str) -> str:
    """As the client sends what was typed, mentions aside."""
    mention = r"(<[@#][A-Z0-9]+(?:\|[^>]*)?>)"
    parts = re.split(mention, text)
    return "".join(part if re.fullmatch(mention, part) else escape(part, quote=False) for part in parts)


def elements(blocks: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
    """Every control of these blocks, with its block."""
    for block in blocks:
        for one in block.get("elements", ()) if block["type"] == "actions" else ():
            yield block, one
        if "accessory" in block:
            yield block, block["accessory"]


def picked(element: Element, found: Sequence[Element]) -> Element:
    if element["type"] == "static_select":
        return {"selected_option": found[0]}
    if len(found) > element.get("max_selected_items", 100):
        raise LookupError("so many cannot be picked")
    return {"selected_options": list(found)}


def read(blocks: Sequence[Element], name_of: Callable[[str], str] = str) -> str:
    """What stands in the rich texts of a message, as it is seen."""
    sections = [part for block in blocks if block["type"] == "rich_text" for part in block["elements"]]
    return "\n".join("".join(_seen(one, name_of) for one in part["elements"]) for part in sections)


def _seen(element: Element, name_of: Callable[[str], str]) -> str:
    match element["type"]:
        case "user":
            return f"@{name_of(element['user_id'])}"
        case "channel":
            return f"#{element['channel_id']}"
        case "date":
            return str(element["fallback"])
        case "broadcast":
            return "@channel"
    return str(element.get("text", element.get("url", "")))


def pings(said: Message) -> set[str]:
    """Whom a message pings: by its rich text, or by mentions in its other texts."""
    found = set()
    for block in said.blocks:
        for part in block.get("elements", ()) if block["type"] == "rich_text" else ():
            for element in part["elements"]:
                found |= {element["user_id"]} if element["type"] == "user" else set()
                found |= {"everybody"} if element["type"] in ("broadcast", "usergroup") else set()
    words = [said.text, *(one["text"]["text"] for one in said.blocks if one.get("text", {}).get("type") == "mrkdwn")]
    for text in words if said.author.startswith("UBOT") else ():
        found |= {part.split(">")[0].split("|")[0] for part in text.split("<@")[1:]}
        found |= {"everybody"} if "<!" in text.replace("<!date", "") else set()
    return found


def write(view: View, name: str, answer: str | Sequence[str]) -> None:
    """Put an answer into a field as the client would; `LookupError` for what it would not allow."""
    block = next((one for one in view.body["blocks"] if one.get("block_id") == name), None)
    if block is None or block["type"] != "input":
        raise LookupError(f"no field {name}, but {list(view.state)}")
    element = block["element"]
    state = view.state[name][element["action_id"]]
    given = [answer] if isinstance(answer, str) else list(answer)
    match element["type"]:
        case "plain_text_input":
            text = "".join(given)
            if len(text) > element.get("max_length", 3000):
                raise LookupError(f"{name} takes {element['max_length']} characters")
            state["value"] = text or None
        case "multi_static_select" | "checkboxes":
            if len(given) > element.get("max_selected_items", 100):
                raise LookupError(f"{name} takes fewer")
            state["selected_options"] = [_option(element, one) for one in given]
        case "conversations_select":
            state["selected_conversation"] = given[0].split("/")[-1] if given and given[0] else None
        case "users_select":
            state["selected_user"] = given[0].split("/")[-1] if given and given[0] else None
        case "file_input":
            if len(given) > element.get("max_files", 10):
                raise LookupError(f"{name} takes {element['max_files']} files")
            state["files"] = [{"id": one} for one in given if one]
        case _:
            state["selected_option"] = _option(element, given[0]) if given and given[0] else None


def _option(element: Element, value: str) -> Element:
    found = next((one for one in element["options"] if one["value"] == value), None)
    if found is None:
        raise LookupError(f"{value} is not among {[one['value'] for one in element['options']]}")
    return found  # type: ignore[no-any-return]


def check(view: View) -> None:
    """The client sends nothing while a required field is empty."""
    for block in view.body["blocks"]:
        if block["type"] == "input" and not block.get("optional"):
            state = view.state[block["block_id"]][block["element"]["action_id"]]
            if not any(value for name, value in state.items() if name != "type"):
                raise LookupError(f"{block['block_id']} is required")


def values(view: View) -> dict[str, tuple[str, ...]]:
    """What stands in the fields."""
    return {name: _value(next(iter(given.values()))) for name, given in view.state.items()}


def _value(state: Element) -> tuple[str, ...]:
    options = state.get("selected_options") or [one for one in [state.get("selected_option")] if one]
    single = state.get("value") or state.get("selected_conversation") or state.get("selected_user")
    if state["type"] == "file_input":
        return tuple(one["id"] for one in state["files"])
    if state["type"] == "multi_external_select":
        return (", ".join(one["value"] for one in options),) if options else ()
    return tuple(one["value"] for one in options) or ((single,) if single else ())
