"""Coming in: which community an event belongs to, who acts there, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot import presence
from bot.cleaning import clean
from bot.codec import dumps
from bot.errors import Refused
from bot.events import CommandUsed, Event, FormSent, OptionTyped
from bot.fit import fit
from bot.i18n import Text, language_of, t, words
from bot.identity import Community, Person, Place
from bot.markup import Reader
from bot.ports import Standing
from bot.ui import Message
from bot.work import By, Home

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.features.members.model import Member
    from bot.patience import Tracked
    from bot.ports import Adapter, Clock
    from bot.work import Work

FRESH = timedelta(seconds=60)
"""How long a platform's word about somebody's standing holds."""
REMEMBERED = 10_000


class Standings:
    """What the platforms say about people, asked anew after a minute."""

    def __init__(self, adapters: Mapping[str, Adapter], clock: Clock) -> None:
        self._adapters = adapters
        self._clock = clock
        self._known: dict[tuple[Person, Community], tuple[datetime, Standing]] = {}
        self.telling: set[tuple[int, Person]] = set()
        """Who is being shown right now what waited for them: not twice at once."""

    async def of(self, person: Person, community: Community) -> Standing:
        now = self._clock.now()
        at, standing = self._known.get((person, community), (None, None))
        if at is not None and standing is not None and abs(now - at) < FRESH:
            return standing
        standing = await self._adapters[person.platform].standing(person, community)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[person, community] = (now, standing)
        return standing

    def forget(self, person: Person, community: Community) -> None:
        self._known.pop((person, community), None)


class Entered(NamedTuple):
    home: Home
    by: By
    reader: Reader
    member: Member | None
    untold: bool = False


async def homes(bot: Bot, event: CommandUsed | OptionTyped) -> Sequence[Home]:
    """The community in which a command was typed; in a direct conversation, those in which the person has a profile."""
    if event.community is None:
        return await bot.store.read(lambda work: work.communities.of_person(event.person))
    community = event.community
    home = await bot.store.read(lambda work: work.communities.find(community))
    if home and (home.removed or home.paused):  # whoever speaks from there shows that the bot is there again
        await presence.came_back(bot, community)
    if home is None:
        language, now = language_of(event.locale), bot.clock.now()
        home = await bot.store.write(lambda work: work.communities.ensure(community, language, "UTC", now))
    return [home]


def _not_found() -> Refused:
    """The same for what is absent and for what belongs to others."""
    return Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))


async def enter(bot: Bot, event: Event, key: int) -> Entered:
    """Who acts in this community; raises `Refused` for a community one does not belong to."""

    def look(work: Work) -> tuple[Home | None, Member | None, bool, bool]:
        home = work.communities.get(key)
        if home is None:
            return None, None, False, False
        untold = bool(work.outbox.untold(key, event.person, 1))
        return home, work.members.find(key, event.person), event.person in work.reports.contacts(key), untold

    home, member, contact, untold = await bot.store.read(look)
    elsewhere = home and event.community is not None and event.community != home.community
    if home is None or elsewhere or home.community.platform != event.person.platform:
        raise _not_found()
    if event.community is not None and home.paused:
        await presence.came_back(bot, home.community)
    standing = await bot.standings.of(event.person, home.community)
    if not standing.member and member is None:
        raise _not_found()
    if not standing.member:
        raise Refused(t("You are not in {community} any more, so this cannot go on here.", community=home.name))
    person = Person(event.person.platform, event.person.id, standing.name or event.person.name)
    locale = event.locale or standing.locale
    by = By(key, person, bot.clock.now(), standing.coordinator, locale, standing.zone, contact)
    if member:
        member = await _as_the_platform_says(bot, by, member)
    said = (member.tongue if member else None) or locale or (member.locale if member else None)
    language = language_of(said, language_of(home.locale))
    zone = (member.zone_now(standing.zone) if member else standing.zone) or home.zone
    return Entered(home, by, Reader(language, zone, by.now), member, untold)


async def _as_the_platform_says(bot: Bot, by: By, member: Member) -> Member:
    """The name, language and zone that later messages use; somebody who acts here is here again."""

    def renew(work: Work) -> Member:
        known = work.members.ensure(by)
        if known.zone != member.zone:
            work.outbox.reconsider(by.community, by.person)
        if known.left:
            known = replace(known, left=False)
            work.members.save(known)
        return known

    said = (by.person.name or member.name, by.locale or member.locale, member.zone_now(by.zone))
    if not member.left and said == (member.name, member.locale, member.zone):
        return member
    return await bot.store.write(renew)


def nowhere(person: Person) -> Place:
    """The place of somebody who is still typing: nothing can be posted there."""
    return Place(person.platform, "")


async def receive(bot: Bot, event: Event, reply: Tracked) -> None:
    """Keep an event whose handler needs longer, so that a crash does not lose it."""
    body, now = dumps(event), bot.clock.now()

    def decide(work: Work) -> None:
        # Noted here already: whoever is cancelled while this commits still has to settle it.
        reply.received = not reply.over and work.inbox.receive(event.person.platform, event.id, body, now)

    await bot.store.write(decide)


async def settle(bot: Bot, platform: str, event: str) -> None:
    """What was received is dealt with: a restart does not take it up again."""
    now = bot.clock.now()
    await bot.store.write(lambda work: work.inbox.once(platform, event, now))


def refused(event: Event, why: Refused) -> Message:
    """Outside a form that could be shown again: what was typed into it comes back."""
    return Message((why.text, *(_typed(event) if isinstance(event, FormSent) else ())))


def unsaved(event: Event) -> Message:
    """What is said when nothing could be stored: the typed text comes back."""
    said = t("Nothing could be saved just now; this is our fault. Please try again in a few minutes.")
    return Message((said, *_typed(event)))


def our_fault(event: Event, reference: str) -> Message:
    """What is said after an unexpected error; ``reference`` finds it in the log."""
    said = t(
        "Something went wrong on our side ({reference}). Please try once more in a minute; if it happens again, "
        "tell your coordination this reference.",
        reference=reference,
    )
    return Message((said, *_typed(event)))


def _typed(event: Event) -> tuple[Text, ...]:
    """What a person typed, given back so that it is not lost."""
    typed: list[str] = []
    if isinstance(event, FormSent):
        typed = [clean(text, lines=True) for answer in event.answers.values() for text in answer]
    if isinstance(event, CommandUsed):
        typed = [clean(text, lines=False) for text in (event.words, *event.options.values())]
    kept = [text for text in typed if text]
    return (t("This is what you typed, so that it is not lost:"), *map(words, kept)) if kept else ()


async def say(bot: Bot, event: Event, reply: Tracked, message: Message) -> None:
    """A private line outside a handler."""
    reader = reply.ctx.reader if reply.ctx else Reader(language_of(event.locale), "UTC", bot.clock.now())
    adapter = bot.adapters[event.person.platform]
    for post in fit(message, adapter.capabilities, reader, _no_controls):
        await reply.answer(post, private=True)


def _no_controls(action: object) -> str:
    raise TypeError(f"{action!r} needs a community, and none is known here")
