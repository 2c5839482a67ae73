"""What Discord does with the answers to interactions: first ones, follow-ups, edits, and those that come too late."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standins.discord import limits, shapes
from tests.standins.discord.town import EPHEMERAL, Message, Refusal

if TYPE_CHECKING:
    from tests.standins.discord.rest import Asked, Rest

SAY, HOLD, HOLD_CHANGE, CHANGE, COMPLETE, OPEN = 4, 5, 6, 7, 8, 9
COMMAND, COMPONENT, TYPING, FORM = 2, 3, 4, 5
TOO_LATE = (404, 10062, "Unknown interaction")
TAKEN = (400, 40060, "Interaction has already been acknowledged.")
OVER = (401, 50027, "Invalid Webhook Token")
THINKING = "thinking…"


@dataclass
class Act:
    """An interaction, as Discord remembers it."""

    id: str
    token: str
    kind: int
    user: str
    channel: str
    source: str = ""
    at: float = field(default_factory=time.monotonic)
    acknowledged: float = 0.0
    first: int = 0
    original: str = ""
    held: bool = False
    private: bool = False


class Answers:
    """``deadline``: seconds for the first answer; ``lifetime``: seconds for all others."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self.town = rest.town
        self.acts: dict[str, Act] = {}
        self.forms: dict[str, tuple[Act, dict[str, Any]]] = {}
        self.completions: dict[str, list[dict[str, Any]]] = {}
        self.deadline = 3.0
        self.lifetime = 900.0

    def callback(self, asked: Asked, id: str, token: str) -> tuple[int, Any]:
        act = self.acts.get(token)
        if act is None or act.id != id or time.monotonic() - act.at > self.deadline:
            raise Refusal(*TOO_LATE)
        if act.first:
            raise Refusal(*TAKEN)
        kind, data = asked.body["type"], asked.body.get("data") or {}
        said = self._first(act, kind, data, asked)
        act.first, act.acknowledged = kind, time.monotonic() - act.at
        answer: dict[str, Any] = {"interaction": {"id": act.id, "type": act.kind, **self._about(act, said)}}
        if said and kind in (SAY, CHANGE):
            answer["resource"] = {"type": kind, "message": shapes.message(self.town, said)}
        self._rest.note()
        return 200, answer

    def _about(self, act: Act, said: Message | None) -> dict[str, Any]:
        if said is None:
            return {}
        return {
            "response_message_id": said.id,
            "response_message_loading": act.held,
            "response_message_ephemeral": bool(said.only_for),
        }

    def _first(self, act: Act, kind: int, data: Any, asked: Asked) -> Message | None:
        pressed = bool(act.source)
        if kind in (HOLD_CHANGE, CHANGE) and not pressed:
            raise Refusal(400, 50035, "only for components")
        if (kind == COMPLETE) != (act.kind == TYPING) or (kind == OPEN and act.kind == FORM):
            raise Refusal(400, 50035, "Invalid interaction response type")
        match kind:
            case _ if kind == SAY:
                act.private = bool(data.get("flags", 0) & EPHEMERAL)
                said = self._put(act, data, asked)
                act.original = said.id
                return said
            case _ if kind == HOLD:
                act.held, act.private = True, bool(data.get("flags", 0) & EPHEMERAL)
                return self._hold(act)
            case _ if kind == CHANGE:
                said = self._rest.changed(self._existing(act.source), data, asked)
                act.original = act.source
                return said
            case _ if kind == HOLD_CHANGE:
                act.original = act.source
            case _ if kind == COMPLETE:
                self.completions[act.id] = data["choices"]
            case _ if kind == OPEN:
                self._rest.refuse_wrong(limits.modal(data))
                self.forms[act.user] = (act, data)
        return None

    def _hold(self, act: Act) -> Message:
        channel = self.town.channels[act.channel]
        said = self.town.post(channel, self.town.bot.id, THINKING)
        said.only_for, said.answer, said.asked_by = (act.user if act.private else ""), True, act.user
        act.original = said.id
        return said

    def _put(self, act: Act, data: Any, asked: Asked) -> Message:
        channel = self.town.channels[act.channel]
        said = self._rest.posted(channel, data, asked)
        hidden = bool(data.get("flags", 0) & EPHEMERAL)
        said.only_for, said.answer, said.asked_by = (act.user if hidden else ""), True, act.user
        return said

    def follow_up(self, asked: Asked, application: str, token: str) -> tuple[int, Any]:
        act = self._act(token)
        if act.held:  # the first one takes the place of the "thinking" line, and its privacy
            return 200, shapes.message(self.town, self._resolve(act, asked))
        said = self._put(act, asked.body, asked)
        self._rest.note()
        return 200, shapes.message(self.town, said)

    def edit(self, asked: Asked, application: str, token: str, message: str = "@original") -> tuple[int, Any]:
        act = self._act(token)
        if message == "@original" and act.held:
            return 200, shapes.message(self.town, self._resolve(act, asked))
        said = self._rest.changed(
            self._existing(act.original if message == "@original" else message), asked.body, asked
        )
        self._rest.note()
        return 200, shapes.message(self.town, said)

    def drop(self, asked: Asked, application: str, token: str, message: str = "@original") -> tuple[int, Any]:
        act = self._act(token)
        self._existing(act.original if message == "@original" else message).deleted = True
        act.held = False
        self._rest.note()
        return 204, None

    def _resolve(self, act: Act, asked: Asked) -> Message:
        act.held = False
        said = self._rest.changed(self._existing(act.original), asked.body, asked)
        said.edited = False
        self._rest.note()
        return said

    def _act(self, token: str) -> Act:
        act = self.acts.get(token)
        if act is None or time.monotonic() - act.at > self.lifetime:
            raise Refusal(*OVER)
        if not act.first:
            raise Refusal(404, 10015, "Unknown Webhook")
        return act

    def _existing(self, id: str) -> Message:
        said = self.town.messages.get(id)
        if said is None or said.deleted:
            raise Refusal(404, 10008, "Unknown Message")
        return said
