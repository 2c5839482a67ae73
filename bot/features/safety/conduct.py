"""The code of conduct as a conversation: to read, to agree to, and to write for one's own community."""

from __future__ import annotations

from datetime import datetime

from bot.actions import Who, action, form, opening, step
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members.consent import code, written
from bot.features.mentoring import links as mentoring
from bot.features.safety import links
from bot.features.safety.model import Conduct
from bot.i18n import LANGUAGES, Language, Moment, t
from bot.markup import Reader, plain, render
from bot.planned import Later
from bot.ui import Button, Field, FieldKind, Form, Message, Tone
from bot.work import By, Home, Sending, Sort, Target, Work

LONGEST = 1500
CHUNK = 100
"""How many are asked in one transaction."""


@command("mentor conduct", t("Read our code of conduct, and agree to it"))
async def read(ctx: Context) -> None:
    await ctx.reply(await _shown(ctx))


async def _shown(ctx: Context) -> Message:
    """The code, whether one has agreed to it, and for the coordination the way to change it."""
    conduct = await ctx.read(code)
    lines = [t("**Code of conduct**"), written(conduct, ctx.reader.language, ctx.home.locale)]
    buttons: list[Button] = []
    if ctx.member and ctx.member.conduct >= conduct.version:
        lines.append(t("You have agreed to this. Thank you!"))
    else:
        agree = t("I am 18 or older, and I agree")
        buttons.append(Button(agree, links.agree(conduct.version), Tone.MAIN))
    if ctx.may(Who.COORDINATOR):
        buttons.append(Button(t("Change the code"), links.write_conduct()))
    return Message(tuple(lines), tuple(buttons))


@action("safety.agree")
async def agree(ctx: Context, version: int) -> None:
    if not await ctx.write(_agree, version):
        await ctx.reply(await _shown(ctx))
        return
    said = t("Thank you! You are shown to others again, if you offer or look for something.")
    await ctx.update(Message((said,), (Button(t("Where I stand"), mentoring.status()),)))


def _agree(work: Work, by: By, version: int) -> bool:
    """False when the code has changed since it was shown."""
    if version != work.safety.conduct(by.community).version:
        return False
    work.members.accept_conduct(work.members.ensure(by), version, by.now)
    return True


@opening("safety.conduct", who=Who.COORDINATOR)
async def write_conduct(ctx: OpenContext) -> None:
    await ctx.open(conducted())


async def conduct_form(ctx: Context) -> Form:
    conduct = await ctx.read(code)
    reader = ctx.reader
    ours = {one: plain(render(written(Conduct()), Reader(one, reader.zone, reader.now))) for one in LANGUAGES}
    before = conduct.texts or ours
    fields = tuple(
        Field(
            one,
            t("{language}", language=Language(one)),
            FieldKind.LONG,
            t("A language may stay empty: its readers see another one."),
            most=LONGEST,
            value=(before[one],) if before.get(one) else (),
        )
        for one in LANGUAGES
    )
    intro = t("Everybody is asked to agree again when you change it, and is shown to nobody until then.")
    return Form(t("Code of conduct"), fields, t("Keep it"), intro)


@form("safety.conducted", conduct_form, who=Who.COORDINATOR)
async def conducted(ctx: FormContext) -> None:
    texts = {one: ctx.answers.one(one) for one in LANGUAGES if ctx.answers.one(one)}
    if not texts:
        raise Refused(
            t("A code of conduct needs words. Nothing has changed."),
            {LANGUAGES[0]: t("Please write it in one language at least.")},
        )
    kept = await ctx.write(_keep, texts)
    said = t("Kept as version {version}, {when}.", version=kept.version, when=Moment(ctx.now, "day"))
    on = t("Whoever takes part is asked to agree to it, and is shown to nobody until then. You as well:")
    agree = Button(t("I am 18 or older, and I agree"), links.agree(kept.version), Tone.MAIN)
    await ctx.reply(Message((said, on), (agree,)))


def _keep(work: Work, by: By, texts: dict[str, str]) -> Conduct:
    before = work.safety.conduct(by.community)
    if texts == before.texts:
        raise Refused(t("This is how it stands already, so nobody needs to be asked again."))
    kept = Conduct(before.version + 1, texts)
    work.safety.save_conduct(by.community, kept, by.person, by.now)
    _ask_from(work, by.community, kept.version, 0, by.now)
    return kept


def _ask_from(work: Work, community: int, version: int, after: int, now: datetime) -> None:
    work.later.at(community, f"conduct:{version}", ask_again(version=version, after=after), now)


@step("safety.ask_again")
def ask_again(work: Work, later: Later, now: datetime, version: int, after: int) -> bool:
    """Ask the next of those who take part whether they agree to the changed code."""
    community = later.community
    conduct, home = work.safety.conduct(community), work.communities.get(community)
    if home is None or conduct.version != version:
        return False
    members = work.safety.to_agree(community, after, CHUNK)
    for member in work.members.several(community, members).values():
        message = _changed(conduct, member.language or home.locale, home)
        target = Target(people=(member.person,))
        once = f"conduct:{member.id}:{version}"
        work.outbox.put(Sending(once, community, target, message, sort=Sort.REQUEST), now)
    if len(members) == CHUNK:
        _ask_from(work, community, version, members[-1], now)
    return False


def _changed(conduct: Conduct, language: str, home: Home) -> Message:
    head = t("The code of conduct of {community} has changed. Do you agree to it?", community=home.name)
    on = t("Until then you are shown to nobody, and nothing else is lost.")
    agree = Button(t("I am 18 or older, and I agree"), links.agree(conduct.version), Tone.MAIN)
    return Message((head, written(conduct, language, home.locale), on), (agree,))
