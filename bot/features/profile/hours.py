"""When somebody has time: chosen or typed, shown as it was understood, and only then kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members.hours_reading import read_hours
from bot.features.members.model import Member
from bot.features.profile import links, page
from bot.features.programme.zones import read_zone
from bot.forms import KEPT, Answers
from bot.habits import DAYS, hours
from bot.hours import DAY, PARTS, Window, Windows, read, tidy, written
from bot.i18n import t
from bot.markup import plain, render
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work

NAMES = {
    "morning": t("Morning, 8 to 12"),
    "noon": t("Noon, 12 to 14"),
    "afternoon": t("Afternoon, 14 to 18"),
    "evening": t("Evening, 18 to 22"),
}
EXAMPLE = t("For example: Mondays and Thursdays after 18:00")


@dataclass(frozen=True, slots=True)
class Understood:
    """What waits for a yes, and what was typed for it."""

    windows: Windows
    zone: str
    typed: Mapping[str, tuple[str, ...]]


async def hours_form(ctx: Context) -> Form:
    member = ctx.member
    windows = member.hours if member else ()
    days, parts, said = _as_chosen(windows)
    words = plain(render(t("{hours}", hours=hours(windows, ctx.reader.zone)), ctx.reader)) if said else ""
    each = tuple(Choice(label, str(day)) for day, label in enumerate(DAYS))
    named = tuple(Choice(label, part) for part, label in NAMES.items())
    fields = (
        Field("days", t("Days"), FieldKind.MANY, most=len(each), choices=each, value=days),
        Field("parts", t("Parts of the day"), FieldKind.MANY, most=len(named), choices=named, value=parts),
        Field("words", t("Or in your own words"), hint=EXAMPLE, most=300, value=(words,) if words else ()),
        Field("zone", t("Your time zone"), hint=t("For example: Europe/Rome"), required=True, most=60,
              value=(ctx.reader.zone,)),
    )  # fmt: skip
    intro = t("Choose days and parts of the day, or write it. You see what I understood before it is kept.")
    return Form(t("When I have time"), fields, t("Show me"), intro)


def _as_chosen(windows: Windows) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The days and parts that these hours are exactly; else True, and they are said in words."""
    days = sorted({one.day for one in windows})
    whole = {part for part, span in PARTS.items() for one in windows if one.start <= span[0] and span[1] <= one.end}
    parts = [part for part in PARTS if part in whole]
    exactly = tidy(Window(day, *PARTS[part]) for day in days for part in parts) == windows
    return (tuple(map(str, days)), tuple(parts), False) if exactly else ((), (), True)


@opening("profile.hours")
async def hours_button(ctx: OpenContext, draft: int) -> None:
    found = await ctx.read(_waiting, draft) if draft else None
    await ctx.open(hours_sent(), found.typed if found else None)


@form("profile.timed", hours_form)
async def hours_sent(ctx: FormContext) -> None:
    answers = ctx.answers
    zone = read_zone(answers.one("zone"))
    windows = _understood(answers, ctx.reader.language)
    draft = await ctx.write(_wait, Understood(windows, zone, answers.values))
    ctx.reader = replace(ctx.reader, zone=zone)
    said = t("This is what I understood: you usually have time **{hours}** ({zone}).",
             hours=hours(windows, zone), zone=zone)  # fmt: skip
    on = t("Others see it in their own time zone. Is it right?")
    buttons = (
        Button(t("Keep it"), links.keep_hours(draft), Tone.MAIN),
        Button(t("Change it"), links.hours(draft)),
        Button(t("Say nothing about my time"), links.no_hours()),
    )
    await ctx.reply(Message((said, on), buttons))


def _understood(answers: Answers, language: str) -> Windows:
    """What was chosen and what was typed, together; raises `Refused` where nothing was, or a word makes no sense."""
    days = [int(day) for day in answers.many("days")] or range(len(DAYS))
    spans = [PARTS[part] for part in answers.many("parts")] or [DAY]
    chosen = bool(answers.many("days") or answers.many("parts"))
    typed = answers.one("words")
    found = read_hours(typed, language)
    if typed and not found.windows:
        unknown = ", ".join(found.unknown[:3]) or typed[:60]
        raise Refused(
            t("Your words need another look. Nothing you typed is lost."),
            {"words": t("I did not understand “{words}”. {example}", words=unknown, example=EXAMPLE)},
        )
    if not typed and not chosen:
        raise Refused(
            t("Your time needs another look. Nothing you typed is lost."),
            {"days": t("Please choose at least a day or a part of the day, or write when you have time.")},
        )
    picked = [Window(day, *span) for day in days for span in spans] if chosen else []
    return tidy((*picked, *found.windows))


def _wait(work: Work, by: By, found: Understood) -> int:
    typed = {name: list(one) for name, one in found.typed.items()}
    body = {"hours": written(found.windows), "zone": found.zone, "typed": typed}
    return work.drafts.keep(by.community, by.person, body, by.now + KEPT)


def _waiting(work: Work, by: By, draft: int) -> Understood | None:
    found = work.drafts.get(by.community, by.person, draft, by.now)
    if found is None or "hours" not in found.body:
        return None
    typed = found.body["typed"]
    values = {name: tuple(one) for name, one in typed.items()} if isinstance(typed, dict) else {}
    return Understood(read(str(found.body["hours"])), str(found.body["zone"]), values)


@action("profile.keep_hours")
async def keep_hours(ctx: Context, draft: int) -> None:
    zone, message = await ctx.write(_keep, draft)
    ctx.reader = replace(ctx.reader, zone=zone)
    await ctx.update(message)


def _keep(work: Work, by: By, draft: int) -> tuple[str, Message]:
    found = _waiting(work, by, draft)
    if found is None:
        raise Refused(t("This is older than a day, so I do not know it any more. `/mentor profile` begins anew."))
    member: Member = work.members.ensure(by)
    kept = replace(member, hours=found.windows, zone=found.zone, own_zone=found.zone != by.zone)
    work.members.save(kept)
    if kept.zone != member.zone:
        work.outbox.reconsider(by.community, by.person)
    return found.zone, page.kept(work, by)


@action("profile.no_hours")
async def no_hours(ctx: Context) -> None:
    await ctx.update(await ctx.write(_nothing))


def _nothing(work: Work, by: By) -> Message:
    work.members.save(replace(work.members.ensure(by), hours=()))
    return page.kept(work, by)
