"""What Slack can show, as numbers, and rich text in Slack's mrkdwn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from bot.i18n import Moment
from bot.identity import Person, Place
from bot.markup import alike
from bot.post import Capabilities, Rich, Span

# Without width: Slack has no sign that escapes, so this parts what it would read together. Whether Slack
# takes it for a letter or for a space, a mark between two of them neither opens nor closes a style.
# No text of ours or of members contains it.
APART = "\u200b"
MARK = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])")
CODE_OR_NAME = re.compile(r":(?=[\w'+-]+:)|(?<![^\W_])[@#](?=\w)")
ADDRESS = re.compile(r"https?://(?:[^\s<>|\"`()]|\([^\s<>|\"`()]*\))*(?:[\w/=&#%+-]|\([^\s<>|\"`()]*\))", re.IGNORECASE)
# Words of a link that look like an address of their own could mislead.
LIKE_ADDRESS = re.compile(r"://|\w\.[^\W\d]{2,}")
TOUCHING = re.compile(r"[\w*`>][\w*`<]|[:@#]\w|[^\W_]:")
DATES = {"day": "{date_short_pretty}", "time": "{time}"}
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def draw(text: Rich) -> str:
    """Slack's mrkdwn. Styles are ours alone: what people typed makes no style, no link and no mention."""
    return "\n".join(_line(spans) for spans in _lines(text))


def _lines(text: Rich) -> list[list[Span]]:
    """The spans of each line, since no style of Slack's goes over two; neighbours in one style are one."""
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
    bold = groupby(spans, key=lambda span: span.bold)
    drawn = _row(_marked("*", _italics(group)) if styled else _italics(group) for styled, group in bold)
    return APART + drawn if drawn.lstrip().startswith("&gt;") else drawn  # a quotation at the line's start


def _italics(spans: Iterable[Span]) -> str:
    italic = [(styled, _row(map(_leaf, group))) for styled, group in groupby(spans, key=lambda span: span.italic)]
    return _row(_marked("_", words) if styled else words for styled, words in italic)


def _marked(mark: str, words: str) -> str:
    """Marks stand close to the words; words with such a sign at an end of theirs stay bare."""
    inner = words.strip()
    if not inner or APART in (inner[0], inner[-1]):
        return words
    before, _, after = words.partition(inner)
    return f"{before}{mark}{inner}{mark}{after}"


def _row(parts: Iterable[str]) -> str:
    """The parts side by side; a mark is none where a letter or another mark touches it from outside."""
    drawn = ""
    for part in parts:
        drawn += (APART if TOUCHING.fullmatch(drawn[-1:] + part[:1]) else "") + part
    return drawn


def _leaf(span: Span) -> str:
    if span.value:
        return _native(span)
    if span.code and "`" not in span.text:
        return f"`{span.text.translate(ENTITIES)}`"
    if not span.link:
        return _typed(span.text)
    link = span.link.translate(ENTITIES)
    if span.link == span.text:
        return f"<{link}>"
    if LIKE_ADDRESS.search(span.text):
        return f"{_escaped(span.text)} <{link}>"
    return f"<{link}|{_escaped(span.text)}>"


def _native(span: Span) -> str:
    """What Slack draws itself: a mention, or a time in the zone of whoever looks; empty for words."""
    if span.code or span.link:
        return ""
    match span.value:
        case Person(id=id) if re.fullmatch("[A-Z0-9]+", last := id.split("/")[-1]):
            return f"<@{last}>"
        case Place(id=id) if re.fullmatch("[CG][A-Z0-9]*", last := id.split("/")[-1]):
            return f"<#{last}>"
        case Moment(at=at, style=style):
            form = DATES.get(style, "{date_short_pretty} {time}")
            return f"<!date^{int(at.timestamp())}^{form}|{span.text.translate(ENTITIES)}>"
        case _:
            return ""


def _typed(words: str) -> str:
    """Words with their addresses as links to just these addresses."""
    drawn, at = "", 0
    for found in ADDRESS.finditer(words):
        drawn += f"{_escaped(words[at : found.start()])}<{found[0].translate(ENTITIES)}>"
        at = found.end()
    return drawn + _escaped(words[at:])


def _escaped(words: str) -> str:
    return MARK.sub(rf"{APART}\g<0>{APART}", CODE_OR_NAME.sub(rf"\g<0>{APART}", words)).translate(ENTITIES)


CAPABILITIES = Capabilities(
    draw=draw,
    text=3000,  # a section's text: @slack/types 3.2.0; all blocks together stay under 13,200 (bolt-js#2509)
    label=75,  # a button's text: slack_sdk/models/blocks
    buttons=25,  # elements of an actions block: slack_sdk/models/blocks; one message asks no more than that
    row=5,  # our choice: an actions block holds 25, but more than five in a row are not read
    rows=10,  # our choice, within 50 blocks a message: slack_sdk/models/blocks
    options=100,  # of a static select: slack_sdk/models/blocks
    option_label=75,  # text and description of an option: slack_sdk/models/blocks
    placeholder=150,  # slack_sdk/models/blocks
    action_id=255,  # slack_sdk/models/blocks
    fields=40,  # our choice, within 100 blocks a view: docs.slack.dev/reference/views/modal-views
    field_label=2000,  # an input's label: slack_sdk/models/blocks
    field_hint=2000,  # an input's hint: slack_sdk/models/blocks
    field_text=3000,  # a plain-text input: slack_sdk/models/blocks
    form_title=24,  # title and submit of a view: docs.slack.dev/reference/views/modal-views
    pictures=10,  # our choice, within 50 blocks a message
    alt=2000,  # alt_text of an image: @slack/types 3.2.0
    files=10,  # our choice; each comes as a message of its own before the words
    uploads=True,  # file_input of a modal: docs.slack.dev/reference/block-kit/block-elements/file-input-element
)
