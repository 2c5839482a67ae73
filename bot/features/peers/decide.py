"""What introducing two people and answering change, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.members.profile import facts
from bot.features.mentoring import links as mentoring
from bot.features.peers import links
from bot.features.peers.model import A_WEEK, WEEK, Introduction
from bot.features.safety.meeting import may_meet, require_agreed
from bot.i18n import t
from bot.identity import Person
from bot.ui import Button, Message, Tone
from bot.work import By, Sending, Sort, Target, Work


@dataclass(frozen=True, slots=True)
class Introduced:
    """``strangers`` have never used the bot: nothing is sent to them, nor to the other."""

    names: tuple[str, str]
    strangers: tuple[str, ...] = ()


def introduce(work: Work, by: By, one: Person, other: Person, words: str) -> Introduced:
    giver = work.members.ensure(by)
    require_agreed(work, giver)
    _sensible(work, by, giver, one, other)
    found = [(person, work.members.find(by.community, person)) for person in (one, other)]
    strangers = tuple(person.name for person, member in found if member is None or not member.conduct)
    if strangers:
        return Introduced((one.name, other.name), strangers)
    first, second = (member for _, member in found if member)
    if first.left or second.left or first.paused(by.now) or second.paused(by.now) or not may_meet(work, first, second):
        raise _not_now()
    if not (may_meet(work, giver, first) and may_meet(work, giver, second)):
        raise _not_now()
    if work.introductions.between(by.community, first.id, second.id):
        raise Refused(t("These two have been introduced before, so I do not ask them again."))
    made = work.introductions.add(by.community, giver.id, first.id, second.id, words, by.now)
    for to, about in ((first, second), (second, first)):
        _tell(work, by, to, f"introduce:{made.id}", _asked(made, giver, about))
    return Introduced((first.name, second.name))


def _sensible(work: Work, by: By, giver: Member, one: Person, other: Person) -> None:
    if one == other or by.person in (one, other):
        raise Refused(t("An introduction needs two other people: `/introduce` brings two together whom you know."))
    if work.introductions.given_since(by.community, giver.id, by.now - WEEK) >= A_WEEK:
        raise Refused(
            t("You have made {n} introductions this week, thank you! The next one is for next week.", n=A_WEEK)
        )


def _not_now() -> Refused:
    """The same whatever the reason: a break, gone, not agreed, or kept apart."""
    return Refused(t("Right now these two cannot be introduced to each other by me. Nobody was asked."))


def _tell(work: Work, by: By, to: Member, once: str, message: Message) -> None:
    target = Target(people=(to.person,))
    work.outbox.put(Sending(f"{once}:{to.id}", by.community, target, message, sort=Sort.REQUEST), by.now)


def _asked(made: Introduction, giver: Member, about: Member) -> Message:
    head = t("{giver} thinks that you and **{name}** should know each other.", giver=giver.name, name=about.name)
    why = t("{giver} writes: “{words}”", giver=giver.name, words=made.words)
    on = t("I introduce you only if you both say yes. “Not now” is fine, and nobody is told.")
    buttons = (
        Button(t("Yes, introduce us"), links.answer(made.id, yes=True), Tone.MAIN),
        Button(t("Not now"), links.answer(made.id, yes=False)),
        Button(t("More…"), mentoring.more()),
    )
    return Message((head, why, on), buttons)


def answer(work: Work, by: By, id: int, *, yes: bool) -> tuple[Introduction, Member]:
    """What one of the two says. Both yes: they hear of each other, and the giver is thanked. A no is never told."""
    me, found = work.members.find(by.community, by.person), work.introductions.get(by.community, id)
    if me is None or found is None or me.id not in (found.one, found.other):
        raise Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))
    other = work.members.get(by.community, found.partner(me.id))
    if other is None or not found.open(by.now) or not may_meet(work, me, other):
        raise Refused(t("This introduction is closed, so there is nothing to do."))
    said = replace(found, one_said=yes) if me.id == found.one else replace(found, other_said=yes)
    work.introductions.save(said)
    if said.both:
        _tell(work, by, other, f"introduced:{id}", introduced(me))
        _thank(work, by, said, me, other)
    return said, other


def introduced(other: Member) -> Message:
    """Who the other is, and a first small step."""
    head = t("You and **{name}** both said yes. This is {name}:", name=other.name)
    on = t("Write {name} one line today, and propose two times for a coffee or a call.", name=other.name)
    return Message((head, *facts(other), on))


def _thank(work: Work, by: By, said: Introduction, one: Member, other: Member) -> None:
    giver = work.members.get(by.community, said.giver)
    if giver:
        thanks = t("{one} and {other} have both said yes and know each other now. Thank you!",
                   one=one.name, other=other.name)  # fmt: skip
        _tell(work, by, giver, f"introduced-by:{said.id}", Message((thanks,)))
