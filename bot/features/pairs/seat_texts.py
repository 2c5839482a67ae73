"""What a mentor reads about the seat that a pair leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.features.pairs import links
from bot.features.pairs.model import Side
from bot.i18n import Moment, Text, t
from bot.ui import Button

if TYPE_CHECKING:
    from bot.features.pairs.texts import View


def lines(view: View) -> tuple[Text, ...]:
    """To the mentor alone: it is free, or rests for a while."""
    if view.side is not Side.MENTOR or view.pair.ended is None:
        return ()
    if view.pair.rests is None:
        return (t("Your place is free again."),)
    until = Moment(view.pair.rests, "day")
    return (t("Take a breath: your place rests until {day}, and nobody can ask you for it before.", day=until),)


def buttons(view: View) -> tuple[Button, ...]:
    if view.side is not Side.MENTOR or view.pair.rests is None:
        return ()
    return (Button(t("I have room now"), links.room()),)
