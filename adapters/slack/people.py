"""Who people are, as Slack says: asked once, kept fresh by what Slack tells, and never stored."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack import texts
from adapters.slack.ids import PLATFORM, own, team_of
from adapters.slack.workspaces import Workspace
from bot.errors import Busy, Gone, Uncertain, Unreachable
from bot.i18n import Tongues
from bot.identity import Community, Person
from bot.ports import Standing

FRESH = 600.0
"""Seconds that an answer of Slack's holds; user_change renews it earlier."""
CHANNEL = 60.0
"""Seconds that the list of the coordinators' channel holds, and that of all channels while pages are only opened."""
REMEMBERED = 20_000
PAGE = 1000  # the most that one call gives: docs.slack.dev/reference/methods/conversations.list
PAGES = 20

GUEST = ("is_restricted", "is_ultra_restricted")

User = Mapping[str, Any]


class People:
    def __init__(self, coordinators: str = "") -> None:
        """``coordinators``: the name or id of a channel whose members coordinate, beside admins and owners."""
        self._coordinators = coordinators.lstrip("#")
        self._users: dict[tuple[str, str], tuple[float, User]] = {}
        self._panels: dict[str, tuple[float, frozenset[str]]] = {}
        self._channels: dict[str, tuple[float, Sequence[Mapping[str, Any]]]] = {}
        self._languages: dict[tuple[str, str], str] = {}

    async def user(self, workspace: Workspace, user: str) -> User:
        """Raises `Gone` for somebody whom the workspace does not know."""
        at, known = self._users.get((workspace.team, user), (0.0, {}))
        if known and time.monotonic() - at < FRESH:
            return known
        try:
            said = await workspace.call("users.info", user=user, include_locale=True)
        except (Busy, Unreachable, Uncertain):
            if known:  # what was true a while ago is better than nothing
                return known
            raise
        self.note(workspace.team, said["user"])
        return said["user"]  # type: ignore[no-any-return]

    def note(self, team: str, user: User) -> None:
        """What Slack says of somebody, whether asked or told; a telling without a locale keeps the known one."""
        if len(self._users) >= REMEMBERED:
            self._users.clear()
        _, before = self._users.get((team, user["id"]), (0.0, {}))
        locale = user.get("locale") or before.get("locale")
        if locale is None and before == {}:
            return  # asked anew when needed, with the language
        self._users[team, user["id"]] = (time.monotonic(), {**user, "locale": locale} if locale else user)

    def locale(self, team: str, user: str) -> str | None:
        """The person's language, where it is known without asking."""
        return self._users.get((team, user), (0.0, {}))[1].get("locale")

    def heard(self, team: str, user: str, language: str) -> None:
        """An answer to this person was written in this language: the one they chose, where they chose one."""
        if len(self._languages) >= REMEMBERED:
            self._languages.clear()
        if language:
            self._languages[team, user] = language

    def speaks(self, team: str, user: str) -> str | None:
        """What the adapter's own words to this person are written in."""
        return self._languages.get((team, user)) or self.locale(team, user)

    async def channels(self, workspace: Workspace) -> Sequence[Mapping[str, Any]]:
        """Asked once while pages are only opened; whoever does something may name a channel made a moment ago."""
        at, known = self._channels.get(workspace.team, (-CHANNEL, ()))
        if time.monotonic() - at >= CHANNEL:
            known = await listed(workspace)
            self._channels[workspace.team] = (time.monotonic(), known)
        return known

    def look_anew(self, team: str) -> None:
        """What is held of the channels may be old by now."""
        self._channels.pop(team, None)

    async def standing(self, workspace: Workspace, person: Person, community: Community) -> Standing:
        if person.platform != PLATFORM or team_of(person.id) != community.id:
            return Standing(member=False)
        try:
            user = await self.user(workspace, own(person.id))
        except Gone:
            return Standing(member=False)
        if not belongs(user, workspace.team):
            return Standing(member=False)
        coordinates = rules(user) or user["id"] in await self._panel(workspace)
        return Standing(True, coordinates, name(user), user.get("locale"), user.get("tz"))

    async def outside(self, workspace: Workspace, user: str) -> Tongues | None:
        """What is said to somebody who cannot take part here; None for a full member."""
        try:
            found = await self.user(workspace, user)
        except Gone:
            return texts.FOREIGN
        if belongs(found, workspace.team):
            return None
        guest = any(found.get(one) for one in GUEST)
        return texts.GUEST if guest and not found.get("is_stranger") else texts.FOREIGN

    async def _panel(self, workspace: Workspace) -> frozenset[str]:
        if not self._coordinators:
            return frozenset()
        at, members = self._panels.get(workspace.team, (-CHANNEL, frozenset()))
        if time.monotonic() - at >= CHANNEL:
            members = await self._members(workspace)
            self._panels[workspace.team] = (time.monotonic(), members)
        return members

    async def _members(self, workspace: Workspace) -> frozenset[str]:
        channels = await self.channels(workspace)
        id = next((one["id"] for one in channels if self._coordinators in (one["id"], one["name"])), None)
        if id is None:
            return frozenset()
        members: set[str] = set()
        cursor = ""
        for _ in range(PAGES):
            said = await workspace.call("conversations.members", channel=id, limit=PAGE, cursor=cursor or None)
            members.update(said["members"])
            cursor = said.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                break
        return frozenset(members)


async def listed(workspace: Workspace) -> list[Mapping[str, Any]]:
    """The public channels, and the private ones that the bot is in; not those that are archived."""
    found: list[Mapping[str, Any]] = []
    cursor = ""
    for _ in range(PAGES):
        said = await workspace.call(
            "conversations.list",
            types="public_channel,private_channel",
            exclude_archived=True,
            limit=PAGE,
            cursor=cursor or None,
        )
        found += said["channels"]
        cursor = said.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            break
    return found


def belongs(user: User, team: str) -> bool:
    """A full member: no bot, no guest, nobody from another workspace, not deactivated."""
    out = ("deleted", "is_bot", "is_stranger", "is_workflow_bot", *GUEST)
    teams = {user.get("team_id", team), *user.get("enterprise_user", {}).get("teams", ())}
    return not any(user.get(one) for one in out) and team in teams and user["id"] != "USLACKBOT"


def rules(user: User) -> bool:
    return any(user.get(one) for one in ("is_admin", "is_owner", "is_primary_owner"))


def name(user: User) -> str:
    profile = user.get("profile", {})
    known = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next(filter(None, known), "")
