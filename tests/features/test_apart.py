"""Blocking somebody: at once, for good, in both directions, and without a word to the other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.features.mentoring import links
from bot.features.mentoring.model import RequestState
from bot.features.safety import links as safety
from tests.features.conftest import seek
from tests.features.pairing import become_pair, everything_seen, pairs_of, stored
from tests.features.scene import Actor, Scene
from tests.features.wire import claim

NOT_POSSIBLE = "Right now it is not possible with this person. /mentor find shows who has a free place."
ROOT = Path(__file__).resolve().parents[2]


async def ask(mentee: Actor, name: str) -> None:
    await seek(mentee, "Newsletters")
    await mentee.press(f"Ask {name}")
    await mentee.fill(need="A plan")


async def seek_again(mentee: Actor) -> None:
    await mentee.use("/mentor seek")
    await mentee.fill(topics="Newsletters")


async def test_a_mentor_blocks_who_asks(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await marta.dm.press("Who is Carla?")
    await marta.dm.press("Block Carla")
    marta.dm.sees("Block Carla?", "Carla is not told.")
    await scene.restart()
    await marta.dm.press("Block Carla")
    assert marta.dm.last().startswith("Done. You and Carla are not brought together any more; Carla is not told.")
    assert carla.dm.last().startswith("Right now it is not possible with Marta.")
    await carla.use("/mentor find")
    carla.sees("Nobody has a free place just now.")
    await carla.use("/mentor status")
    carla.sees("You look for somebody")
    assert "Marta" not in carla.last()
    await seek_again(carla)
    assert "Marta" not in carla.last()
    mentor = await stored(scene, marta, lambda work, me: me.id)
    await claim(scene, carla, links.ask(mentor))
    assert carla.last() == NOT_POSSIBLE
    await scene.restart()
    await marta.use("/mentor status")
    assert "Carla" not in marta.last()


async def test_declined_blocked_and_gone_look_the_same(scene: Scene, marta: Actor) -> None:
    """All that an asker can see, of a mentor who declines, of one who blocks, and of one who stops offering."""
    mentor = await stored(scene, marta, lambda work, me: me.id)
    seen: dict[str, list[str]] = {}
    for how in ("declines", "blocks", "stops"):
        await marta.use("/mentor offer")
        await marta.fill(topics="Newsletters")
        asker = scene.person(how, "Asker")
        await ask(asker, "Marta")
        request = await stored(scene, asker, lambda work, me: work.mentoring.requests_from(me.community, me.id)[0].id)
        if how == "declines":
            await marta.dm.press("Not now")
            await marta.dm.pick("What is the reason?", "No time at the moment")
        if how == "blocks":
            await claim(scene, marta, safety.blocked(safety.REQUEST, request))
        else:
            await claim(scene, marta, links.stop_offer())
        await claim(scene, asker, links.ask(mentor))
        await claim(scene, asker, links.withdraw(request))
        await seek_again(asker)
        for command in ("/mentor status", "/mentor find"):
            await asker.use(command)
        waiting = r"You are the first who asks|Together with you, . people ask for it|. (person looks|people look) for"
        seen[how] = [re.sub(waiting, "…", text) for text in everything_seen(scene, asker)]
    assert seen["declines"] == seen["blocks"] == seen["stops"]
    assert any("Right now it is not possible with Marta" in text for text in seen["blocks"])


async def test_who_asks_blocks_too(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    request = await stored(scene, carla, lambda work, me: work.mentoring.requests_from(me.community, me.id)[0].id)
    await claim(scene, carla, safety.blocked(safety.REQUEST, request))
    assert marta.dm.last() == "Carla has withdrawn the request to you. There is nothing to do."
    await claim(scene, marta, links.accept(request))
    assert marta.last() == "This request was withdrawn, so there is nothing to do."
    state = await stored(scene, marta, lambda work, me: work.mentoring.request(me.community, request))
    assert state is not None
    assert state.state is RequestState.WITHDRAWN


async def test_a_pair_ends_as_if_somebody_had_stopped(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await carla.dm.press("More…")
    await carla.dm.press("Block Marta")
    carla.dm.sees("Your pair ends. Marta reads only that it cannot go on.")
    await carla.dm.press("Block Marta")
    marta.dm.sees("Carla cannot go on with your pair. This happens, and it says nothing about you.")
    assert not any("lock" in text for text in marta.dm.texts())
    assert await pairs_of(scene, carla) == []
    await claim(scene, marta, safety.blocked(safety.PAIR, pair))
    assert marta.last().startswith("Done. You and Carla")


async def test_not_again_after_a_pair(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await marta.dm.press("More…")
    await marta.dm.press("Finish together")
    await marta.dm.press("Yes, finish")
    await carla.dm.pick("How was it, all in all?", "2 – not so good")
    await carla.dm.press("Not again with Marta")
    assert carla.dm.last().startswith("Done. You and Marta are not brought together any more")
    mentor = await stored(scene, marta, lambda work, me: me.id)
    await claim(scene, carla, links.ask(mentor))
    assert carla.last() == NOT_POSSIBLE


async def test_it_is_taken_back_by_who_set_it(scene: Scene, marta: Actor, carla: Actor) -> None:
    await carla.use("/mentor blocks")
    carla.sees("You have not blocked anybody.")
    await ask(carla, "Marta")
    await marta.dm.press("Not now")
    await marta.dm.pick("What is the reason?", "No time at the moment")
    await marta.dm.press("Not again with Carla")
    await carla.use("/mentor blocks")
    carla.sees("You have not blocked anybody.")
    await claim(scene, carla, safety.unblock("marta"))
    assert carla.last() == "You have not blocked this person, so there is nothing to take back."
    await marta.use("/mentor blocks")
    marta.sees("Only you can see this.", "Carla: you are not brought together.")
    await scene.restart()
    await marta.press("Allow Carla again")
    assert marta.last() == "Done. You and Carla may be brought together again."
    await carla.use("/mentor find")
    carla.sees("1 mentor has a free place.")


async def test_it_survives_leaving_and_coming_back(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    request = await stored(scene, carla, lambda work, me: work.mentoring.requests_from(me.community, me.id)[0].id)
    await claim(scene, marta, safety.blocked(safety.REQUEST, request))
    await scene.room.leave("carla")
    await scene.quiet()
    back = scene.person("carla", "Carla")
    await seek_again(back)
    assert "Marta" not in back.last()


@pytest.mark.parametrize("thing", [safety.PAIR, safety.REQUEST, "nothing"])
async def test_nobody_blocks_through_what_is_not_theirs(scene: Scene, marta: Actor, carla: Actor, thing: str) -> None:
    await become_pair(scene, marta, carla)
    dora = scene.person("dora", "Dora")
    for link in (safety.block, safety.blocked, safety.not_again):
        for id in (1, 999):
            await claim(scene, dora, link(thing, id))
            assert dora.last() == "I cannot find this any more. /mentor status shows where things stand."


GATES = {"may_meet", "require_may_meet", "may_ask"}
"""Functions that look at who is kept apart; `may_ask` does so itself."""
MEETINGS = {("pairs", "add"), ("mentoring", "add_request")}
"""What brings people together: a repository's verb."""


def test_whatever_brings_people_together_goes_through_the_gate() -> None:
    """A new way of matching, introducing or grouping that forgets it is found here."""
    found, missing = set(), []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            names = {
                node.attr if isinstance(node, ast.Attribute) else node.id
                for node in ast.walk(function)
                if isinstance(node, ast.Attribute | ast.Name)
            }
            verbs = {
                (node.func.value.attr, node.func.attr)
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Attribute)
            }
            if MEETINGS & verbs or ({"Kind", "GATHER", "Sending"} <= names and path.parent.name != "delivery"):
                found.add(path.name)
                if not names & GATES:
                    missing.append(f"{path.relative_to(ROOT)}: {function.name}")
    assert found >= {"begin.py", "decide.py"}
    assert not missing
