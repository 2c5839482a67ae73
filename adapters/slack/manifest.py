"""The app's manifest, made from what the bot declares: commands, scopes with their reasons, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.commands import slashes
from adapters.slack.deliveries import PATH
from bot.commands import Command

SCOPES: Mapping[str, str] = {
    "channels:read": "to offer the public channels where the bot could post, and to know who is in the "
    "coordinators' channel",
    "chat:write": "to post and to edit what the bot itself has posted",
    "chat:write.public": "to post in the programme's public channel without being invited first",
    "commands": "to offer /mentor and the other commands",
    "files:read": "to read the file that somebody attaches to one of the bot's forms",
    "files:write": "to post pictures and to attach files, such as an invitation",
    "groups:read": "the same as channels:read, for private channels into which the bot was invited",
    "im:write": "to open a conversation with somebody who takes part",
    "mpim:write": "to open a pair's conversation",
    "users:read": "to know a member's name, language, time zone, and whether they are an administrator",
}
"""What the bot asks a workspace for, and why."""

HISTORY: Mapping[str, str] = {
    "channels:history": "to look for its own message after a lost answer, so that nothing is posted twice",
    "groups:history": "the same in private channels",
    "im:history": "the same in its conversations with one person",
    "mpim:history": "the same in a pair's conversation",
}
"""Only where the operator wants it: nothing is read of a history but the bot's own mark."""

EVENTS: Mapping[str, str] = {
    "app_home_opened": "to show App Home as it stands",
    "app_uninstalled": "to forget the workspace's token",
    "team_join": "to greet a member who comes back",
    "tokens_revoked": "to forget the workspace's token",
    "user_change": "to follow a change of language or time zone, and to notice who left",
}
"""What the bot is told; no event brings what members write."""

SHORT = "A mentorship programme inside the chat that your community already uses."
LONG = (
    "Mansarda runs a mentorship programme in your workspace. Members say what they can help with and what they look "
    "for; Mansarda proposes mentors with a reason, introduces the two, and accompanies them with a small step each "
    "week, reminders and check-ins of one tap, until they say how it was. It reads nothing that members write to each "
    "other. Type /mentor to see everything it can do."
)


def scopes(*, history: bool = False) -> tuple[str, ...]:
    return tuple(sorted({**SCOPES, **(HISTORY if history else {})}))


def reasons(*, history: bool = False) -> str:
    """Every scope and event with its reason, a line each, for whoever installs."""
    asked = {**SCOPES, **(HISTORY if history else {}), **EVENTS}
    return "\n".join(f"{name}: {why}" for name, why in asked.items())


def manifest(
    commands: Sequence[Command], *, url: str = "", history: bool = False, hosted: bool = False
) -> dict[str, Any]:
    """For Slack's "From a manifest". ``url``: where Slack reaches the bot; without it, Socket Mode.

    ``hosted``: other workspaces may install it too.
    """
    socket = not url
    request = {} if socket else {"request_url": f"{url.rstrip('/')}{PATH}"}
    slash = [{**one, **({} if socket else {"url": request["request_url"]})} for one in slashes(commands)]
    options = {} if socket else {"message_menu_options_url": request["request_url"]}
    redirects = {"redirect_urls": [f"{url.rstrip('/')}/slack/oauth_redirect"]} if hosted and url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {"name": "Mansarda", "description": SHORT, "long_description": LONG},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Mansarda", "always_online": True},
            "slash_commands": slash,
        },
        "oauth_config": {"scopes": {"bot": list(scopes(history=history))}, **redirects},
        "settings": {
            "event_subscriptions": {**request, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **request, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }
