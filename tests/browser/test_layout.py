"""Small windows and large letters: nothing scrolls sideways, and everything can be reached."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES: dict[str, dict[str, Any]] = {
    "320 wide": {"size": (320, 640)},
    "zoom 200 %": {"size": (640, 400), "device_scale_factor": 2},
}

SIDEWAYS = """() => [document.scrollingElement, ...document.querySelectorAll("body *")].filter((node) => {
    const style = getComputedStyle(node);
    const scrolls = node === document.scrollingElement || /auto|scroll/.test(style.overflowX);
    return scrolls && node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
}).map((node) => `${node.tagName}#${node.id}.${node.className}`)"""
OUTSIDE = """() => [...document.querySelectorAll(
    "button, input, select, textarea, a, h2, .message, .step")].filter((node) => {
    const box = node.getBoundingClientRect();
    const seen = node.checkVisibility() && box.width > 1 && !node.closest(".skip");
    return seen && (box.left < -1 || box.right > innerWidth + 1);
}).map((node) => `${node.tagName}#${node.id}.${node.className} ${node.textContent.slice(0, 40)}`)"""
SLIPPED = "() => [scrollY, document.scrollingElement.scrollHeight > innerHeight]"


async def fits(one: Visitor) -> None:
    assert await one.page.evaluate(SIDEWAYS) == []
    assert await one.page.evaluate(OUTSIDE) == []
    assert await one.page.evaluate(SLIPPED) == [0, False]


async def be(one: Visitor, name: str) -> None:
    await one.page.get_by_role("button", name="People and places").click()
    await fits(one)
    await one.be(name)
    await expect(one.page.locator("#place-about")).to_contain_text(f"You are {name}")


@pytest.mark.parametrize("kind", SIZES)
async def test_a_request_on_a_small_screen(visit: Visit, kind: str) -> None:
    one = await visit(welcomed=False, **SIZES[kind])
    await fits(one)
    await one.page.locator("#tour-close").click()
    await be(one, "Carla")
    await one.prompt.press_sequentially("/mentor s")
    await expect(one.suggested.first).to_contain_text("/mentor seek")
    await fits(one)
    await one.suggested.first.click()
    await one.keys("Escape", "Enter")
    await one.form.get_by_role("button", name="Show all 25").click()
    await one.page.locator("#form-submit").click()
    await expect(one.form.locator(".field-error").first).to_be_visible()
    await fits(one)
    await one.fill(topics="Newsletters", goal="W" * 200, conduct="yes")
    await one.submit()
    await one.sees("mentors would suit you best")
    await fits(one)
    await one.press("Ask Giulia Pratoverde")
    await one.submit()
    await one.sees("I have written to Giulia Pratoverde.", "WWWW")
    await expect(one.news).to_contain_text("Giulia Pratoverde")
    await fits(one)


@pytest.mark.parametrize("kind", SIZES)
async def test_clock_tour_and_settings_on_a_small_screen(visit: Visit, kind: str) -> None:
    one = await visit(**SIZES[kind])
    await one.page.get_by_role("button", name="Clock and bot").click()
    await fits(one)
    await one.pass_week()
    await one.tool("Restart the bot")
    await expect(one.page.locator("#toast")).to_contain_text("every Python object is gone")
    await fits(one)
    await one.tool("Guided tour")
    await fits(one)
    await one.tour.locator(".step").last.click()
    await expect(one.tour).to_be_hidden()
    await one.page.get_by_role("button", name="People and places").click()
    await one.choose("Colours", "Dark")
    await expect(one.page.locator("html")).to_have_attribute("data-theme", "dark")
    await one.choose("Language", "Italiano")
    await expect(one.page.locator("#people-title")).to_have_text("Persone")
    await one.page.keyboard.press("Escape")
    await fits(one)
    await one.send("/mentor find")
    one.language = "it"
    await one.sees(one.said("Next page"))
    await fits(one)
