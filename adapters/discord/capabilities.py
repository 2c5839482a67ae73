"""What Discord can show, as numbers, and rich text in Discord's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from bot.i18n import Moment
from bot.identity import Person, Place
from bot.markup import alike
from bot.post import Capabilities, Rich, Span

# Without width: keeps apart what Discord would read together. No text of ours or of members contains it.
APART = "\u200b"
SPECIAL = re.compile(r"[\\*_`~|\[\]<]|:(?=[\w+-]|//|$)")
LINE_START = re.compile(r"^(\s*(?:\d+(?=[.)]))?)([#>+.)-])")  # headings, quotations, lists
PING = re.compile(r"@(?=everyone|here)|(?<=<)[@#](?=[!&]?\d)", re.IGNORECASE)
ADDRESS = re.compile(
    r"https?://(?:[^\s<>\"`\\()\[\]]|\([^\s<>\"`\\()\[\]]*\))*(?:[\w/=&#%+-]|\([^\s<>\"`\\()\[\]]*\))", re.IGNORECASE
)
# Words of a link that look like an address of their own: Discord refuses them, and they could mislead.
LIKE_ADDRESS = re.compile(r"://|\w\.[^\W\d]{2,}")
STAMPS = {"day": "D", "time": "t"}


def draw(text: Rich) -> str:
    """Discord's Markdown. Styles are ours alone: what people typed is escaped, and pings nobody."""
    return "\n".join(_line(spans) for spans in _lines(text))


def _lines(text: Rich) -> list[list[Span]]:
    """The spans of each line, a span over several lines in each of them; neighbours in one style are one."""
    lines: list[list[Span]] = [[]]
    for span in text:
        shown = span if not span.value or _native(span) else replace(span, value=None)
        for at, words in enumerate(span.text.split("\n")):
            lines += [[]] if at else []
            line = lines[-1]
            one = shown if words == span.text else replace(shown, text=words, value=None)
            if line and alike(line[-1], one):
                one = replace(one, text=line.pop().text + words)
            line += [one] if one.text else []
    return lines


def _line(spans: list[Span]) -> str:
    bold = ((styled, _italics(group)) for styled, group in groupby(spans, key=lambda span: span.bold))
    drawn = "".join(_marked("**", words) if styled else words for styled, words in bold)
    return LINE_START.sub(r"\1\\\2", drawn)


def _italics(spans: Iterable[Span]) -> str:
    drawn = ""
    for styled, group in groupby(spans, key=lambda span: span.italic):
        words = "".join(_leaf(span) for span in group)
        # An underscore ends nothing when a letter follows it.
        between = APART if drawn.endswith("_") and words[:1].isalnum() else ""
        drawn += between + (_marked("_", words) if styled else words)
    return drawn


def _marked(mark: str, words: str) -> str:
    """Marks stand close to the words, else they are no marks."""
    inner = words.strip()
    before, _, after = words.partition(inner) if inner else (words, "", "")
    return f"{before}{mark}{inner}{mark}{after}" if inner else words


def _leaf(span: Span) -> str:
    if span.value:
        return _native(span)
    if span.code and "`" not in span.text:
        return f"`{_unpinged(span.text)}`"
    if span.link == span.text:
        return f"<{span.link}>"
    if span.link and (LIKE_ADDRESS.search(span.text) or set("[]") & set(span.text)):
        return f"{_escaped(span.text)} <{span.link}>"
    return f"[{_escaped(span.text)}](<{span.link}>)" if span.link else _typed(span.text)


def _native(span: Span) -> str:
    """What Discord draws itself: a mention, or a time in the zone of whoever looks; empty for words."""
    match span.value:
        case Person(id=id) if id.isdecimal() and not (span.code or span.link):
            return f"<@{id}>"
        case Place(id=id) if id.isdecimal() and not (span.code or span.link):
            return f"<#{id}>"
        case Moment(at=at, style=style) if not (span.code or span.link):
            return f"<t:{int(at.timestamp())}:{STAMPS.get(style, 'f')}>"
        case _:
            return ""


def _typed(words: str) -> str:
    """Words with their addresses in angle brackets, which keeps Discord from adding a preview."""
    drawn, at = "", 0
    for found in ADDRESS.finditer(words):
        if not PING.search(found[0]):
            drawn += f"{_escaped(words[at : found.start()])}<{found[0]}>"
            at = found.end()
    return drawn + _escaped(words[at:])


def _escaped(words: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", _unpinged(words))


def _unpinged(words: str) -> str:
    return PING.sub(rf"\g<0>{APART}", words)


CONTENT = 2000  # resources/message.mdx:1080; the schema's 4000 is for others
CAPABILITIES = Capabilities(
    draw=draw,
    text=CONTENT - 100,  # whoever a message is for is mentioned in it, with 23 characters each
    label=80,  # a button's label: components/reference.mdx:175
    buttons=25,  # 5 rows of 5: components/reference.mdx:108
    row=5,  # components/reference.mdx:108
    rows=5,  # action rows of a message, a menu takes one: components/reference.mdx:108
    options=25,  # of a select: components/reference.mdx:301
    option_label=100,  # label and description of an option: openapi.json, StringSelectOptionForRequest
    placeholder=150,  # of a select: components/reference.mdx:301
    action_id=100,  # custom_id: components/reference.mdx:81
    fields=5,  # top-level components of a modal, its text among them: receiving-and-responding.mdx:315
    field_label=45,  # label of a Label: components/reference.mdx:2222
    field_hint=100,  # description of a Label: components/reference.mdx:2222
    field_text=4000,  # a text input: components/reference.mdx:2017
    form_title=45,  # receiving-and-responding.mdx:315
    pictures=10,  # attachments of a message: resources/message.mdx:1092
    files=10,  # the same attachments; a post of ours has pictures or files
    uploads=True,  # File Upload in a modal: components/reference.mdx:2317
    marked=True,  # a message is found again by the number of its first row
    alt=1024,  # description of an attachment: openapi.json, MessageAttachmentRequest
    inline_errors=False,  # a modal closes when it is sent, and cannot be the answer to a modal: :262-283
)
