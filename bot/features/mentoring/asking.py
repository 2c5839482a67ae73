"""A request between two people: the first message, the answer, the way back."""

from __future__ import annotations

from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.features.members.profile import choose_pause
from bot.features.mentoring import allowed, decide, links, load, talk, texts
from bot.features.pairs import links as pairs
from bot.features.safety import links as safety
from bot.i18n import t
from bot.markup import plain, render
from bot.ui import Button, Choice, Field, FieldKind, Form, Menu, Message, Tone
from bot.work import By, Work

REASONS = (
    Choice(t("No time at the moment"), "time"),
    Choice(t("Another topic suits me better"), "topic"),
    Choice(t("Somebody else would fit better"), "other mentor"),
    Choice(t("I would rather not say"), "other"),
)


async def ask_form(ctx: Context, mentor: int) -> Form:
    """Three small questions that make a good first message."""
    name, goal = await ctx.read(_whom, mentor)
    return Form(
        t("Your first message to {name}", name=name),
        (
            Field("doing", t("What I am working on"), hint=t("One sentence."), most=300),
            Field(
                "need",
                t("What I need"),
                FieldKind.LONG,
                t("The clearer the question, the easier the yes."),
                required=True,
                most=800,
                value=(goal,) if goal else (),
            ),
            Field("tried", t("What I have tried"), hint=t("It may be “nothing yet”."), most=400),
        ),
        t("Ask {name}", name=name),
    )


def _whom(work: Work, by: By, mentor: int) -> tuple[str, str]:
    mentee, card = allowed.may_ask(work, by, mentor)
    seek = work.mentoring.seek(by.community, mentee.id)
    return card.member.name, seek.goal if seek else ""


@opening("mentoring.ask")
async def ask(ctx: OpenContext, mentor: int) -> None:
    await ctx.open(asked(mentor=mentor))


@form("mentoring.asked", ask_form)
async def asked(ctx: FormContext, mentor: int) -> None:
    done = await ctx.write(decide.ask, mentor, _first_message(ctx))
    name = done.mentor.name
    said = t("I have written to {name}. You hear from me as soon as there is an answer.", name=name)
    yours = t("This is your message: “{words}”", words=done.request.words)
    back = Button(t("Withdraw it"), links.withdraw(done.request.id))
    await ctx.reply(Message((said, yours), (back, Button(t("Where I stand"), links.status()))))


def _first_message(ctx: FormContext) -> str:
    """The three answers as one message, in the words and the language of the one who asks."""
    doing, need, tried = (ctx.answers.one(name) for name in ("doing", "need", "tried"))
    so_far = plain(render(t("Tried so far: {tried}", tried=tried), ctx.reader)) if tried else ""
    return "\n".join(part for part in (doing, need, so_far) if part)


@action("mentoring.about")
async def about(ctx: Context, request: int) -> None:
    await ctx.reply(await ctx.read(_about, request))


def _about(work: Work, by: By, request: int) -> Message:
    found, mentee = decide.open_request(work, by, request, mentor=True)
    seek = work.mentoring.seek(by.community, mentee.id)
    shown = texts.about_person(mentee, seek)
    yes = Button(t("Say yes to {name}", name=mentee.name), links.accept(found.id), Tone.MAIN)
    said = t("{name} writes: “{words}”", name=mentee.name, words=found.words)
    report = Button(t("Report {name}", name=mentee.name), safety.report(safety.REQUEST, found.id))
    block = Button(t("Block {name}", name=mentee.name), safety.block(safety.REQUEST, found.id))
    talk = [t("“{words}”", words=line.words) for line in work.mentoring.said(by.community, found.id)]
    first = Button(t("Ask something first"), links.question(found.id))
    return Message(
        (*shown.text, said, *talk), (yes, first, Button(t("Not now"), links.decline(found.id)), report, block)
    )


# before the answer: a question, and what the mentee says to it


async def question_form(ctx: Context, request: int) -> Form:
    _, mentee = await ctx.read(decide.open_request, request, mentor=True)
    hint = t("I pass it on. {name} sees neither your address nor anything else of you.", name=mentee.name)
    field = Field("words", t("What would you like to know?"), FieldKind.LONG, hint, required=True, most=500)
    return Form(t("Ask {name} first", name=mentee.name), (field,), t("Ask it"))


@opening("mentoring.question")
async def question(ctx: OpenContext, request: int) -> None:
    await ctx.open(questioned(request=request))


@form("mentoring.questioned", question_form)
async def questioned(ctx: FormContext, request: int) -> None:
    mentee = await ctx.write(talk.ask_first, request, ctx.answers.one("words"))
    said = t(
        "I have asked {name}. You hear from me as soon as there is an answer; nothing is decided yet.", name=mentee.name
    )
    await ctx.reply(Message((said,)))


async def reply_form(ctx: Context, request: int) -> Form:
    mentor, asked = await ctx.read(talk.asked, request)
    field = Field("words", t("Your answer"), FieldKind.LONG, required=True, most=500)
    title, intro = t("Answer {name}", name=mentor.name), t("{name} asks: “{words}”", name=mentor.name, words=asked)
    return Form(title, (field,), t("Send it"), intro=intro)


@opening("mentoring.reply")
async def reply(ctx: OpenContext, request: int) -> None:
    await ctx.open(replied(request=request))


@form("mentoring.replied", reply_form)
async def replied(ctx: FormContext, request: int) -> None:
    mentor = await ctx.write(talk.answer, request, ctx.answers.one("words"))
    said = t("{name} has your answer. You hear from me as soon as it is decided.", name=mentor.name)
    await ctx.reply(Message((said,), (Button(t("Where I stand"), links.status()),)))


@action("mentoring.go_on")
async def go_on(ctx: Context) -> None:
    await ctx.write(load.go_on)
    said = t("Good: others see you again. I do not ask about it for a month.")
    await ctx.update(Message((said,), (Button(t("My offer"), links.card()),)))


@action("mentoring.accept")
async def accept(ctx: Context, request: int) -> None:
    pair, mentee = await ctx.write(decide.accept, request)
    said = t("You and {name} are a pair now. I have written to both of you.", name=mentee.name)
    step = Button(t("This week's step"), pairs.show(pair.id), Tone.MAIN)
    agree = Button(t("Agree on how you work"), pairs.expectations(pair.id))
    await ctx.update(Message((said,), (step, agree, Button(t("More…"), pairs.more(pair.id)))))


@action("mentoring.decline")
async def decline(ctx: Context, request: int) -> None:
    _, mentee = await ctx.read(decide.open_request, request, mentor=True)
    said = t(
        "That is fine. {name} is told kindly, and I help with the search. What is the reason? {name} never sees it.",
        name=mentee.name,
    )
    await ctx.reply(Message((said,), (Menu(t("What is the reason?"), REASONS, links.declined(request)),)))


@action("mentoring.declined")
async def declined(ctx: Context, request: int) -> None:
    known = {choice.value for choice in REASONS}
    reason = ctx.picked[0] if ctx.picked and ctx.picked[0] in known else "other"
    mentee = await ctx.write(decide.decline, request, reason)
    said = t("Thank you for answering. I have told {name}, and I help with the search.", name=mentee.name)
    again = Button(t("Not again with {name}", name=mentee.name), safety.not_again(safety.REQUEST, request))
    await ctx.update(Message((said,), (Button(t("Take a break"), choose_pause()), again)))


@action("mentoring.withdraw")
async def withdraw(ctx: Context, request: int) -> None:
    mentor = await ctx.write(decide.withdraw, request)
    said = t("Your request to {name} is withdrawn. {name} need not do anything.", name=mentor.name)
    await ctx.update(Message((said,), (Button(t("Look at all mentors"), links.find()),)))
