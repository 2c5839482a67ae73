"""Files in the playground: those that messages carry, and those that people attach to a form."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.site_stage import DOT, Site, open_site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


async def test_a_file_is_saved_under_a_harmless_name_by_those_who_see_it(site: Site) -> None:
    (file,) = (await site.use("invitation"))["files"]
    assert (file["name"], file["about"]) == ('a"b\r\n/é.ics', "Tuesday")
    async with site.client.get(site.url(file["url"])) as answer:
        assert await answer.read() == b"BEGIN:VCALENDAR"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="a_b____.ics"'
        assert answer.content_type == "application/octet-stream"
    await site.get(file["url"].replace("person=anna", "person=bruno"), status=404)


async def test_a_form_takes_a_person_and_a_file(site: Site) -> None:
    await site.post("/api/use", {"person": "anna", "place": "square", "words": "offer"})
    form = (await site.view("anna"))["form"]
    who = next(field for field in form["fields"] if field["name"] == "who")
    assert {"anna", "bruno"} <= {choice["value"] for choice in who["choices"]}
    id = await attach(site, "anna", DOT)
    assert await site.room.fetch(id, community=site.room.community, most=1000) == DOT
    answers = {"about": ["I do taxes."], "who": ["bruno"], "proof": [id]}
    await site.post("/api/fill", {"person": "anna", "answers": answers})
    assert (await site.view("anna"))["form"] is None


async def test_somebody_elses_file_cannot_be_sent(site: Site) -> None:
    id = await attach(site, "bruno", DOT)
    await site.post("/api/use", {"person": "anna", "place": "square", "words": "offer"})
    answers = {"about": ["I do taxes."], "proof": [id]}
    await site.post("/api/fill", {"person": "anna", "answers": answers}, status=404)
    assert (await site.view("anna"))["form"], "it stays open, and nothing typed is lost"


async def test_a_file_that_is_too_large_or_comes_from_elsewhere_is_refused(site: Site) -> None:
    url, kind = site.url("/api/upload?person=anna"), {"Content-Type": "application/octet-stream"}

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield bytes(1_000_000)

    async with site.client.post(url, data=pieces(), headers=kind) as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (413, "file")
    async with site.client.post(url, data=DOT, headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    async with site.client.post(url, data=DOT, headers=kind | {"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403
    async with site.client.post(site.url("/api/upload?person=nobody"), data=DOT, headers=kind) as answer:
        assert answer.status == 404


async def attach(site: Site, person: str, data: bytes) -> str:
    kind = {"Content-Type": "application/octet-stream"}
    async with site.client.post(site.url(f"/api/upload?person={person}"), data=data, headers=kind) as answer:
        assert answer.status == 200, await answer.text()
        id: str = (await answer.json())["id"]
        return id
