"""What every Adapter must do, on the real slack-bolt and slack-sdk, in both modes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.slack_stage import Mode, SlackStage, World
from tests.contracts.adapter import AdapterContract
from tests.contracts.stage import Stage, post


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> Mode:
    chosen: Mode = request.param
    return chosen


class TestContract(AdapterContract):
    @pytest.fixture
    async def stage(self, mode: Mode) -> AsyncIterator[SlackStage]:
        stage = await SlackStage(await World(mode).start()).start()
        yield stage
        await stage.stop()
        assert stage.slack.wrong == []

    async def test_a_space_is_gathered_once_and_seen_by_its_members(self, stage: Stage) -> None:
        """As everywhere, but that Slack has one group conversation for the same people, whatever it is for."""
        pair = (stage.anna, stage.bruno)
        space = await stage.adapter.gather(pair, "Anna and Bruno", once="space:1")
        assert await stage.adapter.gather(pair, "Anna and Bruno", once="space:1") == space
        assert await stage.adapter.gather((stage.anna, stage.cora), "Anna and Cora", once="space:2") != space
        await stage.adapter.send(space, post("Welcome"), once="a:1")
        for person in pair:
            assert await stage.reads(person, space) == ["Welcome"]
        assert await stage.reads(stage.cora, space) == []
