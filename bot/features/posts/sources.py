"""All sources of weekly posts, in the order in which the coordination chooses among them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.features.posts.calls import CALLS
from bot.features.posts.door import Source
from bot.features.posts.pieces import ALL, ARTICLES, HOW, TIPS
from bot.features.stories.source import SOURCE as STORIES

SOURCES = (ALL, HOW, TIPS, ARTICLES, CALLS, STORIES)
"""A feature that has something to post adds its source here."""


def sources() -> Mapping[str, Source]:
    return {one.name: one for one in SOURCES}
