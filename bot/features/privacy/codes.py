"""What the codes in somebody's rows mean, in words: the file to read is for people, the other one for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.features.meetings.model import MeetingState
from bot.features.members.profile import MEETS
from bot.features.members.settings import DIRECT
from bot.features.mentoring.asking import REASONS as DECLINED
from bot.features.mentoring.model import RequestState
from bot.features.pairs.care_texts import OUTCOMES
from bot.features.pairs.model import PairState
from bot.features.pairs.texts import MEETING_FORMS, RHYTHMS
from bot.features.programme.formats import Format
from bot.features.recognition.honours import HonourState, Says
from bot.features.safety.model import Why
from bot.features.safety.texts import CATEGORIES
from bot.features.safety.texts import STATES as REPORTED
from bot.features.stories.texts import REASONS as NOT_POSTED
from bot.features.stories.texts import STATES as TOLD
from bot.features.suggestions.texts import NAMES
from bot.i18n import Language, Text, listing, t
from bot.work import Sort, State

FORMATS = {
    Format.QUESTION: t("One question: one or two talks"),
    Format.COURSE: t("A course of several weeks"),
}
SAYS = {Says.NAMED: t("Yes, with my name"), Says.NAMELESS: t("Yes, without my name"), Says.NO: t("Rather not")}
CODES: Mapping[str, Mapping[Any, Text]] = {
    "contact.direct": DIRECT,
    "expectation.form": MEETING_FORMS,
    "expectation.rhythm": RHYTHMS,
    "exclusion.why": {Why.BLOCK: t("blocked by you"), Why.REPORT: t("reported by you")},
    "followup.outcome": {one.value: one.label for one in OUTCOMES},
    "honour.mentee_says": SAYS,
    "honour.mentor_says": SAYS,
    "honour.state": {
        HonourState.ASKED: t("asked"),
        HonourState.POSTED: t("posted"),
        HonourState.DROPPED: t("not posted"),
        HonourState.DOWN: t("taken down"),
    },
    "meeting.state": {
        MeetingState.PROPOSED: t("proposed"),
        MeetingState.AGREED: t("agreed"),
        MeetingState.CANCELLED: t("called off"),
        MeetingState.MET: t("took place"),
        MeetingState.MISSED: t("did not take place"),
    },
    "member.meets": MEETS,
    "offer.format": FORMATS,
    "outbox.sort": {
        Sort.ANSWER: t("an answer"),
        Sort.REQUEST: t("a request"),
        Sort.INTRODUCTION: t("an introduction"),
        Sort.MEETING: t("a meeting"),
        Sort.SAFETY: t("about safety"),
        Sort.WEEKLY: t("the weekly message"),
        Sort.NUDGE: t("a reminder"),
        Sort.POST: t("a post"),
        Sort.COORDINATION: t("for the coordination"),
    },
    "outbox.state": {
        State.PENDING: t("waits to be sent"),
        State.SENDING: t("is on its way"),
        State.SENT: t("sent"),
        State.UNCERTAIN: t("perhaps sent"),
        State.DEAD: t("could not be sent"),
        State.UNTOLD: t("waits until you use a command"),
        State.TOLD: t("shown another way"),
        State.CANCELLED: t("taken back"),
        State.SKIPPED: t("left out"),
    },
    "pair.format": FORMATS,
    "pair.state": {
        PairState.ACTIVE: t("under way"),
        PairState.FINISHED: t("finished"),
        PairState.STOPPED: t("stopped early"),
    },
    "report.category": CATEGORIES,
    "report.state": REPORTED,
    "request.reason": {one.value: one.label for one in DECLINED},
    "request.state": {
        RequestState.OPEN: t("open"),
        RequestState.ACCEPTED: t("accepted"),
        RequestState.DECLINED: t("declined"),
        RequestState.WITHDRAWN: t("withdrawn"),
        RequestState.FREED: t("not needed any more"),
        RequestState.RELEASED: t("left without an answer"),
    },
    "seek.format": FORMATS,
    "story.reason": NOT_POSTED,
    "story.state": TOLD,
    "suggestion.standing": NAMES,
}
"""Table and column → what its codes mean."""
TONGUES = ("member.locale", "member.tongue", "member.languages", "member_language.language")


def meaning(table: str, column: str, value: str) -> Text | None:
    """In words, where this is a code; None for what somebody wrote."""
    name = f"{table}.{column}"
    if name in TONGUES:
        return t("{languages}", languages=listing([Language(code) for code in value.split(",")]))
    return CODES.get(name, {}).get(value)
