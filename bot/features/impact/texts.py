"""What the coordination and the community read of the programme's impact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.features.impact import links, saying
from bot.features.impact.figures import FIGURES
from bot.features.impact.model import Lesson, Period, Settings
from bot.features.impact.reading import Page
from bot.features.pairs.ending import REASONS
from bot.features.polls.model import SHOWN_FROM
from bot.i18n import Text, stacked, t
from bot.ui import Button, Choice, Menu, Message, Tone

PERIODS: Mapping[Period, Text] = {
    Period.ALL: t("From the beginning until now"),
    Period.THIS_MONTH: t("This month so far"),
    Period.LAST_MONTH: t("Last month"),
    Period.YEAR: t("This year so far"),
}
WHY = {choice.value: choice.label for choice in REASONS}

HOW = ("wait", "satisfaction", "connections")
BLOCKS = (
    (t("**How things stand now**"), [one.name for one in FIGURES if one.now]),
    (t("**What happened in this time**"), [one.name for one in FIGURES if not one.now and one.name not in HOW]),
    (t("**How it goes**"), HOW),
)
"""The figures in three parts, so that a page of them is read on a phone."""


def shown(page: Page) -> Message:
    lines = [t("**What your programme brings about** · {period}", period=PERIODS[page.period]), _goal(page)]
    lines += [stacked((head, *_figures(page, names))) for head, names in BLOCKS]
    lines.append(endings(page.endings))
    lines += [t("Learned: {words}", words=one.words) for one in page.lessons]
    periods = tuple(Choice(label, period.value) for period, label in PERIODS.items())
    menu = Menu(t("Another time"), periods, links.period(), chosen=(page.period.value,))
    return Message(tuple(lines), (menu, *_buttons(page)))


def _figures(page: Page, names: Sequence[str]) -> list[Text]:
    return [saying.line(name, page.figures[name]) for name in names]


def _goal(page: Page) -> Text:
    goal = page.settings.goal
    if goal is None:
        return t("There is no goal yet. With one, everybody sees what you are heading for.")
    return saying.goal_line(goal, page.reached)


def _buttons(page: Page) -> tuple[Button, ...]:
    has_goal = page.settings.goal is not None
    monthly = t("No post each month") if page.monthly else t("Propose a post each month")
    look: tuple[Button, ...] = ()
    if page.waiting:
        said = t("Look at the post of {month}", month=saying.month_name(page.waiting))
        look = (Button(said, links.preview(page.waiting.isoformat()), Tone.MAIN),)
    return (
        *look,
        Button(t("Change the goal") if has_goal else t("Set a goal"), links.goal(), Tone.PLAIN if look else Tone.MAIN),
        Button(t("Write down a lesson"), links.lesson()),
        Button(t("Count activity") if page.settings.counting is None else t("How activity counts"), links.counting()),
        Button(monthly, links.monthly(not page.monthly)),
    )


def endings(found: Mapping[str, int]) -> Text:
    """Why pairs stopped, each reason only in groups of five."""
    if not found:
        return t("Reasons why pairs stopped are shown once {n} people have given the same one.", n=SHOWN_FROM)
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    rows = [t("- {reason}: {n}", reason=WHY[reason], n=n) for reason, n in ordered]
    head = t("Why pairs stopped, {n} people at a time:", n=SHOWN_FROM)
    return stacked((head, *rows))


def learned(lesson: Lesson) -> Message:
    head = t("Kept. It stands with the figures, and in the next monthly post you approve.")
    drop = Button(t("Take it away again"), links.drop_lesson(lesson.id), Tone.DANGER)
    return Message((head, t("Learned: {words}", words=lesson.words)), (drop,))


def what_counts(told: bool) -> Text:
    """What makes a day of activity; ``told``: whether the platform says that somebody wrote."""
    if told:
        return t(
            "Active is who wrote in a channel that I can see, or used me. I note the day alone: not what, where or "
            "when, and never anything that was written."
        )
    return t(
        "Active is here who used me: a command, a button or a form. Messages do not count, because this platform "
        "would give me their words along with them, and I do not want those. I note the day alone."
    )


KEPT = t("Days go after 35 days, the weekly number stays. Everybody can say no with one tap, or in `/mentor settings`.")


def counting(settings: Settings, told: bool) -> Message:
    """What the switch does, before it is pressed."""
    if settings.counting is None:
        head = t("For **meaningful connections** I would note on which days people with a profile were active.")
        say = t("Everybody hears about it in the programme channel.")
        button = Button(t("Count from now on"), links.count(yes=True), Tone.MAIN)
        return Message((head, what_counts(told), KEPT, say), (button,))
    head = t("Activity is counted for **meaningful connections**.")
    stop = Button(t("Stop counting and forget the days"), links.count(yes=False), Tone.DANGER)
    return Message((head, what_counts(told), KEPT), (stop,))


def announced(told: bool) -> Message:
    """To everybody, when counting begins."""
    head = t("From today the programme counts how many pairs stay in touch, to know whether it helps.")
    return Message((head, what_counts(told), KEPT), (Button(t("Do not count me"), links.count_me(yes=False)),))


def mine(counted: bool) -> Message:
    if counted:
        said = t("Thank you: your active days count from now on, and nothing but the day is kept.")
        return Message((said,), (Button(t("Do not count me"), links.count_me(yes=False)),))
    said = t("Your activity is not counted, and the days that were kept are gone. Nobody is told.")
    return Message((said,), (Button(t("Count me again"), links.count_me(yes=True)),))
