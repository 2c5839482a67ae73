"""What waits to be sent, what was seen, and what is kept for a day."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from storage.columns import Instant, keyed, need, numbered, of_community, partial

MISSED = "state = 'skipped' AND sort = 'post' AND why = 'too late'"
TROUBLE = "state IN ('untold', 'dead', 'uncertain')"
OWED = "state IN ('cancelled', 'skipped') AND followup IS NOT NULL AND finished IS NULL"

outbox = numbered(
    "outbox",
    of_community(),
    need("once"),
    need("kind"),
    need("target"),
    need("recipient"),
    Column("message", Text),
    need("title"),
    Column("not_before", Instant),
    Column("expires", Instant),
    need("collapse"),
    need("after"),
    Column("followup", Text),
    need("state"),
    need("due", Instant),
    need("attempt", Integer),
    Column("first_attempt", Instant),
    Column("lease_until", Instant),
    Column("lease_owner", Text),
    need("refs"),
    need("why"),
    need("created", Instant),
    Column("finished", Instant),
    Column("sort", Text),
    Column("original", Text),
    Column("doubt", Integer),
    Column("turn", Integer),
    Column("trace", Text),
    UniqueConstraint("community", "once"),
    # What waits is a sliver of what was ever sent, so every look at it goes through a partial index.
    partial("ix_outbox_due", "due", "id", where="state = 'pending'"),
    partial("ix_outbox_recipient", "community", "recipient", "id", where="state = 'pending'"),
    partial("ix_outbox_sending", "community", "recipient", where="state = 'sending'"),
    partial("ix_outbox_lease", "lease_until", "id", where="state = 'sending'"),
    partial("ix_outbox_expires", "expires", where="state = 'pending' AND expires IS NOT NULL"),
    partial("ix_outbox_missed", "community", "created", where=MISSED),
    partial("ix_outbox_trouble", "community", "created", where=TROUBLE),
    partial("ix_outbox_untold", "community", "recipient", "id", where="state = 'untold'"),
    partial("ix_outbox_owed", "id", where=OWED),
    partial("ix_outbox_collapse", "community", "collapse", where="state = 'pending' AND collapse <> ''"),
)

lane = keyed(
    "lane",
    need("platform"),
    need("key"),
    Column("full", Instant),
    Column("promised", Instant),
    Column("closed", Instant),
    Column("since", Instant),
    need("failures", Integer),
    need("why"),
    PrimaryKeyConstraint("platform", "key"),
)

inbox = keyed(
    "inbox",
    need("platform"),
    need("event"),
    need("body"),
    need("seen", Instant),
    Column("applied", Instant),
    PrimaryKeyConstraint("platform", "event"),
    Index("ix_inbox_applied", "applied", "seen"),
)

draft = numbered(
    "draft",
    of_community(),
    need("person"),
    need("body"),
    need("expires", Instant),
    Index("ix_draft_expires", "expires"),
)
