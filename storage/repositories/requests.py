"""What is counted over requests, what was said in them, and who waits for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.features.mentoring.model import Line, Request, RequestState
from storage.tables import member as m
from storage.tables import request as r
from storage.tables import request_line as said
from storage.tables import seek as s
from storage.tables import seek_topic

OF_COMMUNITY = r.c.community == bindparam("community")
SENT = (
    select(r.c.sent)
    .where(OF_COMMUNITY, r.c.mentee == bindparam("mentee"), r.c.sent > bindparam("since", type_=r.c.sent.type))
    .order_by(r.c.sent)
)
REFUSALS = (RequestState.DECLINED.value, RequestState.RELEASED.value)
TURNED_DOWN = select(r.c.mentor).where(
    OF_COMMUNITY,
    r.c.mentee == bindparam("mentee"),
    r.c.state.in_(REFUSALS),
    r.c.answered > bindparam("since", type_=r.c.sent.type),
)
ANSWERED = (RequestState.ACCEPTED.value, *REFUSALS)
LAST = (
    select(r.c.state)
    .where(OF_COMMUNITY, r.c.mentor == bindparam("mentor"), r.c.state.in_(ANSWERED))
    .order_by(r.c.answered.desc(), r.c.id.desc())
    .limit(bindparam("most"))
)
CAME = select(func.count()).where(
    OF_COMMUNITY, r.c.mentor == bindparam("mentor"), r.c.sent > bindparam("since", type_=r.c.sent.type)
)
ASK_BACK = update(r).where(r.c.community == bindparam("of_community"), r.c.id == bindparam("of_id"))
SAID = (
    select(said.c.member, said.c.words, said.c.at)
    .where(said.c.community == bindparam("community"), said.c.request == bindparam("request"))
    .order_by(said.c.position)
)
PLACE = select(func.coalesce(func.max(said.c.position), 0) + 1).where(
    said.c.community == bindparam("community"), said.c.request == bindparam("request")
)
WAITS = s.c.open & ~m.c.has_left
"""Of somebody's search, and of them: whether they wait."""
SEEKS = (
    select(s.c.member, s.c.since)
    .join(seek_topic, (seek_topic.c.community == s.c.community) & (seek_topic.c.member == s.c.member))
    .join(m, (m.c.community == s.c.community) & (m.c.id == s.c.member))
    .where(
        s.c.community == bindparam("community"),
        WAITS,
        seek_topic.c.topic.in_(bindparam("topics", expanding=True)),
    )
)
ASKING = exists().where(r.c.community == s.c.community, r.c.mentee == s.c.member, r.c.state == RequestState.OPEN.value)
WAITING = SEEKS.where(~ASKING).distinct().order_by(s.c.since, s.c.member).limit(bindparam("most"))


class SqlRequests:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sent_since(self, community: int, mentee: int, since: datetime) -> Sequence[datetime]:
        asked = {"community": community, "mentee": mentee, "since": since}
        return tuple(self._connection.execute(SENT, asked).scalars())

    def turned_down(self, community: int, mentee: int, since: datetime) -> frozenset[int]:
        asked = {"community": community, "mentee": mentee, "since": since}
        return frozenset(self._connection.execute(TURNED_DOWN, asked).scalars())

    def load(self, community: int, mentor: int, since: datetime, last: int) -> tuple[Sequence[RequestState], int]:
        asked = {"community": community, "mentor": mentor}
        states = self._connection.execute(LAST, asked | {"most": last}).scalars()
        came = self._connection.execute(CAME, asked | {"since": since}).scalar_one()
        return tuple(map(RequestState, states)), came

    def ask_back(self, request: Request, at: datetime | None) -> Request:
        which = {"of_community": request.community, "of_id": request.id}
        self._connection.execute(ASK_BACK, which | {"asked_back": at})
        return replace(request, asked_back=at)

    def say(self, request: Request, line: Line) -> None:
        which = {"community": request.community, "request": request.id}
        position = self._connection.execute(PLACE, which).scalar_one()
        words = {"position": position, "member": line.member, "words": line.words, "at": line.at}
        self._connection.execute(insert(said), which | words)

    def said(self, community: int, request: int) -> Sequence[Line]:
        found = self._connection.execute(SAID, {"community": community, "request": request})
        return tuple(Line(*row) for row in found)

    def waits(self, community: int, topic: int, now: datetime) -> Sequence[timedelta]:
        """How long each of those who look for this topic has waited."""
        found = self._connection.execute(SEEKS, {"community": community, "topics": [topic]})
        return [now - row.since for row in found]

    def waiting_for(self, community: int, topics: Sequence[int], limit: int) -> Sequence[int]:
        asked = {"community": community, "topics": sorted(set(topics)), "most": limit}
        return tuple(row.member for row in self._connection.execute(WAITING, asked))
