"""Blocking somebody, and taking it back, as a conversation. The other person never hears of it."""

from __future__ import annotations

from bot.actions import action
from bot.commands import command
from bot.context import Context
from bot.features.members.model import Member
from bot.features.safety import apart, links
from bot.features.safety.model import Why
from bot.i18n import Text, t
from bot.identity import Person
from bot.ui import Button, Message, Tone
from bot.work import By, Work


@action("safety.block")
async def block(ctx: Context, thing: str, id: int) -> None:
    other, paired = await ctx.read(_whom, thing, id)
    said = t(
        "Block {name}? You are never shown to each other again, and neither of you can ask the other. {name} is not "
        "told.",
        name=other.name,
    )
    ends = t("Your pair ends. {name} reads only that it cannot go on.", name=other.name)
    lines = (said, ends) if paired else (said,)
    await ctx.reply(
        Message(lines, (Button(t("Block {name}", name=other.name), links.blocked(thing, id), Tone.DANGER),))
    )


def _whom(work: Work, by: By, thing: str, id: int) -> tuple[Member, bool]:
    other = apart.other_in(work, by, thing, id)
    return other, bool(apart.running_pairs(work, by, other))


@action("safety.blocked")
async def blocked(ctx: Context, thing: str, id: int) -> None:
    other = await ctx.write(apart.block, thing, id)
    await ctx.update(Message((_apart(other.name), _take_back())))


@action("safety.not_again")
async def not_again(ctx: Context, thing: str, id: int) -> None:
    other = await ctx.write(apart.not_again, thing, id)
    await ctx.update(Message((_apart(other.name), _take_back())))


def _apart(name: str) -> Text:
    return t("Done. You and {name} are not brought together any more; {name} is not told.", name=name)


def _take_back() -> Text:
    return t("If you change your mind: `/mentor blocks`.")


@command("mentor blocks", t("Whom I have blocked, and how to take it back"))
async def blocks(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))


def _overview(work: Work, by: By) -> Message:
    """Only one's own; who has blocked oneself is never shown."""
    lines: list[Text] = []
    buttons: list[Button] = []
    own: dict[str, list[Why]] = {}
    for one in work.safety.set_by(by.community, by.person):
        own.setdefault(one.other.id, []).append(one.why)
    for other, whys in own.items():
        member = work.members.find(by.community, Person(by.person.platform, other))
        name = member.name if member else t("Somebody who is not here any more")
        if Why.REPORT in whys:
            lines.append(t("**{name}**: kept apart since your report. Only the safety contacts can end it.", name=name))
        else:
            lines.append(t("**{name}**: you are not brought together.", name=name))
            buttons.append(Button(t("Allow {name} again", name=name), links.unblock(other)))
    head = t("Only you can see this.") if lines else t("You have not blocked anybody.")
    how = t("Behind “More…” of every message about a pair or a request you can block that person.")
    return Message((head, *lines) if lines else (head, how), tuple(buttons))


@action("safety.unblock")
async def unblock(ctx: Context, person: str) -> None:
    name = await ctx.write(apart.unblock, person)
    said = t("Done. You and {name} may be brought together again.", name=name)
    if not name:
        said = t("Done. You may be brought together again.")
    await ctx.update(Message((said,)))
