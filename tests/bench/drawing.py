"""`fit`: messages made to fit a platform, beside the same sentences translated and filled in and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from bot.actions import encode
from bot.features.pairs import texts
from bot.fit import fit
from bot.i18n import Text, translated
from bot.markup import Reader
from bot.post import Capabilities
from bot.ui import Menu, Message
from tests.bench.commands import Pace
from tests.bench.community import HOME, NOW
from tests.bench.figures import Figure

TIMES = 400


async def fitting(folder: Path, pace: Pace) -> list[Figure]:
    """The answer to a check-in: a sentence and a menu of five."""
    message = texts.ask_rating("Carla", 1, 3)
    sentences = list(_texts(message))
    contestants: Mapping[str, Callable[[], object]] = {
        "discord": lambda: _fitted(message, DISCORD),
        "slack": lambda: _fitted(message, SLACK),
        "bare": lambda: [translated(one, "de").format_map(one.values) for one in sentences],
    }
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(min(pace.rounds, 10) + 1):
        for name, once in contestants.items():
            began = time.perf_counter()
            for _ in range(TIMES):
                once()
            rates[name].append(TIMES / (time.perf_counter() - began))
    bare = median(rates["bare"][1:])
    floor = "the same sentences by gettext and str.format"
    return [Figure(f"fit.{name}", median(rates[name][1:]), "per second", floor, bare) for name in ("discord", "slack")]


def _fitted(message: Message, capabilities: Capabilities) -> object:
    reader = Reader("de", "Europe/Berlin", NOW)
    return fit(message, capabilities, reader, lambda action: encode(action, HOME))


def _texts(message: Message) -> list[Text]:
    """Every text that is shown."""
    found = list(message.text)
    for control in message.controls:
        found.append(control.label)
        if isinstance(control, Menu):
            found += [choice.label for choice in control.choices]
    return found
