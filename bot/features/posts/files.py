"""The texts of weekly posts as files: saved, changed elsewhere, and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.actions import Who, action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.posts import links, reading
from bot.features.posts.decide import as_it_came, language_of_home
from bot.features.posts.model import PIECES_MOST, Piece
from bot.features.posts.pieces import spoken, stock
from bot.features.posts.reading import Written
from bot.i18n import Text, t, tn
from bot.ui import Button, Choice, Field, FieldKind, File, Form, Message, Tone
from bot.work import By, Work

TYPED_MOST = 4000
REPLACE, ADD = "replace", "add"


@action("posts.save", who=Who.COORDINATOR)
async def save(ctx: Context) -> None:
    found = await ctx.read(_all)
    files = (
        File(reading.as_text(found), "posts.md", t("All texts, for any editor.")),
        File(reading.as_table(found), "posts.csv", t("The same as a table, for any spreadsheet.")),
    )
    said = t("Change whichever you like, and load it again. Only you can see this.")
    await ctx.reply(Message((said,), (Button(t("Load a file"), links.load()),), files=files))


def _all(work: Work, by: By) -> list[Written]:
    """As they are in the community's language."""
    language = language_of_home(work, by)
    found = [(one, *spoken(one, language)) for one in work.posts.pieces(by.community)]
    return [Written(0, one.kind, title, words, one.link) for one, title, words in found]


@opening("posts.load", who=Who.COORDINATOR)
async def load(ctx: OpenContext) -> None:
    await ctx.open(loaded())


async def load_form(ctx: Context) -> Form:
    hint = t("Each text under a line such as “# My title”, or a table with the columns title and text. Up to 1 MB.")
    ways = (Choice(t("Keep them, and put these after them"), ADD), Choice(t("Put these in their place"), REPLACE))
    fields = (
        Field("file", t("File"), FieldKind.FILE, hint),
        Field("typed", t("Or write them here"), FieldKind.LONG, most=TYPED_MOST),
        Field("way", t("With the texts there are"), FieldKind.ONE, required=True, choices=ways, value=(ADD,)),
    )
    return Form(t("Load texts"), fields, t("Load them"))


@form("posts.loaded", load_form, who=Who.COORDINATOR)
async def loaded(ctx: FormContext) -> None:
    """All of it, or nothing: one mistake, and everything stays as it is."""
    data, name = await ctx.attached("file", most=reading.FILE_MOST), "file"
    if data is None:
        data, name = ctx.answers.one("typed").encode(), "typed"
    if not data:
        raise Refused(t("Please attach a file, or write the texts."), {"file": t("Please attach a file.")})
    try:
        found = reading.read(data)
        done = await ctx.write(bring, found, replacing=ctx.answers.one("way") == REPLACE)
    except reading.Mistakes as wrong:
        raise Refused(t("This cannot be read yet. Nothing has changed."), {name: wrong.text}) from None
    await ctx.reply(_said(done))


@dataclass(frozen=True, slots=True)
class Brought:
    new: int
    changed: int
    same: int
    gone: int


def bring(work: Work, by: By, found: tuple[Written, ...], *, replacing: bool) -> Brought:
    """Texts of the same title are the same text with other words, so what was posted of them stays known."""
    stock(work, by.community)
    language = language_of_home(work, by)
    there = {spoken(one, language)[0].casefold(): one for one in work.posts.pieces(by.community)}
    named = {one.title.casefold() for one in found}
    gone = [one for title, one in there.items() if title not in named] if replacing else []
    _enough_room(found, len(there) - len(gone) + sum(title not in there for title in named))
    staying = [spoken(one, language) for title, one in there.items() if title not in named and one not in gone]
    _no_echo(found, {said: title for title, said in staying})
    work.posts.remove(by.community, [one.id for one in gone])
    new = changed = 0
    for one in found:
        before = there.get(one.title.casefold())
        written = Piece(0, by.community, one.kind, one.title, one.words, one.link)
        if before is None:
            work.posts.add(written)
            new += 1
        elif (after := as_it_came(replace(written, id=before.id, starter=before.starter), language)) != before:
            work.posts.save(after)
            changed += 1
    done = Brought(new, changed, len(found) - new - changed, len(gone))
    if new or changed or gone:
        work.audit.add(by, "posts.loaded", "", new=new, changed=changed, gone=len(gone))
    return done


def _enough_room(found: tuple[Written, ...], number: int) -> None:
    if number > PIECES_MOST:
        said = t("With those that stay there would be {n} texts; {most} are possible.", n=number, most=PIECES_MOST)
        raise reading.Mistakes([(found[-1].line, said)])


def _no_echo(found: tuple[Written, ...], staying: Mapping[str, str]) -> None:
    """``staying``: the words of other texts, and what these are called."""
    mistakes = [
        (one.line, t("“{title}” says exactly this already.", title=staying[one.words]))
        for one in found
        if one.words in staying
    ]
    if mistakes:
        raise reading.Mistakes(mistakes)


def _said(done: Brought) -> Message:
    counts = (
        tn("{n} text is new.", "{n} texts are new.", done.new),
        tn("{n} has other words now.", "{n} have other words now.", done.changed),
        tn("{n} was taken away.", "{n} were taken away.", done.gone),
    )
    lines: list[Text] = [one for one in counts if one.n]
    if not lines:
        lines = [t("All of them were there already, so nothing has changed.")]
    return Message(tuple(lines), (Button(t("Look at the texts"), links.pieces(), Tone.MAIN),))
