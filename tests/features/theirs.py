"""Whose things are in a community, read from its file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.features.everything import registry
from tests.features.pressing import DRAFT, Press

COMMAND, FORM = -2, -3
"""In the place of an id: the command and the form that somebody has begun."""
DRAFTS = {DRAFT: "%", COMMAND: '%"words"%', FORM: "%members.profile%"}
REGISTRY = registry()
SIDES: Mapping[str, str] = {
    "pair": "SELECT mentor, mentee FROM pair WHERE id = ?",
    "request": "SELECT mentor, mentee FROM request WHERE id = ?",
    "meeting": "SELECT mentor, mentee FROM pair WHERE id = (SELECT pair FROM meeting WHERE id = ?)",
    "introduction": "SELECT one, other FROM peer_introduction WHERE id = ?",
    "todo": "SELECT mentor, mentee FROM pair WHERE id = (SELECT pair FROM next_step WHERE id = ?)",
    "kudos": "SELECT taker, giver FROM kudos WHERE id = ?",
    "honour": "SELECT mentor, mentee FROM honour WHERE id = ?",
    "story": "SELECT mentor, mentee FROM story WHERE id = ?",
    "team": "SELECT min(member), max(member) FROM peer_place WHERE team = ?",
}


class Things:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def known(self, press: Press) -> Press:
        """With the ids of drafts."""
        return replace(press, args=tuple(self._draft(press.who, one) if one in DRAFTS else one for one in press.args))

    def sides(self, name: str, press: Press) -> tuple[str, str]:
        """Mentor and mentee of what this press is about; of what is somebody's own, who presses."""
        args: dict[str, Any] = dict(zip(REGISTRY.actions[name].kinds, press.args, strict=True))
        if {"mentor", "mentee"} <= args.keys():
            return self._named(args["mentor"], args["mentee"])
        what = args.get("thing") or next((one for one in SIDES if one in args), "")
        if not what:
            return press.who, press.who
        return self._named(*self._one(SIDES[what], args.get("id", args.get(what))))

    def risk(self, who: str) -> int:
        """Of a pair whose mentor this is."""
        of = "SELECT risk.id FROM risk JOIN pair ON pair.id = risk.pair JOIN member ON member.id = pair.mentor"
        return int(self._one(f"{of} WHERE member.person = ?", who)[0])

    def _draft(self, who: str, which: int) -> int:
        asked = "SELECT max(id) FROM draft WHERE person = ? AND body LIKE ?"
        return int(self._one(asked, who, DRAFTS[which])[0])

    def _named(self, mentor: int, mentee: int) -> tuple[str, str]:
        one, other = (str(self._one("SELECT person FROM member WHERE id = ?", id)[0]) for id in (mentor, mentee))
        return one, other

    def _one(self, question: str, *given: Any) -> tuple[Any, ...]:
        row: tuple[Any, ...] | None = self._database.execute(question, given).fetchone()
        assert row, (question, given)
        return row


@contextmanager
def opened(file: Path) -> Iterator[Things]:
    with closing(sqlite3.connect(file)) as database:
        yield Things(database)
