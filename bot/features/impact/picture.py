"""Impact as bars: the goal, what happened month by month, and the pairs that stayed connected."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drawing.chart import Bar, Chart, Fill, Group
from bot.features.impact import saying
from bot.features.impact.figures import BY_NAME
from bot.features.impact.model import Goal, Week
from bot.features.impact.reading import DRAWN, Month, Page
from bot.i18n import Moment, Text, stacked, t
from bot.markup import Reader, plain, render

FILLS = dict(zip(DRAWN, (Fill.STRIPED, Fill.SOLID, Fill.DOTTED), strict=True))
MONTHS = t("Month by month")
WEEKS = t("Pairs that stayed connected")


def months(page: Page, reader: Reader) -> Chart:
    """The goal first, on a scale of its own."""

    def bar(month: Month, name: str) -> Bar:
        measured = month.figures[name]
        return Bar(saying.number(measured), _said(saying.value(measured), reader), FILLS[name])

    groups = [
        Group(saying.short_month(one.first).read(reader.language), tuple(bar(one, name) for name in DRAWN))
        for one in page.months
    ]
    goal = page.settings.goal
    first = [goal_bar(goal, page.reached, reader)] if goal else []
    legend = tuple((FILLS[name], _said(BY_NAME[name].label, reader)) for name in DRAWN)
    return Chart(_said(MONTHS, reader), (*first, *groups), legend)


def goal_bar(goal: Goal, reached: int, reader: Reader) -> Group:
    words = _said(t("{part} of {of}", part=reached, of=goal.number), reader)
    name = _said(t("Goal: {label}", label=BY_NAME[goal.figure].label), reader)
    return Group(name, (Bar(reached, words, Fill.HOLLOW, goal.number),), alone=True)


def months_alt(page: Page) -> Text:
    rows = [t("{month}: {figures}", month=saying.short_month(one.first), figures=_figures(one)) for one in page.months]
    goal = page.settings.goal
    return stacked((MONTHS, *([saying.goal_line(goal, page.reached)] if goal else []), *rows), "; ")


def _figures(month: Month) -> Text:
    return stacked(saying.all_short(month.figures, DRAWN), ", ")


def weeks(found: Sequence[Week], reader: Reader) -> Chart:
    groups = tuple(
        Group(
            _said(week_name(one), reader),
            (Bar(one.connected, _said(saying.share(one.connected, one.pairs), reader), goal=one.pairs),),
        )
        for one in found
    )
    legend = ((Fill.SOLID, _said(BY_NAME["connections"].label, reader)),)
    note = _said(t("The line marks all pairs of that week."), reader)
    return Chart(_said(WEEKS, reader), groups, legend, note)


def weeks_alt(found: Sequence[Week]) -> Text:
    rows = [t("{week}: {share}", week=week_name(one), share=saying.share(one.connected, one.pairs)) for one in found]
    return stacked((WEEKS, *rows), "; ")


def week_name(week: Week) -> Text:
    return t("Week of {day}", day=Moment(week.begun + saying.NOON, "day"))


def _said(text: Text, reader: Reader) -> str:
    return plain(render(text, reader))
