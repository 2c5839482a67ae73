"""Slack's ids as the core keeps them: ``team/user`` and ``team/channel``, so that each finds its own way."""

from __future__ import annotations

from bot.identity import Community, Person, Place

PLATFORM = "slack"


def person(team: str, user: str, name: str = "") -> Person:
    return Person(PLATFORM, f"{team}/{user}", name)


def place(team: str, channel: str, name: str = "") -> Place:
    return Place(PLATFORM, f"{team}/{channel}", name)


def community(team: str, name: str = "") -> Community:
    return Community(PLATFORM, team, name)


def team_of(id: str) -> str:
    """The workspace; empty for an id that is none of ours."""
    team, slash, _ = id.partition("/")
    return team if slash else ""


def own(id: str) -> str:
    """What Slack itself calls this user or channel."""
    return id.rpartition("/")[2]
