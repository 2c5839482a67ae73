"""A story in the browser: told with a picture, agreed to, and seen with the words for those who do not see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.features.storytelling import ALT, CHANGED, DID, NEED, photo

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_story_is_told_with_a_picture(visit: Visit, tmp_path: Path, scheme: str) -> None:
    (tmp_path / "shop.jpg").write_bytes(photo())
    tom = await visit(color_scheme=scheme)
    await tom.be("Tom Hartsedge")
    await tom.direct()
    await tom.send("/mentor seek")
    await tom.fill(topics="pricing", goal="Know what a table costs", languages="en")
    await tom.submit()
    await tom.press("Ask Amara Linwood")
    await tom.fill(need="A way to price a table")
    await tom.submit()
    await tom.be("Amara Linwood")
    await tom.direct()
    await tom.press("Say yes to Tom Hartsedge")
    await tom.be("Tom Hartsedge")
    await tom.direct()
    await tom.send("/story share")
    await tom.fill(need=NEED, did=DID, changed=CHANGED, alt=ALT)
    await tom.field("picture").locator("input[type=file]").set_input_files(tmp_path / "shop.jpg")
    await tom.submit()
    look = await tom.sees("This is how your story with Amara Linwood would be posted.", CHANGED)
    picture = look.get_by_role("img", name=ALT)
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.naturalWidth") == 640
    await tom.press("Agree with my name")
    await tom.be("Amara Linwood")
    await tom.direct()
    await tom.sees("Tom Hartsedge would like to tell the story of the two of you.", NEED)
    await tom.press("Agree as “a mentor”")
    await tom.sees("Both of you agree to this story.")
