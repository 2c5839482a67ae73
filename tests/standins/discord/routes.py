"""What each request does, and the permissions that Discord asks for: one function a route."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.standins.discord import limits, shapes
from tests.standins.discord.town import (
    ATTACH,
    DIRECT,
    HISTORY,
    MISSING_ACCESS,
    PRIVATE_THREAD,
    PRIVATE_THREADS,
    SEND,
    SEND_THREADS,
    UNKNOWN_MEMBER,
    UNKNOWN_MESSAGE,
    VIEW,
    Channel,
    Message,
    Refusal,
)

if TYPE_CHECKING:
    from tests.standins.discord.rest import Asked, Rest

Done = tuple[int, Any]
TOO_FAST = (400, 40003, "You are opening direct messages too fast")
CLOSED = (403, 50007, "Cannot send messages to this user")
STRANGER = (403, 50278, "Cannot send messages to this user due to having no mutual guilds")
ARCHIVED = (400, 50083, "Tried to perform an operation on an archived thread, such as editing a message")
NONCE_SECONDS = 180.0
COUNTS = ("approximate_guild_count", "approximate_user_install_count", "approximate_user_authorization_count")


class Routes:
    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self.town = rest.town

    def table(self) -> Mapping[tuple[str, str], Callable[..., Done]]:
        answers = self.rest.answers
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        return {
            ("GET", "/gateway/bot"): self.gateway,
            ("GET", "/users/@me"): self.me,
            ("GET", "/oauth2/applications/@me"): self.application,
            ("GET", "/applications/{application_id}/commands"): self.commands,
            ("POST", "/applications/{application_id}/commands"): self.put_command,
            ("DELETE", "/applications/{application_id}/commands/{command_id}"): self.drop_command,
            ("POST", "/users/@me/channels"): self.direct,
            ("GET", "/guilds/{guild_id}/members/{user_id}"): self.member,
            ("GET", "/guilds/{guild_id}/threads/active"): self.active,
            ("PATCH", "/channels/{channel_id}"): self.change_channel,
            ("POST", "/channels/{channel_id}/threads"): self.thread,
            ("PUT", "/channels/{channel_id}/thread-members/{user_id}"): self.thread_member,
            ("GET", "/channels/{channel_id}/users/@me/threads/archived/private"): self.old_threads,
            ("GET", "/channels/{channel_id}/messages"): self.history,
            ("POST", "/channels/{channel_id}/messages"): self.send,
            ("PATCH", "/channels/{channel_id}/messages/{message_id}"): self.edit,
            ("DELETE", "/channels/{channel_id}/messages/{message_id}"): self.delete,
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): answers.callback,
            ("POST", webhook): answers.follow_up,
            ("PATCH", f"{webhook}/messages/@original"): answers.edit,
            ("DELETE", f"{webhook}/messages/@original"): answers.drop,
            ("PATCH", f"{webhook}/messages/{{message_id}}"): answers.edit,
            ("DELETE", f"{webhook}/messages/{{message_id}}"): answers.drop,
        }

    # the bot itself

    def gateway(self, asked: Asked) -> Done:
        limit = {"total": 1000, "remaining": 990, "reset_after": 3600000, "max_concurrency": 16}
        return 200, {"url": self.rest.gateway_url, "shards": self.rest.shards, "session_start_limit": limit}

    def me(self, asked: Asked) -> Done:
        return 200, {**shapes.user(self.town.bot), "mfa_enabled": True, "locale": "en-US"}

    def application(self, asked: Asked) -> Done:
        owner = shapes.user(self.town.bot)
        nothing = dict.fromkeys(
            [
                "icon",
                "interactions_endpoint_url",
                "role_connections_verification_url",
                "team",
                "type",
            ]
        )
        shown = {
            "id": self.town.application,
            "name": "Mansarda",
            "description": "",
            "owner": owner,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": [],
            "bot_public": True,
            "bot_require_code_grant": False,
        }
        counts = dict.fromkeys(COUNTS, 1)
        return 200, {**nothing, **shown, **counts}

    def commands(self, asked: Asked, application: str) -> Done:
        localised = asked.query.get("with_localizations") == "true"
        dropped = () if localised else ("name_localizations", "description_localizations")
        kept = [{k: v for k, v in one.items() if k not in dropped} for one in self.rest.commands.values()]
        return 200, kept

    def put_command(self, asked: Asked, application: str) -> Done:
        """As Discord keeps it: without what is empty, and with keys of its own."""
        body = asked.body
        self.rest.refuse_wrong(limits.command(body))
        known = self.rest.commands.get(body["name"])
        id = known["id"] if known else self.town.id()
        own = {"id": id, "application_id": application, "version": self.town.id(), "dm_permission": True}
        kept = {key: value for key, value in body.items() if value not in ([], {})}
        if kept.get("default_member_permissions"):
            kept["default_member_permissions"] = str(kept["default_member_permissions"])
        self.rest.commands[body["name"]] = {"default_member_permissions": None, "nsfw": False, **kept, **own}
        return (200 if known else 201), self.rest.commands[body["name"]]

    def drop_command(self, asked: Asked, application: str, id: str) -> Done:
        self.rest.commands = {name: one for name, one in self.rest.commands.items() if one["id"] != id}
        return 204, None

    # people and places

    def direct(self, asked: Asked) -> Done:
        person = self.town.people.get(str(asked.body["recipient_id"]))
        if person is None:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        most, seconds = self.rest.directs
        now = time.monotonic()
        self.rest.opened = [at for at in self.rest.opened if now - at < seconds]
        if len(self.rest.opened) >= most:
            raise Refusal(*TOO_FAST)
        self.rest.opened.append(now)
        return 200, shapes.channel(self.town, self.town.direct(person.id))

    def member(self, asked: Asked, guild: str, user: str) -> Done:
        home = self._guild(guild)
        if user not in home.members:
            raise Refusal(*UNKNOWN_MEMBER)
        return 200, shapes.member(self.town, home, user)

    def _guild(self, id: str) -> Any:
        home = self.town.guilds.get(id)
        if home is None or self.town.bot.id not in home.members:
            raise Refusal(404, 10004, "Unknown Guild")
        return home

    def active(self, asked: Asked, guild: str) -> Done:
        self._guild(guild)
        return 200, self._threads(lambda one: one.guild == guild and not one.archived)

    def old_threads(self, asked: Asked, channel: str) -> Done:
        self.town.reachable(channel, HISTORY)
        return 200, self._threads(lambda one: one.parent == channel and one.archived)

    def _threads(self, wanted: Callable[[Channel], bool]) -> dict[str, Any]:
        mine = [one for one in self.town.channels.values() if one.kind == PRIVATE_THREAD and wanted(one)]
        seen = [shapes.thread(self.town, one) for one in mine if self.town.sees(self.town.bot.id, one)]
        return {"threads": seen, "members": [], "has_more": False}

    def change_channel(self, asked: Asked, id: str) -> Done:
        channel = self.town.reachable(id, SEND_THREADS)
        if channel.archived and asked.body.get("archived") is not False:
            raise Refusal(*ARCHIVED)
        channel.archived = asked.body.get("archived", channel.archived)
        return 200, shapes.channel(self.town, channel)

    def thread(self, asked: Asked, parent: str) -> Done:
        above = self.town.reachable(parent, PRIVATE_THREADS | SEND_THREADS)
        bot = self.town.bot.id
        one = Channel(self.town.id(), PRIVATE_THREAD, asked.body["name"], above.guild, above.id, {bot}, owner=bot)
        self.town.channels[one.id] = one
        return 201, shapes.thread(self.town, one)

    def thread_member(self, asked: Asked, id: str, user: str) -> Done:
        channel = self.town.reachable(id, SEND_THREADS)
        if channel.archived:
            raise Refusal(*ARCHIVED)
        if user not in self.town.guilds[channel.guild].members:
            raise Refusal(*UNKNOWN_MEMBER)
        channel.members.add(user)
        return 204, None

    # messages

    def history(self, asked: Asked, id: str) -> Done:
        channel = self.town.reachable(id, HISTORY)
        after, most = int(asked.query.get("after", 0)), int(asked.query.get("limit", 50))
        here = [one for one in self.town.read(self.town.bot.id, channel) if int(one.id) > after and not one.only_for]
        page = here[:most] if "after" in asked.query else here[-most:]
        return 200, [shapes.message(self.town, one) for one in reversed(page)]

    def send(self, asked: Asked, id: str) -> Done:
        threads = self.town.channels[id].kind == PRIVATE_THREAD if id in self.town.channels else False
        channel = self.town.reachable(id, (SEND_THREADS if threads else SEND) | (ATTACH if asked.files else 0))
        if channel.kind == DIRECT:
            self._takes_messages(channel)
        nonce = str(asked.body.get("nonce") or "")
        earlier = self._earlier(nonce) if asked.body.get("enforce_nonce") else None
        if earlier:
            return 200, shapes.message(self.town, earlier, nonce=True)
        said = self.rest.posted(channel, asked.body, asked)
        said.nonce = nonce
        return 200, shapes.message(self.town, said, nonce=True)

    def _earlier(self, nonce: str) -> Message | None:
        """A nonce is the author's, wherever they used it in the past few minutes."""
        since = (int(self.town.id()) >> 22) - NONCE_SECONDS * 1000
        mine = (one for one in self.town.messages.values() if one.nonce == nonce and int(one.id) >> 22 > since)
        return next(mine, None)

    def _takes_messages(self, channel: Channel) -> None:
        person = next(self.town.people[id] for id in channel.members if id != self.town.bot.id)
        homes = [one for one in self.town.guilds.values() if {person.id, self.town.bot.id} <= one.members.keys()]
        if not homes:
            raise Refusal(*STRANGER)
        if not person.dms_open:
            raise Refusal(*CLOSED)

    def _own(self, id: str, message: str) -> Message:
        channel = self.town.reachable(id, VIEW)
        said = self.town.messages.get(message)
        if said is None or said.channel != id or said.deleted or said.only_for:
            raise Refusal(*UNKNOWN_MESSAGE)
        if said.author != self.town.bot.id:
            raise Refusal(*MISSING_ACCESS)
        if channel.archived:
            raise Refusal(*ARCHIVED)
        return said

    def edit(self, asked: Asked, id: str, message: str) -> Done:
        return 200, shapes.message(self.town, self.rest.changed(self._own(id, message), asked.body, asked))

    def delete(self, asked: Asked, id: str, message: str) -> Done:
        self._own(id, message).deleted = True
        return 204, None
