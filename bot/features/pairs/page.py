"""A pair's page: this week's step, what the two agreed, what is planned, and what one can do."""

from __future__ import annotations

from bot.actions import action
from bot.context import Context
from bot.features.meetings import links as meetings
from bot.features.meetings.model import Meeting, MeetingState
from bot.features.pairs import decide, links, next_steps, texts
from bot.features.pairs.model import Expectations, Pair
from bot.features.pairs.noting import tick_menu
from bot.i18n import Moment, Text, t
from bot.ui import Button, Message, Tone
from bot.work import By, Work

Part = tuple[list[Text], list[Button]]


@action("pairs.show")
async def show(ctx: Context, pair: int) -> None:
    await ctx.reply(await ctx.read(page, pair))


def page(work: Work, by: By, pair: int) -> Message:
    view = decide.mine(work, by, pair)
    lines: list[Text] = [texts.week_head(view), *texts.step_lines(view)]
    if decide.pausing(view, by):
        lines.append(t("Your pair is having a pause: nothing comes until it goes on, and you need not do anything."))
    agreed, answers = _agreement(work, by, view)
    planned, picks = _meeting(work, by, view)
    lines += [*agreed, *planned, *next_steps.page_lines(work, view), *_last_note(work, view)]
    if view.pair.space:
        lines.append(t("Your own space: {place}", place=view.pair.space))
    buttons = [*answers, *_week(work, by, view), *picks, _change(work, by, pair), texts.thank(view)]
    ticks = [tick_menu(work, view)] if next_steps.open_ones(work, by.community, pair) else []
    return Message(tuple(lines), (*buttons, Button(t("More…"), links.more(pair)), *ticks))


def _week(work: Work, by: By, view: texts.View) -> list[Button]:
    """Whether they met, once a week, and what comes next."""
    pair = view.pair
    checkin = work.pairs.checkin(by.community, pair.id, pair.week, view.me.id)
    asked = checkin is not None and checkin.met is not None
    step = Button(t("Note a next step"), links.note(pair.id, pair.week), Tone.MAIN if asked else Tone.PLAIN)
    return [step] if asked else [Button(t("We met this week"), links.met(pair.id, pair.week, True), Tone.MAIN), step]


def _agreement(work: Work, by: By, view: texts.View) -> Part:
    """What holds, and what one of the two would like to change."""
    agreed = work.pairs.expectations(by.community, view.pair.id, agreed=True)
    lines = [t("**What you agreed**"), *texts.agreed_lines(agreed)] if agreed else []
    wanted = open_proposal(work, by, view.pair)
    if wanted is None:
        return lines, []
    name = view.partner.name
    if wanted.by == view.me.id:
        return [*lines, t("You have proposed how you could work together; {name} has not answered yet.", name=name)], []
    lines += [t("**{name} proposes**", name=name), *texts.agreed_lines(wanted)]
    return lines, [Button(t("Yes, agreed"), links.agree(view.pair.id, wanted.version), Tone.MAIN)]


def open_proposal(work: Work, by: By, pair: Pair) -> Expectations | None:
    """What one of the two proposed and the other has not answered."""
    wanted = work.pairs.expectations(by.community, pair.id)
    return wanted if wanted and not wanted.agreed else None


def _change(work: Work, by: By, pair: int) -> Button:
    known = work.pairs.expectations(by.community, pair)
    return Button(t("Change what we agreed") if known else t("Agree on how you work"), links.expectations(pair))


def _meeting(work: Work, by: By, view: texts.View) -> Part:
    """The meeting that is agreed on, or waits for an answer."""
    ahead = work.meetings.upcoming(by.community, view.pair.id, by.now)
    if ahead is None:
        return [], [Button(t("Plan a meeting"), meetings.plan(view.pair.id))]
    if ahead.at is not None:
        line = t("You meet: **{when}**.", when=Moment(ahead.at))
        return [line], [Button(t("Our meeting"), meetings.show(ahead.id))]
    line = t("A time for your next meeting is proposed, and not picked yet.")
    if mine_to_pick(view, ahead):
        return [line], [Button(t("Pick a time"), meetings.show(ahead.id), Tone.MAIN)]
    return [line], [Button(t("Our meeting"), meetings.show(ahead.id))]


def mine_to_pick(view: texts.View, meeting: Meeting) -> bool:
    return meeting.state is MeetingState.PROPOSED and meeting.proposer != view.me.id


def _last_note(work: Work, view: texts.View) -> tuple[Text, ...]:
    notes = [one.note for one in work.pairs.checkins(view.pair.community, view.pair.id, view.me.id) if one.note]
    return next_steps.own_note(notes[-1]) if notes else ()
