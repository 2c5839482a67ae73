"""A round as a conversation: worked out, looked through, changed, approved; and the answers of the two."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.matching import decide, links, texts
from bot.features.matching.cohort import Left
from bot.features.matching.model import OPEN, WAITING, PairState, Proposed, Round, RoundState
from bot.features.matching.score import SLIDERS, STEPS
from bot.features.matching.solving import solve
from bot.features.mentoring import links as mentoring
from bot.features.pairs import links as pairs_links
from bot.features.programme.opened import require_open
from bot.i18n import Text, t
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work

PAGE = 5
OTHERS = 20
"""Pairs offered for an exchange: those who suit least, as they gain most."""


@command("programme match", t("Propose the best whole assignment, and look it through"), who=Who.COORDINATOR)
async def match(ctx: Context) -> None:
    await ctx.read(require_open)
    await ctx.reply(await ctx.read(_overview, None, 0))


@action("matching.show", who=Who.COORDINATOR)
async def show(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview, None, 0))


@action("matching.propose", who=Who.COORDINATOR)
async def propose(ctx: Context) -> None:
    await ctx.read(require_open)
    await _work_out(ctx, await ctx.write(decide.begin))


@action("matching.again", who=Who.COORDINATOR)
async def again(ctx: Context, round: int) -> None:
    await _work_out(ctx, await ctx.read(decide.ready, round))


async def _work_out(ctx: Context, round: Round) -> None:
    done = await solve(ctx.bot.store, ctx.now, round)
    await ctx.update(await ctx.read(_overview, done.id if done else None, 0))


@action("matching.page", who=Who.COORDINATOR)
async def page(ctx: Context, round: int, number: int) -> None:
    await ctx.read(decide.ready, round)
    await ctx.update(await ctx.read(_overview, round, number))


def _overview(work: Work, by: By, id: int | None, number: int) -> Message:
    round = work.rounds.get(by.community, id) if id else work.rounds.current(by.community)
    if round is None or round.state is RoundState.CLOSED:
        return texts.nothing_yet(work.rounds.before(by.community, 1 << 62))
    if round.state in (RoundState.WANTED, RoundState.BEGUN):
        return texts.working()
    count = work.rounds.count(by.community, round.id)
    still = sum(count[state] for state in OPEN)
    pages = max(1, -(-still // PAGE))
    number = max(0, min(number, pages - 1))
    rows = work.rounds.pairs(by.community, round.id, OPEN, number * PAGE, PAGE)
    shown = texts.preview(
        round,
        work.rounds.before(by.community, round.id),
        still,
        work.rounds.left_count(by.community, round.id),
        number,
        pages,
        _lines(work, by, rows),
    )
    asked = sum(count[state] for state in WAITING)
    answered = count[PairState.AGREED] + count[PairState.DECLINED]
    if not asked + answered:
        return shown
    so_far = texts.outcome(asked, count[PairState.AGREED], count[PairState.DECLINED])
    return Message((so_far, *shown.text), shown.controls)


def _lines(work: Work, by: By, rows: Sequence[Proposed]) -> list[tuple[Proposed, Text]]:
    both = work.members.several(by.community, [id for one in rows for id in (one.mentor, one.mentee)])
    here = [one for one in rows if one.mentor in both and one.mentee in both]
    return [(one, texts.line(one, both[one.mentor], both[one.mentee])) for one in here]


@action("matching.left", who=Who.COORDINATOR)
async def left(ctx: Context, round: int, number: int) -> None:
    await ctx.update(await ctx.read(_left, round, number))


def _left(work: Work, by: By, id: int, number: int) -> Message:
    round = decide.ready(work, by, id)
    pages = max(1, -(-work.rounds.left_count(by.community, id) // OTHERS))
    number = max(0, min(number, pages - 1))
    rows = work.rounds.left(by.community, id, number * OTHERS, OTHERS)
    names = work.members.several(by.community, [one.mentee for one in rows])
    return texts.left(round, [(one, *_named(work, by, one, names[one.mentee].name)) for one in rows], number, pages)


def _named(work: Work, by: By, one: Left, name: str) -> tuple[str, str]:
    topic = work.members.topic_by_id(by.community, one.topic)
    return name, topic.name if topic else "…"


@action("matching.look", who=Who.COORDINATOR)
async def look(ctx: Context, round: int) -> None:
    await ctx.reply(await ctx.read(_pair, round, *_picked(ctx)))


def _picked(ctx: Context) -> tuple[int, int]:
    """Mentor and mentee of the picked pair; (0, 0), whom nobody is, for anything else."""
    mentor, _, mentee = (ctx.picked[0] if ctx.picked else "").partition(":")
    fine = all(part.isdecimal() and len(part) < 16 for part in (mentor, mentee))
    return (int(mentor), int(mentee)) if fine else (0, 0)


def _pair(work: Work, by: By, round: int, mentor: int, mentee: int) -> Message:
    one = decide.proposed(work, by, round, mentor, mentee)
    rows = [other for other in work.rounds.pairs(by.community, round, OPEN, 0, OTHERS) if other.mentor != mentor]
    ((_, head),) = _lines(work, by, [one])
    match = decide.match_of(work, by.community, mentor, mentee, by.now)
    return texts.pair(one, t("**{pair}**", pair=head), match, _lines(work, by, rows))


@action("matching.lock", who=Who.COORDINATOR)
async def lock(ctx: Context, round: int, mentor: int, mentee: int) -> None:
    await ctx.write(decide.lock, round, mentor, mentee)
    await ctx.update(await ctx.read(_pair, round, mentor, mentee))


@action("matching.unlock", who=Who.COORDINATOR)
async def unlock(ctx: Context, round: int, mentor: int, mentee: int) -> None:
    await ctx.write(decide.unlock, round, mentor, mentee)
    await ctx.update(await ctx.read(_pair, round, mentor, mentee))


@action("matching.forbid", who=Who.COORDINATOR)
async def forbid(ctx: Context, round: int, mentor: int, mentee: int) -> None:
    await ctx.write(decide.forbid, round, mentor, mentee)
    said = t("These two are not proposed in this round. Work it out anew, so that the rest fits again.")
    await ctx.update(Message((said,), _back(round)))


@action("matching.swap", who=Who.COORDINATOR)
async def swap(ctx: Context, round: int, mentor: int, mentee: int) -> None:
    made = await ctx.write(decide.swap, round, (mentor, mentee), _picked(ctx))
    said = [line for _, line in await ctx.read(_lines, made)]
    head = t("Exchanged, and kept when you work it out anew:")
    await ctx.update(Message((head, *said), _back(round)))


def _back(round: int) -> tuple[Button, ...]:
    again = Button(t("Work it out anew"), links.again(round), Tone.MAIN)
    return (again, Button(t("Back to the round"), links.page(round)))


@action("matching.approve", who=Who.COORDINATOR)
async def approve(ctx: Context, round: int, mentor: int, mentee: int) -> None:
    one = await ctx.write(decide.approve, round, mentor, mentee)
    said = texts.sent(1)
    if one.state is PairState.LAPSED:
        said = t("These two cannot be brought together any more, so nobody was asked.")
    await ctx.update(Message((said,), (Button(t("Back to the round"), links.page(round)),)))


@action("matching.approve_all", who=Who.COORDINATOR)
async def approve_all(ctx: Context, round: int) -> None:
    many = await ctx.write(decide.approve_all, round)
    await ctx.update(Message((texts.sent(many),), (Button(t("Back to the round"), links.page(round)),)))


@action("matching.close", who=Who.COORDINATOR)
async def close(ctx: Context, round: int) -> None:
    await ctx.write(decide.close, round)
    said = t("The round is over. Who was not asked is in the next one, with the time they have waited.")
    await ctx.update(Message((said,), (Button(t("Propose a round"), links.propose()),)))


# -- what counts


async def weigh_form(ctx: Context) -> Form:
    sliders = await ctx.read(lambda work, by: work.rounds.sliders(by.community))
    labels = (t("What they want to learn"), t("Same language, place and time"), t("Who has waited longer"))
    fields = tuple(
        Field(name, label, FieldKind.ONE, required=True, choices=_steps(), value=(str(sliders[name]),))
        for name, label in zip(SLIDERS, labels, strict=True)
    )
    return Form(t("What counts"), fields, t("Keep it"))


def _steps() -> tuple[Choice, ...]:
    labels = (t("Nothing"), t("Little"), t("As usual"), t("Much"), t("Most of all"))
    return tuple(Choice(label, str(step)) for step, label in zip(STEPS, labels, strict=True))


@opening("matching.weigh", who=Who.COORDINATOR)
async def weigh(ctx: OpenContext) -> None:
    await ctx.open(weighed())


@form("matching.weighed", weigh_form, who=Who.COORDINATOR)
async def weighed(ctx: FormContext) -> None:
    sliders = {name: int(ctx.answers.one(name)) for name in SLIDERS}
    if not any(sliders.values()):
        raise Refused(t("Something must count."), {"learn": t("Please give at least one of the three some weight.")})
    await ctx.write(decide.weigh, sliders)
    said = t("Kept. It counts from the next time a round is worked out.")
    await ctx.update(Message((said,), (Button(t("Propose a round"), links.propose(), Tone.MAIN),)))


# -- the two


@action("matching.answer")
async def answer(ctx: Context, round: int, mentor: int, mentee: int, yes: bool) -> None:
    done = await ctx.write(decide.answer, round, mentor, mentee, yes=yes)
    name = done.other.name
    if done.pair:
        step = Button(t("This week's step"), pairs_links.show(done.pair.id), Tone.MAIN)
        said = t("You and {name} are a pair now. I have written to both of you.", name=name)
        await ctx.update(Message((said,), (step, Button(t("More…"), pairs_links.more(done.pair.id)))))
    elif done.yes:
        said = t("Good! As soon as {name} says yes too, you are a pair. I write to you either way.", name=name)
        await ctx.update(Message((said,), (Button(t("Where I stand"), mentoring.status()),)))
    else:
        said = t(
            "That is fine. {name} is told kindly, without a reason; the next round looks for somebody else.", name=name
        )
        await ctx.update(Message((said,), (Button(t("Where I stand"), mentoring.status()),)))
