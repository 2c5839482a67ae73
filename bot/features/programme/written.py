"""A template as a file: what `reading` reads again, for whoever would like to edit it at home. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.features.programme.formats import Format
from bot.features.programme.templates import Step, Template
from bot.i18n import LANGUAGES, Tongues


def written(template: Template) -> str:
    lines = [f"name = {json.dumps(template.name)}"]
    if template.format is Format.QUESTION:
        lines.append('format = "question"')
    lines += [f"weeks = {template.weeks}", "", *_tongues("title.", template.title), ""]
    lines += _tongues("goal.", template.goal)
    for starter in template.starters:
        lines += ["", "[[starters]]", *_tongues("", starter)]
    for part, steps in (("week", template.steps), ("between", template.between)):
        for step in steps:
            lines += ["", f"[[{part}]]", *_step(step)]
    return "\n".join(lines) + "\n"


def _step(step: Step) -> Iterator[str]:
    yield from _tongues("why.", step.why)
    yield from _tongues("mentor.", step.mentor)
    yield from _tongues("mentee.", step.mentee)
    if step.mentor_tip:
        yield from _tongues("mentor_tip.", step.mentor_tip)
    if step.mentee_tip:
        yield from _tongues("mentee_tip.", step.mentee_tip)


def _tongues(key: str, texts: Tongues) -> Iterator[str]:
    for language in LANGUAGES:
        yield f"{key}{language} = {json.dumps(texts.read(language), ensure_ascii=False)}"
