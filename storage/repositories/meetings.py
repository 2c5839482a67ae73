"""Meetings of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select
from sqlalchemy.engine import Connection

from bot.features.meetings.model import Meeting, MeetingState
from storage.statements import change, inserted, just_made
from storage.tables import meeting as m
from storage.tables import meeting_time as t

MEETINGS = select(m).where(m.c.community == bindparam("community"))
GET = MEETINGS.where(m.c.id == bindparam("id"))
OF_PAIR = MEETINGS.where(m.c.pair == bindparam("pair")).order_by(m.c.id)
AHEAD = (MeetingState.PROPOSED.value, MeetingState.AGREED.value)
UPCOMING = (
    MEETINGS.where(
        m.c.pair == bindparam("pair"),
        m.c.state.in_(AHEAD),
        or_(m.c.at.is_(None), m.c.at > bindparam("now", type_=m.c.at.type)),
    )
    .order_by(m.c.id.desc())
    .limit(1)
)
MISSED = select(func.count()).where(
    m.c.community == bindparam("community"), m.c.pair == bindparam("pair"), m.c.state == MeetingState.MISSED.value
)
ITS_TIMES = (t.c.community == bindparam("community"), t.c.meeting == bindparam("meeting"))
TIMES = select(t.c.at).where(*ITS_TIMES).order_by(t.c.position)
CLEAR = delete(t).where(*ITS_TIMES)


class SqlMeetings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, meeting: Meeting) -> Meeting:
        fixed = {"community": meeting.community, "pair": meeting.pair, "created": meeting.created}
        id = inserted(self._connection, m, fixed | _changing(meeting))
        self._keep_times(replace(meeting, id=id))
        return just_made(self.get(meeting.community, id))

    def get(self, community: int, id: int) -> Meeting | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else self._whole(row)

    def save(self, meeting: Meeting) -> None:
        who = {"of_id": meeting.id, "of_community": meeting.community}
        if self._connection.execute(change(m), who | _changing(meeting)).rowcount:
            self._keep_times(meeting)

    def upcoming(self, community: int, pair: int, now: datetime) -> Meeting | None:
        row = self._connection.execute(UPCOMING, {"community": community, "pair": pair, "now": now}).first()
        return None if row is None else self._whole(row)

    def missed(self, community: int, pair: int) -> int:
        return self._connection.execute(MISSED, {"community": community, "pair": pair}).scalar_one()

    def of_pair(self, community: int, pair: int) -> Sequence[Meeting]:
        return tuple(map(self._whole, self._connection.execute(OF_PAIR, {"community": community, "pair": pair}).all()))

    def _keep_times(self, meeting: Meeting) -> None:
        which = {"community": meeting.community, "meeting": meeting.id}
        self._connection.execute(CLEAR, which)
        rows = [which | {"position": at, "at": when} for at, when in enumerate(meeting.times)]
        if rows:
            self._connection.execute(insert(t), rows)

    def _whole(self, row: Any) -> Meeting:
        times = self._connection.execute(TIMES, {"community": row.community, "meeting": row.id}).scalars()
        return Meeting(
            id=row.id,
            community=row.community,
            pair=row.pair,
            proposer=row.proposer,
            minutes=row.minutes,
            where=row.place,
            created=row.created,
            times=tuple(times),
            state=MeetingState(row.state),
            at=row.at,
            sequence=row.sequence,
        )


def _changing(meeting: Meeting) -> dict[str, Any]:
    return {
        "proposer": meeting.proposer,
        "minutes": meeting.minutes,
        "place": meeting.where,
        "state": meeting.state.value,
        "at": meeting.at,
        "sequence": meeting.sequence,
    }
