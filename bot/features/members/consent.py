"""The code of conduct and the 18+ rule, accepted at the first step, and again when the code has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.features.members.model import Member
from bot.forms import Answers
from bot.i18n import Text, t, words
from bot.ui import Choice, Field, FieldKind
from bot.work import By, Work

if TYPE_CHECKING:
    from bot.context import Context
    from bot.features.safety.model import Conduct

YES = "yes"


async def conduct_fields(ctx: Context) -> tuple[Field, ...]:
    """The question, for those who have not answered it for this version yet."""
    conduct = await ctx.read(code)
    if ctx.member and ctx.member.conduct >= conduct.version:
        return ()
    return (
        Field(
            "conduct",
            t("Code of conduct"),
            FieldKind.ONE,
            written(conduct, ctx.reader.language, ctx.home.locale),
            required=True,
            choices=(Choice(t("I am 18 or older, and I agree"), YES),),
        ),
    )


def code(work: Work, by: By) -> Conduct:
    return work.safety.conduct(by.community)


def written(conduct: Conduct, *languages: str) -> Text:
    """The code in the first of these languages that there is."""
    own = conduct.text(*languages)
    if own:
        return words(own)
    return t("Be kind and honest, keep what you are told to yourself, keep appointments or say so in time.")


def consented(work: Work, by: By, answers: Answers) -> Member:
    """The member behind this person, with consent recorded; raises `Refused` without it."""
    member, version = work.members.ensure(by), code(work, by).version
    if member.conduct >= version:
        return member
    if answers.one("conduct") != YES:
        raise Refused(
            t("Mentoring is for adults who agree to the code of conduct."),
            {"conduct": t("Please agree, or close the form: nothing is kept then.")},
        )
    work.members.accept_conduct(member, version, by.now)
    return work.members.ensure(by)
