"""What the coordination reads of the needs map, and the sentence that a call for mentors says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.features.needs import links
from bot.features.needs.model import Missing, Need, Side, missing
from bot.i18n import Language, Text, Value, stacked, t, tn, words
from bot.markup import cut
from bot.ui import Button, Choice, Menu, Message, Tone

PAGE = 10
"""Rows of one picture, and of the table beside it: what can be read on a phone."""
LONGEST = 100
"""Characters that the value of a menu's entry may have."""
NAMED = 40
"""Characters of a name in the text beside a picture; the table has it whole."""

HEADS: Mapping[Side, Text] = {
    Side.TOPIC: t("What is needed, by topic"),
    Side.LANGUAGE: t("What is needed, by language"),
    Side.DISTRICT: t("What is needed, by district"),
}
TURNS: Mapping[Side, Text] = {
    Side.TOPIC: t("By topic"),
    Side.LANGUAGE: t("By language"),
    Side.DISTRICT: t("By district"),
}
BEHIND: Mapping[Side, Text] = {
    Side.TOPIC: t("Look at one topic"),
    Side.LANGUAGE: t("Look at one language"),
    Side.DISTRICT: t("Look at one district"),
}
MEANING = t(
    "Whoever looks for a mentor and has none yet is waiting; a seat is free with mentors who can be asked now. "
    "Several topics or languages count at each of them."
)


@dataclass(frozen=True, slots=True)
class View:
    """A page of the map: of everything, or (``only``) of what is behind one row."""

    side: Side
    found: Sequence[Need]
    waiting: int
    seats: int
    page: int = 0
    only: Text | None = None

    @property
    def last(self) -> int:
        return max(0, (len(self.found) - 1) // PAGE)

    @property
    def rows(self) -> Sequence[tuple[int, Need]]:
        """The rows of this page with their numbers."""
        first = self.page * PAGE
        return [(first + at, one) for at, one in enumerate(self.found[first : first + PAGE], 1)]


def called(one: Missing) -> Text:
    """One sentence of a call for mentors."""
    return tn(
        "We are missing {n} mentor for **{topic}**.",
        "We are missing {n} mentors for **{topic}**.",
        one.mentors,
        topic=one.topic,
    )


def head(view: View) -> Text:
    return t("{head}: {only}", head=HEADS[view.side], only=view.only) if view.only else HEADS[view.side]


def total(view: View) -> Text:
    people = tn("{n} person waits for a mentor", "{n} people wait for a mentor", view.waiting)
    return t("{people}; {seats}.", people=people, seats=free(view.seats))


def free(seats: int) -> Text:
    return tn("{n} seat is free", "{n} seats are free", seats)


def wait(waiting: int) -> Text:
    return tn("{n} waits", "{n} wait", waiting)


def name(side: Side, need: Need) -> Text:
    if side is Side.LANGUAGE:
        return t("{language}", language=Language(need.key))
    return words(need.name) if need.name else t("no district given")


def line(side: Side, number: int, need: Need) -> Text:
    what: dict[str, Value] = {"number": number, "name": name(side, need)}
    what |= {"waiting": wait(need.waiting), "seats": free(need.seats)}
    if need.missing:
        lacking = tn("{n} is missing", "{n} are missing", need.missing)
        return t("{number}. **{name}**: {waiting}, {seats}, {missing}", **what, missing=lacking)
    return t("{number}. **{name}**: {waiting}, {seats}", **what)


def table(view: View) -> Text:
    """All rows of the page as one paragraph, a line each."""
    return stacked([line(view.side, number, need) for number, need in view.rows])


def alt(view: View) -> Text:
    """What the picture shows: the same table in one line."""
    rows = [line(view.side, number, replace(need, name=cut(need.name, NAMED))) for number, need in view.rows]
    return stacked((head(view), *rows), "; ")


def shown(view: View) -> Message:
    """The map as words, with what one can do next."""
    if not view.found:
        nothing = t("Nobody waits here and nobody offers anything yet, so there is nothing to show.")
        return Message((t("**{head}**", head=head(view)), nothing), _sides(view))
    lines = [t("**{head}**", head=head(view)), total(view), table(view)]
    if view.last:
        lines.append(t("Page {page} of {pages}", page=view.page + 1, pages=view.last + 1))
    return Message((*lines, MEANING), (*_menu(view), *_call(view), *_turns(view), *_sides(view)))


def _call(view: View) -> tuple[Button, ...]:
    """Where a call may name what is missing."""
    if view.side is not Side.TOPIC or view.only or not missing(view.found):
        return ()
    return (Button(t("Ask for mentors in the channel"), links.call(), Tone.MAIN),)


def _menu(view: View) -> tuple[Menu, ...]:
    known = [(number, one) for number, one in view.rows if one.name and len(one.key) <= LONGEST]
    if view.only or not known:
        return ()
    choices = tuple(Choice(t("{number}. {name}", number=n, name=name(view.side, one)), one.key) for n, one in known)
    return (Menu(BEHIND[view.side], choices, links.within(view.side.value)),)


def _turns(view: View) -> tuple[Button, ...]:
    """Other pages; what is behind one row shows its first page only."""
    if view.only:
        return ()
    back = [Button(t("Page back"), links.show(view.side.value, view.page - 1))] if view.page else []
    on = [Button(t("Next page"), links.show(view.side.value, view.page + 1))] if view.page < view.last else []
    return (*back, *on)


def _sides(view: View) -> tuple[Button, ...]:
    others = [side for side in Side if side is not view.side or view.only]
    return tuple(Button(TURNS[side], links.show(side.value)) for side in others)
