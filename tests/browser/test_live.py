"""Two people at once, each in a tab."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_one_says_the_other_sees_at_once(visit: Visit) -> None:
    marta = await visit()
    carla = Visitor(await marta.page.context.new_page(), marta.address)
    await carla.open(welcomed=False)
    await carla.be("Carla")
    await carla.go("welcome")
    await marta.be("Marta")
    await marta.go("welcome")
    await marta.send("Good morning from the workshop!")
    await carla.sees("Marta Ghirelda", "Good morning from the workshop!")
    await carla.send("Hello Marta")
    await marta.sees("Carla Montevago", "Hello Marta")


async def test_a_message_elsewhere_is_marked_as_unread(visit: Visit) -> None:
    marta = await visit()
    carla = Visitor(await marta.page.context.new_page(), marta.address)
    await carla.open(welcomed=False)
    await carla.be("Carla")
    await carla.go("off-topic")
    await marta.be("Marta")
    await marta.go("welcome")
    await expect(carla.page).to_have_title(re.compile(r"^\(4\) Carla"))  # the programme's own posts
    welcome = carla.page.locator("[data-place=welcome]")
    await expect(welcome).not_to_contain_text("unread")
    await marta.send("Anybody for a coffee?")
    await expect(welcome).to_contain_text("1 unread message")
    await expect(carla.page).to_have_title(re.compile(r"^\(5\) Carla"))
    await carla.go("welcome")
    await expect(welcome).not_to_contain_text("unread")


async def test_a_page_that_was_left_alone_comes_back_to_where_it_was(visit: Visit) -> None:
    one = await visit()
    await one.be("Jonas")
    await one.go("off-topic")
    await one.page.reload()
    await expect(one.page.locator("#me-name")).to_have_text("Jonas Eibenstein")
    await expect(one.page.locator("#place-title")).to_have_text("off-topic")
