"""What people read about what is kept of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.features.mentoring import links as mentoring
from bot.features.pairs.model import Pair
from bot.features.privacy import links
from bot.features.privacy.model import PERIODS, Part
from bot.i18n import Moment, Text, listing, t, tn
from bot.ui import Button, Message, Tone

GOES = ("row", "anonymous")


def page(parts: Sequence[Part], community: str) -> Message:
    """Everything that is kept, why, who sees it, and how long."""
    if not parts:
        said = t("I keep nothing about you in {community}. Only you can see this.", community=community)
        return Message((said,))
    head = t("This is what I keep about you in {community}. Only you can see this page.", community=community)
    lines = [line(part, rows) for part, rows in grouped(parts)]
    never = t("What you write in channels and to others I neither read nor keep.")
    return Message((head, *lines, never), (export_button(), erase_button()))


def line(part: Part, rows: int) -> Text:
    what = t("**{what}** ({n}), {why}.", what=part.what, n=rows, why=part.why)
    seen = t("Seen by {who}.", who=part.seen)
    period = PERIODS.get(part.fade)
    if period and period.days:
        kept = tn("Kept for {n} day after it is done.", "Kept for {n} days after it is done.", period.days)
        return t("{what} {seen} {kept}", what=what, seen=seen, kept=kept)
    return t("{what} {seen}", what=what, seen=seen)


def grouped(parts: Sequence[Part]) -> list[tuple[Part, int]]:
    """One for each thing, however many tables it takes, with how many there are."""
    things: dict[str, list[Part]] = {}
    for part in parts:
        things.setdefault(part.of, []).append(part)
    heads = [next((one for one in some if one.table == one.of), some[0]) for some in things.values()]
    return [(head, len(head.rows)) for head in heads]


def export_button() -> Button:
    return Button(t("Send me everything"), links.export(), Tone.MAIN)


def erase_button() -> Button:
    return Button(t("Erase everything about me"), links.erase(), Tone.DANGER)


def confirm(parts: Sequence[Part], community: str, also: Sequence[str]) -> Message:
    """What goes and what stays, in numbers, before anything goes."""
    if not parts:
        return page(parts, community)
    goes = [_counted(part, rows) for part, rows in grouped(parts) if part.erase in GOES]
    words = [_counted(part, rows) for part, rows in grouped(parts) if part.erase == "words"]
    lines = [t("Shall I erase everything about you in {community}? It cannot be undone.", community=community)]
    if goes:
        lines.append(t("**Goes at once:** {things}.", things=listing(goes)))
    if words:
        lines.append(t("**Stays as a bare number, without your name and words:** {things}.", things=listing(words)))
    lines.append(t("Your pairs end, and your partners hear only that you are not there any more."))
    lines.append(t("What others wrote stays theirs. Blocks and reports stay too, under a key that names nobody."))
    if also:
        lines.append(t("In {others} nothing changes; use the command there, too.", others=listing(list(also))))
    yes = Button(t("Yes, erase everything"), links.erased(), Tone.DANGER)
    return Message(tuple(lines), (yes, Button(t("Send me everything first"), links.export()), _keep()))


def _counted(part: Part, rows: int) -> Text:
    return t("{what} ({n})", what=part.what, n=rows)


def _keep() -> Button:
    return Button(t("Not now"), links.keep())


def erased() -> Message:
    said = t("It is done: I know nothing about you any more. Thank you for the time you were here.")
    on = t("What the platform keeps, such as our messages, you can delete there. If you come back, you begin anew.")
    return Message((said, on))


def exported(gone: Moment) -> Message:
    """Beside the files themselves."""
    said = t("This is everything that I keep about you, once for reading and once as data. Only you have it.")
    return Message((said, t("I delete this message {when}. Save the files if you need them longer.", when=gone)))


def pair_left(pair: Pair, reader: int) -> Message:
    """To the partner of somebody who was erased: neither a name nor a reason."""
    since = Moment(pair.started, "day")
    if reader == pair.mentor:
        head = t("Your mentee since {day} does not take part any more, so this pair has ended.", day=since)
        return Message((head, t("It says nothing about you. You have a free place again; thank you for your time!")))
    head = t("Your mentor since {day} does not take part any more, so this pair has ended.", day=since)
    on = t("It says nothing about you. If you like, we look for somebody else together.")
    return Message((head, on), (Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),))


def request_withdrawn() -> Message:
    return Message((t("A request to you was withdrawn. There is nothing to do."),))


def request_freed() -> Message:
    said = t("Somebody you asked does not take part any more. It says nothing about you.")
    return Message((said,), (Button(t("Look at other mentors"), mentoring.find(), Tone.MAIN),))


LABELS: Mapping[bool, Text] = {True: t("yes"), False: t("no")}
