"""Polls as a conversation: the coordination asks, members answer, the result comes by itself."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from bot.actions import Who, action, form, opening
from bot.cleaning import clean
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.polls import decide, drafting, links, texts
from bot.features.polls.model import OPTIONS, Electorate, Poll, PollState, Secrecy
from bot.features.polls.table import answers_table
from bot.features.programme.picking import channel_of
from bot.i18n import Text, t, tn, words
from bot.ui import Button, Choice, Field, FieldKind, File, Form, Menu, Message, Tone
from bot.work import By, Work

DAYS = (1, 2, 3, 5, 7, 14, 28)
WEEKS = (0, 2, 4, 8, 12, 26)
LISTED = 25
LONGEST = 100
"""Characters of one answer: what a menu's entry holds on every platform."""

SECRECIES = (
    Choice(t("Anonymous, result after the end"), Secrecy.ANONYMOUS.value),
    Choice(t("Open, result after the end"), Secrecy.HIDDEN.value),
    Choice(t("Open, count shown live"), Secrecy.LIVE.value),
)
ELECTORATES = (
    Choice(t("Everybody"), Electorate.ALL.value),
    Choice(t("Mentors"), Electorate.MENTORS.value),
    Choice(t("Mentees"), Electorate.MENTEES.value),
    Choice(t("People in a pair"), Electorate.PAIRS.value),
)


@command("poll create", t("Ask your community something"), who=Who.COORDINATOR, opens=True)
async def create(ctx: OpenContext) -> None:
    await ctx.open(written())


@opening("polls.create", who=Who.COORDINATOR)
async def create_another(ctx: OpenContext) -> None:
    await ctx.open(written())


async def poll_form(ctx: Context) -> Form:
    hint = t("Two to ten, one a line.")
    fields = (
        Field("question", t("Question"), FieldKind.LONG, required=True, most=300),
        Field("options", t("Answers"), FieldKind.LONG, hint, required=True, most=1000),
        _one("several", t("How many may one choose?"), _several(), "no"),
        _one("secrecy", t("Who sees what?"), SECRECIES, Secrecy.ANONYMOUS.value),
        _one("electorate", t("Who may answer?"), ELECTORATES, Electorate.ALL.value),
        _one("days", t("How long is it open?"), _days(), "7"),
        Field("place", t("Channel"), FieldKind.PLACE, t("Left empty: the programme channel.")),
    )
    return Form(t("A poll"), fields, t("Show me"))


def _one(name: str, label: Text, choices: Sequence[Choice], value: str) -> Field:
    return Field(name, label, FieldKind.ONE, required=True, choices=tuple(choices), value=(value,))


def _several() -> list[Choice]:
    return [Choice(t("One answer"), "no"), Choice(t("Several answers"), "yes")]


def _days() -> list[Choice]:
    return [Choice(tn("{n} day", "{n} days", days), str(days)) for days in DAYS]


@form("polls.written", poll_form, who=Who.COORDINATOR)
async def written(ctx: FormContext) -> None:
    answers = ctx.answers
    poll = Poll(
        0,
        ctx.community,
        secrets.token_hex(8),
        answers.one("question"),
        read_options(answers.one("options")),
        answers.one("several") == "yes",
        Secrecy(answers.one("secrecy")),
        Electorate(answers.one("electorate")),
        timedelta(days=int(answers.one("days"))),
        await channel_of(ctx, answers.one("place")),
    )
    await ctx.reply(texts.preview(await ctx.write(drafting.write_down, poll)))


def read_options(typed: str) -> tuple[str, ...]:
    """One answer a line, with or without a dash; raises `Refused` for too few, too many, equal or long ones."""
    lines = [clean(line, lines=False).lstrip("-•* ").strip() for line in typed.split("\n")]
    options = tuple(line for line in lines if line)
    problem: Text | None = None
    if len({one.casefold() for one in options}) != len(options):
        problem = t("Two answers are the same. Please make them different.")
    elif len(options) not in OPTIONS:
        problem = t("Please write two to ten answers, one a line.")
    elif max(map(len, options)) > LONGEST:
        problem = t("An answer has at most {most} characters. Please shorten the long ones.", most=LONGEST)
    if problem:
        raise Refused(t("The answers need another look. Nothing you typed is lost."), {"options": problem})
    return options


@action("polls.post", who=Who.COORDINATOR)
async def post(ctx: Context, poll: int) -> None:
    """The key comes first: an anonymous poll without one could not be answered."""
    found = await ctx.read(decide.find, poll)
    if found.anonymous and found.state is PollState.DRAFT:
        ctx.bot.keys.make(found.uid)
    opened = await ctx.write(decide.post, poll)
    said = t("Your poll is on its way to {channel}. It closes by itself.", channel=opened.place or "")
    await ctx.update(Message((said,), (Button(t("Look at the poll"), links.show(poll)),)))


@action("polls.discard", who=Who.COORDINATOR)
async def discard(ctx: Context, poll: int) -> None:
    await ctx.write(decide.discard, poll)
    await ctx.update(Message((t("The draft is gone."),), (Button(t("Write another one"), links.create()),)))


# answering


@action("polls.vote", who=Who.ANYONE, secret=True)
async def vote(ctx: Context, poll: int, option: int) -> None:
    await _vote(ctx, poll, (option,))


@action("polls.votes", who=Who.ANYONE, secret=True)
async def votes(ctx: Context, poll: int) -> None:
    if not all(one.isdecimal() and len(one) < 3 for one in ctx.picked):
        raise decide.gone()
    await _vote(ctx, poll, tuple(sorted(map(int, ctx.picked))))


@action("polls.back", who=Who.ANYONE, secret=True)
async def take_back(ctx: Context, poll: int) -> None:
    await _vote(ctx, poll, ())


async def _vote(ctx: Context, poll: int, chosen: tuple[int, ...]) -> None:
    found = await ctx.read(decide.find, poll)
    key = ctx.bot.keys.get(found.uid) if found.anonymous else None
    voted = await ctx.write(decide.vote, poll, chosen, key)
    await ctx.reply(texts.kept(voted.poll, voted.chosen))


# the coordination's page


@command("poll list", t("Your polls: results, closing, export"), who=Who.COORDINATOR)
async def listed(ctx: Context) -> None:
    polls = await ctx.read(lambda work, by: work.polls.recent(by.community, LISTED))
    create_one = Button(t("Write a poll"), links.create(), Tone.MAIN)
    if not polls:
        await ctx.reply(Message((t("There is no poll yet. A first question is a good way to begin."),), (create_one,)))
        return
    choices = tuple(Choice(words(one.question[:90]), str(one.id), texts.STATES[one.state]) for one in polls)
    menu = Menu(t("Which poll?"), choices, links.pick())
    await ctx.reply(Message(texts.listed(polls), (menu, create_one)))


@action("polls.pick", who=Who.COORDINATOR)
async def pick(ctx: Context) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    if not picked.isdecimal() or len(picked) > 18:
        raise decide.gone()
    await ctx.reply(await ctx.read(_page, int(picked)))


@action("polls.show", who=Who.COORDINATOR)
async def show(ctx: Context, poll: int) -> None:
    await ctx.reply(await ctx.read(_page, poll))


def _page(work: Work, by: By, id: int) -> Message:
    """Where a poll stands; how many answered, and nothing of an open one's answers."""
    poll = decide.find(work, by, id)
    if poll.state is PollState.DRAFT:
        return texts.preview(poll)
    if poll.state is PollState.OPEN:
        return texts.open_page(poll, len(work.polls.ballots(poll)))
    first = work.polls.get(by.community, poll.first) or poll
    return texts.closed_page(poll, work.polls.round_before(poll), _weeks(first))


def _weeks(first: Poll) -> Menu:
    """How often the same is asked again."""
    labels = {n: tn("Every week", "Every {n} weeks", n) if n else t("Not again by itself") for n in WEEKS}
    choices = tuple(Choice(label, str(n)) for n, label in labels.items())
    return Menu(t("Ask it again by itself?"), choices, links.every(first.id), chosen=(str(first.every),))


@action("polls.end", who=Who.COORDINATOR)
async def end(ctx: Context, poll: int) -> None:
    closed = await ctx.write(decide.end_early, poll)
    before = await ctx.read(lambda work, _: work.polls.round_before(closed))
    head = t("The poll is closed. The result goes to {channel}.", channel=closed.place or "")
    await ctx.update(Message((head, *texts.result_lines(closed, before))))


@action("polls.again", who=Who.COORDINATOR)
async def again(ctx: Context, poll: int) -> None:
    draft = await ctx.write(decide.again, poll, secrets.token_hex(8))
    await ctx.reply(texts.preview(draft))


@action("polls.every", who=Who.COORDINATOR)
async def every(ctx: Context, poll: int) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    weeks = int(picked) if picked.isdecimal() and int(picked) in WEEKS else 0
    await ctx.write(decide.come_again, poll, weeks)
    said = t("This question is not asked again by itself.")
    if weeks:
        said = tn(
            "I ask this question again every week, and show the results beside each other.",
            "I ask this question again every {n} weeks, and show the results beside each other.",
            weeks,
        )
    await ctx.reply(Message((said,)))


@action("polls.export", who=Who.COORDINATOR)
async def export(ctx: Context, poll: int) -> None:
    found = await ctx.read(answers_table, poll)
    file = File(found.data, f"poll-{poll}.csv", t("One line for each answer."))
    await ctx.reply(Message((t("Here is the table, for any spreadsheet. Only you can see this."),), files=(file,)))
