"""Slack's state: who sees what, what may be opened, and what was handed out."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from tests.standins.slack import schema
from tests.standins.slack.things import (
    Channel,
    Fault,
    Installed,
    Message,
    ResponseUrl,
    Stored,
    Trigger,
    User,
    View,
)

TRIGGER = 3.0  # seconds that a trigger lives
RESPONSE = 1800.0  # seconds that a response_url lives
USES = 5
PER_MINUTE = {"Tier1": 1, "Tier2": 20, "Tier3": 50, "Tier4": 100}
"""What Slack promises at least; it may allow more."""
BURST = 100
"""Messages that a channel takes at once before it wants one a second."""


class ApiError(Exception):
    def __init__(self, error: str, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error)
        self.error, self.status, self.headers = error, status, dict(headers or {})


class Platform:
    """Everything that Slack knows. ``wrong`` collects what it would never have been given by a careful client."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.installed: dict[str, Installed] = {}
        self.app_tokens = {"xapp-1"}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.views: dict[str, View] = {}
        self.open: dict[str, list[str]] = defaultdict(list)
        """The stack of modals that each person has open."""
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, Stored] = {}
        self.faults: list[Fault] = []
        self.wrong: list[str] = []
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.burst = BURST
        self.limits = True
        self.checks = True
        """Whether what is shown is held against the schemas; measuring goes without, since it takes long."""
        self.address = ""
        self._numbers = count(1)
        self._last_ts = 0
        self._posted: dict[str, deque[float]] = defaultdict(deque)
        self._called: dict[tuple[str, str], deque[float]] = defaultdict(deque)

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        """Later than every one before."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # setting up

    def install(self, team: str, scopes: frozenset[str], name: str = "Corte", token: str = "") -> Installed:
        found = Installed(team, name, token or f"xoxb-{team}-{self.number()}", f"UBOT{team}", scopes)
        self.installed[found.token] = found
        return found

    def add(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def of(self, team: str) -> Installed:
        return next(one for one in self.installed.values() if one.team == team and not one.revoked)

    # limits

    def check_tier(self, team: str, method: str) -> None:
        most = PER_MINUTE.get(schema.tiers().get(method, ""), 0)
        if self.limits and most:
            self._slow(self._called[team, method], most, 60.0)

    def check_channel(self, channel: str) -> None:
        if self.limits:
            self._slow(self._posted[channel], self.burst, float(self.burst))

    def _slow(self, seen: deque[float], most: int, window: float) -> None:
        now = time.monotonic()
        while seen and seen[0] <= now - window:
            seen.popleft()
        if len(seen) >= most:
            wait = max(1, round(seen[0] + window - now))
            raise ApiError("ratelimited", 429, {"Retry-After": str(wait)})
        seen.append(now)

    # what is handed out once

    def trigger(self, user: str, team: str, view: str = "") -> str:
        id = f"{self.number()}.{self.number()}.{team.lower()}"
        self.triggers[id] = Trigger(user, team, self.clock(), view=view)
        return id

    def take_trigger(self, id: str) -> Trigger:
        known = self.triggers.get(id)
        if known is None:
            raise ApiError("invalid_trigger_id")
        if known.used:
            raise ApiError("exchanged_trigger_id")
        if self.clock() - known.at > TRIGGER:
            raise ApiError("expired_trigger_id")
        known.used = True
        return known

    def response_url(self, user: str, channel: str, ts: str = "") -> str:
        id = f"r{self.number()}"
        self.response_urls[id] = ResponseUrl(user, channel, self.clock(), ts)
        return f"{self.address}/response/{id}"

    # messages

    def put(self, message: Message) -> Message:
        self.messages.append(message)
        return message

    def find(self, channel: str, ts: str) -> Message:
        found = next((one for one in self.messages if (one.channel, one.ts) == (channel, ts)), None)
        if found is None or found.deleted or found.only_for:
            raise ApiError("message_not_found")
        return found

    def visible(self, user: str, channel: str) -> list[Message]:
        """What this person sees in a conversation, in order."""
        here = self.channels.get(channel)
        if here is None or (here.kind != "public" and user not in here.members):
            return []
        shown = [one for one in self.messages if one.channel == channel and one.only_for in (None, user)]
        return [one for one in shown if not one.deleted]

    def direct(self, team: str, users: tuple[str, ...]) -> Channel:
        """The one conversation of these people and the bot."""
        kind = "im" if len(users) == 1 else "mpim"
        for one in self.channels.values():
            if one.kind == kind and set(one.members) == set(users):
                return one
        id = f"{'D' if kind == 'im' else 'C0M'}{self.number():05d}"
        name = "directmessage" if kind == "im" else "mpdm-" + "--".join(users)
        return self.channel(Channel(id, name, "im" if kind == "im" else "mpim", team, users))

    # views

    def show(self, user: str, team: str, body: Mapping[str, Any], previous: str | None = None) -> View:
        id = f"V{self.number():05d}"
        root = self.open[user][0] if previous else id
        view = View(id, user, team, dict(body), f"h{self.number()}", previous, root)
        view.state = started(body)
        self.views[view.id] = view
        self.open[user] = [*(self.open[user] if previous else []), view.id]
        return view

    def change(self, view: View, body: Mapping[str, Any]) -> View:
        """Update: what was filled in stays where block and action are the same and still there."""
        fresh = started(body)
        known = {
            name: given for name, given in view.state.items() if name in fresh and given.keys() == fresh[name].keys()
        }
        view.body, view.hash, view.errors = dict(body), f"h{self.number()}", {}
        view.state = {**fresh, **known}
        return view

    def top(self, user: str) -> View | None:
        stack = self.open[user]
        return self.views[stack[-1]] if stack else None

    def close(self, view: View, *, clear: bool = False) -> None:
        stack = self.open[view.user]
        if view.id in stack:
            self.open[view.user] = [] if clear else stack[: stack.index(view.id)]


def started(body: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The state of a view that nobody has touched."""
    inputs = [one for one in body["blocks"] if one["type"] == "input"]
    return {one["block_id"]: {one["element"]["action_id"]: _start(one["element"])} for one in inputs}


def _start(element: Mapping[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": element.get("initial_value")}
        case "multi_static_select" | "multi_external_select" | "checkboxes":
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case "users_select":
            return {"type": kind, "selected_user": element.get("initial_user")}
        case "file_input":
            return {"type": kind, "files": []}
        case "conversations_select":
            return {"type": kind, "selected_conversation": element.get("initial_conversation")}
    return {"type": kind, "selected_option": element.get("initial_option")}
