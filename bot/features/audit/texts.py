"""What each kind of entry is called; an entry of a newer version is shown by its permanent name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.audit import Entry
from bot.features.audit import links
from bot.i18n import Moment, Text, listing, t
from bot.ui import Button, Message

PAGE = 8

WHAT: Mapping[str, Text] = {
    "programme.changed": t("changed the programme’s settings"),
    "programme.started": t("started the programme"),
}
"""Every name that `work.audit.add` is called with; a test holds it complete."""

FACTS: Mapping[str, Text] = {
    "channel": t("Programme channel"),
    "hour": t("Hour of the weekly message"),
    "locale": t("Language of the community"),
    "moderators": t("Moderators’ channel"),
    "template": t("Course"),
    "weekday": t("Day of the weekly message"),
    "weeks": t("Length of a course in weeks"),
    "zone": t("Time zone"),
}


def shown(entries: Sequence[Entry]) -> Message:
    """One page, the newest first."""
    if not entries:
        return Message((t("Nothing was changed yet. Every change of the coordination is noted here."),))
    head = t("What the coordination changed, the newest first. Only the coordination sees this:")
    last = entries[-1].number
    more = (Button(t("Show earlier ones"), links.earlier(last)),) if last > 1 else ()
    return Message((head, *map(_line, entries)), more)


def _line(entry: Entry) -> Text:
    when, what = Moment(entry.at), WHAT.get(entry.what) or t("{name}", name=entry.what)
    who = entry.name or t("Somebody whose data was erased")
    changed = [FACTS[name] for name in entry.facts if name in FACTS]
    if changed:
        return t("- {when}: {who} {what} ({changed})", when=when, who=who, what=what, changed=listing(changed))
    return t("- {when}: {who} {what}", when=when, who=who, what=what)
