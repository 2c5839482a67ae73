"""Courses as a conversation: looked at week by week, copied, changed piece by piece or as a file, and chosen."""

from __future__ import annotations

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.programme import course_texts as texts
from bot.features.programme import courses, decide, drafting, links
from bot.features.programme.chat import current
from bot.features.programme.formats import Format
from bot.features.programme.source import decoded
from bot.features.programme.templates import TEXT_MOST, TITLE_MOST, Step, Template
from bot.i18n import LANGUAGES, Language, Text, t
from bot.ui import Button, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work

FILE_MOST = 200_000
"""Bytes: 24 weeks of full-length texts in three languages need about 110,000."""


@command("programme template", t("Look at the weekly courses, copy one and make it yours"), who=Who.COORDINATOR)
async def template(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))


@action("programme.courses", who=Who.COORDINATOR)
async def all_courses(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))


def _overview(work: Work, by: By) -> Message:
    chosen = courses.chosen(work, by.community)
    return texts.overview(courses.known(work, by.community), tuple(courses.own(work, by.community)), chosen.name)


@action("programme.pick_course", who=Who.COORDINATOR)
async def pick(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_course, ctx.picked[0] if ctx.picked else ""))


@action("programme.course", who=Who.COORDINATOR)
async def course(ctx: Context, name: str) -> None:
    await ctx.reply(await ctx.read(_course, name))


def _course(work: Work, by: By, name: str) -> Message:
    found = drafting.find(work, by, name)
    chosen = courses.chosen(work, by.community)
    return texts.shown(found, mine=name in courses.own(work, by.community), chosen=name == chosen.name)


@action("programme.weeks", who=Who.COORDINATOR)
async def weeks(ctx: Context, name: str, page: int) -> None:
    await ctx.update(texts.weeks(await ctx.read(drafting.find, name), page))


@action("programme.file", who=Who.COORDINATOR)
async def file(ctx: Context, name: str) -> None:
    found = await ctx.read(drafting.find, name)
    said = t("This is the whole course. Change the second file as you like, and bring it back under a name of its own.")
    buttons = (
        Button(t("Bring a course as a file"), links.upload()),
        Button(t("Back to the course"), links.course(name)),
    )
    await ctx.reply(Message((said,), buttons, files=texts.files(found, ctx.reader)))


@action("programme.use", who=Who.COORDINATOR)
async def use(ctx: Context, name: str) -> None:
    found = await ctx.read(drafting.find, name)
    if found.format is Format.QUESTION:
        raise Refused(t("This one is for single questions, and pairs with one question get it by themselves."))
    await ctx.write(decide.change_settings, await current(ctx), {}, {"template": name})
    said = t("New pairs follow **{title}** from now on. Pairs that run keep their course.", title=found.title)
    await ctx.update(Message((said,), (Button(t("All courses"), links.courses()),)))


# copying


async def copy_form(ctx: Context, name: str) -> Form:
    found = await ctx.read(drafting.find, name)
    fields = tuple(
        Field(
            one,
            t("Title in {language}", language=Language(one)),
            required=True,
            most=TITLE_MOST,
            value=(found.title.read(one),),
        )
        for one in LANGUAGES
    )
    return Form(t("Copy a course"), fields, t("Copy it"))


@opening("programme.copy", who=Who.COORDINATOR)
async def copy(ctx: OpenContext, name: str) -> None:
    await ctx.open(copied(name=name))


@form("programme.copied", copy_form, who=Who.COORDINATOR)
async def copied(ctx: FormContext, name: str) -> None:
    made = await ctx.write(drafting.copy, name, {one: ctx.answers.one(one) for one in LANGUAGES})
    await ctx.reply(await ctx.read(_course, made.name))


# changing the title, the goal, the first questions


async def heading_form(ctx: Context, name: str, language: str) -> Form:
    found, language = await ctx.read(drafting.mine, name), _language(ctx, language)
    starters = "\n".join(one.read(language) for one in found.starters)
    hint = t("One a line, {n} in all: as many as in the other languages.", n=len(found.starters))
    fields = (
        Field("title", t("Title"), required=True, most=TITLE_MOST, value=(found.title.read(language),)),
        Field("goal", t("Goal"), FieldKind.LONG, required=True, most=TEXT_MOST, value=(found.goal.read(language),)),
        Field("starters", t("To start the talk"), FieldKind.LONG, hint, required=True, most=3000, value=(starters,)),
    )
    return Form(t("In {language}", language=Language(language)), fields, t("Keep it"))


def _language(ctx: Context, language: str) -> str:
    return language if language in LANGUAGES else ctx.home.locale if ctx.home.locale in LANGUAGES else LANGUAGES[0]


@opening("programme.heading", who=Who.COORDINATOR)
async def heading(ctx: OpenContext, name: str, language: str) -> None:
    await ctx.open(headed(name=name, language=language))


@form("programme.headed", heading_form, who=Who.COORDINATOR)
async def headed(ctx: FormContext, name: str, language: str) -> None:
    language = _language(ctx, language)
    starters = [" ".join(one.split()) for one in ctx.answers.one("starters").split("\n") if one.strip()]
    many = len((await ctx.read(drafting.mine, name)).starters)
    if len(starters) != many or any(len(one) > TEXT_MOST for one in starters):
        said = t("These are {n} lines; please write {many}, each of {most} characters at most.", n=len(starters),
                 many=many, most=TEXT_MOST)  # fmt: skip
        raise Refused(t("The questions need another look. Nothing you typed is lost."), {"starters": said})
    words = {"title": ctx.answers.one("title"), "goal": _flat(ctx.answers.one("goal"))}
    kept = await ctx.write(_keep_heading, name, language, words, starters)
    await ctx.reply(texts.kept_heading(kept, language))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _keep_heading(work: Work, by: By, name: str, language: str, words: dict[str, str], starters: list[str]) -> Template:
    return drafting.change(work, by, name, lambda one: drafting.headed(one, language, words, starters))


# changing a week


@opening("programme.pick_week", who=Who.COORDINATOR)
async def pick_week(ctx: OpenContext, name: str) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    if picked in ("more", "less"):
        how = drafting.one_week_more if picked == "more" else drafting.one_week_less
        await ctx.write(drafting.change, name, how)
        await ctx.update(await ctx.read(_course, name))
        return
    week = int(picked) if picked.isdecimal() and len(picked) < 3 else 0
    await ctx.open(week_written(name=name, week=week, language=_language(ctx, "")))


@opening("programme.week", who=Who.COORDINATOR)
async def week(ctx: OpenContext, name: str, week: int, language: str) -> None:
    await ctx.open(week_written(name=name, week=week, language=language))


WEEK: dict[str, Text] = {
    "why": t("Why this week matters"),
    "mentor": t("What the mentor does"),
    "mentee": t("What the mentee does"),
    "mentor_tip": t("A tip for the mentor"),
    "mentee_tip": t("A tip for the mentee"),
}


async def week_form(ctx: Context, name: str, week: int, language: str) -> Form:
    step, language = await ctx.read(_step, name, week), _language(ctx, language)
    fields = []
    for key, label in WEEK.items():
        now = getattr(step, key)
        value = (now.read(language),) if now else ()
        fields.append(Field(key, label, FieldKind.LONG, required=not key.endswith("tip"), most=TEXT_MOST, value=value))
    title = t("Week {n}, in {language}", n=week, language=Language(language))
    return Form(title, tuple(fields), t("Keep it"))


def _step(work: Work, by: By, name: str, week: int) -> Step:
    return drafting.week_of(drafting.mine(work, by, name), week)


@form("programme.week_written", week_form, who=Who.COORDINATOR)
async def week_written(ctx: FormContext, name: str, week: int, language: str) -> None:
    language = _language(ctx, language)
    said = {key: _flat(ctx.answers.one(key)) for key in WEEK}
    kept = await ctx.write(_keep_week, name, week, language, said)
    await ctx.reply(texts.kept_week(kept, week, language))


def _keep_week(work: Work, by: By, name: str, week: int, language: str, said: dict[str, str]) -> Template:
    return drafting.change(work, by, name, lambda one: drafting.changed_week(one, week, language, said))


# a file


async def upload_form(ctx: Context) -> Form:
    hint = t("A .toml file, as “Send me the file” gives it.")
    return Form(
        t("Bring a course"), (Field("file", t("The file"), FieldKind.FILE, hint, required=True),), t("Look at it")
    )


@opening("programme.upload", who=Who.COORDINATOR)
async def upload(ctx: OpenContext) -> None:
    if not ctx.adapter.capabilities.uploads:
        raise Refused(t("Here I cannot take files. Copy a course and change it piece by piece: `/programme template`."))
    await ctx.open(uploaded())


@form("programme.uploaded", upload_form, who=Who.COORDINATOR)
async def uploaded(ctx: FormContext) -> None:
    content = await ctx.attached("file", most=FILE_MOST) or b""
    source, broken = decoded(content)
    head = t("The file needs another look. Nothing has changed.")
    if broken:
        said = t("Line {line}: has a letter that is not UTF-8. Save the file as UTF-8.", line=broken)
        raise Refused(head, {"file": said})
    found, mistakes = await ctx.read(drafting.understood, source)
    if found is None:
        raise Refused(head, {"file": texts.wrong(mistakes)})
    draft = await ctx.write(drafting.put_by, source)
    keep = Button(t("Keep it"), links.keep_course(draft), Tone.MAIN)
    said = t("This is **{title}** as pairs will read it. Nothing is kept yet; page through it in the first file.",
             title=found.title)  # fmt: skip
    first = texts.weeks(found, 0)
    await ctx.reply(Message((said, *first.text[1:]), (keep,), files=texts.files(found, ctx.reader)[:1]))


@action("programme.keep_course", who=Who.COORDINATOR)
async def keep_course(ctx: Context, draft: int) -> None:
    made = await ctx.write(drafting.keep_draft, draft)
    await ctx.update(await ctx.read(_course, made.name))
