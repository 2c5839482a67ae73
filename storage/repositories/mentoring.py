"""Offers, seeks and requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.features.members.model import Topic
from bot.features.mentoring.model import Filter, Line, MentorCard, Offer, Queue, Request, RequestState, Seek
from bot.identity import Person
from storage.repositories.mentors import SqlMentors
from storage.repositories.requests import SqlRequests
from storage.repositories.terms import terms, terms_row
from storage.statements import change, inserted, put
from storage.tables import member as m
from storage.tables import offer as o
from storage.tables import offer_topic, seek_topic
from storage.tables import request as r
from storage.tables import seek as s
from storage.tables import topic as t


def _with_topics(table: Table, topics: Table) -> Any:
    """A member's row, once for each of its topics, in the order they were given."""
    named = (topics.c.community == t.c.community) & (topics.c.topic == t.c.id)
    its = (topics.c.community == table.c.community) & (topics.c.member == table.c.member)
    return (
        select(*table.c, t.c.id.label("topic"), t.c.name)
        .outerjoin(topics, its)
        .outerjoin(t, named)
        .where(table.c.community == bindparam("community"), table.c.member == bindparam("member"))
        .order_by(topics.c.position)
    )


def _clear(topics: Table) -> Any:
    return topics.delete().where(topics.c.community == bindparam("community"), topics.c.member == bindparam("member"))


OFFER = _with_topics(o, offer_topic)
SEEK = _with_topics(s, seek_topic)
CLEAR = {offer_topic: _clear(offer_topic), seek_topic: _clear(seek_topic)}
FILL = {offer_topic: insert(offer_topic), seek_topic: insert(seek_topic)}
WAITING = (
    select(func.count())
    .select_from(seek_topic)
    .join(s, (s.c.community == seek_topic.c.community) & (s.c.member == seek_topic.c.member))
    .where(seek_topic.c.community == bindparam("community"), seek_topic.c.topic == bindparam("topic"), s.c.open)
)
REQUESTS = select(
    *(
        r.c.id,
        r.c.community,
        r.c.mentee,
        r.c.mentor,
        r.c.words,
        r.c.state,
        r.c.sent,
        r.c.reason,
        r.c.answered,
        r.c.asked_back,
    )
).where(r.c.community == bindparam("community"))
REQUEST = REQUESTS.where(r.c.id == bindparam("id"))
OPEN = REQUESTS.where(r.c.state == RequestState.OPEN.value).order_by(r.c.sent, r.c.id)
REQUESTS_FROM = OPEN.where(r.c.mentee == bindparam("mentee"))
REQUESTS_TO = OPEN.where(r.c.mentor == bindparam("mentor"))
ANSWER = update(r).where(
    r.c.community == bindparam("of_community"),
    r.c.id == bindparam("of_id"),
    r.c.state == bindparam("before"),
)


def _topics(rows: Sequence[Any]) -> tuple[Topic, ...]:
    return tuple(Topic(row.topic, row.name) for row in rows if row.topic is not None)


def _middle(waited: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(one.total_seconds() for one in waited)) if waited else timedelta()


def _request(row: Any) -> Request:
    id, community, mentee, mentor, words, state, sent, reason, answered, asked_back = row
    return Request(id, community, mentee, mentor, words, RequestState(state), sent, reason, answered, asked_back)


class SqlMentoring:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mentors = SqlMentors(connection)
        self._requests = SqlRequests(connection)

    def offer(self, community: int, member: int) -> Offer | None:
        rows = self._connection.execute(OFFER, {"community": community, "member": member}).all()
        if not rows:
            return None
        first = rows[0]
        return Offer(
            member,
            first.capacity,
            _topics(rows),
            terms(first.format, first.weeks),
            first.open,
            bool(first.held),
            first.load_asked,
        )

    def save_offer(self, community: int, offer: Offer) -> None:
        before = self.offer(community, offer.member)
        who = {"community": community, "member": offer.member}
        row = {"capacity": offer.capacity, "open": offer.open, **terms_row(offer.terms)}
        row |= {"held": offer.held, "load_asked": offer.load_asked}
        put(self._connection, o, who | row)
        if before is None or before.open != offer.open:
            mine = {"of_id": offer.member, "of_community": community, "offers": offer.open}
            self._connection.execute(change(m), mine)
        self._save_topics(offer_topic, who, before.topics if before else (), offer.topics)

    def seek(self, community: int, member: int) -> Seek | None:
        rows = self._connection.execute(SEEK, {"community": community, "member": member}).all()
        if not rows:
            return None
        first = rows[0]
        return Seek(member, first.goal, _topics(rows), first.since, terms(first.format, first.weeks), first.open)

    def save_seek(self, community: int, seek: Seek) -> None:
        before = self.seek(community, seek.member)
        who = {"community": community, "member": seek.member}
        row = {"goal": seek.goal, "since": seek.since, "open": seek.open, **terms_row(seek.terms)}
        put(self._connection, s, who | row)
        self._save_topics(seek_topic, who, before.topics if before else (), seek.topics)

    def card(self, community: int, member: int) -> MentorCard | None:
        return next(iter(self._mentors.cards(community, [member])), None)

    def candidates(
        self,
        community: int,
        viewer: Person,
        topics: Sequence[int],
        languages: Sequence[str],
        now: datetime,
        limit: int = 200,
    ) -> Sequence[MentorCard]:
        return self._mentors.candidates(community, viewer, topics, languages, now, limit)

    def browse(
        self, community: int, viewer: Person, filter: Filter, now: datetime, offset: int, limit: int
    ) -> tuple[Sequence[MentorCard], int]:
        return self._mentors.browse(community, viewer, filter, now, offset, limit)

    def free_seats(self, community: int, mentor: int) -> int:
        return self._mentors.free_seats(community, mentor)

    def waiting(self, community: int, topic: int) -> int:
        return self._connection.execute(WAITING, {"community": community, "topic": topic}).scalar_one()

    def add_request(self, community: int, mentee: int, mentor: int, words: str, now: datetime) -> Request:
        state = RequestState.OPEN
        row = {"community": community, "mentee": mentee, "mentor": mentor, "words": words, "sent": now}
        id = inserted(self._connection, r, row | {"state": state.value, "reason": ""})
        return Request(id, community, mentee, mentor, words, state, now)

    def request(self, community: int, id: int) -> Request | None:
        row = self._connection.execute(REQUEST, {"community": community, "id": id}).first()
        return None if row is None else _request(row)

    def answer(self, request: Request, state: RequestState, now: datetime, reason: str = "") -> Request:
        which = {"of_community": request.community, "of_id": request.id, "before": RequestState.OPEN.value}
        row = {"state": state.value, "answered": now, "reason": reason}
        if not self._connection.execute(ANSWER, which | row).rowcount:
            raise ValueError(f"request {request.id} is not open any more")
        return replace(request, state=state, answered=now, reason=reason)

    def sent_since(self, community: int, mentee: int, since: datetime) -> Sequence[datetime]:
        return self._requests.sent_since(community, mentee, since)

    def turned_down(self, community: int, mentee: int, since: datetime) -> frozenset[int]:
        return self._requests.turned_down(community, mentee, since)

    def load(self, community: int, mentor: int, since: datetime, last: int) -> tuple[Sequence[RequestState], int]:
        return self._requests.load(community, mentor, since, last)

    def ask_back(self, request: Request, at: datetime | None) -> Request:
        return self._requests.ask_back(request, at)

    def say(self, request: Request, line: Line) -> None:
        self._requests.say(request, line)

    def said(self, community: int, request: int) -> Sequence[Line]:
        return self._requests.said(community, request)

    def queue(self, community: int, topic: int, viewer: Person, now: datetime) -> Queue:
        waited = self._requests.waits(community, topic, now)
        seats = self._mentors.seats(community, topic, viewer, now)
        return Queue(len(waited), seats, _middle(waited))

    def waiting_for(self, community: int, topics: Sequence[int], limit: int) -> Sequence[int]:
        return self._requests.waiting_for(community, topics, limit)

    def requests_from(self, community: int, mentee: int) -> Sequence[Request]:
        asked = {"community": community, "mentee": mentee}
        return tuple(_request(row) for row in self._connection.execute(REQUESTS_FROM, asked))

    def requests_to(self, community: int, mentor: int) -> Sequence[Request]:
        asked = {"community": community, "mentor": mentor}
        return tuple(_request(row) for row in self._connection.execute(REQUESTS_TO, asked))

    def _save_topics(self, table: Table, who: dict[str, int], before: Sequence[Topic], topics: Sequence[Topic]) -> None:
        ids = list(dict.fromkeys(topic.id for topic in topics))
        if ids == [topic.id for topic in before]:
            return
        self._connection.execute(CLEAR[table], who)
        rows = [who | {"topic": id, "position": place} for place, id in enumerate(ids)]
        if rows:
            self._connection.execute(FILL[table], rows)
