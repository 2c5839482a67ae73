"""What a person typed, made harmless as text."""

from __future__ import annotations

import re
import unicodedata

BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Flags of countries such as Scotland are written with tags, which are a way to hide words anywhere else.
TAGS = re.compile(r"(\U0001F3F4[\U000E0020-\U000E007E]{1,6}\U000E007F)|[\U000E0000-\U000E007F]")
# Control characters; embeddings, overrides and isolates of direction; what has no width or only looks empty;
# half characters. The joiners that scripts and emoji need stay, and so do the marks of direction.
HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff]"
)
ENDS = "\u200c\u200d\u200e\u200f\u061c"


def clean(typed: str, *, lines: bool) -> str:
    """What somebody typed, made harmless as text; without ``lines`` it is one line."""
    if typed.isascii() and typed.isprintable():  # nothing of all that can be in it
        return typed.strip()
    text = TAGS.sub(r"\1", BREAKS.sub("\n", typed).replace("\t", " "))
    text = unicodedata.normalize("NFC", HARMFUL.sub("", text))
    if lines:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n")))
    else:
        text = " ".join(line.strip() for line in text.split("\n") if line.strip())
    while text != (inner := text.strip().strip(ENDS)):
        text = inner
    return text
