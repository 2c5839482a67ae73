"""The playground's web server: a real one on a free port of this machine, and a real client."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from adapters.playground import server
from adapters.playground.room import Room
from adapters.playground.things import Somebody
from bot.errors import Problem
from tests.adapters.site_stage import DOT, PAGE, Play, Site, open_site, said


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


# looking


async def test_the_world_is_told_in_each_ones_language(site: Site) -> None:
    world = await site.get("/api/world?person=anna&language=en")
    assert [one["name"] for one in world["people"]] == ["Anna Maria Weber", "Bruno", "Cora"]
    anna, bruno, cora = world["people"]
    assert (anna["initials"], anna["about"]) == ("AW", "Bookkeeper")
    assert (bruno["dms_open"], cora["coordinator"]) == (False, True)
    (seek,) = world["commands"]
    assert (seek["name"], seek["about"]) == ("mentor seek", "Mentor:in suchen")
    topic, language = seek["options"]
    assert (topic["about"], topic["required"], topic["suggest"]) == ("Thema", True, True)
    assert language["choices"] == [{"label": "Deutsch", "value": "de", "about": ""}]
    assert world["tour"][0]["title"] == "Look"
    assert [one["id"] for one in world["shows"]] == list(site.room.shows)


async def test_a_coordinator_is_offered_more_commands(site: Site) -> None:
    world = await site.get("/api/world?person=cora&language=de")
    assert [one["name"] for one in world["commands"]] == ["mentor seek", "programme setup"]
    assert world["tour"][0]["title"] == "Schau"
    assert world["people"][0]["city"] == "Rom", "as the page's language calls it"


async def test_somebody_who_is_gone_is_the_first_of_the_list(site: Site) -> None:
    assert (await site.get("/api/world?person=nobody"))["commands"][0]["about"] == "Mentor:in suchen"


async def test_a_view_shows_the_time_of_the_viewer_in_the_language_of_the_page(site: Site) -> None:
    await site.post("/api/say", {"person": "anna", "place": "square", "words": "Good <b>morning</b>"})
    (message,) = (await site.view("anna", language="de"))["messages"]
    assert message["author"] == {"id": "anna", "name": "Anna Maria Weber", "bot": False}
    assert message["text"] == [{"text": "Good <b>morning</b>", "mention": ""}]
    assert (message["time"], message["day"]) == ("10:00", "Montag, 2. März 2026")
    assert (message["private"], message["edited"], message["pinged"]) == (False, False, False)
    view = await site.view("bruno", language="it")
    assert view["messages"][0]["time"] == "09:00"
    assert view["clock"]["text"] == "lun 2 mar 2026, 09:00"
    assert (await site.view("bruno"))["clock"]["text"] == "Mon, 2 Mar 2026, 09:00"
    places = {one["id"]: one for one in view["places"]}
    assert places["square"]["unread"] == 1
    assert places["d-bruno"]["name"] == "Mansarda"
    assert (await site.get("/api/view?person=bruno"))["place"] == "square"


async def test_unread_marks_go_away_when_read(site: Site) -> None:
    direct = await site.room.direct(site.room.person("anna"))
    await site.room.send(direct, said("Did you meet?"), once="1")
    await site.room.send(site.room.place("square"), said("To all"), once="2")
    view = await site.view("bruno")
    assert view["waiting"] == {"anna": 1}
    await site.post("/api/read", {"person": "anna", "place": direct.id})
    assert (await site.view("bruno"))["waiting"] == {}


async def test_what_a_card_shows(site: Site) -> None:
    card = await site.use("card")
    assert card["private"]
    assert card["author"]["bot"]
    assert card["text"][1] == {"text": "pricing", "bold": True, "mention": ""}
    assert card["text"][3]["link"] == "https://example.org/more"
    buttons, menu = card["rows"]
    assert buttons == {"buttons": [{"label": "Ask Anna", "id": "ask", "tone": "main"}]}
    assert menu["menu"]["choices"][0] == {"label": "Taxes", "value": "taxes", "about": "2 free"}
    (picture,) = card["pictures"]
    assert picture["alt"] == "A dot"
    async with site.client.get(site.url(picture["url"])) as answer:
        assert answer.content_type == "image/png"
        assert await answer.read() == DOT


async def test_a_private_picture_is_not_for_others(site: Site) -> None:
    (picture,) = (await site.use("card"))["pictures"]
    assert "person=anna" in picture["url"]
    await site.get(picture["url"].replace("person=anna", "person=bruno"), status=404)
    await site.get(picture["url"].replace("/0?", "/7?"), status=404)


async def test_suggestions(site: Site) -> None:
    found = await site.get("/api/suggest?person=anna&command=mentor%20seek&option=topic&typed=ta%26x")
    assert found == [{"label": "mentor seek topic ta&x", "value": "value", "about": ""}]


async def test_changes_are_told_as_they_happen(site: Site) -> None:
    version = (await site.view("anna"))["version"]
    async with site.client.get(site.url(f"/api/changes?person=anna&since={version}")) as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b": open\n\n"
        await site.post("/api/say", {"person": "bruno", "place": "square", "words": "Hello"})
        news = (await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)).decode()
    found = re.fullmatch(r"id: (\d+)\ndata: (\d+)\n\n", news)
    assert found
    assert int(found[1]) > version


async def test_a_page_from_before_the_last_start_is_told_at_once(site: Site) -> None:
    async with site.client.get(site.url("/api/changes?person=anna&since=999999")) as stream:
        await stream.content.readuntil(b"\n\n")
        news = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)
    assert news == f"id: {site.room.version}\ndata: {site.room.version}\n\n".encode()


# doing


async def test_a_press_and_a_pick(site: Site) -> None:
    card = await site.use("card")
    await site.post("/api/press", {"person": "anna", "message": card["id"], "id": "ask"})
    (message,) = (await site.view("anna"))["messages"]
    assert (message["text"][0]["text"], message["edited"]) == ("ask", True)
    card = await site.use("card")
    body = {"person": "anna", "message": card["id"], "id": "topic", "values": ["logos"]}
    await site.post("/api/pick", body)
    assert (await site.view("anna"))["messages"][-1]["text"][0]["text"] == "topic logos"


async def test_others_cannot_press_what_they_do_not_see(site: Site) -> None:
    card = await site.use("card")
    wrong = await site.post("/api/press", {"person": "bruno", "message": card["id"], "id": "ask"}, status=404)
    assert wrong["error"]["code"] == "message"
    wrong = await site.post("/api/press", {"person": "anna", "message": card["id"], "id": "other"}, status=404)
    assert wrong["error"]["code"] == "message"


async def test_a_form_opens_comes_back_and_closes(site: Site) -> None:
    await site.post("/api/use", {"person": "anna", "place": "square", "words": "offer"})
    form = (await site.view("anna", "d-anna"))["form"]
    assert (form["title"], form["submit"], form["step"], form["steps"]) == ("Offer mentorship", "Offer my time", 1, 1)
    about, where = form["fields"][:2]
    assert (about["kind"], about["hint"], about["required"], about["most"]) == ("long", "Two sentences", True, 300)
    assert where["choices"] == [{"label": "#square", "value": "square", "about": ""}]
    assert (await site.view("bruno"))["form"] is None
    await site.post("/api/fill", {"person": "anna", "answers": {"about": ["x"], "where": ["square"]}})
    form = (await site.view("anna"))["form"]
    assert form["text"] == "One answer needs a look."
    assert [one["error"] for one in form["fields"]] == ["A little more, please.", "", "", ""]
    assert [one["value"] for one in form["fields"]] == [["x"], ["square"], [], []]
    await site.post("/api/fill", {"person": "anna", "answers": {"about": ["I paint \ud800"], "where": []}})
    view = await site.view("anna")
    assert view["form"] is None
    assert view["messages"][-1]["text"][0]["text"] == "noted: I paint ?"


async def test_a_closed_form_cannot_be_sent(site: Site) -> None:
    await site.post("/api/use", {"person": "anna", "place": "square", "words": "offer"})
    await site.post("/api/close-form", {"person": "anna"})
    assert (await site.view("anna"))["form"] is None
    wrong = await site.post("/api/fill", {"person": "anna", "answers": {"about": ["x"]}}, status=404)
    assert wrong["error"]["code"] == "form"


async def test_time_restart_and_show(site: Site) -> None:
    await site.post("/api/pass", {"hours": 24})
    assert site.play.at == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    await site.post("/api/restart", {})
    assert site.play.restarts == 1
    await site.post("/api/show", {"show": "plain"})
    assert (await site.get("/api/world?person=anna"))["show"] == "plain"
    await site.post("/api/show", {"show": "paper"}, status=404)


async def test_the_bot_speaks_what_the_page_asks_for(site: Site) -> None:
    await site.post("/api/speak", {"language": "it"})
    world = await site.get("/api/world?person=anna&language=en")
    assert world["commands"][0]["about"] == "Ask for a mentor"  # the test's commands know no Italian
    assert world["people"][0]["locale"] == "de-AT"
    await site.post("/api/speak", {"language": None})
    assert (await site.get("/api/world?person=anna&language=en"))["commands"][0]["about"] == "Mentor:in suchen"
    for wrong in ("fr", "", 1, True):
        await site.post("/api/speak", {"language": wrong}, status=400)


@pytest.mark.parametrize("hours", [0, -1, 24 * 365, "1", None, True, float("nan")])
async def test_hours_that_cannot_pass(site: Site, hours: object) -> None:
    await site.post("/api/pass", {"hours": hours}, status=400)
    assert site.play.at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def test_while_the_bot_restarts_nothing_is_lost_in_silence(site: Site) -> None:
    await site.room.stop()
    wrong = await site.post("/api/use", {"person": "anna", "place": "square", "words": "card"}, status=503)
    assert wrong["error"]["code"] == "away"


async def test_a_crash_is_told_without_its_text(site: Site) -> None:
    wrong = await site.post("/api/use", {"person": "anna", "place": "square", "words": "crash"}, status=500)
    assert wrong["error"]["code"] == "failed"
    assert "secret" not in str(wrong)


# what is refused


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/view?person=nobody&place=square", "person"),
        ("/api/view?person=anna&place=nowhere", "place"),
        ("/api/view?person=anna&place=d-bruno", "place"),
        ("/api/changes?person=nobody&since=0", "person"),
        ("/api/nothing", "gone"),
        ("/static/server.py", "gone"),
        ("/static/..%2Froom.py", "gone"),
        ("/static/%2e%2e%2fmain.py", "gone"),
        ("/static/nothing.js", "gone"),
        ("/picture/m99/0?person=anna", "message"),
    ],
)
async def test_what_is_not_there(site: Site, path: str, code: str) -> None:
    assert (await site.get(path, status=404))["error"]["code"] == code


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_can_do_nothing(site: Site, headers: dict[str, str]) -> None:
    body = {"person": "anna", "place": "square", "words": "Hello"}
    wrong = await site.post("/api/say", body, status=403, headers=headers)
    assert wrong["error"]["code"] == "stranger"
    assert (await site.view("anna"))["messages"] == []


async def test_another_name_for_this_machine_sees_nothing(site: Site) -> None:
    await site.get("/api/world", status=403, headers={"Host": "evil.example"})


async def test_our_own_page_may(site: Site) -> None:
    ours = {
        "Host": f"localhost:{site.port}",
        "Origin": f"http://localhost:{site.port}",
        "Sec-Fetch-Site": "same-origin",
    }
    await site.post("/api/say", {"person": "anna", "place": "square", "words": "Hello"}, headers=ours)
    assert len((await site.view("anna"))["messages"]) == 1


async def test_only_json_is_read(site: Site) -> None:
    """A form of another site can send text or a form, but never JSON."""
    for kind, status in (("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("application/json", 400)):
        headers = {"Content-Type": kind}
        async with site.client.post(site.url("/api/restart"), data=b"{]", headers=headers) as answer:
            assert answer.status == status
    assert site.play.restarts == 0


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"person": "anna", "place": "square"},
        {"person": "anna", "place": "square", "words": ["a"]},
        {"person": "anna", "place": "square", "words": "  "},
    ],
)
async def test_a_body_that_says_nothing(site: Site, body: object) -> None:
    assert (await site.post("/api/say", body, status=400))["error"]["text"]


async def test_a_body_that_is_too_large(site: Site) -> None:
    body = {"person": "anna", "place": "square", "words": "a" * (server.LARGEST - 100)}
    await site.post("/api/say", body)
    wrong = await site.post("/api/say", body | {"words": "a" * server.LARGEST}, status=413)
    assert wrong["error"]["code"] == "large"


# where it listens


async def test_a_taken_port_says_what_to_do() -> None:
    play = Play()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {port} is taken .* PORT=8080 make play") as problem:
            await server.serve(Room(play), play, port=port)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", ""])
async def test_only_this_machine_is_served(host: str) -> None:
    play = Play()
    with pytest.raises(Problem, match=r"told twice: add --exposed"):
        await server.serve(Room(play), play, host=host, port=0)


async def test_other_hosts_are_served_when_told_twice(site: Site) -> None:
    runner = await server.serve(site.room, site.play, host="0.0.0.0", port=0, exposed=True)
    port = runner.addresses[0][1]
    async with site.client.get(f"http://127.0.0.1:{port}/", headers={"Host": "attic.example"}) as answer:
        assert answer.status == 200
    await runner.cleanup()


async def test_an_open_stream_does_not_keep_the_server_alive() -> None:
    play = Play()
    room = Room(play)
    room.add(Somebody("anna", "Anna"))
    runner: web.AppRunner = await server.serve(room, play, port=0)
    async with ClientSession() as client:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/changes?person=anna&since={room.version}"
        async with client.get(url) as stream:
            await stream.content.readuntil(b"\n\n")
            await asyncio.wait_for(runner.cleanup(), 1.5)  # it waits 2 s for what is still open


# the page's files


async def test_the_page_and_its_files(site: Site) -> None:
    async with site.client.get(site.url("/")) as answer:
        page = await answer.text()
        assert answer.content_type == "text/html"
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    wanted = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    wanted += [f"/static/{path.name}" for path in PAGE.glob("*.js")]
    for path in wanted:
        async with site.client.get(site.url(path)) as answer:
            assert answer.status == 200, path
            assert answer.content_type == kinds[Path(path).suffix]


def page_files() -> list[Path]:
    return sorted(path for path in PAGE.iterdir() if path.suffix in (".html", ".css", ".js", ".svg"))


@pytest.mark.parametrize("path", page_files(), ids=lambda path: path.name)
def test_nothing_of_the_page_leaves_the_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"https?://|[\"'(]//|@import", text)
    assert not re.findall(r"\.innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)
    if path.suffix == ".html":
        assert not re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", page_files(), ids=lambda path: path.name)
def test_the_pages_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def texts() -> dict[str, list[str]]:
    source = (PAGE / "texts.js").read_text(encoding="utf-8")
    table = source.split("const TEXTS = {")[1].split("\n};")[0]
    found = re.findall(r"^  (\w+): \[(.*?)\],$", table, re.MULTILINE | re.DOTALL)
    return {key: re.findall(r'"((?:[^"\\]|\\.)*)"', row) for key, row in found}


def test_every_text_of_the_page_is_there_in_three_languages() -> None:
    table = texts()
    assert len(table) > 80
    for key, row in table.items():
        assert len(row) == 3, key
        assert all(row), key
        assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in row}) == 1, key


def test_the_page_uses_only_texts_that_exist() -> None:
    used = {
        key for path in PAGE.glob("page*.js") for key in re.findall(r'\bt\("(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(used) > 50
    assert used <= texts().keys()
