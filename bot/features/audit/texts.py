"""What each kind of entry is called; an entry of a newer version is shown by its permanent name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.audit import Entry
from bot.features.audit import links
from bot.i18n import Moment, Text, listing, t
from bot.ui import Button, Message

PAGE = 8

WHAT: Mapping[str, Text] = {
    "safety.allowed": t("let two people be matched again"),
    "safety.contact_named": t("named a safety contact"),
    "safety.contact_taken_off": t("took a safety contact off"),
    "safety.report_closed": t("closed a report"),
    "safety.report_noted": t("noted something on a report"),
    "safety.report_read": t("read a report"),
    "safety.report_taken": t("took a report up"),
    "impact.counting": t("changed whether activity is counted"),
    "impact.goal": t("set the programme’s goal"),
    "impact.learned": t("wrote down a lesson"),
    "impact.monthly": t("changed whether a monthly post is proposed"),
    "impact.posted": t("posted a month’s figures"),
    "impact.skipped": t("left a month’s post out"),
    "impact.unlearned": t("took a lesson away"),
    "needs.called": t("called for mentors in the channel"),
    "pair.looked": t("looked at a pair that needs a look"),
    "pair.looked_after": t("has looked after a pair"),
    "pair.written": t("wrote to a pair"),
    "poll.closed": t("closed a poll early"),
    "poll.posted": t("posted a poll"),
    "poll.repeated": t("changed whether a poll comes again"),
    "matching.approved": t("approved pairs of a round"),
    "matching.begun": t("began a round"),
    "matching.closed": t("ended a round"),
    "matching.rhythm": t("changed how people find each other"),
    "matching.weighed": t("changed what counts in rounds"),
    "posts.changed": t("changed a series of weekly posts"),
    "posts.edited": t("changed a text of the weekly posts"),
    "posts.ended": t("ended a series of weekly posts"),
    "posts.kept": t("had a weekly post come after all"),
    "posts.loaded": t("loaded texts for the weekly posts"),
    "posts.paused": t("paused a series of weekly posts"),
    "posts.removed": t("took a text of the weekly posts away"),
    "posts.restored": t("brought the ready-made weekly posts back"),
    "posts.resumed": t("let a series of weekly posts go on"),
    "posts.skipped": t("left a weekly post out"),
    "posts.started": t("started a series of weekly posts"),
    "posts.written": t("wrote a text for the weekly posts"),
    "course.removed": t("deleted a course of the community"),
    "course.kept": t("changed a course of the community"),
    "programme.changed": t("changed the programme’s settings"),
    "programme.started": t("started the programme"),
    "peers.rhythm": t("changed how often people are introduced"),
    "recognition.chosen": t("chose a pair of the month"),
    "recognition.milestones": t("changed whether milestones are posted"),
    "story.approved": t("let a story be posted"),
    "story.declined": t("did not take a story"),
    "story.edited": t("edited a story"),
    "story.taken_down": t("took a story down"),
    "suggestion.answered": t("answered a suggestion"),
    "suggestion.back": t("showed a suggestion again"),
    "suggestion.hidden": t("hid a suggestion"),
    "suggestion.posted": t("posted the answer to a suggestion"),
    "topics.merged": t("put two topics together"),
    "topics.named": t("gave a topic other names"),
    "topics.renamed": t("renamed a topic"),
}
"""Every name that `work.audit.add` is called with; a test holds it complete."""

CONFIDENTIAL = ("safety.allowed", "safety.report_")
"""Beginnings of names that are not shown in chat: a coordinator may be the one whom a report is about."""

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
    """One page, the newest first; what is confidential is left to those who run the bot."""
    last = entries[-1].number if entries else 0
    entries = [one for one in entries if not one.what.startswith(CONFIDENTIAL)]
    if not entries and last <= 1:
        return Message((t("Nothing was changed yet. Every change of the coordination is noted here."),))
    head = t("What the coordination changed, the newest first. Only the coordination sees this:")
    more = (Button(t("Show earlier ones"), links.earlier(last)),) if last > 1 else ()
    return Message((head, *map(_line, entries)), more)


def _line(entry: Entry) -> Text:
    when, what = Moment(entry.at), WHAT.get(entry.what) or t("{name}", name=entry.what)
    who = entry.name or t("Somebody whose data was erased")
    changed = [FACTS[name] for name in entry.facts if name in FACTS]
    if changed:
        return t("- {when}: {who} {what} ({changed})", when=when, who=who, what=what, changed=listing(changed))
    return t("- {when}: {who} {what}", when=when, who=who, what=what)
