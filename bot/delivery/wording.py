"""What is added to a message when it is taken: that it is late, the way to fewer of them, several in one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.features.members import links as members
from bot.features.mentoring import links as mentoring
from bot.features.pairs import links as pairs
from bot.features.recognition import links as recognition
from bot.i18n import t
from bot.ui import Button, Message

MORE = frozenset({members.more().name, mentoring.more().name, pairs.more(0).name, recognition.more(0).name})
"""The actions behind which are snooze and stop: every button that is called "More…"."""


def late(message: Message) -> Message:
    return replace(message, text=(t("This comes a bit late, sorry."), *message.text))


def with_more(message: Message) -> Message:
    """Every message that nobody asked for offers, within two taps, not to get such messages."""
    if any(isinstance(one, Button) and one.action.name in MORE for one in message.controls):
        return message
    return replace(message, controls=(*message.controls, Button(t("More…"), members.more())))


def together(messages: Sequence[Message]) -> Message:
    """Several as one: each says what it has to say, and one "More…" is enough."""
    own = [
        one
        for message in messages
        for one in message.controls
        if not (isinstance(one, Button) and one.action.name in MORE)
    ]
    return with_more(
        Message(
            text=tuple(text for one in messages for text in one.text),
            controls=tuple(own),
            pictures=tuple(picture for one in messages for picture in one.pictures),
            notify=tuple(dict.fromkeys(person for one in messages for person in one.notify)),
            files=tuple(file for one in messages for file in one.files),
        )
    )
