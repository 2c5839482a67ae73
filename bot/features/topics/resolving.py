"""Topics as somebody typed them, found among the community's and the known ones; nothing typed is thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.features.members.model import Topic, topic_key
from bot.features.topics import links
from bot.features.topics.catalogue import subject_of, subjects, titled
from bot.features.topics.recognise import TYPO, mistyped, nearest
from bot.i18n import Text, t, words
from bot.ui import Choice, Menu
from bot.work import Work

KEEP = "-"
ASKED = 2
"""Menus in one answer: more would be an interrogation, and the rest is kept as typed."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A topic kept as it was typed, and the known subjects that may be meant."""

    topic: Topic
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Topics of the community; what was read as something else (typed, taken as); and what is to be asked."""

    topics: tuple[Topic, ...]
    corrected: tuple[tuple[str, str], ...] = ()
    unsure: tuple[Unsure, ...] = ()

    def said(self) -> tuple[Text, ...]:
        """A line for each correction."""
        return tuple(t("I took “{typed}” as **{topic}**.", typed=typed, topic=topic) for typed, topic in self.corrected)

    def asked(self) -> tuple[Menu, ...]:
        """What may be meant by words that nobody used here before; several can be picked."""
        return tuple(_question(one) for one in self.unsure[:ASKED])


def _question(one: Unsure) -> Menu:
    label = t("What is meant by “{typed}”?", typed=one.topic.name)
    known = [Choice(words(subjects()[code].title), code) for code in one.codes]
    keep = Choice(t("Something else: keep “{typed}”", typed=one.topic.name), KEEP)
    return Menu(label, (*known, keep), links.meant(one.topic.id), most=len(known))


@dataclass
class _Known:
    """The community's topics, found by key, by subject, or despite a typo."""

    work: Work
    community: int
    language: str
    keys: dict[str, Topic] = field(default_factory=dict)
    subjects: dict[str, Topic] = field(default_factory=dict)

    def of(self, code: str) -> Topic:
        """The community's topic for a known subject, made under its own name when there is none."""
        found = self.subjects.get(code)
        return found or self.work.members.topic(self.community, subjects()[code].name(self.language))


def _known(work: Work, community: int) -> _Known:
    home = work.communities.get(community)
    known = _Known(work, community, home.locale if home else "en")
    by_id = {topic.id: topic for topic in work.members.topics(community, limit=1000)}
    for topic in by_id.values():
        known.keys[topic_key(topic.name)] = topic
        known.subjects.setdefault(titled(topic.name), topic)
    for alias in work.topics.aliases(community):
        if alias.topic in by_id:
            known.keys.setdefault(topic_key(alias.name), by_id[alias.topic])
            known.subjects.setdefault(titled(alias.name), by_id[alias.topic])
    known.subjects.pop("", None)
    return known


def resolve(work: Work, community: int, names: Sequence[str]) -> Resolved:
    """Find each name; what is known nowhere becomes a topic of the community, and is asked about."""
    known = _known(work, community)
    topics: dict[int, Topic] = {}
    corrected: list[tuple[str, str]] = []
    unsure: list[Unsure] = []
    for name in names:
        topic, codes = _find(known, name)
        if codes and topic.id not in topics:
            unsure.append(Unsure(topic, codes))
        elif topic_key(topic.name) != topic_key(name):
            corrected.append((name, topic.name))
        topics[topic.id] = topic
        known.keys.setdefault(topic_key(topic.name), topic)
    return Resolved(tuple(topics.values()), tuple(corrected), tuple(unsure))


def _find(known: _Known, name: str) -> tuple[Topic, tuple[str, ...]]:
    """The topic, and the subjects to ask about where these words are new."""
    key = topic_key(name)
    if found := known.keys.get(key) or known.subjects.get(titled(name)):
        return found, ()
    near = [] if subject_of((name,)) else get_close_matches(key, list(known.keys), n=1, cutoff=TYPO)
    if near:
        return known.keys[near[0]], ()
    guesses = [] if subject_of((name,)) else nearest(name)
    if better := mistyped(name, guesses):
        return _find(known, better)
    return known.work.members.topic(known.community, name), tuple(guess.code for guess in guesses)


def settle(work: Work, community: int, topic: int, codes: Sequence[str]) -> tuple[Topic, ...]:
    """The community's topics for the subjects that were picked for these words; none where they are kept."""
    if KEEP in codes or work.members.topic_by_id(community, topic) is None:
        return ()
    known = _known(work, community)
    return tuple({found.id: found for code in codes if code in subjects() for found in (known.of(code),)}.values())


def exchanged(topics: Sequence[Topic], topic: int, into: Sequence[Topic]) -> tuple[Topic, ...]:
    """These topics with others in the place of one; each once."""
    spread = [one for old in topics for one in (into if old.id == topic else (old,))]
    return tuple({one.id: one for one in spread}.values())
