"""A story from the form to its end, as it is lived on a platform's own client; the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.features.conftest import offer, seek
from tests.features.storytelling import ALT, CHANGED, DID, NEED, photo

Attach = Callable[[Any, bytes], str]
"""Puts a file on somebody's machine; what the form is given for it."""
Shown = Callable[[], Sequence[tuple[str, bytes]]]
"""What the platform has of pictures in the channel: the words for each, and its bytes."""


async def everywhere(scene: Any, lena: Any, people: Sequence[Any], attach: Attach, shown: Shown) -> None:
    """``people``: Marta, Carla and Dora."""
    marta, carla, dora = people
    await offer(marta, "Newsletters")
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.dm.press("Say yes to Carla")
    await carla.use("/story share")
    await carla.fill(need=NEED, did=DID, changed=CHANGED, picture=attach(carla, photo()), alt=ALT)
    carla.sees("Your story is kept, and nobody has seen it.")
    carla.dm.sees("This is how your story with Marta would be posted.", NEED)
    await scene.restart()
    await carla.dm.press("Agree with my name")
    marta.dm.sees("would like to tell the story of the two of you.", NEED)
    await marta.dm.press("Agree as “a mentor”")
    await lena.use("/story queue")
    await lena.pick("Which story?", "Carla and a mentor")
    await lena.press("Put it into the queue")
    await lena.use("/story queue")
    await lena.press("Set a weekly slot")
    await lena.fill(weekday="2", hour="10")
    await scene.restart()
    await scene.pass_(days=3)
    dora.sees("A story from our mentorship: Carla and a mentor", NEED, DID, CHANGED, "Want the same?")
    assert [alt for alt, _ in shown()] == [ALT]
    ((_, data),) = shown()
    assert data.startswith(b"\xff\xd8\xff")
    assert b"canary" not in data
    await dora.press("Look for a mentor")
    assert "goal" in dora.form()
    await scene.restart()
    await carla.dm.press("Take it back")
    dora.sees("Here stood a story.")
    dora.sees_not(NEED)
    assert list(shown()) == []
