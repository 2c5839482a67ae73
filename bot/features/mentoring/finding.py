"""Browsing mentors: a page at a time, filtered by topic, language and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from bot.actions import action
from bot.commands import Option, command
from bot.context import Context
from bot.features.members.model import Topic, topic_key
from bot.features.members.profile import SPOKEN
from bot.features.members.topics import suggest_topics
from bot.features.mentoring import links, texts
from bot.features.mentoring.model import Filter, MentorCard
from bot.features.programme.opened import require_open
from bot.forms import KEPT
from bot.i18n import LANGUAGES, Language, Text, language_names, t, tn, words
from bot.ui import Button, Choice, Menu, Message
from bot.work import By, Draft, Work

PAGE = 3
ANY = "-"


async def suggest_districts(ctx: Context, typed: str) -> Sequence[Choice]:
    found = await ctx.read(lambda work, by: work.members.districts(by.community, typed.strip(), 10))
    return [Choice(words(name), name) for name in found]


async def suggest_languages(ctx: Context, typed: str) -> Sequence[Choice]:
    names = language_names(ctx.reader.language, SPOKEN)
    start = typed.strip().casefold()
    return [Choice(words(name), name) for name in names.values() if start in name.casefold()][:10]


@command("mentor find", t("Browse the mentors"))
async def find(
    ctx: Context,
    topic: Annotated[str | None, Option(t("What it is about"), suggest=suggest_topics)] = None,
    language: Annotated[str | None, Option(t("A language they speak"), suggest=suggest_languages)] = None,
    district: Annotated[str | None, Option(t("Where they live"), suggest=suggest_districts)] = None,
) -> None:
    await ctx.read(require_open)
    code = language_code(language or "")
    wanted, unknown = await ctx.read(_wanted, topic or "", code, district or "")
    problems = [t("I do not know the topic “{topic}”, so all topics are shown.", topic=topic or "")] if unknown else []
    if language and not code:
        problems.append(t("I do not know the language “{language}”, so all are shown.", language=language))
    search = await ctx.write(_keep, wanted)
    message = await ctx.read(page_of, search, wanted, 0)
    await ctx.reply(Message((*problems, *message.text), message.controls))


def language_code(typed: str) -> str:
    """The code of a language by its code or its name in any of our languages; empty for none."""
    wanted = typed.strip().casefold()
    for shown in LANGUAGES:
        for code, name in language_names(shown, SPOKEN).items():
            if wanted in (code, name.casefold()):
                return code
    return ""


def _wanted(work: Work, by: By, topic: str, language: str, district: str) -> tuple[Filter, bool]:
    """The filter, and whether the topic was named but is not known."""
    found = work.members.topics(by.community, topic, 1) if topic_key(topic) else ()
    return Filter(found[0].id if found else 0, language, district.strip()[:60]), bool(topic) and not found


def _keep(work: Work, by: By, wanted: Filter) -> int:
    body = {"topic": wanted.topic, "language": wanted.language, "district": wanted.district}
    return work.drafts.keep(by.community, by.person, body, by.now + KEPT)


def _read(draft: Draft | None) -> Filter:
    """The filters of a search; those of one that is older than a day are empty again."""
    if draft is None:
        return Filter()
    body = draft.body
    return Filter(int(str(body["topic"])), str(body["language"]), str(body["district"]))


@action("mentoring.find")
async def turn(ctx: Context, page: int, search: int) -> None:
    await ctx.read(require_open)
    draft = await ctx.read(_draft, search)
    wanted = _read(draft)
    kept = search if draft else await ctx.write(_keep, wanted)
    message = await ctx.read(page_of, kept, wanted, max(page, 0))
    await (ctx.update(message) if draft else ctx.reply(message))


def _draft(work: Work, by: By, search: int) -> Draft | None:
    return work.drafts.get(by.community, by.person, search, by.now) if search else None


@action("mentoring.narrow")
async def narrow(ctx: Context, search: int, by: str) -> None:
    """Set one filter to the picked value."""
    draft = await ctx.read(_draft, search)
    value = ctx.picked[0] if ctx.picked else ANY
    wanted = _narrowed(_read(draft), by, "" if value == ANY else value)
    kept = await ctx.write(_keep, wanted)
    await ctx.update(await ctx.read(page_of, kept, wanted, 0))


def _narrowed(wanted: Filter, by: str, value: str) -> Filter:
    match by:
        case "topic":
            return replace(wanted, topic=int(value) if value.isdecimal() else 0)
        case "language":
            return replace(wanted, language=value if value in SPOKEN else "")
        case _:
            return replace(wanted, district=value[:60])


@dataclass(frozen=True, slots=True)
class _Page:
    cards: Sequence[MentorCard]
    total: int
    page: int

    @property
    def last(self) -> int:
        return max(0, (self.total - 1) // PAGE)


def page_of(work: Work, by: By, search: int, wanted: Filter, number: int) -> Message:
    """Three mentors with a button to ask each, the pages, and the filters."""
    cards, total = work.mentoring.browse(by.community, wanted, by.now, number * PAGE, PAGE)
    page = _Page(cards, total, number)
    me = work.members.find(by.community, by.person)
    asks = [
        Button(t("Ask {name}", name=card.member.name), links.ask(card.member.id))
        for card in cards
        if me is None or card.member.id != me.id
    ]
    lines = [line for card in cards for line in texts.card(card)]
    menus = _menus(work, by, search, wanted)
    return Message((_head(page), *lines), (*asks, *_turns(page, search), *menus))


def _head(page: _Page) -> Text:
    if not page.total:
        return t("Nobody with a free place fits these filters. Take one away, and more people appear.")
    return tn(
        "{n} mentor has a free place. Page {page} of {pages}:",
        "{n} mentors have a free place. Page {page} of {pages}:",
        page.total,
        page=page.page + 1,
        pages=page.last + 1,
    )


def _turns(page: _Page, search: int) -> list[Button]:
    found = []
    if page.page > 0:
        found.append(Button(t("Page back"), links.find(page.page - 1, search)))
    if page.page < page.last:
        found.append(Button(t("Next page"), links.find(page.page + 1, search)))
    return found


def _menus(work: Work, by: By, search: int, wanted: Filter) -> tuple[Menu, ...]:
    """One menu a filter, each with what is picked now."""
    topics: Sequence[Topic] = work.members.topics(by.community, limit=24)
    chosen = work.members.topic_by_id(by.community, wanted.topic) if wanted.topic else None
    if chosen and chosen not in topics:
        topics = [*topics[:23], chosen]
    districts = work.members.districts(by.community, limit=24)
    anything = Choice(t("Any"), ANY)
    by_topic = (anything, *(Choice(words(topic.name), str(topic.id)) for topic in topics))
    by_language = (
        anything,
        *(Choice(t("{language}", language=Language(code)), code) for code in SPOKEN[:24]),
    )
    by_district = (anything, *(Choice(words(name), name) for name in districts))
    return (
        Menu(t("Topic"), by_topic, links.narrow(search, "topic"), chosen=(str(wanted.topic or ANY),)),
        Menu(t("Language"), by_language, links.narrow(search, "language"), chosen=(wanted.language or ANY,)),
        Menu(t("Place"), by_district, links.narrow(search, "district"), chosen=(wanted.district or ANY,)),
    )
