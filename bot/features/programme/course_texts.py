"""What a coordinator reads about courses: which there are, one of them week by week, what is wrong with a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.features.programme import links
from bot.features.programme.formats import Format
from bot.features.programme.reading import Mistake
from bot.features.programme.shelf import shipped
from bot.features.programme.templates import DEFAULT, Step, Template
from bot.features.programme.written import written
from bot.i18n import LANGUAGES, Language, Text, stacked, t, tn
from bot.markup import Reader, plain, render
from bot.ui import Button, Choice, File, Menu, Message, Tone

PAGE = 2
"""Weeks on one page of a preview: more do not fit into one message everywhere."""
MISTAKES = 5


def overview(known: Mapping[str, Template], own: Sequence[str], chosen: str) -> Message:
    head = t(
        "These are your courses. New pairs follow the one that you chose; pairs that run keep theirs. Look at one, "
        "copy it, and make it yours."
    )
    lines = [
        t("- **{title}**: {what}", title=one.title, what=_what(one, name in own, name == chosen))
        for name, one in known.items()
    ]
    choices = tuple(Choice(t("{title}", title=one.title), name) for name, one in known.items())
    menu = Menu(t("Look at a course"), choices, links.pick_course())
    return Message((head, *lines), (menu, Button(t("Bring a course as a file"), links.upload())))


def _what(one: Template, mine: bool, chosen: bool) -> Text:
    """How long it is, whose, and whether new pairs follow it."""
    what = tn("{n} week", "{n} weeks", one.weeks)
    if one.format is Format.QUESTION:
        what = tn("{n} talk", "{n} talks", one.weeks)
    if mine:
        what = t("{length}, yours", length=what)
    return t("{what}, in use", what=what) if chosen else what


def shown(one: Template, *, mine: bool, chosen: bool) -> Message:
    """One course: what it is for, and what can be done with it."""
    lines = [
        t("**{title}**: {what}", title=one.title, what=_what(one, mine, chosen)),
        t("Goal: {goal}", goal=one.goal),
        t("To start the talk:"),
    ]
    lines += [t("- {starter}", starter=starter) for starter in one.starters]
    if one.format is Format.QUESTION:
        lines.append(t("Pairs with one question get your newest own course of this kind, without it this one."))
    buttons = [Button(t("Look at the weeks"), links.course_weeks(one.name, 0), Tone.MAIN)]
    if not chosen and one.format is Format.COURSE:
        buttons.append(Button(t("Use this course"), links.use_course(one.name)))
    edit = Button(t("Copy and change it"), links.copy_course(one.name))
    buttons.append(Button(t("Change title and goal"), links.heading(one.name, "")) if mine else edit)
    buttons.append(Button(t("Send me the file"), links.course_file(one.name)))
    if mine:
        buttons.append(Button(t("Delete this course"), links.remove_course(one.name), Tone.DANGER))
    buttons.append(Button(t("All courses"), links.courses()))
    return Message(tuple(lines), (*buttons, *(_editing(one) if mine else ())))


def _editing(one: Template) -> tuple[Menu, ...]:
    weeks = tuple(Choice(t("Week {n}", n=step.week), str(step.week), t("{why}", why=step.why)) for step in one.steps)
    more = (Choice(t("One week more"), "more"), Choice(t("Without the last week"), "less"))
    return (Menu(t("Change a week"), (*weeks, *more), links.pick_week(one.name)),)


def weeks(one: Template, page: int) -> Message:
    """Two weeks, as both sides will read them."""
    pages = max(1, -(-len(one.steps) // PAGE))
    page = max(0, min(page, pages - 1))
    lines = [t("**{title}**, page {page} of {pages}", title=one.title, page=page + 1, pages=pages)]
    for step in one.steps[page * PAGE : page * PAGE + PAGE]:
        lines += _week(step)
    buttons = [Button(t("Weeks before"), links.course_weeks(one.name, page - 1))] if page else []
    if page + 1 < pages:
        buttons.append(Button(t("Next weeks"), links.course_weeks(one.name, page + 1), Tone.MAIN))
    return Message(tuple(lines), (*buttons, Button(t("Back to the course"), links.course(one.name))))


def _week(step: Step) -> list[Text]:
    lines = [
        t("**Week {n}**: {why}", n=step.week, why=step.why),
        t("Mentor: {step}", step=step.mentor),
        t("Mentee: {step}", step=step.mentee),
    ]
    if step.mentor_tip:
        lines.append(t("Tip for the mentor: {tip}", tip=step.mentor_tip))
    if step.mentee_tip:
        lines.append(t("Tip for the mentee: {tip}", tip=step.mentee_tip))
    return lines


def to_remove(one: Template, *, chosen: bool) -> Message:
    """What a deletion does, before it is done."""
    lines = [
        t("Shall I delete **{title}**? Pairs that run keep it to their end, and nobody can choose it any more.",
          title=one.title),
    ]  # fmt: skip
    if chosen:
        usual = shipped()[DEFAULT].title
        lines.append(t("New pairs follow it now. From then on they follow **{title}**.", title=usual))
    lines.append(t("I cannot bring it back. With the file you can."))
    return Message(
        tuple(lines),
        (
            Button(t("Yes, delete it"), links.removed_course(one.name), Tone.DANGER),
            Button(t("Send me the file"), links.course_file(one.name)),
            Button(t("Back to the course"), links.course(one.name)),
        ),
    )


def removed(one: Template) -> Message:
    said = t("**{title}** is deleted. Pairs that run keep it to their end.", title=one.title)
    return Message((said,), (Button(t("All courses"), links.courses()),))


def files(one: Template, reader: Reader) -> tuple[File, ...]:
    """The whole course: to read in one's own language, and to edit in all of them."""
    read = [t("{title}", title=one.title), t("Goal: {goal}", goal=one.goal), t("To start the talk:")]
    read += [t("- {starter}", starter=starter) for starter in one.starters]
    for step in one.steps:
        read += _week(step)
    text = "\n\n".join(plain(render(line, reader)) for line in read)
    return (
        File(f"{text}\n".encode(), f"{one.name}.txt", t("The whole course, to read")),
        File(written(one).encode(), f"{one.name}.toml", t("The same to edit, in all languages")),
    )


def wrong(mistakes: Sequence[Mistake]) -> Text:
    """The first mistakes with their lines, and how many more there are."""
    said = [t("Line {line}: {said}", line=one.line, said=one.text) for one in mistakes[:MISTAKES]]
    if len(mistakes) > MISTAKES:
        said.append(tn("And one more.", "And {n} more.", len(mistakes) - MISTAKES))
    return stacked(said)


def kept_week(one: Template, week: int, language: str) -> Message:
    """After a change: in which languages the old words still stand."""
    others = [other for other in LANGUAGES if other != language]
    said = t(
        "Week {n} is changed in {language}, for pairs that begin from now on.", n=week, language=Language(language)
    )
    on = t("In the other languages the earlier words stand. Change them too, so that everybody reads the same.")
    change = [
        Button(t("In {language}", language=Language(other)), links.course_week(one.name, week, other))
        for other in others
    ]
    return Message((said, on), (*change, Button(t("Back to the course"), links.course(one.name), Tone.MAIN)))


def kept_heading(one: Template, language: str) -> Message:
    others = [other for other in LANGUAGES if other != language]
    said = t("Title, goal and first questions are changed in {language}.", language=Language(language))
    change = [Button(t("In {language}", language=Language(other)), links.heading(one.name, other)) for other in others]
    return Message((said,), (*change, Button(t("Back to the course"), links.course(one.name), Tone.MAIN)))
