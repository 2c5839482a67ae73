"""Mail to the operator: what is sent, what is said of what goes wrong, and a report that nobody else can take up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from pathlib import Path
from typing import cast

import pytest

from adapters.mail import settings
from adapters.mail.adapter import MailAdapter
from bot.errors import Busy, Forbidden, PlatformError, Uncertain, Unreachable
from bot.identity import Place
from bot.ports import Adapter
from bot.post import Post, Span
from bot.settings import Values
from tests.features.conftest import offer
from tests.features.scene import Scene, open_scene
from tests.standins.mail import MailServer, mail_server
from tests.test_main import main

OPERATOR = Place("mail", "operator")
POST = Post((Span("A report waits.\n\nPlease look — soon."),))


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as ours:
        yield ours


def adapter(server: MailServer) -> MailAdapter:
    return MailAdapter(f"smtp://127.0.0.1:{server.port}", "ops@example.org", "bot@example.org")


async def test_a_mail_is_sent_under_its_own_key(server: MailServer) -> None:
    for _ in range(2):
        ref = await adapter(server).send(OPERATOR, POST, once="abc")
    assert ref.id == "<abc@example.org>"
    assert {mail["Message-ID"] for mail in server.taken} == {"<abc@example.org>"}
    mail = server.taken[0]
    assert (mail["To"], mail["From"], mail["Subject"]) == ("ops@example.org", "bot@example.org", "A report waits.")
    assert "Please look — soon." in mail.get_content()


@pytest.mark.parametrize(("said", "kind"), [("451 later", Busy), ("552 never", Forbidden)])
async def test_what_the_server_refuses(server: MailServer, said: str, kind: type[PlatformError]) -> None:
    server.answer = said
    with pytest.raises(kind):
        await adapter(server).send(OPERATOR, POST, once="abc")


async def test_no_answer_after_the_mail_is_uncertain(server: MailServer) -> None:
    server.silent = True
    with pytest.raises(Uncertain):
        await adapter(server).send(OPERATOR, POST, once="abc")


async def test_no_server_is_unreachable() -> None:
    async with mail_server() as gone:
        pass
    with pytest.raises(Unreachable):
        await adapter(gone).send(OPERATOR, POST, once="abc")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, 0),
        ({"SAFETY_MAIL": "ops@example.org", "SMTP_URL": "smtps://u:p@host"}, 0),
        ({"SAFETY_MAIL": "ops@example.org"}, 1),
        ({"SAFETY_MAIL": "ops", "SMTP_URL": "http://host"}, 2),
        ({"SMTP_URL": "smtp://host:port"}, 1),
    ],
)
def test_settings(given: dict[str, str], wrong: int) -> None:
    values = Values(given, settings.SETTINGS)
    assert len(settings.missing(values)) == wrong
    assert bool(settings.advice(values)) is ("SAFETY_MAIL" not in given)
    assert "u:p" not in repr(values)


def with_mail(scene: Scene, server: MailServer) -> None:
    cast(MutableMapping[str, Adapter], scene.play.bot.adapters)["mail"] = adapter(server)


async def test_the_operator_hears_where_every_contact_is_the_one_reported(tmp_path: Path, server: MailServer) -> None:
    scene = await open_scene(tmp_path)
    try:
        with_mail(scene, server)
        lena = scene.person("lena", "Lena", coordinator=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        await offer(lena, topics="Taxes")
        carla = scene.person("carla", "Carla")
        await carla.use("/report")
        await carla.fill(person="lena", category="harassment", words="SECRET")
        carla.sees("No safety contact can read this one, so whoever runs this bot is told instead.")
        assert lena.dm.texts() == []
        (mail,) = server.taken
        assert mail["Subject"] == "A safety report in Corte waits, number 1."
        content = mail.get_content()
        assert "python main.py safety list" in content
        assert not any(part in content for part in ("SECRET", "Lena", "Carla"))
        await scene.restart()
        with_mail(scene, server)
        await scene.pass_(days=2, hours=1)
        assert len(server.taken) == 4, "at once, after 15 minutes, and every day"
    finally:
        await scene.close()


async def test_the_operator_is_the_second_route(tmp_path: Path, server: MailServer) -> None:
    scene = await open_scene(tmp_path)
    try:
        with_mail(scene, server)
        lena = scene.person("lena", "Lena", coordinator=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        carla = scene.person("carla", "Carla")
        await carla.use("/report")
        await carla.fill(category="danger")
        assert server.taken == []
        await scene.pass_(minutes=15)
        (mail,) = server.taken
        assert "No safety contact has taken it up since" in mail.get_content()
        await lena.dm.press("I take care of it")
        await scene.pass_(days=3)
        assert len(server.taken) == 1
        lena.dm.sees("Report 1 is not closed yet.")
    finally:
        await scene.close()


async def test_the_operator_reads_it_and_names_a_contact(tmp_path: Path) -> None:
    scene = await open_scene(tmp_path)
    try:
        lena = scene.person("lena", "Lena", coordinator=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        carla = scene.person("carla", "Carla")
        await carla.use("/report")
        await carla.fill(person="lena", category="harassment", words="What happened")
        url = scene.url
    finally:
        await scene.close()
    listed = await asyncio.to_thread(main, "safety", "list", DATABASE_URL=url)
    assert "1 1 Corte: open since 2026-03-02 09:00 UTC, harassment, may be read by 0 contact(s)" in listed.stdout
    assert "What happened" not in listed.stdout
    shown = await asyncio.to_thread(main, "safety", "show", "1", "1", DATABASE_URL=url)
    assert "From Carla (carla), about Lena" in shown.stdout
    assert "What happened" in shown.stdout
    named = await asyncio.to_thread(main, "safety", "contact", "1", "nora", "Nora", DATABASE_URL=url)
    assert named.returncode == 0
    listed = await asyncio.to_thread(main, "safety", "list", DATABASE_URL=url)
    assert "may be read by 1 contact(s)" in listed.stdout
    noted = await asyncio.to_thread(main, "audit", "show", DATABASE_URL=url)
    assert noted.stdout.count("safety.report_read") == 1
    for wrong in (("show", "1", "9"), ("show", "9", "1"), ("contact", "9", "x", "X")):
        assert (await asyncio.to_thread(main, "safety", *wrong, DATABASE_URL=url)).returncode == 1
