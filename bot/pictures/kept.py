"""Pictures that rest in a table of their own: a message names one, and it is put in as the message is sent.

So a picture is in one place only, and once it is deleted there, nothing that waits can show it any more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.ui import Message
    from bot.work import Work


class Pictures(Protocol):
    def add(self, community: int, story: int, data: bytes) -> int:
        """Keep it in place of the one that this story had; ids are never given twice."""

    def get(self, community: int, id: int) -> bytes | None: ...
    def of(self, community: int, story: int) -> int | None: ...
    def remove(self, community: int, story: int) -> bool:
        """It is overwritten, not only unlinked; False where there is none."""


def names_some(message: Message | None) -> bool:
    return message is not None and any(one.kept for one in message.pictures)


def with_pictures(work: Work, community: int, message: Message) -> Message:
    """With the pictures that it names; one that is not kept any more is left out."""
    found = [
        replace(one, data=work.pictures.get(community, one.kept) or b"", kept=0) if one.kept else one
        for one in message.pictures
    ]
    return replace(message, pictures=tuple(one for one in found if one.data))
