"""Suggestions and those who stand behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.engine import Connection

from bot.features.suggestions.model import Standing, Suggestion
from storage.statements import add, change, inserted, just_made
from storage.tables import suggestion as s
from storage.tables import suggestion_support as u

OPEN_TO_ALL = [one.value for one in Standing if one is not Standing.HIDDEN]
WANTED = (
    select(func.count())
    .where(u.c.community == s.c.community, u.c.suggestion == s.c.id)
    .correlate(s)
    .scalar_subquery()
    .label("wanted")
)
HERE = select(s, WANTED).where(s.c.community == bindparam("community"), s.c.words != "")
GET = HERE.where(s.c.id == bindparam("id"))
SHOWN = (
    HERE.where(s.c.standing.in_(OPEN_TO_ALL), s.c.id < bindparam("before"))
    .order_by(s.c.id.desc())
    .limit(bindparam("most"))
)
OF = HERE.where(s.c.author == bindparam("author"), s.c.created >= bindparam("since")).order_by(s.c.id.desc())
COUNTS = (
    select(s.c.standing, func.count())
    .where(s.c.community == bindparam("community"), s.c.words != "")
    .group_by(s.c.standing)
)
BEHIND = (u.c.community == bindparam("community"), u.c.suggestion == bindparam("suggestion"))
SUPPORTERS = select(u.c.member).where(*BEHIND).order_by(u.c.member)
LEAVE = delete(u).where(*BEHIND, u.c.member == bindparam("member"))
LEAVE_ALL = delete(u).where(*BEHIND)
REMOVE = delete(s).where(s.c.community == bindparam("community"), s.c.id == bindparam("suggestion"))


class SqlSuggestions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suggestion: Suggestion) -> Suggestion:
        fixed = {
            "community": suggestion.community,
            "author": suggestion.author,
            "words": suggestion.words,
            "created": suggestion.created,
        }
        id = inserted(self._connection, s, fixed | _changing(suggestion))
        add(self._connection, u, {"community": suggestion.community, "suggestion": id, "member": suggestion.author})
        return just_made(self.get(suggestion.community, id))

    def get(self, community: int, id: int) -> Suggestion | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else _suggestion(row)

    def save(self, suggestion: Suggestion) -> None:
        who = {"of_id": suggestion.id, "of_community": suggestion.community}
        self._connection.execute(change(s), who | _changing(suggestion))

    def remove(self, suggestion: Suggestion) -> None:
        for statement in (LEAVE_ALL, REMOVE):
            self._connection.execute(statement, _which(suggestion))

    def shown(self, community: int, limit: int, before: int | None = None) -> Sequence[Suggestion]:
        asked = {"community": community, "most": limit, "before": before or 2**62}
        return tuple(map(_suggestion, self._connection.execute(SHOWN, asked)))

    def of(self, community: int, author: int, since: datetime) -> Sequence[Suggestion]:
        asked = {"community": community, "author": author, "since": since}
        return tuple(map(_suggestion, self._connection.execute(OF, asked)))

    def counts(self, community: int) -> Mapping[Standing, int]:
        found = self._connection.execute(COUNTS, {"community": community})
        return {Standing(standing): count for standing, count in found}

    def support(self, suggestion: Suggestion, member: int) -> bool:
        return add(self._connection, u, _which(suggestion) | {"member": member})

    def leave(self, suggestion: Suggestion, member: int) -> None:
        self._connection.execute(LEAVE, _which(suggestion) | {"member": member})

    def supporters(self, suggestion: Suggestion) -> Sequence[int]:
        return tuple(self._connection.execute(SUPPORTERS, _which(suggestion)).scalars())


def _which(suggestion: Suggestion) -> dict[str, Any]:
    return {"community": suggestion.community, "suggestion": suggestion.id}


def _changing(suggestion: Suggestion) -> dict[str, Any]:
    return {"standing": suggestion.standing.value, "answer": suggestion.answer, "answered": suggestion.answered}


def _suggestion(row: Any) -> Suggestion:
    return Suggestion(
        id=row.id,
        community=row.community,
        author=row.author,
        words=row.words,
        created=row.created,
        standing=Standing(row.standing),
        answer=row.answer,
        answered=row.answered,
        wanted=row.wanted,
    )
