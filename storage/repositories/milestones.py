"""Milestones that a community has passed, and whether it likes them posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.engine import Connection

from bot.features.pairs.model import PairState
from bot.features.recognition.model import Passed
from storage.statements import add, put
from storage.tables import milestone as m
from storage.tables import milestone_choice as c
from storage.tables import pair as p

FINISHED = func.sum(case((p.c.state == PairState.FINISHED.value, 1), else_=0))
COUNTS = select(func.count(), FINISHED).where(p.c.community == bindparam("community"))
WANTED = select(c.c.posted).where(c.c.community == bindparam("community"))


class SqlMilestones:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self, community: int) -> Mapping[Passed, int]:
        begun, finished = self._connection.execute(COUNTS, {"community": community}).one()
        return {Passed.BEGUN: begun, Passed.FINISHED: finished or 0}

    def reach(self, community: int, passed: Passed, number: int, now: datetime) -> bool:
        return add(self._connection, m, {"community": community, "passed": passed.value, "number": number, "at": now})

    def wanted(self, community: int) -> bool:
        chosen = self._connection.execute(WANTED, {"community": community}).scalar()
        return chosen is None or bool(chosen)

    def want(self, community: int, yes: bool) -> None:
        put(self._connection, c, {"community": community, "posted": yes})
