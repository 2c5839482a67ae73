"""Fewer messages, behind every "More…": snooze, pause, stop."""

from __future__ import annotations

from bot import untold
from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.features.members import links, reach
from bot.features.members.contact import Contact
from bot.features.members.dates import day_field, day_given
from bot.features.members.profile import choose_pause
from bot.features.pairs import links as pairs
from bot.features.safety import links as safety
from bot.i18n import Moment, t
from bot.ui import Button, Form, Message, Tone
from bot.work import By, Work

MOST = 5
"""How many of one's pairs are offered here; the others are found by /mentor status."""


def less() -> tuple[Button, ...]:
    """The ways to fewer messages, for whoever makes a "More…" of their own."""
    return (
        Button(t("Snooze a day"), links.snooze(1)),
        Button(t("Snooze a week"), links.snooze(7)),
        Button(t("Snooze until a date"), links.snooze_until()),
        Button(t("Take a break"), choose_pause()),
        Button(t("Stop these messages"), links.stop(), Tone.DANGER),
    )


@action("members.more")
async def more(ctx: Context) -> None:
    said = t(
        "What would you like? Snooze and stop concern the weekly message and reminders; nobody else hears of it. In a "
        "break nobody can ask you either."
    )
    report = Button(t("Report something"), safety.report())
    await ctx.reply(Message((said,), (*less(), report, *await ctx.read(_pairs))))


def _pairs(work: Work, by: By) -> tuple[Button, ...]:
    """A way to each of one's pairs: to finish or stop it."""
    me = work.members.find(by.community, by.person)
    mine = work.pairs.of_member(by.community, me.id)[:MOST] if me else ()
    partners = work.members.several(by.community, [one.partner(me.id) for one in mine]) if me else {}
    return tuple(
        Button(t("My pair with {name}", name=partners[one.partner(me.id)].name), pairs.more(one.id))
        for one in mine
        if me and one.partner(me.id) in partners
    )


@action("members.waiting")
async def waiting(ctx: Context) -> None:
    """For whoever it is meant for; others learn nothing."""
    if not await untold.show(ctx):
        await ctx.reply(Message((t("Nothing waits for you here."),)))


@action("members.snooze")
async def snooze(ctx: Context, days: int) -> None:
    await _snoozed(ctx, await ctx.write(reach.snooze, days))


async def _snoozed(ctx: Context, contact: Contact) -> None:
    said = t(
        "The weekly message and reminders wait until {day}. I still write when somebody asks you something.",
        day=Moment(contact.snoozed_until or ctx.now, "day"),
    )
    await ctx.update(Message((said,), (Button(t("Do not wait any longer"), links.wake()),)))


async def date_form(ctx: Context) -> Form:
    return Form(t("Snooze until a date"), (day_field(),), t("Snooze"))


@opening("members.snooze_until")
async def snooze_until(ctx: OpenContext) -> None:
    await ctx.read(reach.mine)
    await ctx.open(snoozed_until())


@form("members.snoozed", date_form)
async def snoozed_until(ctx: FormContext) -> None:
    zone = (await ctx.read(reach.mine)).zone
    day = day_given(ctx.answers, ctx.now, zone)
    await _snoozed(ctx, await ctx.write(reach.snooze_until, day))


@action("members.wake")
async def wake(ctx: Context) -> None:
    await ctx.write(reach.wake)
    await ctx.update(Message((t("Good: the weekly message and reminders come again."),)))


@action("members.stop")
async def stop(ctx: Context) -> None:
    await ctx.write(reach.stop)
    said = t(
        "Understood: no weekly message and no reminders any more. I still write when somebody asks you something; "
        "`/mentor settings` changes that, too."
    )
    await ctx.update(Message((said,), (Button(t("Change my settings"), links.settings()),)))
