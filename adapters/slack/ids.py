"""Slack's ids as the core keeps them: ``team/user`` and ``team/channel``, so that each finds its own way."""

from __future__ import annotations

import re

from bot.identity import Community, Person, Place

PLATFORM = "slack"
OURS = re.compile(r"[A-Z0-9]+/[A-Z0-9]+")


def person(team: str, user: str, name: str = "") -> Person:
    return Person(PLATFORM, f"{team}/{user}", name)


def place(team: str, channel: str, name: str = "") -> Place:
    return Place(PLATFORM, f"{team}/{channel}", name)


def community(team: str, name: str = "") -> Community:
    return Community(PLATFORM, team, name)


def file(team: str, id: str) -> str:
    """A file as `bot.ports.Adapter.fetch` is asked for it."""
    return f"{team}/{id}"


def is_id(text: str) -> bool:
    """Whether this is an id of ours, and not what somebody typed."""
    return OURS.fullmatch(text) is not None


def team_of(id: str) -> str:
    """The workspace; empty for an id that is none of ours."""
    team, slash, _ = id.partition("/")
    return team if slash else ""


def own(id: str) -> str:
    """What Slack itself calls this user or channel."""
    return id.rpartition("/")[2]
