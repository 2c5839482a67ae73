"""What the coordination reads of stories: the queue, one story, and what posted ones moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.features.posts import links as posts
from bot.features.stories import links, texts
from bot.features.stories.lift import DAYS, DEFINITION, WEEKS, Figure, Lift
from bot.features.stories.model import STANDING, StoryState
from bot.features.stories.texts import REASONS, STATES, View, mentee_of, mentor_of
from bot.i18n import Moment, Text, stacked, t, tn, words
from bot.ui import Button, Choice, Menu, Message, Tone

Dates = Mapping[int, datetime]
"""When each story of the queue has its turn, as far as that is known."""


def queue(
    waiting: Sequence[View], queued: Sequence[View], posted: Sequence[View], dates: Dates, *, slots: bool
) -> Message:
    """Everything in its order; each story has a page of its own behind the menu."""
    everything = [*waiting, *queued, *posted]
    if not everything:
        said = t("No story waits. Pairs share theirs with `/story share`, and I ask for one after a good ending.")
        return Message((said,), (_slots(slots),))
    lines: list[Text] = []
    if waiting:
        lines.append(stacked([t("**To be read**"), *(t("- {names}", names=names(one)) for one in waiting)]))
    if queued:
        lines.append(in_order(queued, dates))
        if not slots:
            lines.append(t("There is no weekly slot for stories yet, so none of them is posted."))
    if posted:
        lines.append(stacked([t("**Posted**"), *map(_past, posted)]))
    choices = tuple(Choice(names(one), str(one.story.id), STATES[one.story.state]) for one in everything)
    return Message(tuple(lines), (Menu(t("Which story?"), choices, links.pick()), _slots(slots)))


def in_order(queued: Sequence[View], dates: Dates) -> Text:
    return stacked([t("**In the queue**"), *(_turn(one, dates) for one in queued)])


def names(view: View) -> Text:
    return t("{mentee} and {mentor}", mentee=mentee_of(view), mentor=mentor_of(view))


def _turn(view: View, dates: Dates) -> Text:
    when = dates.get(view.story.id)
    return t("- {names}, {when}", names=names(view), when=Moment(when)) if when else t("- {names}", names=names(view))


def _past(view: View) -> Text:
    state, at = STATES[view.story.state], view.story.posted or view.story.ended
    if at is None:
        return t("- {names}: {state}", names=names(view), state=state)
    return t("- {names}: {state}, {day}", names=names(view), state=state, day=Moment(at, "day"))


def _slots(there: bool) -> Button:
    return Button(t("Weekly slots"), posts.show()) if there else Button(t("Set a weekly slot"), links.slot())


def page(view: View, dates: Dates, moved: Lift | None) -> Message:
    """One story with everything that can be done with it; the picture comes on request, to oneself alone."""
    story, lines = view.story, [t("**{names}**: {state}", names=names(view), state=STATES[view.story.state])]
    if story.told.need:
        lines += texts.body(view)[1:]
    if story.picture:
        lines.append(t("Picture: {alt}", alt=story.told.alt))
    if when := dates.get(story.id):
        lines.append(t("Its turn: {when}.", when=Moment(when)))
    if moved:
        lines += lift_lines(moved)
    return Message(tuple(lines), (*_controls(view), Button(t("All stories"), links.queue())))


def _controls(view: View) -> tuple[Button | Menu, ...]:
    story, place = view.story, view.story.place or 0
    picture = (Button(t("Send me the picture"), links.picture(story.id)),) if story.picture else ()
    edit = Button(t("Edit it"), links.edit(story.id))
    reasons = tuple(Choice(label, key) for key, label in REASONS.items())
    decline = Menu(t("Do not post it, because…"), reasons, links.decline(story.id, story.version))
    match story.state:
        case StoryState.WAITING:
            return (
                Button(t("Put it into the queue"), links.approve(story.id, story.version), Tone.MAIN),
                edit,
                *picture,
                decline,
            )
        case StoryState.QUEUED:
            earlier, later = (
                Button(t("Earlier"), links.move(story.id, place, True)),
                Button(t("Later"), links.move(story.id, place, False)),
            )
            return earlier, later, edit, *picture, decline
        case state if state in STANDING:
            return *picture, Button(t("Take the post back"), links.take_down(story.id), Tone.DANGER)
    return ()


def lift_lines(moved: Lift) -> list[Text]:
    """Counts with what they are compared to; the definition stands beside them."""
    if not moved.days:
        return [t("What followed the post can be counted once a day has passed.")]
    head = t("**In the {days} days after the post**", days=moved.days)
    if moved.days < DAYS:
        head = t("**Since the post, {n} of {days} days so far**", n=moved.days, days=DAYS)
    figures = [
        t("- Sign-ups: {figure}", figure=_figure(moved.signups)),
        t("- Requests: {figure}", figure=_figure(moved.requests)),
        t("- Accepted pairs: {figure}", figure=_figure(moved.pairs)),
    ]
    lines = [stacked([head, *figures])]
    if moved.weeks < WEEKS:
        short = tn(
            "The programme had only {n} whole week before the post, so the mean is of that one.",
            "The programme had only {n} whole weeks before the post, so the mean is of those.",
            moved.weeks,
        )
        none = t("The programme had no whole week before the post, so there is nothing to compare with.")
        lines.append(short if moved.weeks else none)
    if moved.others:
        overlap = tn(
            "Careful: {n} other post stood in the same days, so it may have been that one.",
            "Careful: {n} other posts stood in the same days, so it may have been those.",
            len(moved.others),
        )
        lines.append(overlap)
    return [*lines, DEFINITION]


def _figure(figure: Figure) -> Text:
    if figure.mean is None:
        return words(str(figure.after))
    before = tn(
        "{total} in the week before",
        "{mean} in the mean of the {n} weeks before ({total} in all)",
        len(figure.before),
        mean=_number(figure.mean),
        total=sum(figure.before),
    )
    if figure.percent is None:
        return t("{after}, against {before}", after=figure.after, before=before)
    percent = f"{figure.percent:+d}".replace("-", "−")
    return t("{after}, against {before}: {percent} %", after=figure.after, before=before, percent=percent)


def _number(mean: float) -> str:
    """With a quarter at most: the mean of four whole numbers needs no more."""
    return f"{mean:.2f}".rstrip("0").rstrip(".")


def changed_meanwhile(page: Message) -> Message:
    head = t("This story was changed since you read it, so nothing was done. It reads like this now:")
    return Message((head, *page.text), page.controls)
