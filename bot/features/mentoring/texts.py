"""What people read when they seek, ask and answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.members.model import Member
from bot.features.members.profile import facts
from bot.features.members.topics import named
from bot.features.mentoring import links
from bot.features.mentoring.model import MentorCard, Request, RequestState, Suggestion
from bot.i18n import Language, Text, listing, t, tn, words
from bot.ui import Button, Message, Tone

SHOWN = 240
"""Characters of an about text on a card; the whole is one button away."""


def reasons(match: Suggestion) -> Text:
    """Why somebody is shown, strongest first."""
    found: list[Text] = []
    if match.topics:
        found.append(t("{topics} in common", topics=listing([topic.name for topic in match.topics])))
    if match.languages:
        spoken = listing([Language(code) for code in match.languages])
        found.append(t("both speak {languages}", languages=spoken))
    if match.same_district:
        found.append(t("both live in {district}", district=match.card.member.district))
    return t("_Why: {reasons}._", reasons=listing(found))


def card(one: MentorCard, why: Text | None = None) -> tuple[Text, ...]:
    """A mentor in two or three lines."""
    about = one.member.about
    short = about if len(about) <= SHOWN else about[: SHOWN - 1] + "…"
    places = tn("{n} free place", "{n} free places", one.free)
    topics = listing([topic.name for topic in one.offer.topics])
    head = t("**{name}** · {topics} · {places}", name=one.member.name, topics=topics, places=places)
    extra = [words(short)] if short else []
    return (head, *extra, *([why] if why else []))


def suggestions(found: Sequence[Suggestion]) -> tuple[tuple[Text, ...], tuple[Button, ...]]:
    """The best mentors, each with its reason, and a button to ask each."""
    lines = tuple(line for match in found for line in card(match.card, reasons(match)))
    buttons = tuple(
        Button(t("Ask {name}", name=match.card.member.name), links.ask(match.card.member.id)) for match in found
    )
    return lines, buttons


def asked(request: Request, mentee: Member, one: MentorCard, match: Suggestion | None) -> Message:
    """To the mentor: who asks, what for, and that saying no costs nothing."""
    head = t("**{name}** would like to ask you for mentorship.", name=mentee.name)
    if match and match.topics:
        head = t("**{name}** would like to ask you about {topics}.", name=mentee.name, topics=named(match.topics))
    lines = [head, t("{name} writes: “{words}”", name=mentee.name, words=request.words)]
    if match:
        lines.append(reasons(match))
    lines.append(tn("You have {n} free place.", "You have {n} free places.", one.free))
    return Message(
        tuple(lines),
        (
            Button(t("Say yes to {name}", name=mentee.name), links.accept(request=request.id), Tone.MAIN),
            Button(t("Who is {name}?", name=mentee.name), links.about(request=request.id)),
            Button(t("Not now"), links.decline(request=request.id)),
            Button(t("More…"), links.more()),
        ),
        notify=(one.member.person,),
    )


def closed(request: Request, other: Member) -> Text:
    """What became of a request that is not open any more."""
    match request.state:
        case RequestState.ACCEPTED:
            return t("You and {name} are a pair already. `/mentor status` shows your next step.", name=other.name)
        case RequestState.WITHDRAWN:
            return t("This request was withdrawn, so there is nothing to do.")
        case _:
            return t("This request is closed, so there is nothing to do. `/mentor status` shows what is open.")


def not_possible(mentor: Member, following: Sequence[Suggestion]) -> Message:
    """To the mentee: no reason that could hurt, and the next best people."""
    head = t(
        "Right now it is not possible with {name}. That happens often and says nothing about you.",
        name=mentor.name,
    )
    if not following:
        on = t("Nobody else for your topics has a free place today. `/mentor seek` changes what you look for.")
        return Message((head, on), (Button(t("Look at all mentors"), links.find()),))
    lines, buttons = suggestions(following)
    return Message((head, t("These would suit you as well:"), *lines), buttons)


def freed(mentee: Member) -> Message:
    return Message(
        (
            t(
                "{name} has found a mentor, so you need not answer any more. Thank you for being there!",
                name=mentee.name,
            ),
        )
    )


def withdrawn(mentee: Member) -> Message:
    return Message((t("{name} has withdrawn the request to you. There is nothing to do.", name=mentee.name),))


def about_person(member: Member, goal: str) -> Message:
    """Somebody's profile, as a message."""
    lines = [t("**{name}**", name=member.name), *facts(member)]
    if goal:
        lines.append(t("Would like to reach: {goal}", goal=goal))
    return Message(tuple(lines))
