"""The page in three languages, and in which of them the bot speaks."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from adapters.playground.play import Play
from adapters.playground.sample import Sample
from tests.browser.conftest import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(("language", "people", "clock"), [("de", "Leute", "März"), ("it", "Persone", "marzo")])
async def test_page_and_bot_speak_what_the_browser_asks_for(
    visit: Visit, sample: Sample, language: str, people: str, clock: str
) -> None:
    one = await visit(language, welcomed=False)
    await expect(one.page.locator("html")).to_have_attribute("lang", language)
    await expect(one.page.locator("#people-title")).to_have_text(people)
    await expect(one.tour.locator(".step-title").first).to_have_text(sample.tour[0].title.read(language))
    await one.tour.locator(".step").first.click()
    seek = one.said("Look for a mentor")
    opened = one.messages.filter(has=one.page.get_by_role("button", name=seek, exact=True)).first
    await expect(opened.get_by_role("button")).to_have_text([seek, one.said("Offer mentorship")])
    await expect(one.page.locator("#prompt-next")).to_contain_text(
        one.said("Offer mentorship: topics, and how many mentees")
    )
    await one.keys("Enter")
    await expect(one.form.locator("h2")).to_have_text(one.said("Offer mentorship"))
    await one.fill(topics="Newsletters", conduct="yes")
    await one.submit()
    await one.sees(one.said("See how others see me"))
    await expect(one.page.locator("#messages .day").last).to_contain_text(clock)


async def test_the_bot_changes_its_language_with_the_page(visit: Visit) -> None:
    one = await visit()
    await one.send("/mentor status")
    await one.sees("Everything is still open here.")
    await one.choose("Language", "Deutsch")
    await expect(one.page.locator("#people-title")).to_have_text("Leute")
    await expect(one.clock).to_contain_text("März")
    await one.sees("Everything is still open here.")
    await one.send("/mentor status")
    one.language = "de"
    await one.sees(one.said("Everything is still open here."))


async def test_each_person_may_be_spoken_to_in_their_own(visit: Visit, play: Play) -> None:
    one = await visit()
    await one.choose("Mansarda speaks", "each person’s language")
    await expect(one.page.locator("#toast")).to_be_empty()
    await one.send("/mentor offer")
    one.language = "it"
    await expect(one.form.locator("h2")).to_have_text(one.said("Offer mentorship"))
    assert play.room.tongue.spoken is None
    await one.page.keyboard.press("Escape")
    await one.page.reload()
    await expect(one.page.get_by_label("Mansarda speaks")).to_have_value("own")
    assert play.room.tongue.spoken is None
    await one.choose("Mansarda speaks", "as this page")
    await one.send("/mentor offer")
    await expect(one.form.locator("h2")).to_have_text("Offer mentorship")


async def test_somebody_else_is_told_in_the_language_of_the_page(visit: Visit) -> None:
    """A message that waits in the outbox is drawn for its reader, who has never been here."""
    one = await visit("de")
    await one.be("Carla")
    await one.send("/mentor seek")
    await one.fill(topics="Newsletters", goal="500 Leserinnen", conduct="yes")
    await one.submit()
    await one.press(one.said("Ask {name}", name="Giulia Pratoverde"))
    await one.submit()
    await one.be("Giulia")
    await one.direct()
    await one.sees(one.said("Say yes to {name}", name="Carla Montevago"))
