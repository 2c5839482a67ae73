"""What axe-core has to say about the page in each of its states, in light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES = {"wide": (1280, 800), "narrow": (320, 640)}


async def findings(page: Page) -> list[str]:
    """Everything axe-core finds, in both colour schemes: nothing is so small that it may stay."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="light" if scheme == "light" else "dark", reduced_motion="reduce")
        result = await Axe().run(page)
        found += [
            f"{scheme}: {one['id']} ({one['impact']}) {[node['target'] for node in one['nodes']]}"
            for one in result.response["violations"]
        ]
    return found


async def arrived(visit: Visit, size: str) -> Visitor:
    return await visit(size=SIZES[size], welcomed=False, bypass_csp=True)  # axe-core comes from outside the page


async def test_what_is_wrong_is_found(visit: Visit) -> None:
    one = await arrived(visit, "wide")
    await one.page.evaluate("document.querySelector('#talk').append(new Image())")
    assert [line for line in await findings(one.page) if "image-alt (critical)" in line]


@pytest.mark.parametrize("size", SIZES)
async def test_every_state_of_the_page(visit: Visit, size: str) -> None:
    one = await arrived(visit, size)
    await expect(one.tour).to_be_visible()
    assert await findings(one.page) == [], "first visit"
    await one.page.locator("#tour-close").click()

    await one.prompt.press_sequentially("/mentor ")
    await one.keys("ArrowDown")
    await expect(one.suggested.first).to_be_visible()
    assert await findings(one.page) == [], "completion"

    await one.send("/mentor seek")
    await one.form.get_by_role("button", name="Show all 25").click()
    assert await findings(one.page) == [], "a form"
    await one.page.locator("#form-submit").click()
    await expect(one.form.locator(".field-error").first).to_be_visible()
    assert await findings(one.page) == [], "a form with errors"
    await one.keys("Escape")

    await one.send("/mentor find")
    await one.messages.get_by_role("button", name="Topic: Any").click()
    await expect(one.suggested.first).to_be_visible()
    assert await findings(one.page) == [], "buttons and an open menu"


async def test_what_small_screens_fold_away(visit: Visit) -> None:
    one = await arrived(visit, "narrow")
    await one.page.locator("#tour-close").click()
    await one.page.get_by_role("button", name="Clock and bot").click()
    await one.pass_week()
    await expect(one.news).to_contain_text("New messages for")
    assert await findings(one.page) == [], "clock and bot"
    await one.page.get_by_role("button", name="People and places").click()
    assert await findings(one.page) == [], "people and places"
