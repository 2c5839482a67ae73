"""What members type is harmless in every text, on every platform: no ping, no style, no link that lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.playground.capabilities import PLAIN, PLAYGROUND
from adapters.slack.capabilities import CAPABILITIES as SLACK
from bot.cleaning import HARMFUL
from bot.i18n import LANGUAGES, Text, words
from bot.markup import Reader, render
from bot.post import Capabilities
from tests.test_rules import Key, texts, values

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEEDS = (
    *("@everyone", "@here", "<@123456789012345678>", "<@!123456789012345678>", "<@&123456789012345678>"),
    *("<#123456789012345678>", "</help:123456789012345678>", "<id:customize>", "<t:0:R>", "<:smile:12345678901234567>"),
    *("<!channel>", "<!here>", "<!everyone>", "<!subteam^S0123ABC>", "<@U0123ABCD>", "<#C0123ABCD|general>"),
    *("<!date^1392734382^Posted|x>", "<mailto:a@example.org|b@example.org>", "<https://evil.example|bank.example>"),
    *(
        "[bank.example](https://evil.example)",
        "[https://bank.example](https://evil.example)",
        "[x](<https://evil.example>)",
    ),
    *(
        "![x](https://evil.example/x.png)",
        "[x]: https://evil.example",
        "https://evil.example",
        "<https://evil.example>",
    ),
    *("**bold**", "__under__", "~~gone~~", "||hidden||", "`code`", "```block```", "> quoted", "# head", "- item"),
    *("*bold*", "_it_", "~gone~", "&lt;!channel&gt;", "{name}", "{0.__class__}", "%s %(x)s", "\\<@123456789012345678>"),
    *("\u202eevil\u202c", "a\u2066b\u2069", "a\x00b\x1b[31m", "\u200b@everyone", "<script>alert(1)</script>"),
)
WRAPPED: tuple[Callable[[str], str], ...] = (
    lambda one: one,
    lambda one: f"a {one} z",
    lambda one: f"\\{one}",
    lambda one: f"{one}{one}",
    lambda one: f"]({one})[",
    lambda one: f"x\n{one}\ny",
    lambda one: f"“{one}”",
)
PAYLOADS = [wrap(seed) for seed in SEEDS for wrap in WRAPPED]
ESCAPED = re.compile(r"\\[^A-Za-z0-9\s]")
CODE = re.compile(r"(?<!\\)`[^`\n]+`")
"""What Discord shows as it stands."""
PLATFORMS = {"discord": DISCORD, "slack": SLACK, "playground": PLAYGROUND, "plain": PLAIN}
PINGS = {
    "discord": re.compile(r"<@[!&]?\d+>|<#\d+>|@(everyone|here)\b|</[^>\\]*:\d+>|<id:\w+>|<t:-?\d+(:\w)?>"),
    "slack": re.compile(r"<[@#!][^>]*>"),
}
LINKS = {
    "discord": re.compile(r"\[[^\]\n]+\]\(\s*<?\w+:"),
    "slack": re.compile(r"<[^>|\n]+\|[^>\n]*>|<(?!https?://)[^>\n]*>"),
}
TEMPLATES = sorted(key for key in texts() if any(map(values, key)))


def text_of(key: Key, typed: str) -> Text:
    given = {name: typed for one in key for name in values(one)}
    return Text(key[0], {**given, "n": 2}, key[1], 2) if len(key) > 1 else Text(key[0], given)


def wrong(platform: str, drawn: str) -> tuple[int, int]:
    """Pings and links of other names: as the platform reads what it is sent."""
    bare = CODE.sub("", ESCAPED.sub("", drawn)) if platform == "discord" else drawn
    read = CODE.sub("", drawn) if platform == "discord" else drawn
    pings = len(PINGS[platform].findall(read)) if platform in PINGS else 0
    return pings, len(LINKS[platform].findall(bare)) if platform in LINKS else 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_text_pings_or_lies_whatever_somebody_typed(platform: str) -> None:
    caps: Capabilities = PLATFORMS[platform]
    assert len(PAYLOADS) >= 300
    assert len(TEMPLATES) > 100
    found = []
    for at, key in enumerate(TEMPLATES):
        harmless = {language: wrong(platform, draw(caps, text_of(key, "x"), language)) for language in LANGUAGES}
        for number, typed in enumerate(PAYLOADS):
            language = LANGUAGES[(at + number) % len(LANGUAGES)]
            drawn = draw(caps, text_of(key, typed), language)
            if wrong(platform, drawn) != harmless[language] or HARMFUL.search(
                drawn.replace("\u200b", "").replace("\u2060", "")
            ):
                found.append((key[0], typed, drawn))
    assert found[:5] == []


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("typed", PAYLOADS)
def test_nor_does_it_alone(platform: str, typed: str) -> None:
    drawn = draw(PLATFORMS[platform], words(typed), "en")
    assert wrong(platform, drawn) == (0, 0)


def test_the_test_would_notice() -> None:
    assert wrong("discord", "hello @everyone <@123>") == (2, 0)
    assert wrong("discord", "[bank](https://evil.example)") == (0, 1)
    assert wrong("discord", "\\[bank\\](https://evil.example)") == (0, 0)
    assert wrong("slack", "<!here> <https://evil.example|bank>") == (1, 2)


def draw(caps: Capabilities, text: Text, language: str) -> str:
    return caps.draw(render(text, Reader(language, "Europe/Rome", NOW)))
