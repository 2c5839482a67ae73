"""The policy as a matrix: every handler by everybody, on any platform, as tests/policy.toml wants it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.actions import Who, encode
from bot.features.everything import registry
from bot.ui import Action
from tests.features import theirs
from tests.features.kept import Kept
from tests.features.pressing import Press
from tests.features.scene import SetClock
from tests.features.test_twice import PRESSES, just_so

TABLE: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent.parent / "policy.toml").read_text())
WHOSE = TABLE["whose"]
REGISTRY = registry()
GONE = "I cannot find this"
NOT_THEIRS = {
    "app.run": "This waited for more than a day.",
    "form.again": "This form waited for more than a day and is closed",
    "form.next": "This form waited for more than a day and is closed",
    "profile.keep_hours": "This is older than a day",
    "programme.keep_course": "This file is not kept any more.",
    "suggestions.send": "This was too long ago.",
}
"""What is said about others' drafts, which is what is said about old ones."""
IN_IT = "You are in this pair yourself"
REFUSALS = {"coordinator": "Only the coordination can do this.", "safety": "Only the safety contacts can do this."}
OF_BOTH = {"pair", "meeting", "introduction", "team", "story", "thing", "todo", "kudos", "honour"}
"""Arguments that are ids of things which belong to two people: where nothing else is written, both may use it."""
OF_SOME = {"request", "risk"}
"""Arguments of which it must be written."""
OTHER = 2
"""The key of a community that nobody here belongs to."""
DIRECT = ("fred", "visitor", "gone")
"""Who acts in the direct conversation with the bot."""
INSIDE = {
    "zoe": "stranger",
    "fred": "member in a direct conversation",
    "dora": "member",
    "marta": "mentor",
    "carla": "mentee",
    "hans": "blocked",
    "lena": "both",
    "olga": "coordinator",
    "sara": "contact",
}
"""Who plays which role; the two of a pair or a request play its mentor and mentee. Lena also reads reports."""
OUTSIDE = {"visitor": "outsider", "gone": "left", "nora": "other community"}
COORDINATE = ("lena", "olga")
CONTACTS = ("lena", "sara")
MORE: Mapping[str, Press] = {
    "app.run": Press("carla", (theirs.COMMAND,), shows=True),
    "form.again": Press("carla", (theirs.FORM,), shows=True),
    "form.next": Press("carla", (theirs.FORM, 1), shows=True),
}
"""What the busy community has nothing ready for."""


class Hands(Protocol):
    """A platform in the hands of somebody who makes ids themselves. Who is outside acts in a direct conversation."""

    async def use(self, who: str, words: str) -> None: ...
    async def press(self, who: str, id: str, picked: Sequence[str]) -> None: ...
    async def send(self, who: str, id: str, answers: Mapping[str, tuple[str, ...]]) -> None: ...
    def said(self, who: str) -> str:
        """Everything they were told since they were last asked, and the open form, which is then closed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``denied``: what somebody is told who may not, else empty. ``owner``: for whom it is right as it stands."""

    kind: str
    name: str
    who: str
    role: str
    press: Press
    denied: str
    owner: bool

    @property
    def id(self) -> str:
        values = dict(zip(REGISTRY.actions[self.name].kinds, self.press.args, strict=True))
        return encode(Action(self.name, values), OTHER if self.role == "other community" else 1)


def cells(file: Path) -> Iterator[Cell]:
    """Every handler × every role, about the things in this community."""
    with theirs.opened(file) as things:
        for kind in ("command", "action", "form"):
            for name, level in TABLE[kind].items():
                press = Press("") if kind == "command" else MORE.get(name) or PRESSES.get(name) or just_so(name)
                press = things.known(press)
                press = replace(press, picked=("1",)) if name == "pairs.look_at" else press
                sides = things.sides(name, press) if whose(name) else (press.who, press.who)
                for who, role in (INSIDE | OUTSIDE).items():
                    if not (kind == "command" and who in OUTSIDE):
                        yield _cell(kind, name, level, who, role, press, sides)
                if whose(name) == "others":  # Olga coordinates, and is in a pair that needs a look
                    own = replace(press, args=(things.risk("olga"), *press.args[1:]))
                    yield Cell(kind, name, "olga", "coordinator of the pair", own, IN_IT, owner=False)


def whose(name: str) -> str:
    """Whose a thing must be; empty where a handler is about none."""
    handler = REGISTRY.actions.get(name)
    of_both = handler is not None and handler.who is Who.MEMBER and OF_BOTH & set(handler.kinds)
    return WHOSE.get(name) or ("both" if of_both else "")


def known_as(which: Iterable[Cell], ids: Mapping[str, str]) -> list[Cell]:
    """On a platform where people have other ids than their names."""
    return [replace(one, press=_known_as(one.press, ids)) for one in which]


def _known_as(press: Press, ids: Mapping[str, str]) -> Press:
    answers = {name: tuple(ids.get(one, one) for one in given) for name, given in press.answers.items()}
    args = tuple(ids.get(one, one) if isinstance(one, str) else one for one in press.args)
    return replace(press, args=args, answers=answers)


def _cell(kind: str, name: str, level: str, who: str, role: str, press: Press, sides: tuple[str, str]) -> Cell:
    if whose(name):
        who = dict(zip(("mentor", "mentee"), sides, strict=True)).get(role, who)
    if role == "member":
        who = next(one for one in ("dora", "emil", "gast") if one not in sides)
    return Cell(kind, name, who, role, press, _denied(name, level, who, role, sides), who == press.who)


def _denied(name: str, level: str, who: str, role: str, sides: tuple[str, str]) -> str:
    if role in ("outsider", "other community"):
        return GONE
    if role == "left":
        return "You are not in Corte any more"
    if (level == "coordinator" and who not in COORDINATE) or (level == "safety" and who not in CONTACTS):
        return REFUSALS[level]
    match whose(name):
        case "both":
            allowed: Sequence[str] = sides
        case "mentor":
            allowed = sides[:1]
        case "mentee":
            allowed = sides[1:]
        case "own":
            allowed = sides
        case _:
            return ""
    if who in sides and name == "meetings.pick":
        return "" if who in allowed else "This meeting is not open any more."
    return "" if who in allowed else NOT_THEIRS.get(name, GONE)


async def played(hands: Hands, kept: Kept, which: Sequence[Cell], clock: SetClock) -> list[str]:
    """What is wrong about them."""
    at, wrongs = clock.now(), []
    for cell in which:
        hands.said(cell.who)
        await _do(hands, cell)
        told, changed = hands.said(cell.who), kept.changed()
        wrongs += [f"{cell.kind} {cell.name} by {cell.who}, {cell.role}: {one}" for one in wrong(cell, told, changed)]
        if changed:
            kept.restore()
        clock.set(at)
    return wrongs


async def _do(hands: Hands, cell: Cell) -> None:
    match cell.kind:
        case "command":
            await hands.use(cell.who, f"/{cell.name}")
        case "form":
            await hands.send(cell.who, cell.id, cell.press.answers)
        case _:
            await hands.press(cell.who, cell.id, cell.press.picked)


def wrong(cell: Cell, told: str, changed: frozenset[str]) -> Iterator[str]:
    if cell.denied:
        own_words = {"draft"} if cell.kind == "form" else set()  # given back, so that they are not lost
        if changed - own_words:
            yield f"changed {sorted(changed)}"
        if cell.denied not in told:
            yield f"is told {told!r}"
        return
    if not told:
        yield "is told nothing"
    if cell.owner and whose(cell.name) and (GONE in told or NOT_THEIRS.get(cell.name, GONE) in told):
        yield f"does not find it: {told!r}"
    if any(refusal in told for refusal in REFUSALS.values()):
        yield f"is refused: {told!r}"
    if cell.owner and cell.press.shows is False and not (cell.press.fresh or cell.press.first or changed):
        yield f"changes nothing: {told!r}"
    if cell.owner and cell.press.shows is True and not cell.press.looks and changed - {"draft"}:
        yield f"changed {sorted(changed)}"
