"""The form of a story: its three parts and its picture; and what was filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.context import FormContext
from bot.errors import Refused
from bot.features.stories.model import ALT, WORDS, Story, Told
from bot.i18n import Text, t
from bot.pictures.developing import LARGEST, developed
from bot.ui import Choice, Field, FieldKind, Form

KEEP, WITHOUT = "keep", "without"


def story_form(title: Text, submit: Text, before: Story | None, *first: Field) -> Form:
    """With what stands there already; ``first`` are fields that come before."""
    told = before.told if before else Told("", "", "")
    fields = (
        *first,
        _part("need", t("What I needed"), t("Where you stood. Everybody in the community may read it."), told.need),
        _part("did", t("What we did"), t("Please name nobody but the two of you."), told.did),
        _part("changed", t("What changed"), t("As concrete as you can: a number, a first customer."), told.changed),
        *_picture(before),
    )
    return Form(title, fields, submit)  # five questions: as many as a platform shows at once


def _part(name: str, label: Text, hint: Text, value: str) -> Field:
    given = (value,) if value else ()
    return Field(name, label, FieldKind.LONG, hint, required=True, most=WORDS, value=given)


def _picture(before: Story | None) -> Sequence[Field]:
    has = before is not None and before.picture is not None
    hint = t("PNG, JPEG or WebP, up to {most} MB. Where and when it was taken is removed.", most=LARGEST // 1_000_000)
    if has:
        hint = t("Left empty, the picture stays.")
    alt = before.told.alt if before else ""
    about = t("For those who cannot see it. Needed with a picture.")
    fields = [
        Field("picture", t("A picture"), FieldKind.FILE, hint),
        Field("alt", t("What the picture shows"), hint=about, most=ALT, value=(alt,) if alt else ()),
    ]
    if has:
        ways = (Choice(t("Keep it"), KEEP), Choice(t("Take it out"), WITHOUT))
        fields.append(Field("kept", t("The picture so far"), FieldKind.ONE, choices=ways, value=(KEEP,)))
    return fields


@dataclass(frozen=True, slots=True)
class Filled:
    """``without``: the picture that was there is taken out. ``moved``: of the new one only the first image is left."""

    told: Told
    picture: bytes | None
    without: bool
    moved: bool = False


async def filled(ctx: FormContext, *, has: bool) -> Filled:
    """What was filled in, the picture made harmless; raises `Refused` with what to mend."""
    answers = ctx.answers
    told = Told(*(answers.one(name) for name in ("need", "did", "changed", "alt")))
    attached = await ctx.attached("picture", most=LARGEST)
    without = has and answers.one("kept") == WITHOUT and attached is None
    if (attached is not None or (has and not without)) and not told.alt:
        raise Refused(t("The picture needs another look. Nothing you typed is lost."), _needs_alt())
    if attached is None:
        return Filled(told, None, without)
    done = await developed(attached, ctx.bot.darkroom, "picture")
    return Filled(told, done.data, without, done.moved)


def _needs_alt() -> Mapping[str, Text]:
    return {"alt": t("Please say in a few words what the picture shows, for those who cannot see it.")}
