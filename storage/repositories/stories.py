"""Stories, the consents to them, and what is counted around their posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.engine import Connection

from bot.features.stories.lift import Events
from bot.features.stories.model import Agreed, Consent, Story, StoryState, Told
from bot.work import Kind, Sort, State
from storage.columns import Instant
from storage.statements import add, change, inserted, just_made, put
from storage.tables import member as m
from storage.tables import outbox as o
from storage.tables import pair, request
from storage.tables import picture as p
from storage.tables import story as s
from storage.tables import story_ask as a
from storage.tables import story_consent as c

STORY = (
    select(s, p.c.id.label("picture"))
    .outerjoin(p, (p.c.community == s.c.community) & (p.c.story == s.c.id))
    .where(s.c.community == bindparam("community"))
)
GET = STORY.where(s.c.id == bindparam("id"))
OF_PAIR = (
    STORY.where(s.c.pair == bindparam("pair"))
    .order_by((s.c.state == StoryState.WITHDRAWN.value), s.c.id.desc())
    .limit(1)
)
OF_MEMBER = STORY.where(
    (s.c.mentor == bindparam("member")) | (s.c.mentee == bindparam("member")),
    s.c.state != StoryState.WITHDRAWN.value,
).order_by(s.c.id.desc())
IN_STATE = STORY.where(s.c.state.in_(bindparam("states", expanding=True))).order_by(s.c.place, s.c.id)
POSTED = STORY.where(s.c.posted.is_not(None)).order_by(s.c.posted.desc(), s.c.id.desc()).limit(bindparam("most"))
CONSENTS = select(c).where(
    c.c.community == bindparam("community"), c.c.story == bindparam("story"), c.c.version == bindparam("version")
)
ASKED = select(a.c.at).where(
    a.c.community == bindparam("community"), a.c.pair == bindparam("pair"), a.c.member == bindparam("member")
)


def _between(column: Any, community: Any, *more: Any) -> Select[Any]:
    since, until = bindparam("since", type_=Instant()), bindparam("until", type_=Instant())
    return (
        select(column)
        .where(community == bindparam("community"), column >= since, column < until, *more)
        .order_by(column)
    )


SIGNUPS = _between(m.c.joined, m.c.community, m.c.conduct > 0)
REQUESTS = _between(request.c.sent, request.c.community)
PAIRS = _between(pair.c.started, pair.c.community)
POSTS = _between(
    o.c.finished,
    o.c.community,
    o.c.kind == Kind.SEND.value,
    o.c.sort == Sort.POST.value,
    o.c.state == State.SENT.value,
).add_columns(o.c.once)


class SqlStories:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, story: Story) -> Story:
        fixed = {
            "community": story.community,
            "pair": story.pair,
            "mentor": story.mentor,
            "mentee": story.mentee,
            "author": story.author,
            "created": story.created,
        }
        id = inserted(self._connection, s, fixed | _changing(story))
        return just_made(self.get(story.community, id))

    def get(self, community: int, id: int) -> Story | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else _story(row)

    def save(self, story: Story) -> None:
        who = {"of_id": story.id, "of_community": story.community}
        self._connection.execute(change(s), who | _changing(story))

    def of_pair(self, community: int, pair: int) -> Story | None:
        row = self._connection.execute(OF_PAIR, {"community": community, "pair": pair}).first()
        return None if row is None else _story(row)

    def of_member(self, community: int, member: int) -> Sequence[Story]:
        return self._all(OF_MEMBER, community, member=member)

    def in_state(self, community: int, *states: StoryState) -> Sequence[Story]:
        return self._all(IN_STATE, community, states=[one.value for one in states])

    def posted(self, community: int, limit: int) -> Sequence[Story]:
        return self._all(POSTED, community, most=limit)

    def agree(self, story: Story, consent: Consent) -> None:
        which = {"community": story.community, "story": story.id, "version": consent.version, "member": consent.member}
        put(self._connection, c, which | {"at": consent.at, "named": consent.named})

    def agreed(self, story: Story) -> Agreed:
        asked = {"community": story.community, "story": story.id, "version": story.version}
        found = self._connection.execute(CONSENTS, asked)
        return Agreed({row.member: Consent(row.member, row.version, row.at, row.named) for row in found})

    def ask(self, community: int, pair: int, member: int, now: datetime) -> datetime:
        which = {"community": community, "pair": pair, "member": member}
        add(self._connection, a, which | {"at": now})
        asked: datetime = self._connection.execute(ASKED, which).scalar_one()
        return asked

    def events(self, community: int, since: datetime, until: datetime) -> Events:
        asked = {"community": community, "since": since, "until": until}

        def when(which: Select[Any]) -> tuple[datetime, ...]:
            return tuple(self._connection.execute(which, asked).scalars())

        posts = {row.once: row.finished for row in self._connection.execute(POSTS, asked)}
        return Events(when(SIGNUPS), when(REQUESTS), when(PAIRS), posts)

    def _all(self, which: Select[Any], community: int, **asked: object) -> Sequence[Story]:
        return tuple(map(_story, self._connection.execute(which, {"community": community} | asked)))


def _changing(story: Story) -> dict[str, Any]:
    return {
        "state": story.state.value,
        "version": story.version,
        "need": story.told.need,
        "did": story.told.did,
        "changed": story.told.changed,
        "alt": story.told.alt,
        "idle": story.idle,
        "place": story.place,
        "reason": story.reason,
        "row": story.row,
        "posted": story.posted,
        "ended": story.ended,
    }


def _story(row: Any) -> Story:
    return Story(
        id=row.id,
        community=row.community,
        pair=row.pair,
        mentor=row.mentor,
        mentee=row.mentee,
        author=row.author,
        told=Told(row.need, row.did, row.changed, row.alt),
        state=StoryState(row.state),
        version=row.version,
        picture=row.picture,
        created=row.created,
        idle=row.idle,
        place=row.place,
        reason=row.reason,
        row=row.row,
        posted=row.posted,
        ended=row.ended,
    )
