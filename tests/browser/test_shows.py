"""The same request on what other platforms can show: answered, and usable to the end."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

GOAL = "500 readers by the summer"


async def shown_as(visit: Visit, show: str) -> Visitor:
    one = await visit()
    await one.choose("Show as", show)
    await expect(one.page.locator("#toast")).to_contain_text(f"New messages now look as on: {show}.")
    await one.be("Carla")
    await one.send("/mentor seek")
    return one


@pytest.mark.parametrize("show", ["Discord", "Slack"])
async def test_where_there_are_dialogs_and_buttons(visit: Visit, show: str) -> None:
    one = await shown_as(visit, show)
    await one.fill(topics="Newsletters", goal=GOAL, conduct="yes")
    await one.submit()
    await one.sees("mentors would suit you best", "Chiara Belforno")
    await one.press("Ask Chiara Belforno")
    await expect(one.field("need").locator("textarea")).to_have_value(GOAL)
    await one.submit()
    await one.sees("I have written to Chiara Belforno.")
    await one.be("Chiara")
    await one.direct()
    await one.press("Say yes to Carla Montevago")
    await one.sees("You and Carla Montevago are a pair now.")


async def test_where_there_is_only_text(visit: Visit) -> None:
    one = await shown_as(visit, "Plain text")
    for question, answer in [
        ("Topics", "Newsletters"),
        ("What you would like to reach", GOAL),
        ("Languages you speak", "skip"),
        ("Where you live", "skip"),
        ("Code of conduct", "1"),
    ]:
        await one.sees(question, "Write “cancel” to stop here.")
        await one.send(answer)
    suggested = await one.sees("mentors would suit you best", "Ask Chiara Belforno")
    await expect(suggested.get_by_role("button")).to_have_count(0)
    await expect(suggested).to_contain_text("Answer with the number of a line.")
    lines = (await suggested.inner_text()).splitlines()
    number = next(line.split(".")[0] for line in lines if line.endswith("Ask Chiara Belforno"))
    await one.send(number)
    await one.sees("Your first message to Chiara Belforno")
    for answer in ("A newsletter", "skip", "skip"):
        await one.send(answer)
    await one.sees("I have written to Chiara Belforno.", GOAL)


async def test_what_was_said_before_stays_as_it_was(visit: Visit) -> None:
    one = await visit()
    await one.send("/mentor status")
    await expect(one.messages.last.get_by_role("button").first).to_be_visible()
    before = await one.messages.last.get_by_role("button").count()
    await one.choose("Show as", "Plain text")
    await one.send("/mentor status")
    await expect(one.messages.last).to_contain_text("Answer with the number of a line.")
    assert await one.messages.nth(-2).get_by_role("button").count() == before
