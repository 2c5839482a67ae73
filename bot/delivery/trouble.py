"""What keeps the bot from a channel: the coordination is told once a day, where and what to do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.errors import Forbidden, Full, Gone, PlatformError
from bot.i18n import Text, t
from bot.ui import Action, Button, Message
from bot.work import Kind, Sending, Sort, Target

if TYPE_CHECKING:
    from bot.delivery.carrying import Attempt
    from bot.identity import Place
    from bot.work import Work

PLACES, CHECK = Action("programme.places"), Action("programme.check")


def tell(work: Work, attempt: Attempt, error: PlatformError, now: datetime) -> None:
    """Nothing for what concerns one person alone. In the moderators' channel, unless that is the one in trouble."""
    place, home = _where(attempt), attempt.facts.home
    said = _said(place, error) if place else None
    moderators = work.programmes.of(home.key).moderators
    if place is None or said is None or moderators is None or moderators == place:
        return
    day = now.astimezone(ZoneInfo(home.zone)).date()
    once = f"trouble:{place.id}:{type(error).__name__}:{day}"
    buttons = (Button(t("Check the permissions"), CHECK), Button(t("Change channels and course"), PLACES))
    work.outbox.put(
        Sending(once, home.key, Target(place=moderators), Message(said, buttons), sort=Sort.COORDINATION), now
    )


def _where(attempt: Attempt) -> Place | None:
    """The channel or space it was for; a space that is being made belongs to the programme's channel."""
    sending = attempt.sending
    return attempt.facts.channel if sending.kind is Kind.GATHER else sending.target.place


def _said(place: Place, error: PlatformError) -> tuple[Text, ...] | None:
    name = place.name or place.id
    match error:
        case Full():
            return (
                t("I cannot open a private space for a pair in {name}: no more can be in use at once.", name=name),
                t("Put away spaces that nobody needs. I try again every hour, and nothing is lost."),
            )
        case Gone():
            return (
                t("{name} is not there any more, so what I wanted to post there did not arrive.", name=name),
                t("Choose another channel, and everything goes on there."),
            )
        case Forbidden():
            return (
                t("I may not do in {name} what I need to do there, so something did not arrive.", name=name),
                t("Look what is missing with `/programme check`, and allow it in the channel’s settings."),
            )
    return None
