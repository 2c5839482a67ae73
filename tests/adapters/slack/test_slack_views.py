"""A view is there at once, for buttons as well, and never stays waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.ports import OpenReply
from tests.adapters.slack.slack_stage import COMMANDS, FORM, OPENS, SlackStage, World
from tests.contracts.stage import button, post
from tests.standins.slack.person import read


@pytest.fixture
async def stage() -> AsyncIterator[SlackStage]:
    stage = SlackStage(await World().start())
    await stage.start((*COMMANDS, OPENS))
    yield stage
    await stage.stop()
    assert stage.slack.wrong == []


async def test_a_button_that_opens_a_form_has_its_view_at_once(stage: SlackStage) -> None:
    seen = []

    async def slowly(reply: OpenReply) -> None:
        view = stage.hand(stage.anna).view
        seen.append(read(view.body["blocks"]) if view else "")
        await reply.open(FORM)

    stage.script.opening = frozenset({"offer|1|x"})
    stage.script.on_action = slowly
    await stage.adapter.send(stage.channel, post("Offer?", button("Offer", "offer|1|x")), once="a:1")
    stage.slack.calls.clear()
    await stage.press(stage.anna, stage.channel, "Offer")
    assert seen == ["One moment …"]
    assert [name for name, _ in stage.slack.calls] == ["views.open", "users.info", "views.update"]
    assert await stage.form(stage.anna)


async def test_what_a_button_changes_is_changed_under_its_view_and_said_in_it(stage: SlackStage) -> None:
    stage.script.opening = frozenset({"offer|1|x"})
    stage.script.on_action = lambda reply: reply.replace(post("Taken already.", button("Others", "others|1|")))
    await stage.adapter.send(stage.channel, post("Offer?", button("Offer", "offer|1|x")), once="a:1")
    await stage.press(stage.anna, stage.channel, "Offer")
    assert await stage.reads(stage.bruno, stage.channel) == ["Taken already."]
    assert shown(stage) == "Taken already."


async def test_after_an_open_answer_the_view_says_that_it_is_done(stage: SlackStage) -> None:
    stage.script.opening = frozenset({"offer|1|x"})
    stage.script.on_action = lambda reply: reply.answer(post("Anna offers taxes"), private=False)
    await stage.adapter.send(stage.channel, post("Offer?", button("Offer", "offer|1|x")), once="a:1")
    await stage.press(stage.anna, stage.channel, "Offer")
    assert await stage.reads(stage.bruno, stage.channel) == ["Offer?", "Anna offers taxes"]
    assert shown(stage) == "Erledigt. Du kannst das hier schließen."


async def test_a_handler_that_fails_leaves_no_view_waiting(stage: SlackStage) -> None:
    stage.script.opening = frozenset({"offer|1|x"})
    await stage.adapter.send(stage.channel, post("Offer?", button("Offer", "offer|1|x")), once="a:1")
    await stage.press(stage.anna, stage.channel, "Offer")
    assert "Nichts ist verloren" in shown(stage)


async def test_forms_lie_three_deep_and_then_take_the_uppermost_ones_place(stage: SlackStage) -> None:
    stage.script.opening = frozenset({"deeper|1|"})
    deeper = post("Deeper?", button("Deeper", "deeper|1|"))
    stage.script.on_command = lambda reply: reply.answer(deeper, private=True)
    stage.script.on_action = lambda reply: reply.answer(deeper, private=True)
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    depths = []
    for _ in range(4):
        view = stage.hand(stage.anna).view
        assert view
        await stage.hand(stage.anna).press_in(view, "Deeper")
        await stage.adapter.settled()
        depths.append(len(stage.slack.open["UANNA"]))
    assert depths == [2, 3, 3, 3]
    assert shown(stage) == "Deeper?"


def shown(stage: SlackStage) -> str:
    view = stage.hand(stage.anna).view
    assert view
    return read(view.body["blocks"])
