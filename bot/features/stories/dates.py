"""When the stories of the queue have their turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.features.posts.turns import ahead
from bot.features.stories.model import STORIES

if TYPE_CHECKING:
    from bot.work import Work

PLANNED = timedelta(weeks=26)
"""As far as turns are looked ahead."""


def slotted(work: Work, community: int) -> bool:
    """Whether there is a weekly slot for stories at all."""
    return any(one.source == STORIES for one in work.posts.running(community))


def dates(work: Work, community: int, now: datetime) -> Mapping[int, datetime]:
    """When each story of the queue has its turn, as far as turns are planned."""
    found = [one for one in ahead(work, community, now, PLANNED) if one.ready]
    stories = {one.ready.key: one.at.at for one in found if one.ready and one.ready.key.startswith("story:")}
    return {int(key.removeprefix("story:")): at for key, at in stories.items()}
