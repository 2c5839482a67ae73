"""From every message about a pair the form for a report is two taps away."""

from __future__ import annotations

from bot.markup import plain
from bot.post import PostMenu
from tests.features.pairing import become_pair, put_together
from tests.features.scene import Actor, Scene
from tests.features.test_pair_of_month import choose, nominate


def far(actor: Actor) -> list[str]:
    """Messages here from which no report is near."""
    found = []
    for said in actor.messages():
        rows = said.post.rows if said.post else ()
        labels = [one.label for row in rows if not isinstance(row, PostMenu) for one in row]
        if said.post and not any(one == "More…" or one.startswith("Report ") for one in labels):
            found.append(plain(said.post.text))
    return found


async def test_from_everything_that_comes(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=9)
    for actor in (carla, marta):
        assert len(actor.dm.messages()) > 8
        assert far(actor.dm) == []


async def test_from_what_the_pair_of_the_month_is_told(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await put_together(scene, marta, carla)
    await nominate(lena, carla.person.id)
    await choose(lena)
    for one in (marta, carla):
        assert "Rather not" in one.dm.labels()
        assert far(one.dm) == []
    await marta.dm.press("Yes, without my name")
    await carla.dm.press("Yes, without my name")
    await scene.restart()
    for one in (marta, carla):
        one.dm.sees("You two are the pair of the month")
        assert far(one.dm) == []
    await carla.dm.press("More…")
    assert {"Stop these messages", "Report something", "My pair with Marta"} <= set(carla.dm.labels())
    await marta.dm.press("Take it down")
    lena.sees("The thanks to a pair of the month stood here.")


async def test_from_thanks_that_are_not_posted(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await put_together(scene, marta, carla)
    await nominate(lena, carla.person.id)
    await choose(lena)
    await marta.dm.press("Yes, with my name")
    await carla.dm.press("Rather not")
    marta.dm.sees("The thanks to you two are not posted this time.")
    assert "More…" in marta.dm.labels()
