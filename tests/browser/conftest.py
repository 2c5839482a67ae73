"""A real browser for the session, and for each test a playground of its own on a free port."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from adapters.playground.inhabit import tour
from adapters.playground.play import KeptOffset, Play
from adapters.playground.sample import Sample, load
from adapters.playground.server import serve
from main import open_playground
from tests.browser.browsers import found, launch
from tests.browser.visitor import Visitor

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When every playground begins, so that the first weekly message comes two days later."""
PATIENCE = 10_000  # milliseconds until something that ought to show counts as missing
WIDE = (1280, 800)

Visit = Callable[..., Awaitable[Visitor]]


def missing(why: str) -> NoReturn:
    """Where tests decide about a change, an absent browser is a failure."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        program = found(playwright.chromium.executable_path)
        if program is None:
            missing("no Chromium, Chrome or browser of Playwright's was found: `make system` looks for one")
        expect.set_options(timeout=PATIENCE)
        running = await launch(playwright.chromium, program)
        yield running
        await running.close()


@pytest.fixture(scope="session")
def sample() -> Sample:
    return load()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def furnished(tmp_path_factory: pytest.TempPathFactory, sample: Sample) -> Path:
    """A folder with the sample community in it, as nobody has visited it yet."""
    folder = tmp_path_factory.mktemp("furnished")
    KeptOffset(folder / "clock.json").keep(MONDAY - datetime.now(UTC))
    async with AsyncExitStack() as closing:
        await open_playground(folder, sample, closing)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def play(furnished: Path, sample: Sample, tmp_path: Path) -> AsyncIterator[Play]:
    folder = shutil.copytree(furnished, tmp_path / "playground")
    async with AsyncExitStack() as closing:
        yield await open_playground(folder, sample, closing)


@pytest_asyncio.fixture(loop_scope="session")
async def address(play: Play, sample: Sample) -> AsyncIterator[str]:
    """Where this test's playground is served."""
    runner = await serve(play.room, play, port=0, tour=tour(sample))
    await play.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await play.stop()
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, address: str) -> AsyncIterator[Visit]:
    """Open the page as a newcomer; afterwards nothing may have gone wrong in it, and nothing have left the machine."""
    async with AsyncExitStack() as closing:
        wrong, asked = list[str](), list[str]()

        async def come(
            language: str = "en", size: tuple[int, int] = WIDE, *, welcomed: bool = True, **more: Any
        ) -> Visitor:
            width, height = size
            context = await browser.new_context(
                viewport={"width": width, "height": height}, locale=language, reduced_motion="reduce", **more
            )
            closing.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE)
            context.on("weberror", lambda one: wrong.append(str(one.error)))
            context.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
            context.on("request", lambda request: asked.append(request.url))
            visitor = Visitor(await context.new_page(), address, language)
            await visitor.open(welcomed=welcomed)
            return visitor

        yield come
    assert not wrong
    assert {url for url in asked if not url.startswith(address)} == set()
