"""How well a mentor suits a mentee, by the score that rounds use too, and what speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.features.matching import overlap
from bot.features.matching.score import Helper, Seeker, Setting, bits, near, parts, possible, score
from bot.features.members.model import Member, Topic
from bot.features.mentoring.model import MentorCard, Seek, Suggestion
from bot.features.programme.formats import ANY
from bot.features.topics.catalogue import subject_of
from bot.habits import hours
from bot.hours import written
from bot.i18n import Hours
from bot.work import Work


def weighing(work: Work, community: int, now: datetime) -> Setting:
    """What counts here and today; of which subjects two speak is looked up for each two."""
    return Setting(sliders=work.rounds.sliders(community), day=f"{now:%Y-%m-%d}")


def suggestion(setting: Setting, mentee: Member, seek: Seek | None, card: MentorCard) -> Suggestion | None:
    """What speaks for a mentor; None where the two are never brought together."""
    setting = _about(setting, seek, (card,))
    seeker, helper = _seeker(mentee, seek, card), _helper(card)
    if not possible(setting, seeker, helper):
        return None
    found, weights = parts(setting, seeker, helper), setting.weights()
    same, close = _topics(setting, seek.topics if seek else (), card)
    wanted, offered = seeker.terms.format, card.offer.terms.format
    return Suggestion(
        card,
        same,
        tuple(code for code in card.member.languages if code in mentee.languages),
        bool(seeker.district) and seeker.district == helper.district,
        score(setting, found),
        close,
        {name: weights[name] * value for name, value in found.items()},
        wanted if wanted is offered else None,
        _hours(setting, seeker, helper),
    )


def best(
    setting: Setting,
    mentee: Member,
    seek: Seek,
    cards: Sequence[MentorCard],
    allowed: Callable[[MentorCard], bool] = lambda card: True,
    most: int = 3,
) -> list[Suggestion]:
    """The best mentors first; equal ones by the earlier profile, so that the order never flickers.

    ``allowed`` asks the database, so only those are looked at who would be among them.
    """
    setting = _about(setting, seek, cards)
    same = _seeker(mentee, seek, cards[0]) if seek.topics and cards else None
    values = [(_value(setting, same or _seeker(mentee, seek, card), _helper(card)), card) for card in cards]
    ranked = sorted((-value, card.member.id, card) for value, card in values if value is not None)
    found = (suggestion(setting, mentee, seek, card) for _, _, card in ranked if allowed(card))
    return [one for one in islice(found, most) if one]


def _value(setting: Setting, seeker: Seeker, helper: Helper) -> int | None:
    """The score; None where the two are never brought together."""
    return score(setting, parts(setting, seeker, helper)) if possible(setting, seeker, helper) else None


def _about(setting: Setting, seek: Seek | None, cards: Sequence[MentorCard]) -> Setting:
    topics = {*(seek.topics if seek else ()), *(topic for card in cards for topic in card.offer.topics)}
    return replace(setting, subjects={one.id: subject_of((one.name,)) for one in topics})


def _seeker(mentee: Member, seek: Seek | None, card: MentorCard) -> Seeker:
    topics = seek.topics if seek and seek.topics else card.offer.topics
    return Seeker(
        mentee.id,
        tuple(topic.id for topic in topics),
        bits(mentee.languages),
        mentee.district.casefold(),
        seek.goal if seek else "",
        terms=seek.terms if seek else ANY,
        hours=written(mentee.hours),
        zone=mentee.zone or "",
        meets=mentee.meets,
    )


def _helper(card: MentorCard) -> Helper:
    one = card.member
    return Helper(
        one.id,
        tuple(topic.id for topic in card.offer.topics),
        bits(one.languages),
        one.district.casefold(),
        one.about,
        card.free,
        card.offer.capacity,
        terms=card.offer.terms,
        hours=written(one.hours),
        zone=one.zone or "",
        meets=one.meets,
    )


def _topics(setting: Setting, wanted: Sequence[Topic], card: MentorCard) -> tuple[tuple[Topic, ...], tuple[Topic, ...]]:
    """What both named, and where there is nothing, what of the mentor's is near."""
    ids = {topic.id for topic in wanted}
    same = tuple(topic for topic in card.offer.topics if topic.id in ids)
    if same:
        return same, ()
    return (), tuple(topic for topic in card.offer.topics if any(near(setting, topic.id, other) > 0 for other in ids))


def _hours(setting: Setting, seeker: Seeker, helper: Helper) -> Hours | None:
    if not seeker.hours or not helper.hours:
        return None
    both = overlap.shared((seeker.hours, seeker.zone), (helper.hours, helper.zone), setting.day)
    return hours(both, seeker.zone or "UTC", "gist") if both else None
