"""The invitation asks for what the code uses: with it everything works, without any part of it something fails."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.calls import Permission, calls, invitation, needed
from bot.errors import Forbidden, PlatformError
from bot.i18n import t
from bot.ports import Absent
from bot.post import Post, PostFile, PostPicture, Span
from bot.ui import File, Picture
from tests.adapters.discord.stage import DiscordStage, staged
from tests.adapters.discord.test_delivery import AGO
from tests.contracts.stage import button, post
from tests.standins.discord.town import EVERYTHING

BITS = [one for one in Permission if one & needed()]


async def tour(stage: DiscordStage) -> None:
    """Everything the adapter does in a server."""
    adapter, pair = stage.adapter, (stage.anna, stage.bruno)
    picture = PostPicture(Picture(b"x", "x.png", t("A roof")), "A roof")
    ref = await adapter.send(stage.channel, post("Hello", button("Go", "go")), once="t:1")
    await adapter.send(stage.channel, Post((Span("Look"),), pictures=(picture,)), once="t:2")
    report = PostFile(File(b"x", "plan.csv", t("The plan")), "The plan")
    await adapter.send(stage.channel, Post((Span("Read"),), files=(report,)), once="t:5")
    assert await adapter.find(stage.channel, once="t:3", since=AGO) == Absent()
    await adapter.edit(ref, post("Hello again"))
    await adapter.delete(ref)
    space = await adapter.gather(pair, "Anna and Bruno", once="s:1")
    await adapter.send(space, post("Welcome"), once="t:4")
    await adapter.archive(space)
    assert await adapter.gather(pair, "Anna and Bruno", once="s:1") == space
    assert (await adapter.standing(stage.anna, stage.community)).member


async def test_with_the_invitation_everything_works(stage: DiscordStage) -> None:
    await tour(stage)
    assert stage.server.rest.refusals == []


@pytest.mark.parametrize("bit", BITS, ids=lambda bit: bit.name)
async def test_without_any_part_of_it_something_fails(bit: Permission) -> None:
    async with staged(permissions=int(needed() & ~bit)) as stage:
        with pytest.raises(Forbidden):
            await tour(stage)


async def test_every_request_says_which_permissions_it_needs() -> None:
    """A request whose needs were forgotten fails here: the stand-in grants exactly those."""
    asked: set[tuple[str, str]] = set()
    async with staged(permissions=EVERYTHING) as stage:
        await tour(stage)
        asked = {(method, path.split("/")[1]) for method, path in stage.server.rest.asked}
    declared = {(one.method, one.path.split("/")[1]) for one in calls()}
    library = {("GET", "users"), ("GET", "oauth2"), ("GET", "gateway")}
    assert asked <= declared | library


def test_the_address_holds_permissions_and_scopes() -> None:
    address = urlsplit(invitation("42"))
    query = parse_qs(address.query)
    assert (address.netloc, address.path) == ("discord.com", "/oauth2/authorize")
    assert query["client_id"] == ["42"]
    assert query["scope"] == ["bot applications.commands"]
    assert query["permissions"] == [str(int(needed()))]
    assert not needed() & (Permission.ADMINISTRATOR | Permission.MANAGE_GUILD)


async def test_a_lost_permission_is_an_error_of_the_core(stage: DiscordStage) -> None:
    stage.square.denied[stage.town.bot.id] = int(Permission.VIEW_CHANNEL)
    with pytest.raises(PlatformError):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
