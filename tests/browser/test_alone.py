"""The page needs nothing but this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEAK = "http://127.0.0.2:9/leak.png"


async def test_no_request_leaves_the_machine(browser: Browser, address: str) -> None:
    """From the first visit to an answer; every other test looks at its own requests as well."""
    context = await browser.new_context()
    hosts: list[str | None] = []
    context.on("request", lambda request: hosts.append(urlsplit(request.url).hostname))
    one = Visitor(await context.new_page(), address)
    await one.open()
    await one.send("/mentor find")
    await one.sees("mentors have a free place")
    await one.pass_week()
    await context.close()
    assert len(hosts) > 20
    assert set(hosts) == {"127.0.0.1"}


async def test_the_pages_own_policy_forbids_other_places(browser: Browser, address: str) -> None:
    context = await browser.new_context()
    one = Visitor(await context.new_page(), address)
    await one.open()
    tried = """(address) => new Promise((done) => {
        document.addEventListener("securitypolicyviolation", (event) => done(event.blockedURI), {once: true});
        new Image().src = address;
    })"""
    assert await one.page.evaluate(tried, LEAK) == LEAK
    await context.close()
