"""The post with a month's figures: proposed on the first, looked at, worded, approved or skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.actions import Who, action, form, opening, step
from bot.cleaning import clean
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.impact import links, picture, saying
from bot.features.impact.model import MonthPost, Period, PostState, first_of_month, month_of
from bot.features.impact.reading import Month, Page, page
from bot.features.impact.texts import endings
from bot.features.mentoring import links as mentoring
from bot.i18n import Text, language_of, stacked, t
from bot.markup import Reader
from bot.planned import Occasion
from bot.ui import Button, Field, FieldKind, Form, Message, Picture, Tone
from bot.work import By, Sending, Sort, Target, Work

POSTED = ("people", "requests", "pairs", "finished", "answered", "wait", "satisfaction", "connections")
"""What everybody reads; the rest is for the coordination."""


@step("impact.month")
def propose(work: Work, occasion: Occasion, now: datetime) -> bool:
    """The figures of the month before are put aside as they stand, and the coordination is asked to look at them."""
    community, first = occasion.community, first_of_month(occasion.day, -1)
    if work.impact.post(community, first):
        return False
    work.impact.tally(community)
    figures = work.impact.measure(community, month_of(first, occasion.zone), now)
    work.impact.save_post(community, MonthPost(first, PostState.WAITING, now, figures=figures))
    moderators = work.programmes.of(community).moderators
    if moderators:
        once = f"impact-ready:{first.isoformat()}"
        row = Sending(once, community, Target(place=moderators), ready(first), sort=Sort.COORDINATION)
        work.outbox.put(row, now)
    return False


def ready(first: date) -> Message:
    month = first.isoformat()
    said = t("The figures of {month} are ready for everybody. Nothing goes out before you have looked at them.",
             month=saying.month_name(first))  # fmt: skip
    look = Button(t("Look at the post"), links.preview(month), Tone.MAIN)
    return Message((said,), (look, Button(t("Skip this month"), links.skip(month))))


def waiting(work: Work, by: By, month: str) -> MonthPost:
    """Raises `Refused` for a month without a post, and for one that was dealt with."""
    found = work.impact.post(by.community, _day(month))
    if found is None:
        raise Refused(t("There is no post of this month. `/programme impact` shows the figures."))
    if found.state is PostState.SENT:
        raise Refused(t("This post is in the channel already."))
    if found.state is PostState.SKIPPED:
        raise Refused(t("This month was skipped, so nothing goes out."))
    return found


def _day(month: str) -> date:
    try:
        return date.fromisoformat(month)
    except ValueError:
        return date.min


def body(found: MonthPost, shown: Page) -> tuple[Text, ...]:
    """What everybody reads: the words, each figure with its sentence, the goal, what was learned."""
    figures = found.figures or {}
    lines = [t("**Our mentorship in {month}**", month=saying.month_name(found.month))]
    if found.words:
        lines.append(t("{words}", words=found.words))
    lines.append(
        stacked(
            [saying.line(name, figures[name]) for name in POSTED if name in figures and saying.tells(figures[name])]
        )
    )
    if shown.settings.goal:
        lines.append(saying.goal_line(shown.settings.goal, shown.reached))
    if shown.endings:
        lines.append(endings(shown.endings))
    lines += [t("Learned: {words}", words=one.words) for one in shown.lessons]
    return tuple(lines)


async def _pictures(ctx: Context, shown: Page, language: str) -> tuple[Picture, ...]:
    reader = Reader(language, ctx.home.zone, ctx.now)
    return await ctx.bot.pencil.picture(picture.months(shown, reader), "months.png", picture.months_alt(shown))


def _both(work: Work, by: By, month: str) -> tuple[MonthPost, Page]:
    """The months that are drawn end with the post's own."""
    found = waiting(work, by, month)
    shown = page(work, by, Period.LAST_MONTH)
    past: list[Month] = [one for one in shown.months if one.first <= found.month]
    return found, replace(shown, months=past)


@action("impact.preview", who=Who.COORDINATOR)
async def preview(ctx: Context, month: str) -> None:
    await ctx.reply(await _preview(ctx, month))


async def _preview(ctx: Context, month: str) -> Message:
    found, shown = await ctx.read(_both, month)
    buttons = (
        Button(t("Post it"), links.post(month), Tone.MAIN),
        Button(t("Change the words"), links.words(month)),
        Button(t("Skip this month"), links.skip(month)),
    )
    head = t("This is how it would go out. Only you can see this.")
    return Message((head, *body(found, shown)), buttons, await _pictures(ctx, shown, ctx.reader.language))


async def words_form(ctx: Context, month: str) -> Form:
    found = await ctx.read(waiting, month)
    hint = t("A few sentences before the figures: what was good, whom you thank, what comes next.")
    value = (found.words,) if found.words else ()
    return Form(t("The words of the post"), (Field("words", t("Words"), FieldKind.LONG, hint, most=600, value=value),),
                t("Show me"))  # fmt: skip


@opening("impact.words", who=Who.COORDINATOR)
async def change_words(ctx: OpenContext, month: str) -> None:
    await ctx.open(worded(month=month))


@form("impact.worded", words_form, who=Who.COORDINATOR)
async def worded(ctx: FormContext, month: str) -> None:
    await ctx.write(_word, month, clean(ctx.answers.one("words"), lines=True))
    await ctx.update(await _preview(ctx, month))


def _word(work: Work, by: By, month: str, words: str) -> None:
    work.impact.save_post(by.community, replace(waiting(work, by, month), words=words))


@action("impact.post", who=Who.COORDINATOR)
async def post(ctx: Context, month: str) -> None:
    _, shown = await ctx.read(_both, month)
    pictures = await _pictures(ctx, shown, language_of(ctx.home.locale))
    await ctx.write(approve, month, pictures)
    await ctx.update(Message((t("The post is on its way to the programme channel."),)))


def approve(work: Work, by: By, month: str, pictures: tuple[Picture, ...]) -> None:
    found, shown = _both(work, by, month)
    channel = work.programmes.of(by.community).channel
    if channel is None:
        raise Refused(t("There is no channel for it yet: `/programme setup` names one."))
    work.impact.save_post(by.community, replace(found, state=PostState.SENT))
    join = (
        Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),
        Button(t("Offer mentorship"), mentoring.offer()),
    )
    message = Message(body(found, shown), join, pictures)
    row = Sending(f"impact:{found.month.isoformat()}", by.community, Target(place=channel), message, sort=Sort.POST)
    work.outbox.put(row, by.now)
    work.audit.add(by, "impact.posted", "", month=found.month.isoformat())


@action("impact.skip", who=Who.COORDINATOR)
async def skip(ctx: Context, month: str) -> None:
    await ctx.write(_skip, month)
    await ctx.update(Message((t("This month is skipped. Its figures stay in `/programme impact`."),)))


def _skip(work: Work, by: By, month: str) -> None:
    found = waiting(work, by, month)
    work.impact.save_post(by.community, replace(found, state=PostState.SKIPPED))
    work.audit.add(by, "impact.skipped", "", month=found.month.isoformat())
