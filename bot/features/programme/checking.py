"""Whether the bot can do in each channel what it needs to do there."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions import Who, action
from bot.commands import command
from bot.context import Context
from bot.errors import Gone, PlatformError
from bot.features.programme import links
from bot.features.programme.model import Programme
from bot.i18n import Text, listing, t
from bot.identity import Place
from bot.ports import Ability
from bot.ui import Button, Message, Tone
from bot.work import By, Work

NAMES: Mapping[Ability, Text] = {
    Ability.SEE: t("see the channel"),
    Ability.WRITE: t("write messages"),
    Ability.FILES: t("attach files"),
    Ability.HISTORY: t("read the message history"),
    Ability.SPACES: t("create private spaces"),
    Ability.WRITE_IN_SPACES: t("write in private spaces"),
}
NOBODY_HEARS = t(
    "- No moderators’ channel is chosen. When a pair needs a look, or a story or a suggestion waits, nobody hears of "
    "it at once; I say it once a day, with a command of yours. Choose a channel that only the coordination reads."
)
FOR_PAIRS = frozenset({Ability.SPACES, Ability.WRITE_IN_SPACES})


@command("programme check", t("See what I am not allowed to do in your channels"), who=Who.COORDINATOR)
async def check(ctx: Context) -> None:
    await ctx.reply(await checked(ctx))


@action("programme.check", who=Who.COORDINATOR)
async def again(ctx: Context) -> None:
    await ctx.reply(await checked(ctx))


async def checked(ctx: Context) -> Message:
    """A line for each channel of the programme. What pairs need is asked of the programme's channel alone."""
    programme = await ctx.read(_programme)
    used = ((programme.channel, frozenset(Ability)), (programme.moderators, frozenset(Ability) - FOR_PAIRS))
    places = [(place, needed) for place, needed in used if place]
    buttons = (Button(t("Check again"), links.check()), Button(t("Change channels and course"), links.places()))
    if not places:
        return Message((t("No channel is chosen yet, so there is nothing to check."),), buttons[1:])
    lines = [await _line(ctx, place, needed) for place, needed in places]
    if programme.moderators is None:
        lines.append(NOBODY_HEARS)
        buttons = (Button(t("Choose a moderators’ channel"), links.places(), Tone.MAIN), buttons[0])
    return Message((t("This is what I may do in your channels:"), *lines), buttons)


async def _line(ctx: Context, place: Place, needed: frozenset[Ability]) -> Text:
    name = place.name or place.id
    try:
        lacking = await ctx.adapter.lacking(place, community=ctx.home.community) & needed
    except Gone:
        return t("- {name}: is not there any more. Choose another channel.", name=name)
    except PlatformError:
        return t("- {name}: I could not look just now. Please try again in a minute.", name=name)
    if not lacking:
        return t("- {name}: everything I need is allowed.", name=name)
    missing = listing([text for ability, text in NAMES.items() if ability in lacking])
    return t("- {name}: I am not allowed to {missing}. Allow it in the channel’s settings.", name=name, missing=missing)


def _programme(work: Work, by: By) -> Programme:
    return work.programmes.of(by.community)
