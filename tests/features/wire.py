"""What a platform would never send but somebody might: ids made by hand, pressed over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from adapters.playground.replies import RoomFormReply, RoomOpenReply
from adapters.playground.things import Asking, Delivered
from bot.actions import encode
from bot.events import ActionUsed, FormSent
from bot.identity import Community
from bot.post import FormPost
from bot.ui import Action
from tests.features.scene import Actor, Scene

NUMBERS = count(1)


async def claim(scene: Scene, actor: Actor, action: Action | str, *picked: str, community: int = 1) -> None:
    """Press a component with this action, whether or not there is one."""
    id = action if isinstance(action, str) else encode(action, community)
    event = ActionUsed(
        f"wire-{next(NUMBERS)}",
        scene.room.person(actor.id),
        scene.room.place(actor.place),
        id,
        here(actor),
        picked,
        locale=scene.room.somebody(actor.id).locale,
    )
    await scene.play.bot.action(event, RoomOpenReply(scene.room, Delivered(event)))
    await scene.quiet()


async def send(
    scene: Scene, actor: Actor, action: Action | str, answers: Mapping[str, tuple[str, ...]], community: int = 1
) -> None:
    """Send a form for this action, whether or not one is open."""
    id = action if isinstance(action, str) else encode(action, community)
    event = FormSent(
        f"wire-{next(NUMBERS)}",
        scene.room.person(actor.id),
        scene.room.place(actor.place),
        id,
        answers,
        here(actor),
        scene.room.somebody(actor.id).locale,
    )
    asking = Asking(actor.id, actor.place, FormPost("", id, "", ()))
    await scene.play.bot.form(event, RoomFormReply(scene.room, Delivered(event, asking=asking)))
    await scene.quiet()


def here(actor: Actor) -> Community | None:
    """The community of a channel; a direct conversation has none."""
    return None if actor.room.conversations[actor.place].kind == "direct" else actor.room.community
