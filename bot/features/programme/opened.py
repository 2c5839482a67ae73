"""Whether the programme runs, for the features that need it."""

from __future__ import annotations

from bot.errors import Refused
from bot.i18n import t
from bot.work import By, Work


def require_open(work: Work, by: By) -> None:
    """Raises `Refused` until the coordination has set the programme up."""
    if work.programmes.of(by.community).opened is not None:
        return
    if by.coordinator:
        raise Refused(t("The programme has not started yet. Type `/programme setup`: it takes a minute."))
    raise Refused(t("The programme has not started yet. The coordination starts it with `/programme setup`."))
