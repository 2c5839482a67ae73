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


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


async def arrived(visit: Visit, size: tuple[int, int], *, welcomed: bool = True) -> Visitor:
    return await visit(size=size, welcomed=welcomed, bypass_csp=True)  # axe-core comes from outside the page


async def test_what_is_wrong_is_found(visit: Visit) -> None:
    one = await arrived(visit, SIZES["wide"])
    await one.page.evaluate("document.querySelector('#prompt-send').replaceChildren()")
    assert [line for line in await findings(one.page) if "button-name (critical)" in line]


async def test_first_visit(visit: Visit, size: tuple[int, int]) -> None:
    one = await arrived(visit, size, welcomed=False)
    await expect(one.tour).to_be_visible()
    assert await findings(one.page) == []


async def test_completion(visit: Visit, size: tuple[int, int]) -> None:
    one = await arrived(visit, size)
    await one.prompt.press_sequentially("/mentor ")
    await one.keys("ArrowDown")
    await expect(one.suggested.first).to_be_visible()
    assert await findings(one.page) == []


async def test_a_form_with_errors(visit: Visit, size: tuple[int, int]) -> None:
    one = await arrived(visit, size)
    await one.send("/mentor seek")
    await one.form.get_by_role("button", name="Show all 25").click()
    assert await findings(one.page) == []
    await one.page.locator("#form-submit").click()
    await expect(one.form.locator(".field-error").first).to_be_visible()
    assert await findings(one.page) == []


async def test_a_conversation_with_buttons_and_menus(visit: Visit, size: tuple[int, int]) -> None:
    one = await arrived(visit, size)
    await one.send("/mentor find")
    await one.messages.get_by_role("button", name="Topic: Any").click()
    await expect(one.suggested.first).to_be_visible()
    assert await findings(one.page) == []


async def test_lists_that_small_screens_fold_away(visit: Visit) -> None:
    one = await arrived(visit, SIZES["narrow"])
    await one.page.get_by_role("button", name="Clock and bot").click()
    assert await findings(one.page) == []
    await one.page.get_by_role("button", name="People and places").click()
    assert await findings(one.page) == []
