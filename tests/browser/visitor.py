"""Somebody at the page: what they click, type and see. Every step waits until it can be done or seen."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Locator, Page, expect

from bot.i18n import t
from bot.markup import Reader, plain, render


class Visitor:
    """A page, in the language that its browser asks for."""

    def __init__(self, page: Page, address: str, language: str = "en") -> None:
        self.page = page
        self.address = address
        self.language = language
        self.form = page.locator("#form")
        self.prompt = page.locator("#prompt-input")
        self.messages = page.locator("#messages .message")
        self.news = page.locator("#news")
        self.clock = page.locator("#clock-time")
        self.tour = page.locator("#tour")
        self.suggested = page.get_by_role("listbox").get_by_role("option").filter(visible=True)

    def said(self, key: str, /, **values: Any) -> str:
        """A text of the catalogue as the page's language has it, with what is put in."""
        return plain(render(t(key, **values), Reader(self.language, "UTC", datetime.now(UTC))))

    # coming, being, going

    async def open(self, *, welcomed: bool = True) -> None:
        await self.page.goto(self.address)
        await expect(self.page.locator("#me-name")).to_be_attached()
        if welcomed:
            await self.page.locator("#tour-close").click()

    async def be(self, name: str) -> None:
        await self.page.locator("#people-list").get_by_role("button", name=re.compile(rf"\b{name}\b")).click()
        await expect(self.page.locator("#me-name")).to_contain_text(name)
        await expect(self.page).to_have_title(re.compile(name))

    async def go(self, place: str) -> None:
        await self.page.locator("#places").get_by_role("button", name=place).click()
        await expect(self.page.locator("#place-title")).to_contain_text(place)

    async def direct(self) -> None:
        await self.go("Mansarda")

    # doing

    async def send(self, words: str) -> None:
        await self.prompt.fill(words)
        await self.page.locator("#prompt-send").click()
        await expect(self.prompt).to_have_value("")

    async def press(self, label: str) -> None:
        """The newest button of this label in the conversation."""
        await self.button(label).click()

    def button(self, label: str) -> Locator:
        return self.messages.get_by_role("button", name=label, exact=True).last

    async def tool(self, label: str) -> None:
        await self.page.locator("#tools").get_by_role("button", name=label, exact=True).click()

    async def pass_week(self) -> None:
        before = await self.clock.get_attribute("datetime")
        await self.page.locator("#tools .clock button").nth(2).click()
        await expect(self.clock).not_to_have_attribute("datetime", before or "")
        await expect(self.page.locator("#tools .clock [aria-disabled]")).to_have_count(0)

    async def choose(self, setting: str, label: str) -> None:
        await self.page.get_by_label(setting, exact=True).select_option(label=label)

    # forms

    def field(self, name: str) -> Locator:
        """By the bot's own name for it: labels are asserted where they matter."""
        return self.form.locator(f'[data-field="{name}"]')

    async def fill(self, **answers: str) -> None:
        """Lines by what stands in them, choices by their label; ``conduct`` and the like by "yes"."""
        await expect(self.form).to_be_visible()
        for name, answer in answers.items():
            text = self.field(name).locator("input[type=text], textarea")
            if await text.count():
                await text.fill(answer)
            else:
                await self.field(name).locator(f'input[value="{answer}"]').check()

    async def submit(self) -> None:
        """Send the form, which then closes."""
        await self.page.locator("#form-submit").click()
        await expect(self.form).to_be_hidden()

    # seeing

    async def sees(self, *parts: str) -> Locator:
        """A message with all of these parts; the newest such."""
        found = self.messages
        for part in parts:
            found = found.filter(has_text=part)
        await expect(found.last).to_be_visible()
        return found.last

    async def sees_not(self, *parts: str) -> None:
        for part in parts:
            await expect(self.messages.filter(has_text=part)).to_have_count(0)

    # by keyboard

    async def tab_to(self, wanted: Locator, *, back: bool = False, most: int = 60) -> None:
        """Press Tab until this has the focus."""
        for _ in range(most):
            if await wanted.evaluate("node => node === document.activeElement"):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{wanted} is not reached with {most} tabs")

    async def keys(self, *names: str) -> None:
        for name in names:
            await self.page.keyboard.press(name)

    async def active(self, words: str) -> None:
        """The suggestion that the arrow keys have reached."""
        await expect(self.suggested.and_(self.page.locator('[aria-selected="true"]'))).to_contain_text(words)
