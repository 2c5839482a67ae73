"""Edits, deletions and spaces put away: found by the row they are about, however many posts there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.playground.room import Fault
from bot.delivery.outcomes import LEASE
from bot.errors import Gone, Uncertain, Unreachable
from bot.i18n import words
from bot.identity import Person, Place
from bot.ui import Message
from bot.work import Kind, State, Target
from tests.bot.office import Office, told

HOUR = timedelta(hours=1)


def long(letters: str) -> Message:
    return Message(tuple(words(f"{letter} " * 1500) for letter in letters))


async def change(office: Office, once: str, original: str, message: Message | None = None, **more: object) -> None:
    given: dict[str, object] = {"kind": Kind.EDIT, "target": Target(), "original": original}
    await office.put(once, message=message, **given | more)  # type: ignore[arg-type]


def letters(office: Office) -> list[str]:
    return [text[0] for text in office.said()]


async def test_an_edit_takes_the_place_and_pings_nobody(office: Office) -> None:
    await office.put("3 votes")
    await office.put("later")
    await office.after(timedelta())
    await change(office, "4 votes", "3 votes", then=told(to="lena"))
    await office.after(timedelta())
    assert office.said() == ["4 votes", "later"]
    assert office.said("lena") == ["It reached d-carla."]


async def test_an_edit_waits_for_its_message_and_only_the_newest_is_made(office: Office) -> None:
    office.room.faults.append(Fault(Unreachable()))
    await office.put("0 votes")
    await office.worker().deliver()
    for count in range(1, 5):
        await change(office, f"{count} votes", "0 votes")
    await office.after(HOUR)
    assert office.said() == ["4 votes"]
    assert await office.in_state(State.CANCELLED) == 3


async def test_what_was_never_sent_is_not_changed(office: Office) -> None:
    await office.put("news", expires=office.clock.now())
    await change(office, "newer news", "news", then=told(to="lena"))
    await change(office, "of nothing", "never put", target=Target((Person("playground", "marta"),)))
    await office.after(timedelta())
    assert (office.said(), office.said("marta")) == ([], [])
    assert await office.in_state(State.SKIPPED) == 3
    assert office.said("lena") == ["It reached nobody."]


@pytest.mark.parametrize(("before", "after"), [("ab", "cde"), ("abc", "d"), ("abc", "def")])
async def test_more_or_fewer_posts(office: Office, before: str, after: str) -> None:
    office.room.show_as("plain")
    await office.put("post", message=long(before))
    await office.after(timedelta())
    await change(office, "edit", "post", long(after))
    await office.after(timedelta())
    assert letters(office) == list(after)
    await change(office, "again", "post", long("xy"))
    await office.after(timedelta())
    assert letters(office) == ["x", "y"], "the edit's own posts are known to the next one"
    await change(office, "delete", "post", kind=Kind.DELETE)
    await office.after(timedelta())
    assert office.said() == []


@pytest.mark.parametrize("fault", [Fault(Uncertain(), done=True), Fault(Uncertain()), Fault(Unreachable())])
async def test_a_post_that_an_edit_adds_is_there_once(office: Office, fault: Fault) -> None:
    office.room.show_as("plain")
    await office.put("post", message=long("a"))
    await office.after(timedelta())
    office.room.faults.append(fault)
    await change(office, "edit", "post", long("bc"))
    for _ in range(3):
        await office.after(LEASE)
    assert letters(office) == ["b", "c"]


@pytest.mark.parametrize("on", ["edit", "delete"])
async def test_a_change_that_met_trouble_is_made_in_the_end(office: Office, on: str) -> None:
    office.room.show_as("plain")
    await office.put("post", message=long("abc"))
    await office.after(timedelta())
    office.room.faults.append(Fault(Uncertain(), on=on))
    await change(office, "edit", "post", long("d"))
    for _ in range(2):
        await office.after(LEASE)
    assert letters(office) == ["d"]


async def test_what_is_deleted_is_gone_and_is_not_changed_any_more(office: Office) -> None:
    await office.put("story")
    await office.put("later")
    await office.after(timedelta())
    await change(office, "withdrawn", "story", kind=Kind.DELETE, then=told(to="lena"))
    await change(office, "tally", "story")
    await office.after(timedelta())
    assert office.said() == ["later"]
    assert office.said("lena") == ["It reached d-carla."]
    assert await office.in_state(State.SKIPPED) == 1


async def test_what_is_deleted_before_it_was_sent_is_never_seen(office: Office) -> None:
    await office.put("story", not_before=office.clock.now() + HOUR)
    await change(office, "withdrawn", "story", kind=Kind.DELETE)
    await office.after(HOUR)
    assert [said.words for said in office.room._by_place["d-carla"]] == []
    assert await office.in_state(State.CANCELLED) == 1


async def test_an_edit_of_what_somebody_else_deleted_is_final(office: Office) -> None:
    await office.put("post")
    await office.after(timedelta())
    office.room.faults.append(Fault(Gone(), on="edit"))
    await change(office, "edit", "post")
    await office.after(timedelta())
    assert await office.in_state(State.DEAD) == 1


async def test_a_space_is_put_away_by_its_row_or_its_place(office: Office) -> None:
    people = Target((Person("playground", "carla"), Person("playground", "marta")))
    space = Target(place=Place("playground", "s-1"))
    seen = []
    await office.put("space", kind=Kind.GATHER, target=people, title="Two")
    await change(office, "end", "space", kind=Kind.ARCHIVE)
    for once, kind in (("", Kind.SEND), ("One more thing", Kind.SEND), ("end again", Kind.ARCHIVE)):
        if once:
            await office.put(once, kind=kind, target=space)
        await office.after(timedelta())
        seen.append(office.room.conversations["s-1"].archived)
    assert seen == [True, False, True]
