"""Forms: what was typed is checked, kept, and never lost.

A form that a platform shows in several steps, or that was refused, rests in a draft for 24 hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.actions import Handler, Who, parameters
from bot.cleaning import clean
from bot.errors import Refused
from bot.i18n import Text, t, tn
from bot.markup import label
from bot.ui import Action, Field, FieldKind, Form

if TYPE_CHECKING:
    from bot.held import Draft
    from bot.markup import Reader
    from bot.work import By, Work

KEPT = timedelta(hours=24)
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers by field name."""

    values: Values

    def one(self, name: str) -> str:
        """The single answer; empty when it was left out."""
        return next(iter(self.values.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())


def filled(form: Form, values: Values) -> Form:
    """The form with these values in place of its own."""
    fields = tuple(replace(one, value=values.get(one.name, one.value)) for one in form.fields)
    return replace(form, fields=fields)


def checked(form: Form, given: Values, reader: Reader) -> Answers:
    """Every answer cleaned and held against its field; raises `Refused` with a text for each that cannot stay."""
    found: dict[str, tuple[str, ...]] = {}
    wrong: dict[str, Text] = {}
    for one in form.fields:
        answer, problem = _check(one, given.get(one.name, ()), reader)
        found[one.name] = answer
        if problem:
            wrong[one.name] = problem
    if wrong:
        raise Refused(
            tn(
                "One answer needs another look. Nothing you typed is lost.",
                "{n} answers need another look. Nothing you typed is lost.",
                len(wrong),
            ),
            wrong,
        )
    return Answers(found)


def _check(one: Field, given: tuple[str, ...], reader: Reader) -> tuple[tuple[str, ...], Text | None]:
    if one.kind in (FieldKind.ONE, FieldKind.MANY):
        return _check_picks(one, given, reader)
    text = clean(" ".join(given), lines=one.kind is FieldKind.LONG)
    if one.required and not text:
        return (), t("Please fill this in.")
    if one.kind is not FieldKind.FILE and len(text) > one.most:
        return (text,), t(
            "This has {length} characters; {most} are possible. Please shorten it a little.",
            length=len(text),
            most=one.most,
        )
    return ((text,) if text else ()), None


def _check_picks(one: Field, given: tuple[str, ...], reader: Reader) -> tuple[tuple[str, ...], Text | None]:
    known = {choice.value: choice.value for choice in one.choices}
    known |= {label(choice.label, reader, 200).casefold(): choice.value for choice in one.choices}
    typed = [part for text in given for part in _named(text.strip(), known) if part]
    picks = tuple(dict.fromkeys(known.get(text, known.get(text.casefold(), "")) for text in typed))
    if "" in picks:
        return tuple(typed), t("Please pick from the list.")
    if one.required and not picks:
        return (), t("Please pick one.")
    most = 1 if one.kind is FieldKind.ONE else one.most
    if len(picks) > most:
        return picks, tn("Please pick one at most.", "Please pick {n} at most.", most)
    return picks, None


def _named(text: str, known: Mapping[str, str]) -> list[str]:
    """One pick, or several that were typed with commas between where a menu would have been too long."""
    return [text] if text in known else [part.strip() for part in text.split(",")]


def keep(work: Work, by: By, action: Action, values: Values, steps: int = 1) -> int:
    """Keep what was typed for an action's form, ``first`` as it was when its steps were laid out."""
    typed = {name: list(answer) for name, answer in values.items()}
    body = {"action": action.name, "args": dict(action.args), "steps": steps, "first": typed, "answers": typed}
    return work.drafts.keep(by.community, by.person, body, by.now + KEPT)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft of a form, read back. ``first`` is what stood in it at the beginning, and decides its steps."""

    action: Action
    answers: Values
    steps: int
    first: Values = field(default_factory=dict)


def kept(draft: Draft | None) -> Kept | None:
    """The form in a draft; None when there is none, or something else rests in it."""
    if draft is None or "answers" not in draft.body:
        return None
    body: Mapping[str, Any] = draft.body
    first, answers = ({name: tuple(one) for name, one in body[which].items()} for which in ("first", "answers"))
    return Kept(Action(body["action"], body["args"]), answers, body["steps"], first)


def add_step(work: Work, by: By, id: int, answers: Values) -> Kept | None:
    """Put a step's answers into its draft; None when the draft is gone."""
    draft = work.drafts.get(by.community, by.person, id, by.now)
    if draft is None or kept(draft) is None:
        return None
    body: dict[str, Any] = dict(draft.body)
    body["answers"] = body["answers"] | {name: list(answer) for name, answer in answers.items()}
    work.drafts.save(replace(draft, body=body))
    return kept(replace(draft, body=body))


def find(work: Work, by: By, id: int) -> Kept | None:
    return kept(work.drafts.get(by.community, by.person, id, by.now))


async def _never(ctx: object, draft: int, step: int) -> None:
    raise TypeError("a step of a form is put together before its handler runs")


STEP: Handler[...] = Handler("form.step", Who.ANYONE, _never, kinds=parameters(_never))
"""The id of one step of a form: which draft, and which step (from 1)."""
