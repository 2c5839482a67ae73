"""What became of an attempt, told to those who watch and to the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.delivery.recording import end_of
from bot.logs import traced
from bot.work import State

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.recording import Done
    from bot.meter import Meter

log = logging.getLogger(__name__)


def counted(meter: Meter, done: Done, now: datetime) -> None:
    """What came of an attempt that another worker overtook is counted there as well."""
    platform, end = done.attempt.facts.platform, end_of(done, now)
    if end.state is not State.PENDING:
        delivery, late = end.delivery, (now - end.delivery.planned).total_seconds()
        meter.delivered(platform, delivery.sending.sort, end.state, late)
        if log.isEnabledFor(logging.INFO):
            became = end.why or " ".join(ref.id for ref in end.refs)
            with traced(delivery.trace):
                log.info("delivery %s, %s: %s %s", delivery.id, delivery.sending.sort, end.state, became)
    if done.error:
        meter.held_up(platform, type(done.error).__name__)
