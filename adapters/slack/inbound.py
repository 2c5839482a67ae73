"""From Slack's payloads to events and sources. Pure; nothing of a payload is believed beyond what Slack signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import ids
from adapters.slack.fields import answers
from adapters.slack.outbound import LINE, line_of
from adapters.slack.views import Source, unpacked
from bot.events import ActionUsed, CommandUsed, FormSent, MemberJoined, MemberLeft, Notice, OptionTyped
from bot.identity import Community, Place, Ref

Payload = Mapping[str, Any]


def team_in(body: Payload) -> tuple[str, str]:
    """The workspace in which it happened, and its organisation where there is one."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id") or ""
    enterprise = body.get("enterprise_id") or (body.get("enterprise") or {}).get("id") or ""
    return team, enterprise


def command_source(body: Payload) -> Source:
    return Source(body["team_id"], body["user_id"], body["channel_id"], body.get("response_url", ""))


def command(body: Payload, words: str, locale: str | None) -> CommandUsed:
    team, channel = body["team_id"], body["channel_id"]
    return CommandUsed(
        f"c:{body['trigger_id']}",
        ids.person(team, body["user_id"], body.get("user_name", "")),
        ids.place(team, channel, body.get("channel_name", "")),
        _community(team, channel),
        words=words,
        locale=locale,
    )


def _community(team: str, channel: str, *, home: bool = False) -> Community | None:
    """None in a conversation of two; App Home belongs to its workspace."""
    return None if channel.startswith("D") and not home else ids.community(team)


def action_source(body: Payload) -> Source:
    """Where a button was pressed: a message, a private one, a modal or App Home."""
    team, user = team_in(body)[0], body["user"]["id"]
    view, container = body.get("view"), body.get("container") or {}
    if view:
        kept = unpacked(view.get("private_metadata", ""), team, user)
        if view["type"] == "home":
            return replace(kept, home=True, view="", depth=0)
        return replace(kept, view=view["id"], depth=_depth(view))
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    return Source(
        team,
        user,
        channel,
        body.get("response_url", ""),
        container.get("message_ts") or (body.get("message") or {}).get("ts") or "",
        bool(container.get("is_ephemeral")),
    )


def _depth(view: Payload) -> int:
    """How many views lie there; Slack names the one beneath and the lowest."""
    beneath = view.get("previous_view_id")
    return 1 if not beneath else 2 if beneath == view.get("root_view_id") else 3


def pressed(body: Payload) -> tuple[str, tuple[str, ...]]:
    """The action's id and what was picked."""
    one = body["actions"][0]
    if one["action_id"].startswith(LINE):
        return line_of(one.get("value", ""))
    if one.get("selected_option"):
        return one["action_id"], (one["selected_option"]["value"],)
    return one["action_id"], tuple(each["value"] for each in one.get("selected_options") or ())


def action(body: Payload, source: Source, locale: str | None) -> ActionUsed:
    id, picked = pressed(body)
    at = ids.place(source.team, source.channel) if source.channel else Place(ids.PLATFORM, "")
    return ActionUsed(
        f"a:{body['trigger_id']}",
        ids.person(source.team, source.user, _name(body)),
        at,
        id,
        _community(source.team, source.channel, home=source.home),
        picked,
        Ref(at, source.ts) if source.ts and not source.ephemeral else None,
        locale,
    )


def form_source(body: Payload) -> Source:
    return unpacked(body["view"].get("private_metadata", ""), team_in(body)[0], body["user"]["id"])


def form(body: Payload, source: Source, locale: str | None) -> FormSent:
    view = body["view"]
    return FormSent(
        form_id(body),
        ids.person(source.team, source.user, _name(body)),
        ids.place(source.team, source.channel) if source.channel else Place(ids.PLATFORM, ""),
        view["callback_id"],
        answers(view, source.team),
        _community(source.team, source.channel, home=source.home),
        locale,
    )


def form_id(body: Payload) -> str:
    """A view that is sent again after it was refused has a new state, and so a new hash."""
    return f"v:{body.get('trigger_id') or body['view']['id'] + ':' + body['view'].get('hash', '')}"


def typed(body: Payload, command: str, option: str, locale: str | None) -> OptionTyped:
    """An option of a command; without one, a field of a form of the core's."""
    team, user = team_in(body)[0], body["user"]["id"]
    view = body.get("view") or {}
    field, form = (option, "") if command else (body.get("block_id") or "", view.get("callback_id") or "")
    source = unpacked(view.get("private_metadata", ""), team, user)
    here = _community(team, source.channel, home=source.home) if form else ids.community(team)
    return OptionTyped(ids.person(team, user, _name(body)), command, field, body.get("value") or "", here, locale, form)


def notice(body: Payload) -> Notice | None:
    """Somebody came to the workspace, or left it."""
    event, team = body["event"], team_in(body)[0]
    user = event.get("user")
    if not isinstance(user, Mapping):
        return None
    who = ids.person(team, user["id"], user.get("name", ""))
    if event["type"] == "team_join":
        return MemberJoined(f"e:{body['event_id']}", who, ids.community(team))
    if event["type"] == "user_change" and user.get("deleted"):
        return MemberLeft(f"e:{body['event_id']}", who, ids.community(team))
    return None


def _name(body: Payload) -> str:
    user = body["user"]
    return user.get("name") or user.get("username") or ""


def as_command(id: str, words: str, source: Source, locale: str | None) -> CommandUsed:
    """A command that was not typed but pressed, on App Home or where something is tried again."""
    at = ids.place(source.team, source.channel) if source.channel else Place(ids.PLATFORM, "")
    here = ids.community(source.team) if source.home or not source.channel.startswith("D") else None
    return CommandUsed(id, ids.person(source.team, source.user), at, here, words=words, locale=locale)
