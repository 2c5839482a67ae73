"""The code of conduct and the 18+ rule, accepted once at the first step."""

from __future__ import annotations

from bot.errors import Refused
from bot.features.members.model import CONDUCT, Member
from bot.forms import Answers
from bot.i18n import t
from bot.ui import Choice, Field, FieldKind
from bot.work import By, Work

YES = "yes"


def conduct_field(member: Member | None) -> tuple[Field, ...]:
    """The question, for those who have not answered it for this version yet."""
    if member and member.conduct >= CONDUCT:
        return ()
    return (
        Field(
            "conduct",
            t("Code of conduct"),
            FieldKind.ONE,
            t("Be kind and honest, keep what you are told to yourself, keep appointments or say so in time."),
            required=True,
            choices=(Choice(t("I am 18 or older, and I agree"), YES),),
        ),
    )


def consented(work: Work, by: By, answers: Answers) -> Member:
    """The member behind this person, with consent recorded; raises `Refused` without it."""
    member = work.members.ensure(by)
    if member.conduct >= CONDUCT:
        return member
    if answers.one("conduct") != YES:
        raise Refused(
            t("Mentoring is for adults who agree to the code of conduct."),
            {"conduct": t("Please agree, or close the form: nothing is kept then.")},
        )
    work.members.accept_conduct(member, CONDUCT, by.now)
    return work.members.ensure(by)
