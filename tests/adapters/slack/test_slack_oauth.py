"""Hosting many workspaces: installed in a browser, each with its own token, none of them in the clear."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import MetaData

from adapters.slack import ids
from adapters.slack.adapter import SlackAdapter
from adapters.slack.connect import connect
from adapters.slack.settings import SETTINGS, missing
from adapters.slack.tokens import SECRETS
from bot.errors import Problem, Revoked
from bot.events import BotAdded, BotPresent, BotRemoved, MemberJoined
from bot.settings import Values
from storage.columns import metadata
from storage.database import migrate
from tests.adapters.slack.slack_stage import SECRET, RealClock, World
from tests.contracts.stage import Script, post
from tests.standins.slack.person import Hand, envelope
from tests.standins.slack.server import SECRET as CLIENT_SECRET
from tests.standins.slack.things import Channel, Fault, User

# slack_sdk signs in to oauth.v2.access with a class that aiohttp 4 will not have.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
fernet = pytest.importorskip("cryptography.fernet")


class Host:
    """The bot as a host runs it, beside browsers and workspaces."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.slack = world.slack
        self.file = folder / "bot.sqlite3"
        self.database = f"sqlite:///{self.file}"
        self.keys = fernet.Fernet.generate_key().decode()
        self.script = Script()
        self.script.on_command = lambda reply: reply.answer(post("Hello"), private=True)
        self.adapter: SlackAdapter

    def values(self) -> Values:
        port = self.world.values["PORT"]
        given = {
            "SLACK_API_URL": self.world.server.api,
            "PORT": port,
            "SLACK_CLIENT_ID": "c1",
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_TOKEN_KEYS": self.keys,
            "SLACK_PUBLIC_URL": f"http://127.0.0.1:{port}/",
            "DATABASE_URL": self.database,
        }
        return Values(given, SETTINGS)

    async def start(self) -> None:
        await migrate(self.database)
        self.adapter = await connect(self.values(), RealClock(), host="127.0.0.1")
        await self.adapter.start(self.script, ())

    async def restart(self, keys: str = "") -> None:
        await self.adapter.stop()
        self.keys = keys or self.keys
        await self.start()

    async def browse(self, *, cookie: bool = True, back: str = "") -> tuple[int, str, str]:
        """Through the installation, as a browser goes; the status, the page, and the address it came back to."""
        base = f"http://127.0.0.1:{self.world.values['PORT']}"
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
            async with browser.get(f"{base}/slack/install", allow_redirects=False) as begun:
                assert begun.status == 302
                kept = begun.headers["Set-Cookie"].split(";")[0]
                agree = begun.headers["Location"]
            async with browser.get(agree, allow_redirects=False) as agreed:
                back = back or agreed.headers["Location"]
            given = {"Cookie": kept} if cookie else {}
            async with browser.get(back, headers=given) as done:
                return done.status, await done.text(), back

    async def install(self, team: str) -> Hand:
        self.world.server.consenting = team
        status, page, _ = await self.browse()
        assert status == 200, page
        self.slack.channel(Channel(f"C{team}", "square", "public", team))
        user = self.slack.add(User(f"U{team}ANNA", "anna", "Anna", team))
        return Hand(self.slack, self.world.wire, user)

    def stored(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.file.parent.glob("bot.sqlite3*"))


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    host = Host(await World("http").start(), tmp_path)
    await host.start()
    yield host
    await host.adapter.stop()
    await host.world.stop()
    assert host.slack.wrong == []


async def test_two_workspaces_each_with_its_own_token(host: Host) -> None:
    for team in ("T2", "T3"):
        anna = await host.install(team)
        host.slack.calls.clear()
        for _ in range(5):
            await anna.use(f"C{team}", "mentor status")
            await host.adapter.settled()
        assert anna.reads(f"C{team}") == ["Hello"] * 5
        assert [name for name, _ in host.slack.calls].count("auth.test") == 1
    people = {event.person.id for event in host.script.commands}
    assert people == {"T2/UT2ANNA", "T3/UT3ANNA"}
    for team in ("T2", "T3"):
        await host.adapter.send(ids.place(team, f"C{team}"), post(f"For {team}"), once="a:1")
        author = host.slack.messages[-1].author
        assert author == f"UBOT{team}"


async def test_the_same_on_postgresql(tmp_path: Path, postgres_database: str) -> None:
    host = Host(await World("http").start(), tmp_path)
    host.database = postgres_database
    await host.start()
    await host.install("T2")
    await host.install("T2")
    await host.restart(f"{fernet.Fernet.generate_key().decode()},{host.keys}")
    await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")
    await host.adapter.workspaces.forget("T2")
    with pytest.raises(Revoked):
        await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:2")
    await host.adapter.stop()
    await host.world.stop()


async def test_no_token_lies_in_the_clear_and_all_survive_a_restart(host: Host) -> None:
    anna = await host.install("T2")
    assert b"xoxb-" not in host.stored()
    assert b"gAAAA" in host.stored()
    await host.restart()
    await anna.use("CT2", "mentor status")
    await host.adapter.settled()
    assert anna.reads("CT2") == ["Hello"]


async def test_keys_are_changed_without_losing_a_workspace(host: Host) -> None:
    await host.install("T2")
    old, new = host.keys, fernet.Fernet.generate_key().decode()
    await host.restart(f"{new}, {old}")
    await host.restart(new)
    await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")
    await host.adapter.stop()
    host.keys = old
    with pytest.raises(Problem, match="lost the key"):
        await host.start()
    host.keys = new
    await host.start()


@pytest.mark.parametrize("cold", [False, True])
@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOTT2"], "oauth": []}}]
)
async def test_a_workspace_that_removes_the_bot_is_forgotten(host: Host, event: dict[str, object], cold: bool) -> None:
    anna = await host.install("T2")
    await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")
    if cold:
        await host.restart()
    host.slack.of("T2").revoked = "account_inactive"
    assert await anna.tell(event) == 1
    with pytest.raises(Revoked):
        await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:2")
    await host.restart()
    with pytest.raises(Revoked):
        await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:2")
    again = await host.install("T2")
    await host.adapter.send(ids.place("T2", "CT2"), post("Back"), once="a:2")
    assert again.reads("CT2") == ["Hello", "Back"]


async def test_a_users_token_is_none_of_our_business(host: Host) -> None:
    anna = await host.install("T2")
    assert await anna.tell({"type": "tokens_revoked", "tokens": {"oauth": ["UX"], "bot": []}}) == 1
    await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")


async def test_an_installation_belongs_to_its_browser_and_happens_once(host: Host) -> None:
    status, page, back = await host.browse(cookie=False)
    assert (status, "Nothing was installed" in page) == (400, True)
    status, _, back = await host.browse()
    assert status == 200
    status, page, _ = await host.browse(back=back)
    assert status in (400, 401)
    assert "<script" not in page


async def test_a_workspace_that_never_installed_it_is_told_so_and_leaves_nothing(host: Host) -> None:
    await host.install("T2")
    host.slack.channel(Channel("CT9", "square", "public", "T9"))
    stranger = Hand(host.slack, host.world.wire, host.slack.add(User("UT9", "zoe", "Zoe", "T9")))
    host.slack.install("T9", frozenset(), token="xoxb-somebody-elses")  # whoever says the sentence in the stand-in
    await stranger.use("CT9", "mentor status")
    await host.adapter.settled()
    assert "for the members of this workspace" in host.slack.messages[-1].text
    assert host.script.commands == []
    event = envelope(host.slack, "T9", {"type": "team_join", "user": stranger.user.told()})
    await host.world.wire.deliver("events_api", event)
    assert [one for one in host.script.notices if isinstance(one, MemberJoined)] == []


def test_what_hosting_needs_is_named() -> None:
    lines = missing(Values({"SLACK_CLIENT_ID": "c1", "SLACK_APP_TOKEN": "xapp-1"}, SETTINGS))
    assert [line.split()[0] for line in lines] == [
        "SLACK_CLIENT_SECRET",
        "SLACK_SIGNING_SECRET",
        "SLACK_TOKEN_KEYS",
        "SLACK_PUBLIC_URL",
        "SLACK_APP_TOKEN",
    ]


async def test_a_key_that_is_none_is_one_sentence(host: Host) -> None:
    await host.adapter.stop()
    good, host.keys = host.keys, "my-password"
    with pytest.raises(Problem, match="SLACK_TOKEN_KEYS"):
        await host.start()
    host.keys = good
    await host.start()


async def test_what_is_installed_and_removed_is_told_and_known_at_the_next_start(host: Host) -> None:
    def told() -> list[tuple[str, str]]:
        return [
            (type(one).__name__, one.community.id)
            for one in host.script.notices
            if isinstance(one, BotAdded | BotRemoved)
        ]

    anna = await host.install("T2")
    await host.install("T3")
    host.slack.of("T2").revoked = "account_inactive"
    for _ in range(2):
        await anna.tell({"type": "app_uninstalled"})
    assert set(told()) == {("BotAdded", "T2"), ("BotAdded", "T3"), ("BotRemoved", "T2")}
    await host.restart()
    present = [one for one in host.script.notices if isinstance(one, BotPresent)]
    assert [tuple(each.id for each in one.communities) for one in present] == [(), ("T3",)]
    await host.install("T2")
    assert told()[-1] == ("BotAdded", "T2")


async def test_an_old_word_does_not_remove_what_was_installed_anew(host: Host) -> None:
    """Slack tells again what was not heard, and revokes the old token where the app is installed once more."""
    anna = await host.install("T2")
    await host.install("T2")
    for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOTT2"]}}):
        assert await anna.tell(event) == 1
    assert not [one for one in host.script.notices if isinstance(one, BotRemoved)]
    await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")


async def test_an_organisation_is_asked_to_install_in_each_workspace_and_nothing_is_kept(host: Host) -> None:
    host.world.server.organisation = "E1"
    status, page, _ = await host.browse()
    assert (status, "Each workspace installs Mansarda for itself" in page) == (400, True)
    assert b"gAAAA" not in host.stored()
    host.world.server.organisation = ""
    assert (await host.browse())[0] == 200


async def test_who_installed_is_not_kept(host: Host) -> None:
    await host.install("T2")
    assert b"UINSTALLER" not in host.stored()


def test_our_tables_are_those_of_slack_sdk() -> None:
    """Only that an encrypted token is longer."""
    theirs = MetaData()
    AsyncSQLAlchemyInstallationStore.build_installations_table(theirs, "slack_installations")
    AsyncSQLAlchemyInstallationStore.build_bots_table(theirs, "slack_bots")
    AsyncSQLAlchemyOAuthStateStore.build_oauth_states_table(theirs, "slack_oauth_states")
    for name, table in theirs.tables.items():
        ours = metadata.tables[name]
        for column in table.c:
            same = ours.c[column.name]
            assert same.nullable == column.nullable
            assert column.name in SECRETS or str(same.type) == str(column.type)
        assert [one.name for one in ours.c] == [one.name for one in table.c]
        assert {one.name for one in ours.indexes} == {one.name for one in table.indexes}


async def test_a_removal_that_nobody_heard_of_is_noticed_at_the_next_message(host: Host) -> None:
    await host.install("T2")
    await host.adapter.stop()
    host.slack.of("T2").revoked = "account_inactive"
    await host.start()
    for _ in range(2):
        with pytest.raises(Revoked):
            await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")
    assert [one.community.id for one in host.script.notices if isinstance(one, BotRemoved)]
    assert await host.adapter.workspaces.all() == []


async def test_a_moment_of_slacks_own_trouble_removes_nobody(host: Host) -> None:
    await host.install("T2")
    host.slack.faults.append(Fault("chat.postMessage", "invalid_auth"))
    with pytest.raises(Revoked):
        await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")
    await host.adapter.send(ids.place("T2", "CT2"), post("Hello"), once="a:1")
    assert not [one for one in host.script.notices if isinstance(one, BotRemoved)]
