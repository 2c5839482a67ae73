"""Actions: durable calls that travel in a component's id, and the functions they name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec
from urllib.parse import quote, unquote

from bot.ui import Action

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.context import Context, FormContext, OpenContext
    from bot.ui import Form

P = ParamSpec("P")
Argument = str | int | bool | None
SEPARATOR = "|"
NOTHING = "~"


class Who(StrEnum):
    """Who may use a handler. Whether this pair or request is theirs is checked where it is looked up."""

    ANYONE = "anyone"
    MEMBER = "member"
    COORDINATOR = "coordinator"
    SAFETY = "safety"
    """A named safety contact. Nobody reads a report about themselves, whatever else they are."""


@dataclass(frozen=True)
class Handler(Generic[P]):
    """What an action runs. Calling it makes the `Action`, checked by the function's own signature."""

    name: str
    who: Who
    run: Callable[..., Awaitable[None]]
    opens: bool = False
    form: Callable[..., Awaitable[Form]] | None = None
    kinds: Mapping[str, type] = field(default_factory=dict)
    secret: bool = False

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Action:
        given: dict[str, Any] = dict(zip(self.kinds, args, strict=False)) | kwargs
        return Action(self.name, {name: given.get(name) for name in self.kinds})


def parameters(run: Callable[..., object]) -> dict[str, type]:
    """The arguments an action carries: all after the context. Their types are read when first needed."""
    names = list(signature(run).parameters.values())[1:]
    kinds: dict[str, type] = {}
    for one in names:
        plain = str(one.annotation).removesuffix("| None").strip()
        if one.kind is Parameter.VAR_KEYWORD or plain not in KINDS:
            raise TypeError(f"{run.__qualname__}: an action carries str, int and bool, not {one.annotation}")
        kinds[one.name] = KINDS[plain]
    return kinds


KINDS: Mapping[str, type] = {"int": int, "str": str, "bool": bool}


def action(
    name: str, *, who: Who = Who.MEMBER, secret: bool = False
) -> Callable[[Callable[Concatenate[Context, P], Awaitable[None]]], Handler[P]]:
    """A button or menu. ``name`` is permanent, as a column's name is. Picked values are in ``ctx.picked``.

    What a ``secret`` one was told is never stored with the event, not even while it takes long: after a crash it
    is not taken up again, and whoever pressed sees no confirmation and presses once more.
    """
    return lambda run: Handler(name, who, run, kinds=parameters(run), secret=secret)


def opening(
    name: str, *, who: Who = Who.MEMBER
) -> Callable[[Callable[Concatenate[OpenContext, P], Awaitable[None]]], Handler[P]]:
    """A button that may open a form; it is never made to wait, since a form must be the first answer."""
    return lambda run: Handler(name, who, run, opens=True, kinds=parameters(run))


def form(
    name: str, build: Callable[..., Awaitable[Form]], *, who: Who = Who.MEMBER
) -> Callable[[Callable[Concatenate[FormContext, P], Awaitable[None]]], Handler[P]]:
    """What a filled form runs. ``build(ctx, **same arguments)`` makes the form: to open, check and refill it."""
    return lambda run: Handler(name, who, run, form=build, kinds=parameters(run))


@dataclass(frozen=True)
class Step:
    """A plain function of a transaction that a schedule or a delivery calls by its permanent name."""

    name: str
    run: Callable[..., Any]

    def __call__(self, **args: Argument) -> Action:
        return Action(self.name, args)


@dataclass(frozen=True)
class Chore:
    """Something to look after at every tick that needs more than a transaction."""

    name: str
    run: Callable[[Bot], Awaitable[None]]


def chore(name: str) -> Callable[[Callable[[Bot], Awaitable[None]]], Chore]:
    return lambda run: Chore(name, run)


def step(name: str) -> Callable[[Callable[..., Any]], Step]:
    return lambda run: Step(name, run)


def encode(action: Action, community: int, key: str = "") -> str:
    """A component's id: name, community, arguments in order, and the end of the delivery's key.

    Short and stable: buttons must work for as long as the message stands.
    """
    parts = [action.name, _short(community), *(_written(value) for value in action.args.values()), key]
    return SEPARATOR.join(parts)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a component's id says; nothing of it is believed before it was looked up."""

    name: str
    community: int
    args: tuple[str, ...]


def decode(id: str) -> Claim | None:
    """The claim in a component's id; None when it is not one of ours."""
    name, *rest = id.split(SEPARATOR)
    if len(rest) < 2:
        return None
    community, *args = rest[:-1]
    try:
        return Claim(name, _bounded(int(community, 36)), tuple(args))
    except ValueError:
        return None


def arguments(handler: Handler[Any], claim: Claim) -> dict[str, Argument] | None:
    """The claim's arguments by the handler's own types; None when they do not fit (an outdated component)."""
    if len(claim.args) != len(handler.kinds):
        return None
    try:
        pairs = zip(handler.kinds.items(), claim.args, strict=True)
        return {name: _read(kind, text) for (name, kind), text in pairs}
    except ValueError:
        return None


def _written(value: Argument) -> str:
    if value is None:
        return NOTHING
    return str(int(value)) if isinstance(value, bool | int) else quote(value, safe=" ").replace(NOTHING, "%7E")


def _read(kind: type, text: str) -> Argument:
    if text == NOTHING:
        return None
    if kind is str:
        return unquote(text)
    number = _bounded(int(text))
    if kind is bool and number not in (0, 1):
        raise ValueError(text)
    return bool(number) if kind is bool else number


def _bounded(number: int) -> int:
    """No database holds more than 64 bits, so a longer number was never ours."""
    if abs(number) >= 2**63:
        raise ValueError(number)
    return number


def _short(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text or "0"
