"""The policy as a matrix: every handler by everybody, on any platform. What is expected comes from tests/policy.toml.

The things that handlers are about belong to Marta, the mentor, and Carla, the mentee; where ``PRESSES`` names another
request or pair, its own two take their parts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.actions import Who, encode
from bot.features.everything import registry
from bot.ui import Action
from tests.features.kept import Kept
from tests.features.scene import SetClock
from tests.features.test_twice import PRESSES, Press, just_so

TABLE: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent.parent / "policy.toml").read_text())
WHOSE = TABLE["whose"]
REGISTRY = registry()
GONE = "I cannot find this"
NOT_THEIRS = {
    "app.run": "This waited for more than a day.",
    "form.again": "This form waited for more than a day and is closed",
    "form.next": "This form waited for more than a day and is closed",
    "suggestions.send": "This was too long ago.",
}
"""What is said about others' drafts, which is what is said about old ones."""
IN_IT = "You are in this pair yourself"
REFUSALS = {"coordinator": "Only the coordination can do this.", "safety": "Only the safety contacts can do this."}
OF_BOTH = {"pair", "meeting", "introduction", "team", "thing"}
"""Arguments that are ids of things which belong to two people: where nothing else is written, both may use it."""
OF_SOME = {"request", "risk", "draft"}
"""Arguments of which it must be written."""
OTHER = 2
"""The key of a community that nobody here belongs to."""
COMMAND_DRAFT, FORM_DRAFT, WISH_DRAFT = 101, 102, 103
"""What Carla has begun."""
SECOND_RISK = 3
"""The risk of the pair that a coordinator is in."""
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
"""Who plays which role in the community; Lena coordinates and is a safety contact too."""
OUTSIDE = {"visitor": "outsider", "gone": "left", "nora": "other community"}
COORDINATE = ("lena", "olga")
CONTACTS = ("lena", "sara")
MORE: Mapping[str, Press] = {
    "app.run": Press("carla", (COMMAND_DRAFT,), shows=True),
    "form.again": Press("carla", (FORM_DRAFT,), shows=True),
    "form.next": Press("carla", (FORM_DRAFT, 1), shows=True),
    "matching.answer": Press("marta", (1, 1, 7, True)),
    "matching.approve": Press("lena", (1, 2, 4)),
    "matching.approve_all": Press("lena", (1,)),
    "matching.close": Press("lena", (1,)),
    "matching.forbid": Press("lena", (1, 2, 4)),
    "matching.lock": Press("lena", (1, 2, 4)),
    "matching.look": Press("lena", (1,), shows=True),
    "meetings.cancel": Press("carla", (1,)),
    "meetings.met": Press("carla", (2, True)),
    "meetings.move": Press("carla", (1,), shows=True),
    "meetings.moved": Press("carla", (1,), answers={"time1": ("9.6.2026 19:00",), "minutes": ("60",)}),
    "meetings.pick": Press("carla", (1, 1, 0)),
    "meetings.show": Press("carla", (2,), shows=None),
    "meetings.plan": Press("carla", (2,), shows=True),
    "meetings.planned": Press("carla", (2,), answers={"time1": ("9.6.2026 19:00",), "minutes": ("60",)}),
    "peers.answer": Press("carla", (1, True)),
    "peers.met": Press("carla", (1, True)),
    "suggestions.send": Press("carla", (WISH_DRAFT,)),
    "suggestions.withdraw": Press("carla", (1,)),
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


def cells(*, left_out: Sequence[str] = ()) -> Iterator[Cell]:
    """Every handler × every role, but for roles that a platform does not have."""
    for kind in ("command", "action", "form"):
        for name, level in TABLE[kind].items():
            press = Press("") if kind == "command" else MORE.get(name) or PRESSES.get(name) or just_so(name)
            press = replace(press, picked=("1",)) if name == "pairs.look_at" else press
            for who, role in (INSIDE | OUTSIDE).items():
                if role not in left_out and not (kind == "command" and who in OUTSIDE):
                    yield _cell(kind, name, level, who, role, press)
            if whose(name) == "others":  # Olga coordinates, and is in pair 4
                own = replace(press, args=(SECOND_RISK, *press.args[1:]))
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


def _cell(kind: str, name: str, level: str, who: str, role: str, press: Press) -> Cell:
    sides = _two(press, name) if whose(name) else ("marta", "carla")
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
        case "mentee" | "own":
            allowed = sides[1:]
        case _:
            return ""
    if who in sides and name == "meetings.pick":
        return "" if who in allowed else "This meeting is not open any more."
    return "" if who in allowed else NOT_THEIRS.get(name, GONE)


def _two(press: Press, name: str) -> tuple[str, str]:
    """Mentor and mentee of what this press is about."""
    kinds = REGISTRY.actions[name].kinds
    args = dict(zip(kinds, press.args, strict=True))
    pairs = {1: ("marta", "dora"), 2: ("marta", "carla"), 3: ("paul", "dora")}
    requests = {1: ("nora", "emil"), 2: ("nora", "fred"), 3: ("paul", "hans")}
    if "request" in args or args.get("thing") == "request":
        return requests[args.get("request") or args["id"]]
    if "pair" in args or args.get("thing") == "pair":
        return pairs[args.get("pair") or args["id"]]
    return "marta", "carla"


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
    if cell.owner and cell.press.shows is False and not cell.press.fresh and not changed:
        yield f"changes nothing: {told!r}"
    if cell.owner and cell.press.shows is True and not cell.press.looks and changed - {"draft"}:
        yield f"changed {sorted(changed)}"
