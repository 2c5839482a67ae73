"""After a good end one of the two is asked for the story: once, and not where it would be out of place."""

from __future__ import annotations

from bot.again import just_now
from bot.features.pairs.texts import View
from bot.features.stories import links, texts
from bot.i18n import Text, t
from bot.ui import Button, Tone
from bot.work import By, Work

GOOD = 4
"""The rating from which it was good."""

Asked = tuple[tuple[Text, ...], tuple[Button, ...]]
NOT_ASKED: Asked = ((), ())


def ask(work: Work, by: By, view: View, rating: int) -> Asked:
    """Lines and buttons for the thanks after a rating; nothing where the pair has a story or was asked before.

    Who presses twice within moments sees the same twice.
    """
    pair = view.pair
    if rating < GOOD or view.partner.left or pair.held or work.stories.of_pair(by.community, pair.id):
        return NOT_ASKED
    if not work.safety.may_meet(by.community, view.me.person, view.partner.person):
        return NOT_ASKED
    if not just_now(work.stories.ask(by.community, pair.id, view.me.id, by.now), by.now):
        return NOT_ASKED
    return texts.asked(), (Button(t("Tell our story"), links.tell(pair.id), Tone.MAIN),)
