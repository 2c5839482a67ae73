"""Polls, their options and ballots."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.features.polls.model import Electorate, Poll, PollState, Secrecy
from storage.repositories.communities import place, place_row
from storage.statements import change, inserted, just_made, put
from storage.tables import ballot as b
from storage.tables import community as c
from storage.tables import member as m
from storage.tables import offer, pair, seek
from storage.tables import poll as p
from storage.tables import poll_option as o

POLL = select(p, c.c.platform).join(c, c.c.id == p.c.community)
GET = POLL.where(p.c.community == bindparam("community"), p.c.id == bindparam("id"))
RECENT = POLL.where(p.c.community == bindparam("community")).order_by(p.c.id.desc()).limit(bindparam("most"))
WAITING = POLL.where(p.c.state == bindparam("state")).order_by(p.c.id).limit(bindparam("most"))
REMINDING = POLL.where(p.c.state == PollState.OPEN.value, p.c.reminding).order_by(p.c.id).limit(bindparam("most"))
STATES = select(p.c.uid, p.c.state).where(p.c.uid.in_(bindparam("uids", expanding=True)))
FORGET = delete(p).where(p.c.community == bindparam("community"), p.c.id == bindparam("poll"))
OF_POLL = (o.c.community == bindparam("community"), o.c.poll == bindparam("poll"))
OPTIONS = select(o.c.label, o.c.count).where(*OF_POLL).order_by(o.c.position)
FORGET_OPTIONS = delete(o).where(*OF_POLL)
COUNT = update(o).where(
    o.c.community == bindparam("of_community"), o.c.poll == bindparam("of_poll"), o.c.position == bindparam("at")
)
MINE = (b.c.community == bindparam("community"), b.c.poll == bindparam("poll"))
BALLOTS = select(b.c.voter, b.c.chosen).where(*MINE)
ANSWER = select(b.c.chosen).where(*MINE, b.c.voter == bindparam("voter"))
BURN = delete(b).where(*MINE)
TAKE_BACK = delete(b).where(*MINE, b.c.voter == bindparam("voter"))

_HERE = (m.c.community == bindparam("community"), m.c.conduct > 0, m.c.has_left.is_(False))
_ACTIVE = exists().where(
    pair.c.community == m.c.community, pair.c.state == "active", or_(pair.c.mentor == m.c.id, pair.c.mentee == m.c.id)
)
_MENTEE = exists().where(pair.c.community == m.c.community, pair.c.state == "active", pair.c.mentee == m.c.id)
_MENTOR = exists().where(pair.c.community == m.c.community, pair.c.state == "active", pair.c.mentor == m.c.id)
_OFFERS = exists().where(offer.c.community == m.c.community, offer.c.member == m.c.id, offer.c.open)
_SEEKS = exists().where(seek.c.community == m.c.community, seek.c.member == m.c.id, seek.c.open)
ELECTORATE = {
    Electorate.ALL: select(m.c.id).where(*_HERE).order_by(m.c.id),
    Electorate.MENTORS: select(m.c.id).where(*_HERE, or_(_OFFERS, _MENTOR)).order_by(m.c.id),
    Electorate.MENTEES: select(m.c.id).where(*_HERE, or_(_SEEKS, _MENTEE)).order_by(m.c.id),
    Electorate.PAIRS: select(m.c.id).where(*_HERE, _ACTIVE).order_by(m.c.id),
}


class SqlPolls:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, poll: Poll) -> Poll:
        fixed = {
            "community": poll.community,
            "uid": poll.uid,
            "question": poll.question,
            "several": poll.several,
            "secrecy": poll.secrecy.value,
            "electorate": poll.electorate.value,
            "created": poll.created,
            "repeats": poll.repeats,
        }
        id = inserted(self._connection, p, fixed | _changing(poll))
        rows = [
            {"community": poll.community, "poll": id, "position": at, "label": label}
            for at, label in enumerate(poll.options)
        ]
        self._connection.execute(insert(o), rows)
        return just_made(self.get(poll.community, id))

    def get(self, community: int, id: int) -> Poll | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else self._whole(row)

    def save(self, poll: Poll) -> None:
        who = {"of_id": poll.id, "of_community": poll.community}
        self._connection.execute(change(p), who | _changing(poll))
        for at, count in enumerate(poll.counts):
            which = {"of_community": poll.community, "of_poll": poll.id, "at": at}
            self._connection.execute(COUNT, which | {"count": count})

    def recent(self, community: int, limit: int) -> Sequence[Poll]:
        return tuple(map(self._whole, self._connection.execute(RECENT, {"community": community, "most": limit}).all()))

    def round_before(self, poll: Poll) -> Poll | None:
        found = self.get(poll.community, poll.repeats) if poll.repeats else None
        return found if found and found.state is PollState.CLOSED else None

    def waiting(self, state: PollState, limit: int) -> Sequence[Poll]:
        asked = {"state": state.value, "most": limit}
        return tuple(map(self._whole, self._connection.execute(WAITING, asked).all()))

    def reminding(self, limit: int) -> Sequence[Poll]:
        return tuple(map(self._whole, self._connection.execute(REMINDING, {"most": limit}).all()))

    def vote(self, poll: Poll, voter: str, chosen: tuple[int, ...], member: int | None = None) -> None:
        who = {"community": poll.community, "poll": poll.id, "voter": voter}
        if chosen:
            put(self._connection, b, who | {"chosen": ",".join(map(str, chosen)), "member": member})
        else:
            self._connection.execute(TAKE_BACK, who)

    def answer(self, poll: Poll, voter: str) -> tuple[int, ...]:
        asked = {"community": poll.community, "poll": poll.id, "voter": voter}
        return _chosen(self._connection.execute(ANSWER, asked).scalar() or "")

    def ballots(self, poll: Poll) -> Mapping[str, tuple[int, ...]]:
        found = self._connection.execute(BALLOTS, {"community": poll.community, "poll": poll.id})
        return {voter: _chosen(chosen) for voter, chosen in found}

    def burn(self, poll: Poll) -> None:
        self._connection.execute(BURN, {"community": poll.community, "poll": poll.id})

    def remove(self, poll: Poll) -> None:
        self._connection.execute(FORGET_OPTIONS, {"community": poll.community, "poll": poll.id})
        self._connection.execute(FORGET, {"community": poll.community, "poll": poll.id})

    def states(self, uids: Collection[str]) -> Mapping[str, PollState]:
        found = self._connection.execute(STATES, {"uids": sorted(uids)}) if uids else ()
        return {uid: PollState(state) for uid, state in found}

    def electorate(self, community: int, who: Electorate, now: datetime) -> Sequence[int]:
        return tuple(self._connection.execute(ELECTORATE[who], {"community": community}).scalars())

    def _whole(self, row: Any) -> Poll:
        options = self._connection.execute(OPTIONS, {"community": row.community, "poll": row.id}).all()
        counts = tuple(count for _, count in options if count is not None)
        return replace(_poll(row), options=tuple(label for label, _ in options), counts=counts)


def _changing(poll: Poll) -> dict[str, Any]:
    return {
        "length": int(poll.length.total_seconds()),
        "state": poll.state.value,
        "opened": poll.opened,
        "closes": poll.closes,
        "respondents": poll.respondents,
        "every": poll.every,
        "reminding": poll.reminding,
        **place_row("place", poll.place),
    }


def _poll(row: Any) -> Poll:
    return Poll(
        id=row.id,
        community=row.community,
        uid=row.uid,
        question=row.question,
        options=(),
        several=row.several,
        secrecy=Secrecy(row.secrecy),
        electorate=Electorate(row.electorate),
        length=timedelta(seconds=row.length),
        place=place(row.platform, row.place, row.place_name),
        state=PollState(row.state),
        created=row.created,
        opened=row.opened,
        closes=row.closes,
        respondents=row.respondents,
        repeats=row.repeats,
        every=row.every,
        reminding=row.reminding,
    )


def _chosen(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(","))) if text else ()
