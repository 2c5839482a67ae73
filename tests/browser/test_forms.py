"""Dialogs with answers that nobody should give: a kind sentence beside the field, and nothing lost."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = "newsletter " * 909 + "x"
MARKUP = '<img src="x" onerror="alert(1)"> <b>**bold**</b> @everyone'


async def opened(visit: Visit, command: str) -> Visitor:
    one = await visit()
    await one.be("Carla")
    await one.send(command)
    await expect(one.form).to_be_visible()
    return one


async def test_ten_thousand_characters_come_back_with_the_limit(visit: Visit) -> None:
    assert len(LONG) == 10_000
    one = await opened(visit, "/mentor seek")
    await one.fill(topics="Newsletters", goal=LONG, conduct="yes")
    await expect(one.field("goal")).to_contain_text("9500 characters too many")
    await one.page.locator("#form-submit").click()
    await expect(one.field("goal").locator(".field-error")).to_have_text("This is 9500 characters too long.")
    goal = one.field("goal").locator("textarea")
    await expect(goal).to_be_focused()
    await expect(goal).to_have_attribute("aria-invalid", "true")
    await expect(goal).to_have_value(LONG)
    await goal.fill("500 readers")
    await one.submit()
    await one.sees("mentors would suit you best")


async def test_what_the_bot_refuses_stands_beside_its_field(visit: Visit) -> None:
    one = await visit()
    await one.send("/mentor profile")
    await one.press("Change my profile")
    await one.press("All about me")
    link = one.field("link").get_by_role("textbox")
    await one.fill(link="javascript:alert(1)", about="I make bowls.")
    await one.page.locator("#form-submit").click()
    await expect(one.field("link").locator(".field-error")).to_contain_text("begins with https://")
    await expect(link).to_have_value("javascript:alert(1)")
    await expect(one.field("about").locator("textarea")).to_have_value("I make bowls.")
    await expect(link).to_be_focused()


async def test_nothing_filled_in_is_asked_for_again(visit: Visit) -> None:
    one = await opened(visit, "/mentor seek")
    await one.page.locator("#form-submit").click()
    for name in ("topics", "goal", "conduct"):
        await expect(one.field(name).locator(".field-error")).to_have_text("This needs an answer.")
    await expect(one.field("district").locator(".field-error")).to_be_hidden()
    await expect(one.field("topics").get_by_role("textbox")).to_be_focused()


async def test_markup_is_shown_as_it_was_typed(visit: Visit) -> None:
    one = await opened(visit, "/mentor seek")
    await one.fill(topics="Newsletters", goal=MARKUP, conduct="yes")
    await one.submit()
    await one.press("Ask Chiara Belforno")
    await one.submit()
    await one.sees("This is your message:", MARKUP)
    await expect(one.messages.locator("img, b")).to_have_count(0)
    await one.be("Chiara")
    await one.direct()
    asked = await one.sees("Carla Montevago would like to ask you", MARKUP)
    await expect(asked.locator("img, b")).to_have_count(0)


async def test_many_choices_are_folded_and_found_by_a_word(visit: Visit) -> None:
    one = await opened(visit, "/mentor seek")
    languages = one.field("languages").get_by_role("checkbox")
    shown = await languages.filter(visible=True).count()
    assert shown < 10
    await expect(languages.first).to_be_checked()
    await one.form.get_by_role("button", name="Show all 25").click()
    await expect(languages.filter(visible=True)).to_have_count(25)
    await one.form.get_by_role("searchbox").fill("greek")
    await one.form.get_by_role("checkbox", name="Greek").check()
    await one.form.get_by_role("searchbox").fill("klingon")
    await expect(one.form.get_by_text("Nothing by that name.")).to_be_visible()
    await one.form.get_by_role("button", name="Show fewer").click()
    await expect(one.form.get_by_role("checkbox", name="Greek")).to_be_checked()
    await expect(one.form.get_by_role("checkbox", name="Danish")).to_be_hidden()


async def test_a_form_is_still_there_after_a_restart_of_the_bot(visit: Visit) -> None:
    one = await opened(visit, "/mentor seek")
    await one.fill(topics="Newsletters", goal="500 readers", conduct="yes")
    await one.page.evaluate("""fetch("/api/restart", {method: "POST", body: "{}",
        headers: {"Content-Type": "application/json"}})""")
    await one.submit()
    await one.sees("mentors would suit you best")
