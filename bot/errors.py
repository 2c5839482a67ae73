"""What can go wrong, in the words of those who handle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.i18n import Text


class Refused(Exception):
    """Not possible, and the person is told what to do instead. ``fields`` names the answers to mend."""

    def __init__(self, text: Text, fields: Mapping[str, Text] | None = None) -> None:
        super().__init__(text.key)
        self.text = text
        self.fields = dict(fields or {})


class TooLate(Exception):
    """A form was to be opened after the platform had been told to wait."""


class Conflict(Exception):
    """The database undid a transaction that met another one; it may be repeated."""


class StorageDown(Exception):
    """Nothing could be stored: the database cannot be reached or stays locked."""


class Problem(Exception):
    """A start that cannot work: one line that says what is wrong and what to do."""


class PlatformError(Exception):
    """Everything an adapter lets out."""


LONGEST_WAIT = 24 * 3600.0
"""Seconds for which a platform is left alone at most, whatever it says."""


class Busy(PlatformError):
    """Not now: come back after ``wait`` seconds. Certainly not sent.

    ``lane`` is the key of the lane that is full, where the platform says so; else the call's last one.
    """

    def __init__(self, wait: float, lane: str | None = None) -> None:
        super().__init__(f"busy for {wait} s")
        self.wait = wait if wait <= LONGEST_WAIT else LONGEST_WAIT  # what is no number included
        self.lane = lane


class Full(Busy):
    """No more private spaces can be in use at once; room may come."""


class Unreachable(PlatformError):
    """Certainly not sent."""


class Uncertain(PlatformError):
    """Maybe sent: the answer got lost."""


class Forbidden(PlatformError):
    """Final for this target: it may not be written to."""


class Gone(PlatformError):
    """Final for this target: it is no longer there."""


class TooLarge(PlatformError):
    """A file is larger than asked for."""


class Revoked(PlatformError):
    """For the whole community: the bot was removed or its token revoked. Certainly not sent."""
