"""A whole mentorship on the page, as somebody who tries it out would go through it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEED = "500 readers by the summer"


async def test_from_the_tour_to_the_feedback(visit: Visit) -> None:
    one = await visit(welcomed=False)
    await offer_and_seek(one)
    await become_a_pair(one)
    await agree(one)
    await live_the_weeks(one)
    await finish(one)


async def offer_and_seek(one: Visitor) -> None:
    steps = one.tour.locator(".step")
    await steps.nth(0).click()
    await expect(one.prompt).to_have_value("/mentor offer")
    await expect(steps.nth(0)).to_have_attribute("aria-current", "step")
    await one.page.keyboard.press("Enter")
    await one.fill(topics="Newsletters", capacity="1", conduct="yes")
    await one.submit()
    offered = await one.sees("You offer Newsletters, for 1 mentee at a time.", "you decide")
    await expect(offered).to_contain_text("Only you can see this")

    await steps.nth(1).click()
    await expect(one.prompt).to_have_value("/mentor seek")
    await expect(one.page.locator("#me-name")).to_have_text("Carla Montevago")
    await one.sees_not("You offer Newsletters")
    await one.page.keyboard.press("Enter")
    await one.fill(topics="newsletters", goal=NEED, conduct="yes")
    await one.submit()
    await one.sees("These 3 mentors would suit you best", "Marta Ghirelda", "both speak Italian")


async def become_a_pair(one: Visitor) -> None:
    await one.press("Ask Marta Ghirelda")
    await expect(one.field("need").locator("textarea")).to_have_value(NEED)
    await one.fill(doing="A newsletter about ceramics")
    await one.submit()
    await one.sees("I have written to Marta Ghirelda.")

    waiting = one.page.locator("[data-person=marta]")
    await expect(waiting).to_contain_text("1 unread message")
    await one.news.get_by_role("button", name="Marta Ghirelda").click()
    await expect(one.page.locator("#place-about")).to_contain_text("only you and Mansarda")
    await one.sees("Carla Montevago would like to ask you about Newsletters.", NEED, "1 free place")

    await one.tool("Restart the bot")
    await expect(one.page.locator("#toast")).to_contain_text("every Python object is gone")
    await one.press("Say yes to Carla Montevago")
    await one.sees("You and Carla Montevago are a pair now. I have written to both of you.")
    await one.sees("You are the mentor.", "To start the talk:")


async def agree(one: Visitor) -> None:
    await one.tour.locator(".step").nth(3).click()
    await expect(one.page.locator("#me-name")).to_have_text("Carla Montevago")
    await one.sees("Marta Ghirelda is your mentor.")
    await one.go("Marta Ghirelda & Carla Montevago")
    await one.sees("Welcome, Marta Ghirelda and Carla Montevago! This space is yours.")
    await one.direct()

    await one.press("Agree on how you work")
    await one.fill(between="One question in writing")
    await one.submit()
    await one.sees("I have put this to Marta Ghirelda.")
    await one.news.get_by_role("button", name="Marta Ghirelda").click()
    await one.sees("Carla Montevago proposes how you could work together:", "Rhythm: Every week")
    await one.press("Yes, agreed")
    await one.sees("Agreed. This is how you and Carla Montevago work together:", "One question in writing")


async def live_the_weeks(one: Visitor) -> None:
    await one.be("Carla")
    await one.pass_week()
    await one.sees("Week 1 of 8 with Marta Ghirelda", "Have you and Marta Ghirelda met already?")
    await one.press("Not yet")
    await one.sees("Noted: you did not meet in week 1.")
    for week in range(1, 8):
        await one.pass_week()
        await one.sees(f"Week {week + 1} of 8 with", f"Did you and Marta Ghirelda meet in week {week}?")
        await one.press("We met")
        await one.sees(f"you met in week {week}. How was it for you?")
        await one.press("5 – very good")
        await one.sees("Noted, thank you. What will be your next step?")
    await one.press("Note a next step")
    await one.fill(step="Write issue 8")
    await one.submit()
    await one.sees("Kept for both of you: Write issue 8 (you).")


async def finish(one: Visitor) -> None:
    await one.tool("Restart the bot")
    await expect(one.page.locator("#toast")).to_contain_text("every Python object is gone")
    await one.pass_week()
    await one.sees("Your 8 weeks with Marta Ghirelda are over.", "What you wanted to do:", "Write issue 8 (you)")
    await one.press("Finish with Marta Ghirelda")
    await one.sees("You have finished with Marta Ghirelda.", "You met in 7 weeks of 8.")
    await one.press("5 – very good")
    await one.sees("Thank you! Only the coordination sees it")
    await one.press("Add a few words")
    await one.fill(words="Marta was patient and clear.")
    await one.submit()
    await one.sees("Thank you, your words are kept.")

    await one.be("Marta")
    await one.sees("Carla Montevago has finished your time together.", "You met in 7 weeks of 8.")
    await one.press("4 – good")
    await one.sees("Thank you! Only the coordination sees it")
    await one.sees_not("patient and clear")
