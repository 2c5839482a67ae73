"""Two people introduced by a third: both are asked first, and a no is never told."""

from __future__ import annotations

from bot.features.peers import links
from bot.features.safety.model import Exclusion, Why
from tests.features.conftest import offer, seek
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def three(scene: Scene) -> tuple[Actor, Actor, Actor]:
    anna, bert, gina = (scene.person(name.lower(), name) for name in ("Anna", "Bert", "Gina"))
    await offer(anna, "Taxes", about="I keep books.")
    await offer(bert, "Baking", about="I bake bread.")
    await seek(gina, "Pricing")
    return anna, bert, gina


async def test_both_say_yes(scene: Scene, lena: Actor) -> None:
    anna, bert, gina = await three(scene)
    await gina.use("/introduce one: Anna other: Bert why: You both sell at the market")
    gina.sees("I have asked Anna and Bert.")
    anna.dm.sees("Gina thinks that you and Bert should know each other.", "You both sell at the market")
    assert "I bake bread." not in anna.dm.last(), "only once both said yes"
    await scene.restart()
    await anna.dm.press("Yes, introduce us")
    anna.dm.sees("If Bert would like it too, I introduce you.")
    assert "said yes" not in bert.dm.last()
    await bert.dm.press("Yes, introduce us")
    bert.dm.sees("You and Anna both said yes.", "I keep books.")
    anna.dm.sees("You and Bert both said yes.", "I bake bread.")
    gina.dm.sees("know each other now. Thank you!")
    await gina.use("/introduce one: Bert other: Anna why: again")
    gina.sees("These two have been introduced before")


async def test_a_no_is_never_told(scene: Scene, lena: Actor) -> None:
    anna, bert, gina = await three(scene)
    await gina.use("/introduce one: Anna other: Bert why: markets")
    await anna.dm.press("Yes, introduce us")
    before = len(anna.dm.texts()), len(gina.dm.texts())
    await bert.dm.press("Not now")
    bert.dm.sees("That is fine. Nobody is told.")
    assert (len(anna.dm.texts()), len(gina.dm.texts())) == before
    await claim(scene, gina, links.answer(1, yes=True))
    gina.sees("I cannot find this any more.")


async def test_nothing_is_sent_to_who_never_used_the_bot(scene: Scene, lena: Actor) -> None:
    anna, _, gina = await three(scene)
    scene.person("nils", "Nils")
    before = len(anna.dm.texts())
    await gina.use("/introduce one: Anna other: nils why: ships")
    gina.sees(
        "so Nils would not hear from me", "Nobody was asked.", "“Anna, Nils, I think you should know each other: ships"
    )
    assert scene.room.sees("nils", scene.room.direct_of("nils").id) == []
    assert len(anna.dm.texts()) == before


async def test_what_makes_no_sense_is_said(scene: Scene, lena: Actor) -> None:
    anna, bert, gina = await three(scene)
    for words, said in (
        ("/introduce", "Please name two people"),
        ("/introduce one: Anna other: Anna why: x", "needs two other people"),
        ("/introduce one: Gina other: Anna why: x", "needs two other people"),
        ("/introduce one: Anna other: Nobody why: x", "I find nobody called"),
    ):
        await gina.use(words)
        gina.sees(said)
    await bert.use("/mentor pause 2")
    await gina.use("/introduce one: Anna other: Bert why: x")
    gina.sees("Right now these two cannot be introduced")
    assert not any("should know each other" in text for text in anna.dm.texts())


async def test_those_kept_apart_are_not_introduced(scene: Scene, lena: Actor) -> None:
    _, bert, gina = await three(scene)
    one, other = scene.room.person("anna"), scene.room.person("bert")
    row = Exclusion(one, other, Why.BLOCK, scene.clock.now())
    await scene.store.write(lambda work: work.safety.keep_apart(1, row))
    await gina.use("/introduce one: Anna other: Bert why: x")
    gina.sees("Right now these two cannot be introduced")
    assert not any("should know each other" in text for text in bert.dm.texts())
