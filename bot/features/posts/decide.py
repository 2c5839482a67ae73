"""What the coordination changes about series and pieces, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.again import just_now
from bot.audit import Fact
from bot.errors import Refused
from bot.features.posts import rhythm
from bot.features.posts.model import HOUR, PIECES_MOST, TURN, Piece, Series
from bot.features.posts.pieces import spoken, starters, stock
from bot.features.programme.opened import require_open
from bot.i18n import t
from bot.identity import Place
from bot.planned import Schedule, Weekly
from bot.recurrence import occurrence
from bot.work import By, Work

WEEKDAY = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What a series is to say, when and where."""

    source: str = "all"
    weekday: int = WEEKDAY
    hour: int = HOUR
    place: Place | None = None


def no_series() -> Refused:
    return Refused(t("I cannot find these posts any more. `/programme posts` shows those there are."))


def no_piece() -> Refused:
    return Refused(t("I cannot find this text any more. `/programme posts` leads to those there are."))


def find(work: Work, by: By, id: int) -> tuple[Series, Schedule]:
    series = work.posts.series(by.community, id)
    schedule = rhythm.of(work, series) if series else None
    if series is None or schedule is None or series.ended:
        raise no_series()
    return series, schedule


def piece(work: Work, by: By, id: int) -> Piece:
    found = work.posts.piece(by.community, id)
    if found is None:
        raise no_piece()
    return found


def begin(work: Work, by: By) -> Series:
    """One series of everything, unless there is one already."""
    running = work.posts.running(by.community)
    return running[0] if running else start(work, by, Wish())


def start(work: Work, by: By, wish: Wish) -> Series:
    """A new series; the same wish within moments is one."""
    require_open(work, by)
    if wish.place is None and work.programmes.of(by.community).channel is None:
        raise Refused(t("There is no channel for it yet: `/programme setup` names one."))
    stock(work, by.community)
    rule = _rule(work, by, wish)
    for one in work.posts.running(by.community):
        schedule = rhythm.of(work, one)
        same = schedule and schedule.rule == rule and (one.source, one.place) == (wish.source, wish.place)
        if same and just_now(one.created, by.now):
            return one
    made = work.posts.add_series(Series(0, by.community, wish.source, wish.place, by.now))
    rhythm.begin(work, made, rule, by.now)
    work.audit.add(by, "posts.started", f"series:{made.id}", **_facts(wish))
    return made


def _rule(work: Work, by: By, wish: Wish) -> Weekly:
    home = work.communities.get(by.community)
    return Weekly(wish.weekday, wish.hour, home.zone if home else "UTC")


def _facts(wish: Wish) -> dict[str, Fact]:
    return {"source": wish.source, "on": wish.weekday, "at": wish.hour}


def change(work: Work, by: By, id: int, wish: Wish) -> Series:
    """Another source, time or channel from now on; what was posted stays."""
    series, schedule = find(work, by, id)
    changed, rule = replace(series, source=wish.source, place=wish.place), _rule(work, by, wish)
    if (changed, rule) == (series, schedule.rule):
        return series
    work.posts.save_series(changed)
    rhythm.change(work, schedule, rule, by.now)
    work.audit.add(by, "posts.changed", f"series:{id}", **_facts(wish))
    return changed


def skip(work: Work, by: By, id: int, day: str) -> None:
    """Leave the next turn out, if that is still the one of this date; raises `Refused` when it is over."""
    _, schedule = find(work, by, id)
    coming = occurrence(schedule.rule, by.now).day
    if schedule.paused or coming.isoformat() != day:
        raise Refused(t("This date is over or has changed, so nothing is left out. Have a look at the next one."))
    if schedule.skip != coming:
        work.schedules.set(replace(schedule, skip=coming))
        work.audit.add(by, "posts.skipped", f"series:{id}", day=day)


def keep(work: Work, by: By, id: int, day: str) -> None:
    """Do not leave this date out after all."""
    _, schedule = find(work, by, id)
    if schedule.skip and schedule.skip.isoformat() == day:
        work.schedules.set(replace(schedule, skip=None))
        work.audit.add(by, "posts.kept", f"series:{id}", day=day)


def pause(work: Work, by: By, id: int) -> None:
    _, schedule = find(work, by, id)
    if not schedule.paused:
        rhythm.pause(work, schedule)
        work.audit.add(by, "posts.paused", f"series:{id}")


def resume(work: Work, by: By, id: int) -> None:
    _, schedule = find(work, by, id)
    if schedule.paused:
        rhythm.resume(work, schedule, by.now)
        work.audit.add(by, "posts.resumed", f"series:{id}")


def end(work: Work, by: By, id: int) -> None:
    """Nothing more of it; its schedule rests, so that what it missed can still be told."""
    series, schedule = find(work, by, id)
    work.posts.save_series(replace(series, ended=by.now))
    rhythm.pause(work, schedule)
    work.audit.add(by, "posts.ended", f"series:{id}")


def write(work: Work, by: By, written: Piece) -> Piece:
    """A new text, at the end of the others; sent twice, it is one."""
    stock(work, by.community)
    there = work.posts.pieces(by.community)
    same = next((one for one in there if replace(one, id=0) == written), None)
    if same:
        return same
    refuse_known_words(work, by, written)
    if len(there) >= PIECES_MOST:
        raise Refused(t("There are {n} texts already, and no more fit. Take one away first.", n=len(there)))
    made = work.posts.add(written)
    work.audit.add(by, "posts.written", f"piece:{made.id}")
    return made


def edit(work: Work, by: By, id: int, written: Piece) -> Piece:
    """Other words for what is yet to be posted; what was posted stays as it was."""
    before = piece(work, by, id)
    changed = as_it_came(replace(written, id=before.id, starter=before.starter), language_of_home(work, by))
    if changed == before:
        return before
    refuse_known_words(work, by, changed)
    work.posts.save(changed)
    work.audit.add(by, "posts.edited", f"piece:{id}")
    return changed


def as_it_came(written: Piece, language: str) -> Piece:
    """A ready-made one whose words are still its own goes on speaking every language."""
    ready = starters().get(written.starter)
    untouched = Piece(0, written.community, ready.kind, "", "", "", written.starter) if ready else None
    if untouched is None or written.link or (written.title, written.words) != spoken(untouched, language):
        return written
    return replace(written, title="", words="")


def refuse_known_words(work: Work, by: By, written: Piece) -> None:
    """No two texts are the same, so that the same is never said twice in a row."""
    if not written.title:
        return
    language = language_of_home(work, by)
    for one in work.posts.pieces(by.community):
        if one.id != written.id and spoken(one, language)[1] == written.words:
            title = spoken(one, language)[0]
            same = {"words": t("“{title}” says exactly this already.", title=title)}
            raise Refused(t("The text needs another look. Nothing you typed is lost."), same)


def language_of_home(work: Work, by: By) -> str:
    home = work.communities.get(by.community)
    return home.locale if home else "en"


def remove(work: Work, by: By, id: int) -> Piece:
    found = piece(work, by, id)
    work.posts.remove(by.community, [id])
    work.audit.add(by, "posts.removed", f"piece:{id}")
    return found


def restore(work: Work, by: By) -> int:
    """The ready-made ones are there again; how many came back."""
    stock(work, by.community)
    back = work.posts.restore(by.community)
    if back:
        work.audit.add(by, "posts.restored", "", pieces=back)
    return back


def schedules(work: Work, by: By) -> dict[int, Schedule]:
    """The schedule of each series, by its id."""
    return {int(one.key): one for one in work.schedules.all(by.community, TURN)}
