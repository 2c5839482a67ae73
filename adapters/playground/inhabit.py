"""Moving the sample community in: its people into the room, their offers and wishes through the bot's own rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from adapters.playground.lived import Life, live, quietly
from adapters.playground.past import load
from adapters.playground.sample import DIRECT, Resident, Sample
from adapters.playground.things import Somebody, Tongue
from adapters.playground.view import TourStep
from bot.features.members.model import CONDUCT
from bot.features.mentoring import decide
from bot.features.programme import decide as programme
from bot.features.programme.formats import ANY
from bot.features.programme.model import Programme
from bot.features.topics.resolving import resolve
from bot.i18n import words
from bot.identity import Community, Person, Place
from bot.work import By, Home

if TYPE_CHECKING:
    from adapters.playground.room import Room
    from bot.ports import Store
    from bot.work import Work

PAIRS = 3
"""How many of the sample's mentees find somebody at the very moment of the first look."""
SEEKING = 6
"""Days since the mentees began to look."""


def furnish(room: Room, sample: Sample) -> None:
    """Put people, channels and what was said into a room that is still empty."""
    if room.people:
        return
    coordinators = tuple(one.id for one in sample.people if one.coordinator)
    for one in sample.people:
        about = f"{one.about} ({one.district})"
        room.add(Somebody(one.id, one.name, about, one.locale, one.zone, one.coordinator))
    for channel in sample.channels:
        room.open_place(channel.id, "channel", channel.name, coordinators if channel.moderators else ())
    now = room.clock.now()
    room.speak(Tongue(sample.language, unsaid=True))
    for remark in sample.chatter:
        at = now - timedelta(minutes=remark.minutes)
        room.put(room.conversations[remark.channel], remark.person, remark.text, at=at)
    for one in sample.people:
        for place in room.places_of(one.id):
            room.mark_read(one.id, place.place.id)


async def inhabit(store: Store, room: Room, sample: Sample) -> None:
    """Start the programme as a coordinator would, then let everybody offer, seek and, some, find each other."""
    now = room.clock.now()
    await store.write(lambda work: _settle(work, room.community, sample, now))


def _settle(work: Work, community: Community, sample: Sample, now: datetime) -> None:
    if work.communities.find(community):
        return
    past = load()
    opened = now - timedelta(days=past.opened)
    home = work.communities.ensure(community, sample.language, sample.zone, opened)
    lead = next(one for one in sample.people if one.coordinator)
    _open(work, home, lead, sample, opened)
    _open(work, home, lead, sample, now)
    for at, one in enumerate(sample.people):
        came = now - timedelta(days=SEEKING) if one.seek else opened + timedelta(days=1, hours=7 * at)
        _move_in(work, _by(home, one, min(came, now)), one)
    _match_some(work, home, sample, now)
    people = {one.id: one for one in sample.people}
    live(Life(work, past, lambda id, at: _by(home, people[id], at), lead.id, sample.zone, now))


def _by(home: Home, one: Resident, now: datetime) -> By:
    person = Person(home.community.platform, one.id, one.name)
    return By(home.key, person, now, one.coordinator, one.locale, one.zone)


def _open(work: Work, home: Home, lead: Resident, sample: Sample, at: datetime) -> None:
    """Begun long ago; the second time, now, only tells everybody."""
    by, platform = _by(home, lead, at), home.community.platform
    places = {channel.id: Place(platform, channel.id, channel.name) for channel in sample.channels}
    ours = next(channel.id for channel in sample.channels if channel.programme)
    theirs = next(channel.id for channel in sample.channels if channel.moderators)
    before = work.programmes.of(by.community)
    if before.opened is None:
        settings = Programme(by.community, places[ours], places[theirs])
        programme.start(quietly(work), by, home, settings)
    else:
        programme.open_programme(work, by, home, before)


def _move_in(work: Work, by: By, one: Resident) -> None:
    """Everybody has a profile; who neither offers nor seeks has not agreed to anything yet."""
    member = work.members.ensure(by)
    work.members.save(replace(member, about=one.about, languages=one.speaks, district=one.district))
    if one.offer or one.seek:
        work.members.accept_conduct(member, CONDUCT, by.now)
    if one.offer:
        decide.keep_offer(work, by, one.offer.capacity, resolve(work, by.community, one.offer.topics))
    if one.seek:
        decide.keep_seek(work, by, one.seek.goal, resolve(work, by.community, one.seek.topics), ANY)


def _match_some(work: Work, home: Home, sample: Sample, now: datetime) -> None:
    """The first mentees ask the mentor who suits them best, who says yes."""
    people = {one.id: one for one in sample.people}
    pairs = 0
    for one in sample.people:
        if one.seek is None or pairs == PAIRS:
            continue
        by = _by(home, one, now - timedelta(days=1))
        for found in decide.best_for(work, work.members.ensure(by), now)[:1]:
            asked = decide.ask(work, by, found.card.member.id, one.seek.goal)
            mentor = people[found.card.member.person.id]
            decide.accept(work, _by(home, mentor, now), asked.request.id)
            pairs += 1


def tour(sample: Sample) -> Sequence[TourStep]:
    """The guided tour as the page shows it."""
    return tuple(
        TourStep(
            words(step.title), words(step.text), step.person, "" if step.place == DIRECT else step.place, step.prompt
        )
        for step in sample.tour
    )
