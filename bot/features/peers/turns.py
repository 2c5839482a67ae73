"""Getting to know each other by turns: taking part, how often, and what happens at each turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.actions import Who, action, form, opening, step
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.members.profile import facts
from bot.features.mentoring import links as mentoring
from bot.features.peers import links
from bot.features.peers.circles import Team
from bot.features.peers.grouping import Circle, grouped
from bot.features.programme.opened import require_open
from bot.features.safety.meeting import may_meet, require_agreed
from bot.i18n import Text, listing, t, tn
from bot.planned import EveryDays, Later, Occasion
from bot.recurrence import plan
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Sending, Sort, Target, Work

INTERESTS, ACROSS = "peers.interests", "peers.across"
NEVER = "0"
WEEKS = ("1", "2", "4")
ASK_AFTER = timedelta(days=5)
BATCH = 100


@command("introductions", t("Get to know somebody new, again and again"))
async def introductions(ctx: Context) -> None:
    await ctx.read(require_open)
    await ctx.reply(await ctx.read(_status))


def _status(work: Work, by: By) -> Message:
    me = work.members.find(by.community, by.person)
    kind, weeks = _rhythm(work, by.community)
    if not weeks:
        lines = [t("There are no turns here at the moment: the coordination decides how often people are introduced.")]
    else:
        said = tn(
            "Every week I introduce people who do not know each other yet, two by two, or three if one is left.",
            "Every {n} weeks I introduce people who do not know each other yet, two by two, or three if one is left.",
            weeks,
        )
        lines = [said]
        if kind == INTERESTS:
            lines.append(t("Shared topics come first."))
    joined = me is not None and work.circles.joined(by.community, me.id)
    lines.append(t("You take part.") if joined else t("You do not take part. You can stop at any time."))
    button = (
        Button(t("Take me out"), links.join(False)) if joined else Button(t("Take part"), links.join(True), Tone.MAIN)
    )
    more = (Button(t("Choose how often"), links.rhythm()),) if by.coordinator else ()
    return Message(tuple(lines), (button, *more))


def _rhythm(work: Work, community: int) -> tuple[str, int]:
    for kind in (INTERESTS, ACROSS):
        schedule = work.schedules.of(community, kind)
        if schedule and isinstance(schedule.rule, EveryDays):
            return kind, schedule.rule.days // 7
    return ACROSS, 0


@action("peers.join")
async def join(ctx: Context, yes: bool) -> None:
    await ctx.write(_join, yes)
    await ctx.update(await ctx.read(_status))


def _join(work: Work, by: By, yes: bool) -> None:
    me = work.members.ensure(by)
    if not yes:
        work.circles.leave(by.community, me.id)
        return
    require_agreed(work, me)
    work.circles.join(by.community, me.id, by.now)


# -- how often


async def rhythm_form(ctx: Context) -> Form:
    kind, weeks = await ctx.read(lambda work, by: _rhythm(work, by.community))
    often = (t("Never"), t("Every week"), t("Every two weeks"), t("Every four weeks"))
    times = tuple(Choice(label, value) for label, value in zip(often, (NEVER, *WEEKS), strict=True))
    ways = (Choice(t("Shared topics first"), INTERESTS), Choice(t("Across all groups"), ACROSS))
    return Form(
        t("Getting to know each other"),
        (
            Field("weeks", t("How often"), FieldKind.ONE, required=True, choices=times, value=(str(weeks),)),
            Field("kind", t("Who with whom"), FieldKind.ONE, required=True, choices=ways, value=(kind,)),
        ),
        t("Keep it"),
    )


@opening("peers.rhythm", who=Who.COORDINATOR)
async def rhythm(ctx: OpenContext) -> None:
    await ctx.open(kept())


@form("peers.rhythmed", rhythm_form, who=Who.COORDINATOR)
async def kept(ctx: FormContext) -> None:
    await ctx.write(_keep, ctx.answers.one("kind"), int(ctx.answers.one("weeks")))
    await ctx.update(await ctx.read(_status))


def _keep(work: Work, by: By, kind: str, weeks: int) -> None:
    if _rhythm(work, by.community) == (kind, weeks):
        return
    for one in (INTERESTS, ACROSS):
        work.schedules.end(by.community, one)
    work.audit.add(by, "peers.rhythm", "", weeks=weeks, kind=kind)
    home, programme = work.communities.get(by.community), work.programmes.of(by.community)
    if weeks and home:
        first = by.now.astimezone(ZoneInfo(home.zone)).date()
        rule = EveryDays(weeks * 7, first, programme.hour, home.zone)
        work.schedules.set(plan(by.community, kind, rule, Sort.NUDGE, by.now))


# -- a turn


@step(INTERESTS)
def by_interests(work: Work, occasion: Occasion, now: datetime) -> bool:
    return _turn(work, occasion, now, work.circles.topics(occasion.community))


@step(ACROSS)
def across(work: Work, occasion: Occasion, now: datetime) -> bool:
    return _turn(work, occasion, now, {})


def _turn(work: Work, occasion: Occasion, now: datetime, likes: Mapping[int, Sequence[int]]) -> bool:
    """Form the groups, and tell them batch by batch. The seed is the day, so a repeated turn is the same."""
    here = occasion.community
    circle = Circle(
        work.circles.people(here, now),
        work.circles.met(here),
        work.safety.all_excluded(here),
        work.circles.threes(here),
        likes,
    )
    work.circles.add(here, grouped(circle, occasion.day.toordinal()), now)
    work.later.at(here, "peers:tell", tell_groups(), now)
    return False


@step("peers.tell")
def tell_groups(work: Work, later: Later, now: datetime) -> bool:
    some = work.circles.untold(later.community, BATCH)
    for team in some:
        _tell(work, later.community, team, now)
    return len(some) == BATCH


def _tell(work: Work, community: int, team: Team, now: datetime) -> None:
    """Whoever may not meet (any more) is not introduced."""
    work.circles.tell(community, team.id)
    people = [one for one in work.members.several(community, team.members).values() if not one.left]
    if len(people) < 2 or not may_meet(work, *people):
        return
    before = work.circles.together_before(community, team)
    for one in people:
        others = [other for other in people if other.id != one.id]
        again = all((min(one.id, other.id), max(one.id, other.id)) in before for other in others)
        row = Sending(f"peers:{team.id}:{one.id}", community, Target(people=(one.person,)),
                      _introduction(others, again=again), sort=Sort.INTRODUCTION)  # fmt: skip
        work.outbox.put(row, now)
    work.later.at(community, f"peers:{team.id}", ask_met(team=team.id), now + ASK_AFTER)


def _names(others: list[Member]) -> Text:
    return t("**{names}**", names=listing([one.name for one in others]))


def _introduction(others: list[Member], *, again: bool) -> Message:
    """``again``: too few take part for somebody new."""
    names = _names(others)
    if again:
        lines = [t("This time it is {names} again: with more people who take part, somebody new comes.", names=names)]
    else:
        lines = [t("Somebody new for you: {names}.", names=names)]
    for one in others:
        lines += [t("**{name}**", name=one.name), *facts(one)] if len(others) > 1 else facts(one)
    lines.append(t("Write one line today, and propose two times for a coffee or a call. Half an hour is plenty."))
    return Message(tuple(lines), (Button(t("More…"), mentoring.more()), Button(t("Take me out"), links.join(False))))


@step("peers.ask")
def ask_met(work: Work, later: Later, now: datetime, *, team: int) -> bool:
    found = work.circles.team(later.community, team)
    people = list(work.members.several(later.community, found.members).values()) if found else []
    for one in people:
        others = [other for other in people if other.id != one.id]
        if not others or not work.circles.joined(later.community, one.id):
            continue
        message = Message(
            (t("Did you meet {names}?", names=_names(others)),),
            (
                Button(t("Yes, we met"), links.met(team, True), Tone.MAIN),
                Button(t("Not yet"), links.met(team, False)),
                Button(t("More…"), mentoring.more()),
            ),
        )
        target = Target(people=(one.person,))
        work.outbox.put(Sending(f"peers-met:{team}:{one.id}", later.community, target, message, sort=Sort.NUDGE), now)
    return False


@action("peers.met")
async def met(ctx: Context, team: int, yes: bool) -> None:
    await ctx.write(_met, team, yes)
    said = t("Good to hear!") if yes else t("That is fine: one line is enough to begin.")
    await ctx.update(Message((said, t("Only you see this answer."))))


def _met(work: Work, by: By, team: int, yes: bool) -> None:
    me = work.members.find(by.community, by.person)
    if me is None or not work.circles.say_met(by.community, team, me.id, met=yes):
        raise Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))
