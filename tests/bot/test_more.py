"""One way to fewer messages on each message, whoever put it there."""

from __future__ import annotations

from itertools import product

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from bot.actions import encode
from bot.delivery.wording import MORE, late, together, with_more
from bot.features.everything import registry
from bot.fit import fit
from bot.i18n import t
from bot.markup import Reader
from bot.post import PostMenu
from bot.ui import Action, Button, Message
from tests.features.scene import MONDAY

OWN = [None, *sorted(MORE)]


def message(more: str | None) -> Message:
    """As a feature makes it, with a "More…" of its own or with none."""
    args = {"pair": 1} if more == "pairs.more" else {}
    own = (Button(t("More…"), Action(more, args)),) if more else ()
    return Message((t("Where I stand"),), (Button(t("Take a break"), Action("members.pause")), *own))


def count(said: Message, caps: object) -> int:
    reader = Reader("en", "UTC", MONDAY)
    posts = fit(said, caps, reader, lambda action: encode(action, 1, "12345678"))  # type: ignore[arg-type]
    rows = [row for post in posts for row in post.rows if not isinstance(row, PostMenu)]
    return sum(button.label == "More…" for row in rows for button in row)


def test_every_action_behind_more_is_known() -> None:
    """A message with a "More…" that is not known here would get a second one."""
    assert {name for name in registry().actions if name.endswith(".more")} == MORE


@pytest.mark.parametrize("caps", [DISCORD, SLACK], ids=["discord", "slack"])
def test_one_message_never_has_two(caps: object) -> None:
    for first, second in product(OWN, OWN):
        assert count(with_more(message(first)), caps) == 1, first
        assert count(with_more(with_more(late(message(first)))), caps) == 1, first
        assert count(together([message(first), message(second)]), caps) == 1, (first, second)
