"""One's own settings as a conversation: language, time zone, quiet hours, direct messages."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.impact import links as impact
from bot.features.members import links, reach
from bot.features.members.contact import Contact, Direct
from bot.features.members.reach import Reach, Wanted
from bot.features.programme.zones import read_zone
from bot.features.recognition import links as recognition
from bot.i18n import LANGUAGES, Language, Moment, Text, language_of, t, words
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work

SAME = "same"
DIRECT = {
    Direct.ALL: t("Everything: also the weekly message and reminders"),
    Direct.NEEDED: t("Only what concerns me: requests, meetings, answers"),
    Direct.NONE: t("No direct messages; I look into /mentor status"),
}


def direct_choices() -> tuple[Choice, ...]:
    return tuple(Choice(label, one.value) for one, label in DIRECT.items())


async def asking(ctx: Context, message: Message) -> Message:
    """At the first step: the answer, what comes by direct message, and one tap to less; not for who has chosen."""
    found = await ctx.read(reach.reach)
    if found is None or found.contact.asked:
        return message
    said = t(
        "From now on I write to you by direct message: what concerns you, once a week a message about your pairs, and "
        "at most one reminder besides. Each of these has a way to stop them; `/mentor settings` changes it at any time."
    )
    zone = [] if found.member.zone else [t("I take it that you live by the time of {zone}.", zone=found.zone)]
    less = Button(t("Only what concerns me"), links.direct())
    return replace(message, text=(*message.text, *zone, said), controls=(*message.controls, less))


@action("members.direct")
async def direct(ctx: Context) -> None:
    """Without a pick: only what concerns them."""
    picked = ctx.picked[0] if ctx.picked else Direct.NEEDED.value
    if picked not in list(Direct):
        raise Refused(t("This button is from an earlier time. `/mentor status` shows where things stand."))
    contact = await ctx.write(reach.allow, Direct(picked))
    await ctx.reply(Message((t("Kept. By direct message: {what}.", what=DIRECT[contact.direct]),), (_change(),)))


@command("mentor settings", t("My language, quiet hours and direct messages"), home=True)
async def settings(ctx: Context) -> None:
    message = shown(await ctx.read(reach.mine), ctx)
    line, button = await ctx.read(counted)
    await ctx.reply(replace(message, text=(*message.text, *line), controls=(*message.controls, *button)))


def counted(work: Work, by: By) -> tuple[tuple[Text, ...], tuple[Button, ...]]:
    """Whether one's activity is counted, where that is done at all, with the way to change it."""
    member = work.members.find(by.community, by.person)
    if member is None or work.impact.settings(by.community).counting is None:
        return (), ()
    if work.impact.counted(by.community, member.id):
        said = t("The days on which you are active are counted, and nothing but the day is kept.")
        return (said,), (Button(t("Do not count me"), impact.count_me(yes=False)),)
    return (t("Your activity is not counted."),), (Button(t("Count me again"), impact.count_me(yes=True)),)


def shown(mine: Reach, ctx: Context) -> Message:
    contact, member = mine.contact, mine.member
    language = language_of(member.language, language_of(ctx.home.locale))
    lines = [
        t("**Your settings in {community}**", community=ctx.home.name),
        t("Language: {language}", language=Language(language)),
        t("Time zone: {zone}", zone=mine.zone),
        _quiet(contact),
        t("By direct message: {what}", what=DIRECT[contact.direct]),
        t("Posts do not name you.") if member.nameless else t("Posts that thank you may name you."),
    ]
    name_me = t("You may name me") if member.nameless else t("Do not name me")
    buttons = [_change(), Button(name_me, recognition.named(member.nameless))]
    if contact.snoozed(ctx.now) and contact.snoozed_until:
        lines.append(t("The weekly message and reminders wait until {day}.", day=Moment(contact.snoozed_until, "day")))
        buttons.append(Button(t("Do not wait any longer"), links.wake()))
    else:
        buttons.append(Button(t("Snooze a week"), links.snooze(7)))
        buttons.append(Button(t("Snooze until a date"), links.snooze_until()))
    return Message(tuple(lines), tuple(buttons))


def _quiet(contact: Contact) -> Text:
    if contact.quiet_from == contact.quiet_to:
        return t("Quiet hours: none")
    return t(
        "Quiet hours: {begin}:00 to {end}:00. The weekly message and reminders wait until they are over.",
        begin=contact.quiet_from,
        end=contact.quiet_to,
    )


def _change() -> Button:
    return Button(t("Change my settings"), links.settings(), Tone.MAIN)


async def settings_form(ctx: Context) -> Form:
    mine = await ctx.read(reach.mine)
    member, contact = mine.member, mine.contact
    languages = (
        Choice(t("As this chat has it"), SAME),
        *(Choice(t("{language}", language=Language(code)), code) for code in LANGUAGES),
    )
    hours = tuple(Choice(words(f"{hour}:00"), str(hour)) for hour in range(24))
    fields = (
        _one("language", t("Language"), languages, member.tongue or SAME),
        Field("zone", t("Time zone"), hint=t("For example: Europe/Rome"), required=True, most=60, value=(mine.zone,)),
        _one("quiet_from", t("Quiet from"), hours, str(contact.quiet_from)),
        _one("quiet_to", t("Quiet until (the same hour: no quiet hours)"), hours, str(contact.quiet_to)),
        _one("direct", t("By direct message"), direct_choices(), contact.direct.value),
    )
    return Form(t("My settings"), fields, t("Keep it"))


def _one(name: str, label: Text, choices: tuple[Choice, ...], value: str) -> Field:
    return Field(name, label, FieldKind.ONE, required=True, choices=choices, value=(value,))


@opening("members.settings")
async def change_settings(ctx: OpenContext) -> None:
    await ctx.open(settled())


@form("members.settled", settings_form)
async def settled(ctx: FormContext) -> None:
    answers = ctx.answers
    picked = answers.one("language")
    wanted = Wanted(
        tongue=None if picked == SAME else picked,
        zone=read_zone(answers.one("zone")),
        quiet_from=int(answers.one("quiet_from")),
        quiet_to=int(answers.one("quiet_to")),
        direct=Direct(answers.one("direct")),
    )
    kept = await ctx.write(reach.settle, wanted)
    chosen = kept.member.tongue or ctx.by.locale or ctx.reader.language
    ctx.reader = replace(ctx.reader, language=language_of(chosen), zone=kept.zone)
    await ctx.update(shown(kept, ctx))
