"""Who changed what, in a chain for each community; who that was is kept apart, so that it can be forgotten."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, UniqueConstraint

from storage.columns import Id, Instant, keyed, need, numbered, of_community, table

audit = keyed(
    "audit",
    of_community(),
    need("number", Integer),
    need("at", Instant),
    need("actor", Id),  # no reference: the entry stays when the person is forgotten
    need("what"),
    need("about"),
    need("facts"),
    need("previous"),
    need("hash"),
    PrimaryKeyConstraint("community", "number"),
)

audit_head = table(
    "audit_head",
    Column("community", Id, ForeignKey("community.id"), primary_key=True, autoincrement=False),
    need("number", Integer),
    need("hash"),
)

audit_actor = numbered(
    "audit_actor",
    of_community(),
    need("person"),
    need("name"),
    UniqueConstraint("community", "person"),
)
