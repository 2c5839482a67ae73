"""The message box completes commands, their options and values as one types."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def typed(one: Visitor, line: str) -> None:
    await one.prompt.fill("")
    await one.prompt.press_sequentially(line)


async def test_commands_are_completed(visit: Visit) -> None:
    one = await visit()
    await typed(one, "/")
    await expect(one.suggested.filter(has_text="/mentor seek")).to_contain_text("Look for a mentor")
    everything = await one.suggested.count()
    await typed(one, "/mentor s")
    names = one.suggested.locator(".option-label")
    await expect(names.first).to_have_text("/mentor seek")
    fewer = await one.suggested.count()
    assert 1 < fewer < everything
    await one.keys("ArrowDown")
    await one.active("/mentor status")
    await one.keys("Tab")
    await expect(one.prompt).to_have_value("/mentor status ")
    await expect(one.page.locator("#prompt-next")).to_contain_text("Enter sends it.")

    await typed(one, "/browse")  # a word of the explanation finds a command as well
    await expect(one.suggested.locator(".option-label")).to_have_text(["/mentor find"])
    for nothing in ("/zzz", "either/or"):
        await typed(one, nothing)
        await expect(one.suggested).to_have_count(0)
    await one.keys("Enter")
    await one.sees("either/or")


async def test_a_line_waits_for_its_person_and_is_completed_for_that_person(visit: Visit) -> None:
    one = await visit()
    await typed(one, "/programme")
    await expect(one.suggested).to_have_count(0)
    await one.be("Elena")
    await expect(one.prompt).to_have_value("")
    await typed(one, "/programme")
    await expect(one.suggested.filter(has_text="/programme setup")).to_have_count(1)
    await one.be("Marta")
    await expect(one.prompt).to_have_value("/programme")


async def test_options_and_their_values_come_one_after_the_other(visit: Visit) -> None:
    one = await visit()
    await typed(one, "/mentor find ")
    await expect(one.suggested.locator(".option-label")).to_have_text(["topic:", "language:", "district:"])
    await one.suggested.filter(has_text="topic:").click()
    await expect(one.prompt).to_have_value("/mentor find topic: ")
    await one.prompt.press_sequentially("new")
    await expect(one.suggested).to_have_text(["Newsletters"])
    await one.suggested.click()
    await expect(one.prompt).to_have_value("/mentor find topic: Newsletters ")
    await expect(one.suggested.locator(".option-label")).to_have_text(["language:", "district:"])
    await one.keys("ArrowDown", "Enter")
    await one.prompt.press_sequentially("ita")
    await expect(one.suggested).to_have_text(["Italian"])
    await one.keys("ArrowDown", "Enter", "Escape", "Enter")
    found = await one.sees("mentors have a free place.")
    await expect(found).to_contain_text("Newsletters")
