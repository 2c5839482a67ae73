"""What suggesting, supporting and answering change, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.again import just_now
from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.suggestions import texts
from bot.features.suggestions.model import A_WEEK, WEEK, Standing, Suggestion, alike
from bot.forms import KEPT
from bot.i18n import t
from bot.work import By, Sending, Sort, Target, Work

COMPARED = 200
"""The newest ones are looked through for similar ones: more than a community has open at once."""


@dataclass(frozen=True, slots=True)
class View:
    """A suggestion as one person sees it. ``author`` only for the coordination."""

    suggestion: Suggestion
    mine: bool
    behind: bool
    author: Member | None = None


def gone() -> Refused:
    return Refused(t("I cannot find this suggestion any more. `/suggestions` shows those there are."))


def find(work: Work, by: By, id: int) -> Suggestion:
    """Raises `Refused` for one that this person may not see."""
    found = work.suggestions.get(by.community, id)
    if found is None or (found.standing is Standing.HIDDEN and not by.coordinator and not _is_author(work, by, found)):
        raise gone()
    return found


def _is_author(work: Work, by: By, suggestion: Suggestion) -> bool:
    member = work.members.find(by.community, by.person)
    return member is not None and member.id == suggestion.author


def view(work: Work, by: By, id: int) -> View:
    found = find(work, by, id)
    me = work.members.find(by.community, by.person)
    behind = me is not None and me.id in work.suggestions.supporters(found)
    author = work.members.get(by.community, found.author) if by.coordinator else None
    return View(found, me is not None and me.id == found.author, behind, author)


def similar(work: Work, by: By, words: str) -> list[Suggestion]:
    return alike(words, work.suggestions.shown(by.community, COMPARED))


def hold(work: Work, by: By, words: str) -> int:
    """Keep what was typed until its writer has looked at the similar ones."""
    return work.drafts.keep(by.community, by.person, {"suggestion": words}, by.now + KEPT)


def send_held(work: Work, by: By, draft: int) -> Suggestion:
    held = work.drafts.get(by.community, by.person, draft, by.now)
    words = held.body.get("suggestion") if held else None
    if not isinstance(words, str):
        raise Refused(t("This was too long ago. `/suggest` opens the form again."))
    return send(work, by, words)


def send(work: Work, by: By, words: str) -> Suggestion:
    """Keep it, and tell the coordination where there is a place for that. Sent twice, it is one."""
    me = work.members.ensure(by)
    lately = work.suggestions.of(by.community, me.id, by.now - WEEK)
    for one in lately:
        if one.words == words and just_now(one.created, by.now):
            return one
    if len(lately) >= A_WEEK:
        raise Refused(
            t("You have had many ideas this week, thank you! The next one can come in a few days."),
            {"words": t("At most {most} in a week.", most=A_WEEK)},
        )
    new = work.suggestions.add(Suggestion(0, by.community, me.id, words, by.now))
    moderators = work.programmes.of(by.community).moderators
    if moderators:
        message = texts.arrived(new, me)
        row = Sending(f"suggestion:{new.id}", by.community, Target(place=moderators), message, sort=Sort.COORDINATION)
        work.outbox.put(row, by.now)
    return new


def support(work: Work, by: By, id: int, *, yes: bool) -> Suggestion:
    """Stand behind it, once however often; the author always does."""
    found = find(work, by, id)
    me = work.members.ensure(by)
    if me.id == found.author:
        raise Refused(t("This suggestion is yours, so you are counted already."))
    if yes:
        work.suggestions.support(found, me.id)
    else:
        work.suggestions.leave(found, me.id)
    return find(work, by, id)


def withdraw(work: Work, by: By, id: int) -> None:
    found = find(work, by, id)
    if not _is_author(work, by, found):
        raise gone()
    work.suggestions.remove(found)


def answer(work: Work, by: By, id: int, standing: Standing, words: str) -> Suggestion:
    """Where it stands now, with the reason; its author and all who stand behind it hear of it."""
    found = find(work, by, id)
    if standing is Standing.DECLINED and not words:
        wrong = {"answer": t("Please say why not, in a sentence that its writer can accept.")}
        raise Refused(t("The answer needs another look. Nothing you typed is lost."), wrong)
    if (found.standing, found.answer) == (standing, words):
        return found
    answered = replace(found, standing=standing, answer=words, answered=by.now)
    work.suggestions.save(answered)
    work.audit.add(by, "suggestion.answered", f"suggestion:{id}", standing=standing.value)
    _tell_those_behind(work, by, answered)
    return answered


def _tell_those_behind(work: Work, by: By, suggestion: Suggestion) -> None:
    """A correction before the first answer went out takes its place."""
    people = work.members.several(by.community, work.suggestions.supporters(suggestion))
    for member in people.values():
        if member.left or member.person == by.person:
            continue
        mine = member.id == suggestion.author
        row = Sending(
            f"suggestion-answer:{suggestion.id}:{member.id}:{by.now.timestamp()}",
            by.community,
            Target(people=(member.person,)),
            texts.was_answered(suggestion, mine=mine),
            collapse=f"suggestion-answer:{suggestion.id}:{member.id}",
            sort=Sort.REQUEST if mine else Sort.NUDGE,
        )
        work.outbox.put(row, by.now)


def tell(work: Work, by: By, id: int) -> Suggestion:
    """Post the answer in the programme's channel, once for each answer."""
    found = find(work, by, id)
    if found.answered is None or found.standing is Standing.HIDDEN:
        raise Refused(t("There is no answer to post yet."))
    place = work.programmes.of(by.community).channel
    if place is None:
        raise Refused(t("There is no channel for it yet: `/programme setup` names one."))
    row = Sending(
        f"suggestion-post:{id}:{found.answered.timestamp()}",
        by.community,
        Target(place=place),
        texts.posted(found),
        sort=Sort.POST,
    )
    if work.outbox.put(row, by.now):
        work.audit.add(by, "suggestion.posted", f"suggestion:{id}")
    return found


def hide(work: Work, by: By, id: int, *, yes: bool) -> Suggestion:
    """Out of everybody's sight, or back as it was before any answer."""
    found = find(work, by, id)
    standing = Standing.HIDDEN if yes else Standing.NEW
    if (found.standing is Standing.HIDDEN) == yes:
        return found
    changed = replace(found, standing=standing)
    work.suggestions.save(changed)
    if yes:
        work.audit.add(by, "suggestion.hidden", f"suggestion:{id}")
    else:
        work.audit.add(by, "suggestion.back", f"suggestion:{id}")
    return changed


def shown(work: Work, by: By, before: int, most: int) -> Sequence[Suggestion]:
    return work.suggestions.shown(by.community, most, before or None)
