"""The page without a mouse."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_offer_and_a_request_by_keyboard_alone(visit: Visit) -> None:
    one = await visit(welcomed=False)
    await one.tab_to(one.page.locator("#tour-close"))
    await one.keys("Enter")
    await expect(one.tour).to_be_hidden()
    await one.page.reload()
    await expect(one.page.locator("#me-name")).to_have_text("Marta Ghirelda")
    await one.keys("Tab")
    await expect(one.page.get_by_text("Skip to the message box")).to_be_focused()
    await one.keys("Enter")
    await expect(one.prompt).to_be_focused()

    await one.page.keyboard.type("/mentor o")
    await one.active("/mentor offer")
    await one.keys("Enter")
    await expect(one.prompt).to_have_value("/mentor offer ")
    await one.page.keyboard.type("topics: news")
    await expect(one.suggested).to_have_text(["Newsletters"])
    await one.keys("ArrowDown", "Enter")
    await expect(one.prompt).to_have_value("/mentor offer topics: Newsletters ")
    await one.keys("Escape", "Enter")

    topics = one.field("topics").get_by_role("textbox")
    await expect(topics).to_be_focused()
    await expect(topics).to_have_value("Newsletters")
    await one.tab_to(one.form.get_by_role("radio", name="1", exact=True))
    await one.keys("ArrowRight")
    await expect(one.form.get_by_role("radio", name="2", exact=True)).to_be_checked()
    await one.tab_to(one.form.get_by_role("button", name="Show all 25"))
    await one.keys("Enter")
    await expect(one.form.get_by_role("searchbox")).to_be_focused()
    await one.page.keyboard.type("port")
    await one.keys("Enter")
    await expect(one.form.get_by_role("checkbox", name="Portuguese")).to_be_checked()
    await one.tab_to(one.form.get_by_role("radio", name="I am 18 or older, and I agree"))
    await one.keys("Space", "Enter")
    await expect(one.form).to_be_hidden()
    await expect(one.prompt).to_be_focused()
    await one.sees("You offer Newsletters, for 2 mentees at a time.")

    await one.tab_to(one.page.locator("[data-person=marta]"), back=True)
    await one.keys("ArrowDown", "Enter")
    await expect(one.page.locator("#me-name")).to_have_text("Carla Montevago")
    await expect(one.page.locator("[data-person=carla]")).to_be_focused()


async def test_a_dialog_keeps_the_focus_and_gives_it_back(visit: Visit) -> None:
    one = await visit()
    await one.prompt.focus()
    await one.page.keyboard.type("/mentor seek")
    await one.keys("Escape", "Enter")
    await expect(one.form).to_be_visible()
    await one.page.keyboard.type("Taxes")
    for _ in range(25):
        await one.keys("Tab")
        inside = "document.activeElement === document.body || document.activeElement.closest('#form') !== null"
        assert await one.page.evaluate(inside)
    await one.keys("Escape")
    await expect(one.form).to_be_hidden()
    await expect(one.page.locator("#toast")).to_contain_text("What you typed is kept")
    await one.prompt.fill("/mentor seek")
    await one.keys("Enter")
    await expect(one.field("topics").get_by_role("textbox")).to_have_value("Taxes")
