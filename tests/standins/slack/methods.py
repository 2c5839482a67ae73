"""The methods of the Web API that the bot uses, as Slack answers them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tests.standins.slack import schema
from tests.standins.slack.platform import ApiError, Platform
from tests.standins.slack.things import Channel, Installed, Message, Stored, User, View

Args = Mapping[str, Any]
Answer = dict[str, Any]
Method = Callable[[Platform, Installed, Args], Answer]


def auth_test(slack: Platform, me: Installed, args: Args) -> Answer:
    return {
        "url": "https://corte.slack.com/",
        "team": me.name,
        "user": "mansarda",
        "team_id": me.team,
        "user_id": me.bot_user,
        "bot_id": me.bot_id,
        "is_enterprise_install": False,
    }


def post_message(slack: Platform, me: Installed, args: Args) -> Answer:
    here = _writable(slack, me, args["channel"])
    _checked(slack, "chat.postMessage", args, partial(schema.message, args))
    if args.get("unfurl_links") is not False or args.get("parse", "none") != "none" or args.get("link_names"):
        slack.wrong.append("chat.postMessage may unfurl links or make mentions of words")
    slack.check_channel(here.id)
    said = Message(
        slack.ts(), here.id, me.bot_user, args.get("text", ""), args.get("blocks") or [], args.get("metadata")
    )
    slack.put(said)
    return {"channel": here.id, "ts": said.ts, "message": said.told()}


def post_ephemeral(slack: Platform, me: Installed, args: Args) -> Answer:
    here = _writable(slack, me, args["channel"])
    if not here.bot:
        raise ApiError("not_in_channel")
    if not _sees(here, args["user"]):
        raise ApiError("user_not_in_channel")
    _checked(slack, "chat.postEphemeral", args, partial(schema.message, args))
    said = Message(
        slack.ts(), here.id, me.bot_user, args.get("text", ""), args.get("blocks") or [], only_for=args["user"]
    )
    slack.put(said)
    return {"message_ts": said.ts}


def update(slack: Platform, me: Installed, args: Args) -> Answer:
    here = _conversation(slack, me, args["channel"])
    said = slack.find(here.id, str(args["ts"]))
    if said.author != me.bot_user:
        raise ApiError("cant_update_message")
    _checked(slack, "chat.update", args, partial(schema.message, args))
    said.text, said.blocks, said.edited = args.get("text", ""), args.get("blocks") or [], True
    return {"channel": here.id, "ts": said.ts, "text": said.text}


def delete(slack: Platform, me: Installed, args: Args) -> Answer:
    said = slack.find(_conversation(slack, me, args["channel"]).id, str(args["ts"]))
    if said.author != me.bot_user:
        raise ApiError("cant_delete_message")
    said.deleted = True
    return {"channel": said.channel, "ts": said.ts}


def open_conversation(slack: Platform, me: Installed, args: Args) -> Answer:
    users = tuple(dict.fromkeys(filter(None, str(args.get("users", "")).split(","))))
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 8:
        raise ApiError("too_many_users")
    for one in users:
        known = _person(slack, me, one)
        if known.deleted:
            raise ApiError("user_disabled")
        if not known.takes_messages:
            raise ApiError("user_not_visible")
    return {"channel": {"id": slack.direct(me.team, users).id}}


def history(slack: Platform, me: Installed, args: Args) -> Answer:
    here = _conversation(slack, me, args["channel"])
    needed = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}[here.kind]
    if f"{needed}:history" not in me.scopes:
        raise ApiError("missing_scope")
    if not here.bot:
        raise ApiError("not_in_channel")
    oldest, limit, start = float(args.get("oldest") or 0), int(args.get("limit") or 100), int(args.get("cursor") or 0)
    kept = [one for one in slack.messages if one.channel == here.id and not one.deleted and not one.only_for]
    found = [one for one in reversed(kept) if float(one.ts) > oldest]
    page, more = found[start : start + limit], len(found) > start + limit
    told = [one.told(metadata=str(args.get("include_all_metadata")) == "true") for one in page]
    cursor = {"response_metadata": {"next_cursor": str(start + limit)}} if more else {}
    return {"messages": told, "has_more": more, **cursor}


def list_conversations(slack: Platform, me: Installed, args: Args) -> Answer:
    kinds = {one.strip().removesuffix("_channel") for one in str(args.get("types", "public_channel")).split(",")}
    seen = [one for one in slack.channels.values() if one.team == me.team and one.kind in kinds]
    shown = [one for one in seen if one.bot or one.kind == "public"]
    shown = [one for one in shown if not (one.archived and str(args.get("exclude_archived")) == "true")]
    limit, start = int(args.get("limit") or 100), int(args.get("cursor") or 0)
    told = [{"id": one.id, "name": one.name, "is_archived": one.archived} for one in shown[start : start + limit]]
    next_cursor = str(start + limit) if len(shown) > start + limit else ""
    return {"channels": told, "response_metadata": {"next_cursor": next_cursor}}


def members(slack: Platform, me: Installed, args: Args) -> Answer:
    here = _conversation(slack, me, args["channel"])
    return {"members": list(here.members), "response_metadata": {"next_cursor": ""}}


def users_info(slack: Platform, me: Installed, args: Args) -> Answer:
    known = _person(slack, me, args["user"])
    locale = {"locale": known.locale} if str(args.get("include_locale")) == "true" else {}
    return {"user": {**known.told(), **locale}}


def views_open(slack: Platform, me: Installed, args: Args) -> Answer:
    trigger = slack.take_trigger(str(args.get("trigger_id", "")))
    return {"view": slack.show(trigger.user, me.team, _view(slack, "views.open", args, "modal")).told()}


def views_push(slack: Platform, me: Installed, args: Args) -> Answer:
    trigger = slack.take_trigger(str(args.get("trigger_id", "")))
    top = slack.top(trigger.user)
    if top is None:
        raise ApiError("not_found")
    if len(slack.open[trigger.user]) >= 3:
        raise ApiError("push_limit_reached")
    return {"view": slack.show(trigger.user, me.team, _view(slack, "views.push", args, "modal"), top.id).told()}


def views_update(slack: Platform, me: Installed, args: Args) -> Answer:
    view = slack.views.get(str(args.get("view_id")))
    if view is None or view.id not in slack.open[view.user]:
        raise ApiError("not_found")
    if args.get("hash") and args["hash"] != view.hash:
        raise ApiError("hash_conflict")
    return {"view": slack.change(view, _view(slack, "views.update", args, "modal")).told()}


def views_publish(slack: Platform, me: Installed, args: Args) -> Answer:
    user, before = args["user_id"], slack.homes.get(args["user_id"])
    body = _view(slack, "views.publish", args, "home")
    if args.get("hash") and (before is None or args["hash"] != before.hash):
        raise ApiError("hash_conflict")
    id = before.id if before else f"V{slack.number():05d}"
    home = View(id, user, me.team, dict(body), f"h{slack.number()}")
    slack.homes[user] = slack.views[id] = home
    return {"view": home.told()}


def upload_url(slack: Platform, me: Installed, args: Args) -> Answer:
    id = f"F{slack.number():05d}"
    slack.files[id] = Stored(id, me.team, me.bot_user, str(args["filename"]))
    return {"upload_url": f"{slack.address}/upload/{id}", "file_id": id}


def complete_upload(slack: Platform, me: Installed, args: Args) -> Answer:
    files = args["files"] if isinstance(args["files"], list) else json.loads(args["files"])
    if any(one["id"] not in slack.files for one in files):
        raise ApiError("file_not_found")
    if args.get("channel_id"):
        here = _writable(slack, me, args["channel_id"])
        if not here.bot:  # a public channel may be posted in, but takes no files from outside
            raise ApiError("not_in_channel")
        slack.put(Message(slack.ts(), here.id, me.bot_user, "", files=[one["id"] for one in files]))
    for one in files:
        slack.files[one["id"]].complete = True
    return {"files": files}


def files_info(slack: Platform, me: Installed, args: Args) -> Answer:
    if "files:read" not in me.scopes:
        raise ApiError("missing_scope")
    known = slack.files.get(str(args.get("file")))
    if known is None or known.team != me.team:
        raise ApiError("file_not_found")
    return {"file": known.told(slack.address)}


def files_delete(slack: Platform, me: Installed, args: Args) -> Answer:
    if "files:write" not in me.scopes:
        raise ApiError("missing_scope")
    known = slack.files.get(str(args.get("file")))
    if known is None or known.team != me.team:
        raise ApiError("file_not_found")
    if known.by != me.bot_user:
        raise ApiError("cant_delete_file")
    del slack.files[known.id]
    return {}


METHODS: Mapping[str, Method] = {
    "auth.test": auth_test,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.update": update,
    "conversations.history": history,
    "conversations.list": list_conversations,
    "conversations.members": members,
    "conversations.open": open_conversation,
    "files.completeUploadExternal": complete_upload,
    "files.delete": files_delete,
    "files.getUploadURLExternal": upload_url,
    "files.info": files_info,
    "users.info": users_info,
    "views.open": views_open,
    "views.publish": views_publish,
    "views.push": views_push,
    "views.update": views_update,
}


def _written(slack: Platform, me: Installed, here: Channel, args: Args) -> Message:
    return Message(slack.ts(), here.id, me.bot_user, args.get("text", ""), args.get("blocks") or [])


def _view(slack: Platform, method: str, args: Args, kind: str) -> Mapping[str, Any]:
    body: Mapping[str, Any] = args["view"]
    _checked(slack, method, args, partial(schema.view, body))
    if body["type"] != kind:
        raise ApiError("invalid_arguments")
    return body


def _checked(slack: Platform, method: str, args: Args, check: Callable[[], list[str]]) -> None:
    wrong = check() if slack.checks else []
    if wrong:
        slack.wrong.append(f"{method}: {'; '.join(wrong)} in {json.dumps(args)[:1500]}")
        raise ApiError("invalid_blocks")


def _conversation(slack: Platform, me: Installed, id: str) -> Channel:
    here = slack.channels.get(id)
    if here is None or here.team != me.team or (here.kind == "private" and not here.bot):
        raise ApiError("channel_not_found")
    return here


def _writable(slack: Platform, me: Installed, id: str) -> Channel:
    here = _conversation(slack, me, id)
    if here.archived:
        raise ApiError("is_archived")
    if not here.bot and not (here.kind == "public" and "chat:write.public" in me.scopes):
        raise ApiError("channel_not_found" if here.kind == "im" else "not_in_channel")
    if here.kind == "im" and not slack.users[here.members[0]].takes_messages:
        raise ApiError("restricted_action")
    return here


def _sees(here: Channel, user: str) -> bool:
    return here.kind == "public" or user in here.members


def _person(slack: Platform, me: Installed, id: str) -> User:
    known = slack.users.get(id)
    if known is None or known.team != me.team:
        raise ApiError("user_not_found")
    return known
