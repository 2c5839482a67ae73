"""From Discord's interactions to the bot's events. Pure: nothing is asked or answered here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import Permission
from bot.events import ActionUsed, CommandUsed, FormSent, OptionTyped
from bot.identity import Community, Person, Place, Ref
from bot.ports import Standing

if TYPE_CHECKING:
    import discord

PLATFORM = "discord"
COMMAND, COMPONENT, TYPING, FORM = 2, 3, 4, 5
"""Types of interactions: receiving-and-responding.mdx:43."""
SUBCOMMANDS = (1, 2)
FILE = 19
COORDINATES = Permission.ADMINISTRATOR | Permission.MANAGE_GUILD


@dataclass(frozen=True, slots=True)
class Used:
    """An interaction, as far as the bot and its answer need to know it."""

    id: str
    token: str
    application: str
    kind: int
    person: Person
    place: Place
    community: Community | None
    locale: str | None
    data: Mapping[str, Any]
    source: Ref | None
    source_private: bool
    mark: int
    permissions: Permission

    @property
    def standing(self) -> Standing:
        """What the interaction itself says about the person; only where there is a community."""
        coordinates = bool(self.permissions & COORDINATES)
        return Standing(True, coordinates, self.person.name, self.locale)


def used(given: discord.Interaction[Any]) -> Used:
    """Read an interaction of the library's."""
    person = Person(PLATFORM, str(given.user.id), given.user.display_name)
    place = Place(PLATFORM, str(given.channel_id), getattr(given.channel, "name", None) or "")
    source = Ref(place, str(given.message.id)) if given.message else None
    rows: list[Any] = list(given.message.components if given.message else ())
    guild = given.guild
    community = Community(PLATFORM, str(given.guild_id), guild.name if guild else "") if given.guild_id else None
    return Used(
        str(given.id),
        given.token,
        str(given.application_id),
        given.type.value,
        person,
        place,
        community,
        str(given.locale) if given.locale else None,
        dict(given.data or {}),
        source,
        bool(given.message and given.message.flags.ephemeral),
        (getattr(rows[0], "id", None) or 0) if rows else 0,
        Permission(given.permissions.value & int(COORDINATES)),
    )


def command(one: Used) -> CommandUsed:
    name, options, _ = _words(one.data)
    return CommandUsed(one.id, one.person, one.place, one.community, name, options, locale=one.locale)


def action(one: Used) -> ActionUsed:
    picked = tuple(map(str, one.data.get("values") or ()))
    return ActionUsed(
        one.id, one.person, one.place, str(one.data["custom_id"]), one.community, picked, one.source, one.locale
    )


def form(one: Used) -> FormSent:
    attached = (one.data.get("resolved") or {}).get("attachments") or {}
    answers = answered(one.data.get("components") or (), attached)
    return FormSent(one.id, one.person, one.place, str(one.data["custom_id"]), answers, one.community, one.locale)


def typed(one: Used) -> OptionTyped:
    name, options, focused = _words(one.data)
    return OptionTyped(one.person, name, focused, options.get(focused, ""), one.community, one.locale)


def answered(
    components: Sequence[Mapping[str, Any]], attached: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[str, ...]]:
    """A form's answers by field; a label wraps each one, and texts above the fields answer nothing.

    A file is answered with its address, under which `Discord.fetch` finds it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for outer in components:
        inner = outer.get("component")
        for one in [inner] if inner else outer.get("components") or ():
            values = one["values"] if "values" in one else [one.get("value") or ""]
            if one.get("type") == FILE:
                values = [attached[id]["url"] for id in values if id in attached]
            found[str(one["custom_id"])] = tuple(map(str, values))
    return found


def _words(data: Mapping[str, Any]) -> tuple[str, dict[str, str], str]:
    """A command's whole name, its options, and the one that is being typed."""
    name = str(data["name"])
    options: list[Any] = list(data.get("options") or ())
    while len(options) == 1 and options[0]["type"] in SUBCOMMANDS:
        name, options = f"{name} {options[0]['name']}", list(options[0].get("options") or ())
    focused = next((one["name"] for one in options if one.get("focused")), "")
    return name, {one["name"]: str(one["value"]) for one in options}, focused
