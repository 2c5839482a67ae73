"""What Slack limits, as numbers: what each of the bot's calls uses up (docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.lanes import Call, Holds, Lane
from bot.identity import Community, Place

THIRD_TIER = (1.2, 5)
"""50 and more a minute, with some at once: chat.update, chat.delete, conversations.open."""
METHODS = {
    Call.EDIT: "chat.update",
    Call.DELETE: "chat.delete",
    Call.GATHER: "conversations.open",
    Call.DIRECT: "conversations.open",
}


def lanes(call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
    """Slack limits each method in each workspace, and posts in each channel too."""
    if call in (Call.ARCHIVE, Call.REFUSED):
        return ()
    if call is not Call.SEND:
        method = METHODS[call]
        return (Lane(f"{community.id} {method}", *THIRD_TIER),)
    # About one a second in a channel, short bursts tolerated; "several hundred a minute" in a workspace.
    workspace = Lane(f"{community.id} chat.postMessage", 0.25, 5, holds=Holds.COMMUNITY)
    channel = (Lane(f"channel {place.id}", 1.1, 2),) if place else ()
    return (*channel, workspace)
