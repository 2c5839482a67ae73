"""Bringing two people together again whom something keeps apart: two coordinators, each with a reason."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import Who, form
from bot.again import just_now
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.safety.model import Lift
from bot.features.safety.people import named_here
from bot.i18n import t
from bot.identity import Person
from bot.ui import Field, FieldKind, Form, Message
from bot.work import By, Work

HOLDS = timedelta(days=30)
"""How long the first step waits for the second."""
ALLOWED = "safety.allowed"
LATELY = 20
"""So many entries of the log are looked through for what was done moments ago."""


@command(
    "safety allow", t("Let two people be matched again; it takes two coordinators"), who=Who.COORDINATOR, opens=True
)
async def allow(ctx: OpenContext) -> None:
    await ctx.open(allowed())


async def allow_form(ctx: Context) -> Form:
    fields = (
        Field("one", t("The first person"), FieldKind.PERSON, required=True, most=100),
        Field("other", t("The second person"), FieldKind.PERSON, required=True, most=100),
        Field(
            "reason",
            t("Why this is right"),
            FieldKind.LONG,
            t("Both have asked for it, for example."),
            required=True,
            most=500,
        ),
    )
    intro = t("Whatever kept these two apart ends once a second coordinator does the same. Ask both of them first.")
    return Form(t("Let two people meet again"), fields, t("Allow it"), intro)


@form("safety.allowed", allow_form, who=Who.COORDINATOR)
async def allowed(ctx: FormContext) -> None:
    one, other = [await named_here(ctx, ctx.answers.one(field)) for field in ("one", "other")]
    if one is None or other is None or one == other:
        problem = t("I cannot find this person here. Please pick somebody from the list.")
        wrong = {"one": problem} if one is None else {"other": problem}
        raise Refused(t("The people need another look. Nothing has changed."), wrong)
    done = await ctx.write(lift, one, other, ctx.answers.one("reason"))
    said = t("Kept. It counts once a second coordinator does the same within 30 days.")
    if done:
        said = t("Done. Nothing that you two know of or not keeps them apart any more.")
    await ctx.reply(Message((said,)))


def lift(work: Work, by: By, one: Person, other: Person, reason: str) -> bool:
    """The first step, or the second: True when nothing keeps the two apart any more. Says the same either way
    whether or not anything did.
    """
    if by.person in (one, other):
        raise Refused(t("This concerns yourself, so two others of the coordination have to do it."))
    before = work.safety.lift_asked(by.community, one, other)
    if before and (before.coordinator, before.reason) == (by.person, reason) and just_now(before.at, by.now):
        return False  # sent twice
    if before is None and _done_just_now(work, by, one, other):
        return True
    work.audit.add(by, "safety.allowed", "", one=one.id, other=other.id)
    if before is None or before.coordinator == by.person or by.now - before.at > HOLDS:
        work.safety.ask_lift(by.community, Lift(one, other, by.person, reason, by.now))
        return False
    work.safety.lift(by.community, one, other)
    return True


def _done_just_now(work: Work, by: By, one: Person, other: Person) -> bool:
    """The second step leaves nothing but its entry in the log: sent twice, it must not become a first one."""
    these = {one.id, other.id}
    return any(
        entry.what == ALLOWED and entry.name == by.person.name and {*entry.facts.values()} == these
        for entry in work.audit.last(by.community, LATELY)
        if just_now(entry.at, by.now)
    )
