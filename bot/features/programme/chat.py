"""Setting a programme up, and changing it: defaults first, one confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.programme import courses, decide, links, texts
from bot.features.programme.formats import Format
from bot.features.programme.model import Programme
from bot.features.programme.templates import DEFAULT, Template
from bot.features.programme.zones import read_zone, zone_of
from bot.features.safety import links as safety
from bot.i18n import LANGUAGES, Language, Text, language_of, t, words
from bot.identity import Place
from bot.ui import Button, Choice, Field, FieldKind, Form, Message
from bot.work import By, Home, Work

LENGTHS = (4, 6, 8, 10, 12, 16, 20, 24)
OURS = ("mentor", "mentoring", "mansarda")
MODERATORS = ("moder", "coord", "koord", "team", "staff", "admin")


@command("programme setup", t("Set the mentorship programme up, or change it"), who=Who.COORDINATOR, home=True)
async def setup(ctx: Context) -> None:
    await ctx.reply(await overview(ctx))


async def current(ctx: Context) -> tuple[Home, Programme]:
    """The settings; before the start, with what suits this community filled in."""
    programme = await ctx.read(_programme)
    if programme.opened:
        return ctx.home, programme
    channels = await ctx.channels()
    home = ctx.home
    if home.zone == "UTC" and programme.channel is None:
        home = replace(home, locale=language_of(ctx.by.locale), zone=zone_of(ctx.by.zone) or home.zone)
    return home, replace(
        programme,
        channel=programme.channel or _called(channels, OURS) or next(iter(channels), None),
        moderators=programme.moderators or _called(channels, MODERATORS),
    )


def _programme(work: Work, by: By) -> Programme:
    return work.programmes.of(by.community)


def _called(channels: Sequence[Place], names: Sequence[str]) -> Place | None:
    """The first channel whose name contains one of these."""
    return next((one for one in channels if any(name in one.name.casefold() for name in names)), None)


async def overview(ctx: Context) -> Message:
    home, programme = await current(ctx)
    return texts.shown(home, programme, await ctx.read(_course, programme))


def _course(work: Work, by: By, programme: Programme) -> Template:
    return courses.named(work, by.community, programme.template)


@action("programme.start", who=Who.COORDINATOR)
async def start(ctx: Context) -> None:
    home, programme = await current(ctx)
    opened = await ctx.write(decide.start, home, programme)
    said = t("Your programme is running. I have told everybody in {channel}.", channel=opened.channel or "")
    if opened.channel is None:
        said = t("Your programme is running. Pick a programme channel, so that everybody hears about it.")
    on = t("Next: somebody types `/mentor offer`, somebody `/mentor seek`. One mentor and one mentee are enough.")
    you = t("Reports of members who feel unsafe come to you. Please name a second safety contact, too.")
    change = Button(t("Change channels and course"), links.places())
    await ctx.update(Message((said, on, you), (Button(t("Name a contact"), safety.name_contact()), change)))


async def times_form(ctx: Context) -> Form:
    home, programme = await current(ctx)
    fields = (
        _one("language", t("Language of the community"), _languages(), home.locale),
        Field(
            "zone",
            t("Time zone"),
            hint=t("For example: Europe/Rome"),
            required=True,
            most=60,
            value=(home.zone,),
        ),
        _one("weekday", t("Day of the weekly message"), _numbered(texts.WEEKDAYS), str(programme.weekday)),
        _one("hour", t("Hour of the weekly message"), _hours(), str(programme.hour)),
        _one("weeks", t("Length of a course in weeks"), _lengths(), str(programme.weeks)),
    )
    return Form(t("Language and times"), fields, t("Keep it"))


def _one(name: str, label: Text, choices: Sequence[Choice], value: str) -> Field:
    return Field(name, label, FieldKind.ONE, required=True, choices=tuple(choices), value=(value,))


def _languages() -> list[Choice]:
    return [Choice(t("{language}", language=Language(code)), code) for code in LANGUAGES]


def _numbered(labels: Sequence[Text]) -> list[Choice]:
    return [Choice(label, str(number)) for number, label in enumerate(labels)]


def _hours() -> list[Choice]:
    return [Choice(words(f"{hour}:00"), str(hour)) for hour in range(24)]


def _lengths() -> list[Choice]:
    return [Choice(t("{n}", n=weeks), str(weeks)) for weeks in LENGTHS]


@opening("programme.times", who=Who.COORDINATOR)
async def times(ctx: OpenContext) -> None:
    await ctx.open(timed())


@form("programme.timed", times_form, who=Who.COORDINATOR)
async def timed(ctx: FormContext) -> None:
    zone = read_zone(ctx.answers.one("zone"))
    home = {"locale": ctx.answers.one("language"), "zone": zone}
    programme = {name: int(ctx.answers.one(name)) for name in ("weekday", "hour", "weeks")}
    await _changed(ctx, home, programme)


async def _changed(ctx: Context, home: Mapping[str, Any], programme: Mapping[str, Any]) -> None:
    """Keep changed settings and show them; a running programme follows at once."""
    kept, changed = await ctx.write(decide.change_settings, await current(ctx), home, programme)
    await ctx.update(texts.shown(kept, changed, await ctx.read(_course, changed)))


async def places_form(ctx: Context) -> Form:
    _, programme = await current(ctx)
    known = await ctx.read(_courses)
    offered = [Choice(t("{title}", title=one.title), name) for name, one in known.items()]
    fields = (
        _place("channel", t("Programme channel"), programme.channel, t("Everybody reads here.")),
        _place(
            "moderators",
            t("Moderators’ channel"),
            programme.moderators,
            t("Only the coordination reads here."),
        ),
        _one("template", t("Course"), offered, programme.template if programme.template in known else DEFAULT),
    )
    return Form(t("Channels and course"), fields, t("Keep it"))


def _courses(work: Work, by: By) -> Mapping[str, Template]:
    """Those for several weeks, by name; what a single question gets is not chosen here."""
    found = courses.known(work, by.community)
    return {name: one for name, one in found.items() if one.format is Format.COURSE}


def _place(name: str, label: Text, place: Place | None, hint: Text) -> Field:
    return Field(name, label, FieldKind.PLACE, hint, most=200, value=(place.id,) if place else ())


@opening("programme.places", who=Who.COORDINATOR)
async def places(ctx: OpenContext) -> None:
    await ctx.open(placed())


@form("programme.placed", places_form, who=Who.COORDINATOR)
async def placed(ctx: FormContext) -> None:
    channels = {place.id: place for place in await ctx.channels()}
    picked = {name: ctx.answers.one(name) for name in ("channel", "moderators")}
    wrong = {
        name: t("I cannot post there. Please pick another channel.")
        for name, id in picked.items()
        if id and id not in channels
    }
    if wrong:
        raise Refused(t("The channel needs another look. Nothing you picked is lost."), wrong)
    kept = {name: channels.get(id) for name, id in picked.items()}
    await _changed(ctx, {}, {**kept, "template": ctx.answers.one("template")})
