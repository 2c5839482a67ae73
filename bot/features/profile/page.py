"""One's profile exactly as others see it: made of the very texts that they are shown."""

from __future__ import annotations

from bot.features.members import reach
from bot.features.members.model import Member
from bot.features.members.profile import choose_pause
from bot.features.mentoring import texts as mentoring
from bot.features.mentoring.model import MentorCard, Seek
from bot.features.profile import links
from bot.i18n import Text, t
from bot.ui import Button, Message, Tone
from bot.work import By, Work


def own(work: Work, by: By) -> tuple[Member, MentorCard | None, Seek | None]:
    """Who acts, with their open offer and their open wish."""
    member = reach.mine(work, by).member
    card, seek = work.mentoring.card(by.community, member.id), work.mentoring.seek(by.community, member.id)
    return member, card if card and card.offer.open else None, seek if seek and seek.open else None


def page(work: Work, by: By) -> Message:
    return _page(work, by, t("Others see you like this:"))


def kept(work: Work, by: By) -> Message:
    return _page(work, by, t("Your profile is kept. Others see it like this:"))


def _page(work: Work, by: By, head: Text) -> Message:
    member, card, seek = own(work, by)
    lines = [head, *mentoring.about_person(member, seek).text]
    if card:
        lines += [t("In the list of mentors:"), *mentoring.card(card)]
    buttons = (
        Button(t("Change my profile"), links.edit(), Tone.MAIN),
        Button(t("Take a break"), choose_pause()),
        Button(t("Withdraw"), links.withdraw()),
    )
    return Message(tuple(lines), buttons)
