"""What people read when they seek, ask and answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.features.members.model import Member
from bot.features.members.profile import choose_pause, facts, free_time
from bot.features.members.topics import named
from bot.features.mentoring import links, terms
from bot.features.mentoring.model import MentorCard, Queue, Request, RequestState, Seek, Suggestion
from bot.features.programme.formats import Format
from bot.i18n import Language, Moment, Text, listing, t, tn, words
from bot.ui import Button, Message, Tone

SHOWN = 240
"""Characters of an about text on a card; the whole is one button away."""


MOST = 3
"""Reasons that are said; the wait and the mentor's load count too, and are nobody's business."""


def reasons(match: Suggestion) -> Text:
    """Why somebody is shown, the strongest first."""
    found = sorted(_reasons(match), key=lambda one: -match.strength[one[0]])
    return t("_Why: {reasons}._", reasons=listing([text for _, text in found[:MOST]]))


def _reasons(match: Suggestion) -> Iterator[tuple[str, Text]]:
    """Each with the part of the score that it stands for."""
    if match.topics:
        yield "topics", t("{topics} in common", topics=listing([topic.name for topic in match.topics]))
    if match.close:
        yield "topics", t("knows {topics}, which is close", topics=listing([topic.name for topic in match.close]))
    if match.languages:
        spoken = listing([Language(code) for code in match.languages])
        yield "languages", t("both speak {languages}", languages=spoken)
    if match.same_district:
        yield "district", t("both live in {district}", district=match.card.member.district)
    if match.hours:
        yield "time", t("both have time {hours}", hours=match.hours)
    match match.format:
        case Format.QUESTION:
            yield "format", t("both want to talk about one question")
        case Format.COURSE:
            yield "format", t("both want a course of several weeks")


def card(one: MentorCard, why: Text | None = None) -> tuple[Text, ...]:
    """A mentor in a few lines."""
    about = one.member.about
    short = about if len(about) <= SHOWN else about[: SHOWN - 1] + "…"
    places = tn("{n} free place", "{n} free places", one.free)
    topics = listing([topic.name for topic in one.offer.topics])
    head = t("**{name}** · {topics} · {places}", name=one.member.name, topics=topics, places=places)
    extra = [words(short)] if short else []
    return (head, *extra, *terms.offered(one.offer.terms), *free_time(one.member), *([why] if why else []))


def suggestions(found: Sequence[Suggestion]) -> tuple[tuple[Text, ...], tuple[Button, ...]]:
    """The best mentors, each with its reason, and a button to ask each."""
    lines = tuple(line for match in found for line in card(match.card, reasons(match)))
    buttons = tuple(
        Button(t("Ask {name}", name=match.card.member.name), links.ask(match.card.member.id)) for match in found
    )
    return lines, buttons


def asked(request: Request, mentee: Member, seek: Seek | None, one: MentorCard, match: Suggestion | None) -> Message:
    """To the mentor: who asks, what for, and that saying no costs nothing."""
    head = t("**{name}** would like to ask you for mentorship.", name=mentee.name)
    if match and match.topics:
        head = t("**{name}** would like to ask you about {topics}.", name=mentee.name, topics=named(match.topics))
    lines = [head, t("{name} writes: “{words}”", name=mentee.name, words=request.words)]
    lines += terms.wanted(seek.terms) if seek else ()
    if match:
        lines.append(reasons(match))
    lines.append(tn("You have {n} free place.", "You have {n} free places.", one.free))
    return Message(
        tuple(lines),
        _answer_buttons(request, mentee),
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


def about_person(member: Member, seek: Seek | None) -> Message:
    """Somebody who looks for a mentor, as a message."""
    return Message((t("**{name}**", name=member.name), *facts(member), *wish(seek)))


def wish(seek: Seek | None) -> tuple[Text, ...]:
    """What somebody looks for, as a mentor reads it."""
    if seek is None:
        return ()
    goal = [t("Would like to reach: {goal}", goal=seek.goal)] if seek.goal else []
    return (*goal, *terms.wanted(seek.terms))


def prompt(request: Request, mentee: Member) -> Message:
    """To a mentor who has not answered for three days."""
    head = t(
        "**{name}** asked you for mentorship {when} and is waiting for your answer. “Not now” is a good answer too.",
        name=mentee.name,
        when=Moment(request.sent, "day"),
    )
    on = t("If I hear nothing within four days, I give the request back, so that {name} can go on.", name=mentee.name)
    return Message((head, on), _answer_buttons(request, mentee))


def _answer_buttons(request: Request, mentee: Member) -> tuple[Button, ...]:
    return (
        Button(t("Say yes to {name}", name=mentee.name), links.accept(request=request.id), Tone.MAIN),
        Button(t("Who is {name}?", name=mentee.name), links.about(request=request.id)),
        Button(t("Not now"), links.decline(request=request.id)),
        Button(t("More…"), links.more()),
    )


def released(mentee: Member) -> Message:
    """To a mentor whose seven days are over: no blame, and a way out of being asked."""
    head = t("I have given the request of {name} back, so that the search can go on. That is fine.", name=mentee.name)
    on = t("If there is too much on your plate just now, a break keeps requests away.")
    return Message((head, on), (Button(t("Take a break"), choose_pause()), Button(t("My offer"), links.card())))


def question(request: Request, mentor: Member, asked: str) -> Message:
    """To the mentee: what the mentor would like to know first."""
    head = t("**{name}** would like to know something before answering:", name=mentor.name)
    return Message(
        (head, t("“{words}”", words=asked)),
        (
            Button(t("Answer {name}", name=mentor.name), links.reply(request.id), Tone.MAIN),
            Button(t("Withdraw it"), links.withdraw(request.id)),
            Button(t("More…"), links.more()),
        ),
    )


def answered(request: Request, mentee: Member, asked: str, said: str) -> Message:
    """To the mentor: the answer to the question, and the way to decide."""
    head = t("**{name}** has answered your question “{question}”:", name=mentee.name, question=asked)
    return Message((head, t("“{words}”", words=said)), _answer_buttons(request, mentee))


def prompt_mentee(request: Request, mentor: Member) -> Message:
    head = t("**{name}** still waits for your answer to a question. It takes a minute.", name=mentor.name)
    on = t("If I hear nothing within four days, I withdraw the request for you.")
    answer = Button(t("Answer {name}", name=mentor.name), links.reply(request.id), Tone.MAIN)
    return Message((head, on), (answer, Button(t("Withdraw it"), links.withdraw(request.id))))


def closed_unanswered(mentor: Member) -> Message:
    """To a mentee who left a question unanswered for a week."""
    head = t(
        "I have withdrawn your request to {name}, since the question stayed open. Nothing is lost.", name=mentor.name
    )
    return Message((head,), (Button(t("Look for a mentor"), links.seek(), Tone.MAIN),))


def too_much() -> Message:
    """To a mentor alone: is it too much?"""
    head = t("You have had many requests lately, or had to say “not now” often. Is it too much just now?")
    on = t("Until you tell me, I send you no more requests. Only you can see this.")
    return Message(
        (head, on),
        (
            Button(t("It is fine, go on"), links.go_on(), Tone.MAIN),
            Button(t("Take a break"), choose_pause()),
            Button(t("Change my offer"), links.offer()),
            Button(t("More…"), links.more()),
        ),
    )


def seat_free(match: Suggestion) -> Message:
    """To somebody who waits: there is a place."""
    lines, buttons = suggestions([match])
    head = t("There is a free place for what you look for. I tell a few people at once, those who wait longest first.")
    return Message((head, *lines), (*buttons, Button(t("More…"), links.more())))


def queue_line(topic: str, found: Queue) -> Text:
    """Honest numbers: how many wait, how many seats there are, how long it takes so far."""
    wait = tn("{n} person looks for {topic}", "{n} people look for {topic}", found.waiting, topic=topic)
    seats = tn("{n} place is free", "{n} places are free", found.seats)
    if found.waiting < 2 or found.waited.days < 1:
        return t("{wait}; {seats}.", wait=wait, seats=seats)
    days = tn("{n} day", "{n} days", found.waited.days)
    return t("{wait}; {seats}. Half of them have waited longer than {days}.", wait=wait, seats=seats, days=days)
