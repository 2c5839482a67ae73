"""Who may do what, as people meet it in a platform's own client: a sample of the matrix that works everywhere.

Sampled: every command of the coordination and of the safety contacts by a member, a contact and a coordinator who is
no contact; one button and one form of the contacts, by one and by the same person when they are none any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.features.matrix import TABLE
from tests.features.scene import Actor

REFUSED: Mapping[str, str] = {
    "coordinator": "Only the coordination can do this.",
    "safety": "Only the safety contacts can do this.",
}


Said = Callable[[Actor], str]
"""What somebody was told last, wherever this platform shows it."""


async def commands(said: Said, actor: Actor, *allowed: str) -> None:
    """Every command that this one may not use is refused."""
    for name, who in TABLE["command"].items():
        if who not in REFUSED or who in allowed:
            continue
        await actor.use(f"/{name}")
        heard = said(actor)
        assert heard.startswith(REFUSED[who]), (name, heard)


async def roles(said: Said, people: Sequence[Actor], saras_id: str) -> None:
    """Two who coordinate (the first reads reports), a member, and one who becomes a contact and is none at the end."""
    lena, nora, marta, sara = people
    await lena.use("/safety contacts")
    await lena.press("Name a contact")
    await lena.fill(person=saras_id)
    await commands(said, marta)
    await commands(said, sara, "safety")
    await commands(said, nora, "coordinator")
    await sara.use("/safety reports")
    assert sara.last().startswith("No report is open.")
    await nora.use("/safety contacts")
    nora.sees("Reports are read by")
    await marta.use("/report")
    await marta.fill(category="other", words="What happened")
    await sara.dm.press("Read the report")
    sara.dm.sees("Report 1", "What happened")
    await sara.dm.press("Add a note")
    await lena.use("/safety contacts")
    await lena.press("Take Sara off")
    await sara.fill(words="A note")
    await sara.dm.press("Read the report")
    assert sara.dm.last().startswith(REFUSED["safety"]), sara.dm.last()
    await lena.dm.press("Read the report")
    lena.dm.sees("Report 1", "What happened")
    lena.dm.sees_not("A note")
