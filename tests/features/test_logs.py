"""One id from the click to the delivered message; and that a word of somebody's in the log would be noticed."""

from __future__ import annotations

import logging

import pytest

from bot.logs import traced
from tests.features.conftest import seek
from tests.features.scene import Actor, Scene
from tests.logs import listening, told


async def test_one_id_from_the_click_to_the_delivered_message(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    with listening() as log:
        await scene.play.bot.worker.deliver()
        await carla.fill(doing="A newsletter about ceramics", need="A plan for the first months")
        await scene.restart()
        await marta.dm.press("Say yes to Carla")
    lines = [line for line in log.objects() if line["logger"].startswith("bot.")]
    first, second = [line["trace"] for line in lines if line["event"].startswith(("action ", "form "))]
    assert first != second
    delivered = [line for line in lines if line["event"].startswith("delivery ")]
    told_marta, *of_the_pair = delivered
    assert told_marta["trace"] == first
    assert told_marta["event"].split(": sent ")[1], "where it went, as the platform calls it"
    assert len(of_the_pair) >= 3, "the space, and a message to each"
    assert {line["trace"] for line in of_the_pair} == {second}


async def test_what_follows_from_time_has_an_id_of_its_own(scene: Scene, marta: Actor, carla: Actor) -> None:
    with listening() as log:
        await scene.pass_(weeks=1)
    delivered = [line for line in log.objects() if line["event"].startswith("delivery ")]
    assert all(line["trace"] for line in delivered)


@pytest.mark.parametrize("name", ["bot.somewhere", "adapters.somewhere"])
def test_a_line_that_tells_a_word_of_somebodys_is_found(name: str) -> None:
    private = {"Marta"} | told({"need": "A plan for the first months", "languages": ("it",), "capacity": "1"})
    assert private == {"Marta", "A plan for the first months"}
    with listening() as log, traced():
        logging.getLogger(name).debug("asked %s: %s", "Marta", "nothing")
        logging.getLogger(name).debug("asked: %s", "A plan for the first months")
        logging.getLogger(name).debug("asked %s", "martas")
    assert [line in log.leaks(private) for line in log.text.splitlines()] == [True, True, False]
