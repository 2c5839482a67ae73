"""Where slack_sdk's own stores keep the tokens of installed workspaces, encrypted, and installations under way.

Names and order are slack_sdk's. A token is longer once it is encrypted, so it has no length here.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, String, Text

from storage.columns import need, table


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


slack_installations = table(
    "slack_installations",
    _number(),
    need("client_id", String(32)),
    need("app_id", String(32)),
    Column("enterprise_id", String(32)),
    Column("enterprise_name", String(200)),
    Column("enterprise_url", String(200)),
    Column("team_id", String(32)),
    Column("team_name", String(200)),
    Column("bot_token", Text),
    Column("bot_id", String(32)),
    Column("bot_user_id", String(32)),
    Column("bot_scopes", String(1000)),
    Column("bot_refresh_token", Text),
    Column("bot_token_expires_at", DateTime),
    need("user_id", String(32)),
    Column("user_token", Text),
    Column("user_scopes", String(1000)),
    Column("user_refresh_token", Text),
    Column("user_token_expires_at", DateTime),
    Column("incoming_webhook_url", Text),
    Column("incoming_webhook_channel", String(200)),
    Column("incoming_webhook_channel_id", String(200)),
    Column("incoming_webhook_configuration_url", String(200)),
    need("is_enterprise_install", Boolean),
    Column("token_type", String(32)),
    need("installed_at", DateTime),
    Index("slack_installations_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
)

slack_bots = table(
    "slack_bots",
    _number(),
    need("client_id", String(32)),
    need("app_id", String(32)),
    Column("enterprise_id", String(32)),
    Column("enterprise_name", String(200)),
    Column("team_id", String(32)),
    Column("team_name", String(200)),
    Column("bot_token", Text),
    Column("bot_id", String(32)),
    Column("bot_user_id", String(32)),
    Column("bot_scopes", String(1000)),
    Column("bot_refresh_token", Text),
    Column("bot_token_expires_at", DateTime),
    need("is_enterprise_install", Boolean),
    need("installed_at", DateTime),
    Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
)

slack_oauth_states = table(
    "slack_oauth_states",
    _number(),
    need("state", String(200)),
    need("expire_at", DateTime),
)
