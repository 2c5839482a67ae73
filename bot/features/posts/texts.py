"""What the coordination reads about weekly posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.features.posts import links
from bot.features.posts.door import Source
from bot.features.posts.model import HOUR, Kind, Piece, Series, Why
from bot.features.posts.pieces import marked, spoken, title_of
from bot.features.posts.sources import sources
from bot.features.posts.turns import Ahead
from bot.features.programme.texts import WEEKDAYS
from bot.i18n import Moment, Text, stacked, t, tn, words
from bot.identity import Place
from bot.planned import Schedule, Weekly
from bot.ui import Button, Choice, Menu, Message, Tone

KINDS: Mapping[Kind, Text] = {Kind.HOW: t("How it works"), Kind.TIP: t("Tip"), Kind.ARTICLE: t("Article")}
REASONS: Mapping[Why, Text] = {
    Why.TODAY: t("All it has was posted on this day already."),
    Why.PLACE: t("There is no channel to post in: `/programme setup` names one."),
    Why.LOST: t("It was on its way and did not arrive."),
}
GONE = t("a source that is not there any more")


def title(source: str) -> Text:
    known = sources().get(source)
    return known.title if known else GONE


def reason(series: Series, why: Why) -> Text:
    """Why nothing is posted, as a sentence."""
    known: Source | None = sources().get(series.source)
    return REASONS.get(why) or (known.nothing if known else t("Its source is not there any more."))


def none_yet(channel: Place | None, ready: int) -> Message:
    """Before the first series: what it would be, and one tap to begin."""
    where = channel or t("the programme channel")
    said = tn(
        "Nothing is posted by itself yet. Once a week I can say one useful thing in {channel}, with the buttons to "
        "join; {n} text is ready.",
        "Nothing is posted by itself yet. Once a week I can say one useful thing in {channel}, with the buttons to "
        "join; {n} texts are ready, in three languages.",
        ready,
        channel=where,
    )
    when = t(
        "I would begin on {weekday} at {hour}:00. You can change everything later.", weekday=WEEKDAYS[2], hour=HOUR
    )
    controls = (
        Button(t("Start the weekly post"), links.begin(), Tone.MAIN),
        Button(t("Choose what and when"), links.new()),
        Button(t("Read and change the texts"), links.pieces()),
    )
    return Message((said, when), controls)


def overview(rows: Sequence[tuple[Series, Schedule, Ahead | None]]) -> Message:
    """Each series in a line, with its next date."""
    lines = tuple(_row(*row) for row in rows)
    choices = tuple(Choice(_short(series, schedule), str(series.id)) for series, schedule, _ in rows)
    controls = (
        Menu(t("Which posts?"), choices, links.pick()),
        Button(t("Start another series"), links.new()),
        Button(t("Read and change the texts"), links.pieces()),
    )
    return Message((t("This is posted by itself, one thing after the other:"), stacked(lines)), controls)


def _short(series: Series, schedule: Schedule) -> Text:
    rule = schedule.rule
    if not isinstance(rule, Weekly):
        return title(series.source)
    source, weekday, time = title(series.source), WEEKDAYS[rule.weekday], f"{rule.hour}:{rule.minute:02}"
    return t("{source}: {weekday}, {time}", source=source, weekday=weekday, time=time)


def _row(series: Series, schedule: Schedule, ahead: Ahead | None) -> Text:
    what = _short(series, schedule)
    if ahead is None:
        return t("- {what}. Paused.", what=what)
    return t("- {what}. Next: {when}.", what=what, when=_when(ahead, schedule))


def _when(ahead: Ahead, schedule: Schedule, style: str = "both") -> Moment:
    return Moment(ahead.at.at, style, schedule.rule.zone)


def page(series: Series, schedule: Schedule, channel: Place | None, coming: Sequence[Ahead]) -> Message:
    """One series: when, where, what comes next, and what one can do."""
    where = series.place or channel or t("no channel yet")
    what = _short(series, schedule)
    head = t("**{what}**, in {channel}. Times are those of {zone}.", what=what, channel=where, zone=schedule.rule.zone)
    if schedule.paused or not coming:
        said = t("It is paused: nothing is posted until you let it go on.")
        go_on = Button(t("Let it go on"), links.resume(series.id), Tone.MAIN)
        return Message((head, said), (go_on, *_always(series)))
    lines = [t("- {when}: {what}", when=_when(one, schedule), what=_said(one)) for one in _told(coming)]
    after = t("What comes next:")
    return Message((head, stacked([after, *lines])), (*_about_next(series, schedule, coming[0]), *_always(series)))


def _told(coming: Sequence[Ahead]) -> Sequence[Ahead]:
    """Without the same nothing again and again at the end."""
    last = len(coming) - 1
    while (
        last > 0 and _nothing(coming[last]) and _nothing(coming[last - 1]) and coming[last].why is coming[last - 1].why
    ):
        last -= 1
    return coming[: last + 1]


def _nothing(one: Ahead) -> bool:
    return one.ready is None and not one.skipped


def _said(one: Ahead) -> Text:
    if one.skipped:
        return t("left out, as you wished")
    return one.ready.about if one.ready else t("nothing, if it stays like this. {why}", why=reason(one.series, one.why))


def _about_next(series: Series, schedule: Schedule, first: Ahead) -> tuple[Button, ...]:
    day, when = first.at.day.isoformat(), _when(first, schedule, "day")
    pause = Button(t("Pause it"), links.pause(series.id))
    if first.skipped:
        return (Button(t("Post on {day} after all", day=when), links.keep(series.id, day), Tone.MAIN), pause)
    show = (Button(t("Show the next post"), links.preview(series.id), Tone.MAIN),) if first.ready else ()
    return (*show, Button(t("Leave {day} out", day=when), links.skip(series.id, day)), pause)


def _always(series: Series) -> tuple[Button, ...]:
    return (
        Button(t("Change it"), links.change(series.id)),
        Button(t("End it"), links.end(series.id), Tone.DANGER),
    )


def ended(series: Series) -> Message:
    said = t("“{what}” has ended. What was posted stays.", what=title(series.source))
    return Message((said,), (Button(t("Look at the others"), links.show()),))


def before_preview(first: Ahead, schedule: Schedule, channel: Place | None) -> Message:
    where = first.series.place or channel or t("no channel yet")
    when = _when(first, schedule)
    said = t("This comes next, {when}, in {channel}, in the community’s language:", when=when, channel=where)
    return Message((said,))


# the texts


def pieces(found: Sequence[Piece], missing: int) -> Message:
    """All texts in a menu, in the order in which they come the first time."""
    write = Button(t("Write a text"), links.write(), Tone.MAIN)
    back = (Button(t("Bring the ready-made ones back"), links.restore()),) if missing else ()
    if not found:
        load = Button(t("Load a file"), links.load())
        return Message((t("There is no text yet. Write the first one."),), (write, load, *back))
    said = tn(
        "There is {n} text. Nothing comes twice before all of its kind were posted.",
        "There are {n} texts. Nothing comes twice before all of its kind were posted.",
        len(found),
    )
    choices = tuple(Choice(t("{title}", title=title_of(one)), str(one.id), KINDS[one.kind]) for one in found)
    files = (Button(t("Save as a file"), links.save()), Button(t("Load a file"), links.load()))
    return Message((said,), (Menu(t("Which text?"), choices, links.pick_piece()), write, *files, *back))


def piece(found: Piece, language: str, last: datetime | None, zone: str) -> Message:
    """One text as it is posted, and when it was last."""
    title, said = spoken(found, language)
    when = t("It was not posted yet.")
    if last:
        when = t("It was last posted on {day}.", day=Moment(last, "day", zone))
    lines = [t("{kind}. {when}", kind=KINDS[found.kind], when=when), t("**{title}**", title=title)]
    lines.append(marked(said) if found.title else words(said))
    if found.link:
        lines.append(t("Read more: {link}", link=found.link))
    controls = (
        Button(t("Change the text"), links.edit(found.id), Tone.MAIN),
        Button(t("Take it away"), links.remove(found.id), Tone.DANGER),
        Button(t("Look at the others"), links.pieces()),
    )
    return Message(tuple(lines), controls)
