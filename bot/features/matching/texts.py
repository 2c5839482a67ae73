"""What the coordination reads about a round, and what the two of a proposed pair read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.features.matching import links
from bot.features.matching.cohort import Fairness, Left
from bot.features.matching.model import PairState, Proposed, Round
from bot.features.members.model import Member
from bot.features.members.profile import facts
from bot.features.members.topics import named
from bot.features.mentoring import links as mentoring
from bot.features.mentoring.model import Seek, Suggestion
from bot.features.mentoring.texts import reasons, suggestions, wish
from bot.i18n import Text, t, tn, words
from bot.ui import Button, Choice, Menu, Message, Tone

LONG = timedelta(minutes=20)
"""A round that is worked on for longer died with its process."""


def nothing_yet(last: Round | None) -> Message:
    head = t(
        "I look for the best whole assignment: first as many people as possible find somebody, then everybody suits as "
        "well as can be. You see every pair and its reasons before anybody hears of it."
    )
    lines = [head, *([t("Last round: {figures}.", figures=_figures(last.fairness))] if last else [])]
    buttons = (
        Button(t("Propose a round"), links.propose(), Tone.MAIN),
        Button(t("What counts"), links.weigh()),
        Button(t("How people find each other"), links.rhythm()),
    )
    return Message(tuple(lines), buttons)


def is_ready(round: Round) -> Message:
    """To the moderators' channel: no names stand here, the round is looked through alone."""
    head = t("A round is ready: {figures}. Nobody hears of it before you approve.", figures=_figures(round.fairness))
    return Message((head,), (Button(t("Look it through"), links.show(), Tone.MAIN),))


def working() -> Message:
    return Message((t("A round is being worked out just now. `/programme match` shows it as soon as it is ready."),))


def _figures(one: Fairness) -> Text:
    """As a coordinator reads them: of 100, where the reckoning is of 1000."""
    if not one.matched:
        return t("{matched} of {of} find somebody", matched=0, of=one.of)
    return t(
        "{matched} of {of} find somebody. They suit {mean} of 100 on average, and {worst} of 100 at least",
        matched=one.matched,
        of=one.of,
        mean=round(one.mean / 10),
        worst=round(one.worst / 10),
    )


def preview(
    round: Round,
    last: Round | None,
    still: int,
    left: int,
    page: int,
    pages: int,
    pairs: Sequence[tuple[Proposed, Text]],
) -> Message:
    """The figures beside first come, first served and the last round; then pairs, those who suit least first."""
    lines = [
        t("**This round**: {figures}.", figures=_figures(round.fairness)),
        t("First come, first served would be: {figures}.", figures=_figures(round.greedy)),
    ]
    if last:
        lines.append(t("Last round: {figures}", figures=_figures(last.fairness)))
    if left:
        lines.append(tn("{n} person is left without anybody.", "{n} people are left without anybody.", left))
    if pairs:
        lines.append(t("Page {page} of {pages}, those who suit least first:", page=page + 1, pages=pages))
    lines += [text for _, text in pairs]
    return Message(tuple(lines), (*_buttons(round, still, left, page, pages), *_menu(round, pairs)))


def _buttons(round: Round, still: int, left: int, page: int, pages: int) -> list[Button]:
    found = []
    if still:
        label = tn("Approve the pair", "Approve all {n} pairs", still)
        found.append(Button(label, links.approve_all(round.id), Tone.MAIN))
        found.append(Button(t("Work it out anew"), links.again(round.id)))
    if page > 0:
        found.append(Button(t("Page back"), links.page(round.id, page - 1)))
    if page < pages - 1:
        found.append(Button(t("Next page"), links.page(round.id, page + 1)))
    if left:
        found.append(Button(t("Who is left, and why"), links.left(round.id)))
    found.append(Button(t("End this round"), links.close(round.id)))
    return found


def _menu(round: Round, pairs: Sequence[tuple[Proposed, Text]]) -> tuple[Menu, ...]:
    choices = tuple(Choice(text, f"{one.mentor}:{one.mentee}") for one, text in pairs)
    return (Menu(t("Look at a pair"), choices, links.look(round.id)),) if choices else ()


def line(one: Proposed, mentor: Member, mentee: Member) -> Text:
    score = round(one.score / 10)
    if one.state is PairState.LOCKED:
        return t("{mentor} and {mentee} ({score} of 100, kept)", mentor=mentor.name, mentee=mentee.name, score=score)
    return t("{mentor} and {mentee} ({score} of 100)", mentor=mentor.name, mentee=mentee.name, score=score)


def pair(one: Proposed, head: Text, match: Suggestion | None, others: Sequence[tuple[Proposed, Text]]) -> Message:
    """A pair with its reasons, and everything that can be done with it."""
    why = reasons(match) if match else t("These two cannot be brought together any more; approving skips them.")
    key = (one.round, one.mentor, one.mentee)
    kept = one.state is PairState.LOCKED
    buttons = (
        Button(t("Approve this pair"), links.approve(*key), Tone.MAIN),
        Button(t("Let it change again"), links.unlock(*key))
        if kept
        else Button(t("Keep these two together"), links.lock(*key)),
        Button(t("Not these two"), links.forbid(*key)),
    )
    choices = tuple(Choice(text, f"{other.mentor}:{other.mentee}") for other, text in others)
    swap = (Menu(t("Exchange mentees with"), choices, links.swap(*key)),) if choices else ()
    return Message((head, why), (*buttons, *swap, Button(t("Back to the round"), links.page(one.round))))


def left(round: Round, rows: Sequence[tuple[Left, str, str]], page: int, pages: int) -> Message:
    """Each mentee without anybody, with the reason."""
    lines = [_why(one, name, topic) for one, name, topic in rows]
    head = t("These people are in the next round. Page {page} of {pages}:", page=page + 1, pages=pages)
    turns = []
    if page > 0:
        turns.append(Button(t("Page back"), links.left(round.id, page - 1)))
    if page < pages - 1:
        turns.append(Button(t("Next page"), links.left(round.id, page + 1)))
    return Message((head, *lines), (*turns, Button(t("Back to the round"), links.page(round.id))))


def _why(one: Left, name: str, topic: str) -> Text:
    match one.why:
        case "nobody":
            return t("- **{name}**: nobody with a free place offers {topic} or something close", name=name, topic=topic)
        case "language":
            return t("- **{name}**: nobody for {topic} speaks a language of theirs", name=name, topic=topic)
        case "format":
            return t(
                "- **{name}**: nobody for {topic} offers the format, a question or a course, that they want",
                name=name,
                topic=topic,
            )
        case "full":
            return t(
                "- **{name}**: all mentors for {topic} are full ({needed} needed, places: {seats})",
                name=name,
                topic=topic,
                needed=one.needed,
                seats=one.seats,
            )
        case _:
            return t("- **{name}**: no mentor for {topic} is possible just now", name=name, topic=topic)


# -- to the two


def to_mentor(one: Proposed, mentee: Member, seek: Seek, match: Suggestion) -> Message:
    lines = [t("The programme proposes **{name}** as your mentee.", name=mentee.name)]
    if match.topics:
        about = named(match.topics)
        lines = [t("The programme proposes **{name}** as your mentee, for {topics}.", name=mentee.name, topics=about)]
    lines += [*facts(mentee), *wish(seek), reasons(match)]
    return Message((*lines, _freely(mentee)), _answers(one), notify=(match.card.member.person,))


def to_mentee(one: Proposed, match: Suggestion) -> Message:
    mentor = match.card.member
    head = t("The programme proposes **{name}** as your mentor.", name=mentor.name)
    return Message((head, *facts(mentor), reasons(match), _freely(mentor)), _answers(one))


def _freely(other: Member) -> Text:
    return t("If you both say yes, you are a pair. “Not now” is fine: {name} is told kindly, without a reason.",
             name=other.name)  # fmt: skip


def _answers(one: Proposed) -> tuple[Button, ...]:
    key = (one.round, one.mentor, one.mentee)
    return (
        Button(t("Yes, gladly"), links.answer(*key, yes=True), Tone.MAIN),
        Button(t("Not now"), links.answer(*key, yes=False)),
        Button(t("More…"), mentoring.more()),
    )


def not_this_time(other: Member, following: Sequence[Suggestion], *, seeking: bool) -> Message:
    head = t(
        "Right now it is not possible with {name}. That happens often and says nothing about you.", name=other.name
    )
    if not seeking:
        return Message((head, t("Your place is free for somebody else; I write to you when there is a proposal.")))
    if not following:
        return Message((head, t("You are in the next round, with the time you have waited.")))
    lines, buttons = suggestions(following)
    on = t("You are in the next round, with the time you have waited. You can also ask somebody yourself:")
    return Message((head, on, *lines), buttons)


def no_answer(other: Member, *, seeking: bool) -> Message:
    head = t("{name} has not answered for a week, so I do not wait any longer.", name=other.name)
    if seeking:
        return Message((head, t("You are in the next round, with the time you have waited.")))
    return Message((head, t("Your place is free for somebody else; I write to you when there is a proposal.")))


def sent(still: int) -> Text:
    return tn(
        "Approved: both of the pair are asked now. You see here who has answered.",
        "Approved: both of each of {n} pairs are asked now. You see here who has answered.",
        still,
    )


def outcome(asked: int, agreed: int, declined: int) -> Text:
    return t(
        "So far: {asked} wait for an answer, {agreed} are pairs, {declined} not this time.",
        asked=asked,
        agreed=agreed,
        declined=words(str(declined)),
    )
