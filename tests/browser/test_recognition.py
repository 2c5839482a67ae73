"""Thanks in the browser, in each language: said by one, shown by the other, and without a name where one wants that."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")
EVENING = "Thank you for the evening with my price list!"
TOM, AMARA = "Tom Hartsedge", "Amara Linwood"


@pytest.mark.parametrize("language", ["en", "de", "it"])
async def test_thanks_reach_everybody(visit: Visit, language: str) -> None:
    tom = await visit(language)
    said = tom.said
    await tom.be(TOM)
    await tom.direct()
    await tom.send("/mentor seek")
    await tom.fill(topics="pricing", goal="Know what a table costs", languages="en")
    await tom.submit()
    await tom.press(said("Ask {name}", name=AMARA))
    await tom.fill(need="A way to price a table")
    await tom.submit()
    await tom.be(AMARA)
    await tom.direct()
    await tom.press(said("Say yes to {name}", name=TOM))
    await tom.be(TOM)
    await tom.direct()
    await tom.send("/kudos")
    await tom.fill(words=EVENING, open="yes")
    await tom.submit()
    await tom.be(AMARA)
    await tom.direct()
    await tom.sees(said("**{name}** thanks you:", name=TOM), EVENING)
    await tom.press(said("Show it to everybody"))
    await tom.go("mentoring")
    await tom.sees(said("**{giver}** thanks **{taker}**:", giver=TOM, taker=AMARA), EVENING)
    await tom.press(said("Am I named?"))
    await tom.press(said("Do not name me"))
    await tom.sees(said("**{giver}** thanks a mentor:", giver=TOM), EVENING)
