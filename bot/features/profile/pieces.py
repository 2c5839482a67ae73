"""The pieces of a profile: what each is called, which questions it has, and what keeping it changes."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.features.members import profile
from bot.features.members.topics import read_topics
from bot.features.mentoring import decide, fields, terms
from bot.features.profile.page import own
from bot.features.topics.resolving import Resolved, resolve
from bot.forms import Answers
from bot.i18n import t
from bot.ui import Field
from bot.work import By, Work

if TYPE_CHECKING:
    from bot.context import Context
    from bot.features.members.model import Member
    from bot.features.mentoring.model import MentorCard, Seek


class Piece(StrEnum):
    ABOUT = "about"
    LANGUAGES = "languages"
    PLACE = "place"
    LINK = "link"
    TOPICS = "topics"
    SEATS = "seats"
    FORMAT = "format"
    WANTED = "wanted"
    GOAL = "goal"
    WISH = "wish"


ABOUT_ME = (Piece.ABOUT, Piece.LANGUAGES, Piece.PLACE, Piece.LINK)
OFFERING = (Piece.TOPICS, Piece.SEATS, Piece.FORMAT)
SEEKING = (Piece.WANTED, Piece.GOAL, Piece.WISH)
LABELS = {
    Piece.ABOUT: t("About me"),
    Piece.LANGUAGES: t("Languages"),
    Piece.PLACE: t("Where and how I meet"),
    Piece.LINK: t("A link to my work"),
    Piece.TOPICS: t("Topics I offer"),
    Piece.SEATS: t("How many mentees"),
    Piece.FORMAT: t("Questions or courses"),
    Piece.WANTED: t("Topics I look for"),
    Piece.GOAL: t("My goal"),
    Piece.WISH: t("A question or a course"),
}


def gone() -> Refused:
    return Refused(t("This is not part of your profile any more. `/mentor profile` shows what is."))


def offered(work: Work, by: By) -> MentorCard:
    _, card, _ = own(work, by)
    if card is None:
        raise gone()
    return card


def wished(work: Work, by: By) -> Seek:
    *_, seek = own(work, by)
    if seek is None:
        raise gone()
    return seek


def usual(work: Work, by: By) -> int:
    """Weeks of a course here."""
    return work.programmes.of(by.community).weeks


async def questions(ctx: Context, piece: str) -> tuple[Field, ...]:
    if piece not in list(Piece):
        raise gone()
    if piece in OFFERING:
        return await _of_offer(ctx, Piece(piece))
    if piece in SEEKING:
        return await _of_seek(ctx, Piece(piece))
    return _of_member(ctx.member, Piece(piece), ctx.reader.language)


def _of_member(member: Member | None, piece: Piece, language: str) -> tuple[Field, ...]:
    match piece:
        case Piece.ABOUT:
            return (profile.about_field(member),)
        case Piece.LANGUAGES:
            return (profile.language_field(member, language),)
        case Piece.PLACE:
            return profile.district_field(member), profile.meets_field(member)
        case _:
            return (profile.link_field(member),)


async def _of_offer(ctx: Context, piece: Piece) -> tuple[Field, ...]:
    offer = (await ctx.read(offered)).offer
    match piece:
        case Piece.TOPICS:
            return (fields.topics(tuple(topic.name for topic in offer.topics)),)
        case Piece.SEATS:
            return (fields.capacity(offer.capacity),)
        case _:
            weeks = terms.weeks_field(t("The longest course you offer"), offer.terms, await ctx.read(usual))
            return terms.offer_field(offer.terms), weeks


async def _of_seek(ctx: Context, piece: Piece) -> tuple[Field, ...]:
    seek = await ctx.read(wished)
    match piece:
        case Piece.WANTED:
            return (fields.topics(tuple(topic.name for topic in seek.topics)),)
        case Piece.GOAL:
            return (fields.goal(seek.goal),)
        case _:
            weeks = terms.weeks_field(t("How long a course should be"), seek.terms, await ctx.read(usual))
            return terms.wish_field(seek.terms), weeks


# -- keeping


def keep(work: Work, by: By, piece: str, answers: Answers) -> Resolved | None:
    """Keep what was answered; with what became of the topics, where they were the piece."""
    match piece:
        case Piece.TOPICS | Piece.WANTED:
            return _keep_topics(work, by, piece, answers)
        case Piece.SEATS:
            offer = offered(work, by).offer
            decide.change_offer(work, by, replace(offer, capacity=int(answers.one("capacity")), held=False))
        case Piece.FORMAT:
            offer = offered(work, by).offer
            decide.change_offer(work, by, replace(offer, terms=terms.read(answers, offer.terms)))
        case Piece.GOAL:
            work.mentoring.save_seek(by.community, replace(wished(work, by), goal=answers.one("goal")))
        case Piece.WISH:
            seek = wished(work, by)
            work.mentoring.save_seek(by.community, replace(seek, terms=terms.read(answers, seek.terms)))
        case _:
            profile.require_whole(answers)
            profile.change(work, by, answers)
    return None


def _keep_topics(work: Work, by: By, piece: str, answers: Answers) -> Resolved:
    names = read_topics(answers.one("topics"), "topics")
    offer, seek = (offered(work, by).offer, None) if piece == Piece.TOPICS else (None, wished(work, by))
    resolved = resolve(work, by.community, names)
    if offer:
        decide.change_offer(work, by, replace(offer, topics=resolved.topics))
    if seek:
        work.mentoring.save_seek(by.community, replace(seek, topics=resolved.topics))
    return resolved
