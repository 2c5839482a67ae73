"""Browsing mentors: a page at a time, filtered by topic, language and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from bot.actions import action
from bot.cleaning import clean
from bot.commands import Option, command
from bot.context import Context
from bot.features.members.model import SPOKEN, Member, Topic, topic_key
from bot.features.members.topics import suggest_ours
from bot.features.mentoring import links, texts
from bot.features.mentoring.model import MANY, Filter, MentorCard, Seek
from bot.features.mentoring.suiting import suggestion, weighing
from bot.features.programme.opened import require_open
from bot.forms import KEPT
from bot.i18n import LANGUAGES, Language, Text, language_names, t, tn, words
from bot.ui import Button, Choice, Menu, Message
from bot.work import By, Work

PAGE = 3
PAGES = 1_000_000
"""More than there can be: a page number comes from outside, and is held to this before it is looked up."""
LONGEST = 60
ANY = "-"


async def suggest_districts(ctx: Context, typed: str) -> Sequence[Choice]:
    start = clean(typed, lines=False)
    found = await ctx.read(lambda work, by: work.members.districts(by.community, start, 10))
    return [Choice(words(name), name) for name in found]


async def suggest_languages(ctx: Context, typed: str) -> Sequence[Choice]:
    names = language_names(ctx.reader.language, SPOKEN)
    start = typed.strip().casefold()
    return [Choice(words(name), name) for name in names.values() if start in name.casefold()][:10]


@command("mentor find", t("Browse the mentors"))
async def find(
    ctx: Context,
    topic: Annotated[str | None, Option(t("What it is about"), suggest=suggest_ours)] = None,
    language: Annotated[str | None, Option(t("A language they speak"), suggest=suggest_languages)] = None,
    district: Annotated[str | None, Option(t("Where they live"), suggest=suggest_districts)] = None,
) -> None:
    await ctx.read(require_open)
    topic, language, district = (clean(typed or "", lines=False)[:LONGEST] for typed in (topic, language, district))
    code = language_code(language)
    wanted, unknown = await ctx.read(_wanted, topic, code, district)
    problems = [t("I do not know the topic “{topic}”, so all topics are shown.", topic=topic)] if unknown else []
    if language and not code:
        problems.append(t("I do not know the language “{language}”, so all are shown.", language=language))
    search = await ctx.write(_keep, wanted)
    await ctx.reply(_after(problems, await ctx.read(page_of, search, wanted, 0)))


def _after(lines: Sequence[Text], message: Message) -> Message:
    return Message((*lines, *message.text), message.controls)


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
    return Filter(found[0].id if found else 0, language, district), bool(topic) and not found


def _keep(work: Work, by: By, wanted: Filter) -> int:
    body = {"topic": wanted.topic, "language": wanted.language, "district": wanted.district}
    return work.drafts.keep(by.community, by.person, body, by.now + KEPT)


def _kept(work: Work, by: By, search: int) -> Filter | None:
    """The filters of a search; None for one that is older than a day."""
    draft = work.drafts.get(by.community, by.person, search, by.now) if search else None
    if draft is None or "topic" not in draft.body:
        return None
    body = draft.body
    return Filter(int(str(body["topic"])), str(body["language"]), str(body["district"]))


@action("mentoring.find")
async def turn(ctx: Context, page: int, search: int) -> None:
    await ctx.read(require_open)
    wanted = await ctx.read(_kept, search)
    if wanted is not None:
        await ctx.update(await ctx.read(page_of, search, wanted, page))
        return
    message = await ctx.read(page_of, await ctx.write(_keep, Filter()), Filter(), 0)
    await ctx.reply(_after((_anew(),) if search else (), message))


def _anew() -> Text:
    return t("Your search is older than a day, so it starts anew.")


@action("mentoring.narrow")
async def narrow(ctx: Context, search: int, by: str) -> None:
    """Set one filter to the picked value."""
    before = await ctx.read(_kept, search)
    value = clean(ctx.picked[0], lines=False) if ctx.picked else ANY
    wanted = _narrowed(before or Filter(), by, "" if value == ANY else value)
    message = await ctx.read(page_of, await ctx.write(_keep, wanted), wanted, 0)
    await ctx.update(_after(() if before else (_anew(),), message))


def _narrowed(wanted: Filter, by: str, value: str) -> Filter:
    match by:
        case "topic":
            return replace(wanted, topic=int(value) if value.isdecimal() and len(value) < 10 else 0)
        case "language":
            return replace(wanted, language=value if value in SPOKEN else "")
        case _:
            return replace(wanted, district=value[:LONGEST])


@dataclass(frozen=True, slots=True)
class _Page:
    cards: Sequence[MentorCard]
    total: int
    page: int

    @property
    def last(self) -> int:
        return max(0, (self.total - 1) // PAGE)


def page_of(work: Work, by: By, search: int, wanted: Filter, number: int) -> Message:
    """Three mentors with a button to ask each, the pages, and the filters. After the last page it is the last."""
    page = _page(work, by, wanted, min(max(number, 0), PAGES))
    if page.page > page.last:
        page = _page(work, by, wanted, page.last)
    me = work.members.find(by.community, by.person)
    asks = [
        Button(t("Ask {name}", name=card.member.name), links.ask(card.member.id))
        for card in page.cards
        if me is None or card.member.id != me.id
    ]
    seek = work.mentoring.seek(by.community, me.id) if me else None
    why = _why(work, by, me, seek, page.cards) if me and seek and seek.open else {}
    lines = [line for card in page.cards for line in texts.card(card, why.get(card.member.id))]
    best = [Button(t("Who suits me best"), links.best())] if seek and seek.open else []
    menus = _menus(work, by, search, wanted)
    return Message((_head(page, wanted), *lines), (*asks, *best, *_turns(page, search), *menus))


def _why(work: Work, by: By, me: Member, seek: Seek, cards: Sequence[MentorCard]) -> dict[int, Text]:
    """What speaks for each, for somebody who looks for a mentor; nothing where two are never brought together."""
    setting = weighing(work, by.community, by.now)
    found = {card.member.id: suggestion(setting, me, seek, card) for card in cards}
    return {id: texts.reasons(match) for id, match in found.items() if match}


def _page(work: Work, by: By, wanted: Filter, number: int) -> _Page:
    return _Page(*work.mentoring.browse(by.community, by.person, wanted, by.now, number * PAGE, PAGE), number)


def _head(page: _Page, wanted: Filter) -> Text:
    if not page.total and wanted == Filter():
        return t("Nobody has a free place just now. `/mentor seek` keeps what you look for, so that it is not lost.")
    if not page.total:
        return t("Nobody with a free place fits these filters. Take one away, and more people may appear.")
    if page.total > MANY:
        return t("More than {n} mentors have a free place. The filters find those for you. Page {page}:", n=MANY,
                 page=page.page + 1)  # fmt: skip
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
    by_district = (anything, *(Choice(words(name), name) for name in districts if name != ANY))
    return (
        Menu(t("Topic"), by_topic, links.narrow(search, "topic"), chosen=(str(wanted.topic or ANY),)),
        Menu(t("Language"), by_language, links.narrow(search, "language"), chosen=(wanted.language or ANY,)),
        Menu(t("Place"), by_district, links.narrow(search, "district"), chosen=(wanted.district or ANY,)),
    )
