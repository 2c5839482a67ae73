"""Weekly hours: read as people type them, said as they are read, and moved from one zone to another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.members.hours_reading import read_hours
from bot.habits import hours
from bot.hours import DAYS, MIDNIGHT, PARTS, Window, Windows, moved, read, spanning, tidy, written
from bot.i18n import LANGUAGES, t
from bot.markup import Reader, plain, render

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
quarters = st.integers(0, MIDNIGHT // 15 - 1).map(lambda at: at * 15)
windows = st.lists(
    st.builds(lambda day, start, long: Window(day, start, min(start + long, MIDNIGHT)), st.integers(0, 6), quarters,
              st.integers(1, 40).map(lambda at: at * 15)),
    max_size=6,
).map(tidy)  # fmt: skip
in_parts = st.lists(
    st.builds(lambda day, part: Window(day, *PARTS[part]), st.integers(0, 6), st.sampled_from(sorted(PARTS))),
    max_size=6,
).map(tidy)
zones = st.sampled_from(
    ["Europe/Rome", "UTC", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Auckland", "Pacific/Apia",
     "America/St_Johns", "Australia/Lord_Howe"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "Mon and Thu after 18:00", "Mon 18:00-22:00, Thu 18:00-22:00"),
        ("de", "Di abends", "Tue 18:00-22:00"),
        ("it", "lunedì mattina", "Mon 08:00-12:00"),
        ("it", "Di abends", "Tue 18:00-22:00"),
        ("it", "martedì di sera", "Tue 18:00-22:00"),
        ("en", "weekdays 6-8pm", ", ".join(f"{day} 18:00-20:00" for day in DAYS[:5])),
        ("en", "evenings on Mon and Wed, mornings on Sat", "Mon 18:00-22:00, Wed 18:00-22:00, Sat 08:00-12:00"),
        ("de", "Montagabend und Donnerstagnachmittag", "Mon 18:00-22:00, Thu 14:00-18:00"),
        ("it", "da lunedì a mercoledì dalle 18 alle 20", ", ".join(f"{day} 18:00-20:00" for day in DAYS[:3])),
        ("it", "dal venerdì al lunedì dopo le 18", ", ".join(f"{DAYS[n]} 18:00-22:00" for n in (0, 4, 5, 6))),
        ("en", "every evening except Sunday", ", ".join(f"{day} 18:00-22:00" for day in DAYS[:6])),
        ("it", "ogni sera tranne il venerdì", ", ".join(f"{DAYS[n]} 18:00-22:00" for n in (0, 1, 2, 3, 5, 6))),
        ("de", "Sa und So, aber nicht vor 10", "Sat 10:00-22:00, Sun 10:00-22:00"),
        ("en", "between 6 and 8 pm on Tuesdays", "Tue 18:00-20:00"),
        ("en", "Thrusday evening", "Thu 18:00-22:00"),
        ("en", "Fri 22:00 to 2:00", "Fri 22:00-24:00, Sat 00:00-02:00"),
        ("en", "Mon evening after 19, Tue 9-12", "Mon 19:00-22:00, Tue 09:00-12:00"),
        ("de", "am Wochenende", "Sat 08:00-22:00, Sun 08:00-22:00"),
        ("it", "mar e gio dopo cena", "Tue 20:00-22:00, Thu 20:00-22:00"),
        ("de", "Mo, Di und Do 17:30-19:30", ", ".join(f"{DAYS[n]} 17:30-19:30" for n in (0, 1, 3))),
        ("en", "Mon 9am-12, Wed from 2pm", "Mon 09:00-12:00, Wed 14:00-22:00"),
        ("de", "Mi vor 10 Uhr", "Wed 08:00-10:00"),
        ("de", "Sonntag früh bis 11", "Sun 08:00-11:00"),
        ("en", "I am free on Mondays at 5pm", "Mon 17:00-18:00"),
        ("en", "Mon 9 to 5", "Mon 09:00-17:00"),
        ("de", "Mittwoch Nachmittag\nFreitag nach der Arbeit", "Wed 14:00-18:00, Fri 18:00-22:00"),
    ],
)
def test_what_people_type_is_understood(language: str, typed: str, meant: str) -> None:
    found = read_hours(typed, language)
    assert (written(found.windows), found.unknown) == (meant, ())


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [("when the moon is full", ("moon", "full")), ("Mon at 25:00", ("25:00",)), ("lunedì al tramonto", ("tramonto",)),
     ("Mon 99", ("99",)), ("13 pm", ("13 pm",))],
)  # fmt: skip
def test_what_is_not_understood_is_named(typed: str, unknown: tuple[str, ...]) -> None:
    found = read_hours(typed, "en")
    assert (found.unknown, found.windows) == (unknown, ())


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_nothing_that_is_typed_breaks_it(typed: str, language: str) -> None:
    for one in read_hours(typed, language).windows:
        assert 0 <= one.day <= 6
        assert 0 <= one.start < one.end <= MIDNIGHT


@given(windows | in_parts, st.sampled_from(LANGUAGES))
def test_what_is_said_is_understood_again(some: Windows, language: str) -> None:
    """The form opens with these words, so sending it unchanged changes nothing."""
    if not some:
        return
    words = plain(render(t("{hours}", hours=hours(some, "Europe/Rome")), Reader(language, "Europe/Rome", NOW)))
    assert written(read_hours(words, language).windows) == written(some), words


@given(windows)
def test_a_row_holds_them_all(some: Windows) -> None:
    assert read(written(some)) == some


def minutes(some: Windows) -> set[int]:
    return {one.day * MIDNIGHT + minute for one in some for minute in range(one.start, one.end)}


@given(windows, zones, zones)
def test_another_zone_has_the_same_hours_at_another_time(some: Windows, origin: str, zone: str) -> None:
    """Across midnight, the end of the week, and zones of half and quarter hours."""
    there = moved(some, ZoneInfo(origin), ZoneInfo(zone), NOW)
    offsets = [NOW.astimezone(ZoneInfo(name)).utcoffset() or timedelta() for name in (zone, origin)]
    shift = (offsets[0] - offsets[1]) // timedelta(minutes=1)
    assert minutes(there) == {(minute + shift) % (7 * MIDNIGHT) for minute in minutes(some)}
    assert moved(there, ZoneInfo(zone), ZoneInfo(origin), NOW) == some


def test_hours_past_midnight_are_of_two_days() -> None:
    assert spanning(6, 22 * 60, 120) == (Window(6, 1320, 1440), Window(0, 0, 120))
    assert spanning(6, 22 * 60, 0) == (Window(6, 1320, 1440),)


def said(some: Windows, zone: str, reader: str, language: str = "en", style: str = "all") -> str:
    return plain(render(t("{hours}", hours=hours(some, zone, style)), Reader(language, reader, NOW)))


def test_the_reader_sees_them_in_their_own_zone() -> None:
    some = (Window(0, *PARTS["evening"]), Window(3, *PARTS["evening"]), Window(5, 540, 720))
    assert said(some, "Europe/Rome", "Europe/Rome") == ("Mondays and Thursdays in the evening; Saturdays 9:00 to 12:00")
    assert said(some, "Europe/Rome", "America/New_York").startswith("Mondays and Thursdays 12:00 to 16:00")


@pytest.mark.parametrize(
    ("some", "gist"),
    [
        ((Window(3, 1080, 1200),), "Thursdays in the evening"),
        (tuple(Window(day, 1080, 1320) for day in range(5)), "Monday to Friday in the evening"),
        (tuple(Window(day, 480, 720) for day in range(7)), "every day in the morning"),
        ((Window(0, 480, 540), Window(1, 1080, 1320), Window(4, 1080, 1200)), "Tuesdays and Fridays in the evening"),
        ((Window(2, 120, 240),), "Wednesdays 2:00 to 4:00"),
    ],
)
def test_the_gist_is_one_part_of_the_day(some: Windows, gist: str) -> None:
    assert said(some, "UTC", "UTC", style="gist") == gist
