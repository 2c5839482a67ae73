"""What copying and changing a course does, each in one transaction; every change is a new version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.errors import Refused
from bot.features.programme import courses
from bot.features.programme.reading import Mistake, understand
from bot.features.programme.shelf import shipped
from bot.features.programme.templates import DEFAULT, NAME_MOST, WEEKS, Step, Template
from bot.features.programme.written import written
from bot.forms import KEPT
from bot.i18n import LANGUAGES, Tongues, t
from bot.work import By, Work

OWN_MOST = 20
"""Own courses of one community."""


def gone() -> Refused:
    return Refused(t("I cannot find this course any more. `/programme template` shows those there are."))


def find(work: Work, by: By, name: str) -> Template:
    found = courses.known(work, by.community).get(name)
    if found is None:
        raise gone()
    return found


def mine(work: Work, by: By, name: str) -> Template:
    """A course of the community's own; what comes with the bot is copied first."""
    found = courses.own(work, by.community).get(name)
    if found is None:
        raise gone()
    return found


def copy(work: Work, by: By, name: str, titles: Mapping[str, str]) -> Template:
    """The same course under a new title, to be changed; pressed twice it is one copy."""
    source = find(work, by, name)
    own = courses.own(work, by.community)
    new = _name(titles["en"])
    if new in shipped():
        said = t("A course of this name comes with the bot. Please choose another title.")
        raise Refused(t("The title needs another look. Nothing you typed is lost."), {"en": said})
    copied = replace(source, name=new, title=Tongues(dict(titles)))
    if own.get(new) == copied:
        return copied
    if new in own:
        said = t("You have a course of this name already. Please choose another title.")
        raise Refused(t("The title needs another look. Nothing you typed is lost."), {"en": said})
    return _keep(work, by, copied)


def _name(title: str) -> str:
    """Small letters, digits and hyphens, as a file has them."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:NAME_MOST].strip("-") or "course"


def _keep(work: Work, by: By, template: Template) -> Template:
    """A new version, where it says something new."""
    own = courses.own(work, by.community)
    if own.get(template.name) == template:
        return template
    if template.name not in own and len(own) >= OWN_MOST:
        raise Refused(t("You have {n} courses of your own; that is as many as I can keep.", n=OWN_MOST))
    kept = work.courses.add(by.community, template.name, written(template), by.now)
    work.audit.add(by, "course.kept", f"course:{kept.id}")
    return template


def change(work: Work, by: By, name: str, how: Callable[[Template], Template]) -> Template:
    return _keep(work, by, how(mine(work, by, name)))


def one_week_more(template: Template) -> Template:
    """Another week at the end, with the words of a week between, to be changed."""
    if template.weeks + 1 not in WEEKS:
        raise Refused(t("A course has {least} to {most} weeks.", least=WEEKS[0], most=WEEKS[-1]))
    new = replace(template.between[0], week=template.weeks + 1)
    return replace(template, weeks=template.weeks + 1, steps=(*template.steps, new))


def one_week_less(template: Template) -> Template:
    if template.weeks - 1 not in WEEKS:
        raise Refused(t("A course has {least} to {most} weeks.", least=WEEKS[0], most=WEEKS[-1]))
    return replace(template, weeks=template.weeks - 1, steps=template.steps[:-1])


def week_of(template: Template, week: int) -> Step:
    found = next((step for step in template.steps if step.week == week), None)
    if found is None:
        raise gone()
    return found


def changed_week(template: Template, week: int, language: str, said: Mapping[str, str]) -> Template:
    """This week's words in this language; an empty tip is taken out of the week."""
    step = week_of(template, week)
    words = {key: _with(getattr(step, key), language, text) for key, text in said.items()}
    changed = replace(step, **words)  # type: ignore[arg-type]  # what must be there is required by the form
    return replace(template, steps=tuple(changed if one.week == week else one for one in template.steps))


def headed(template: Template, language: str, words: Mapping[str, str], starters: Sequence[str]) -> Template:
    """Title, goal and first questions in this language."""
    asked = [_in(before, language, said) for before, said in zip(template.starters, starters, strict=True)]
    title, goal = (_in(getattr(template, key), language, words[key]) for key in ("title", "goal"))
    return replace(template, title=title, goal=goal, starters=tuple(asked))


def _in(texts: Tongues, language: str, said: str) -> Tongues:
    return Tongues({**texts.texts, language: said})


def _with(texts: Tongues | None, language: str, said: str) -> Tongues | None:
    """These words in this language; where there was no tip yet they stand in every language until those are changed."""
    if not said:
        return None
    return _in(texts, language, said) if texts else Tongues(dict.fromkeys(LANGUAGES, said))


def understood(work: Work, by: By, source: str) -> tuple[Template | None, list[Mistake]]:
    """A file that somebody brings, or what is wrong with it."""
    template, mistakes = understand(source)
    if template and template.name in shipped():
        line = next((at for at, one in enumerate(source.split("\n"), 1) if one.strip().startswith("name")), 1)
        said = t("is the name of a course that comes with the bot. Choose another one.")
        return None, [Mistake(line, "name", said)]
    return template, list(mistakes)


def remove(work: Work, by: By, name: str) -> Template:
    """Nobody can choose it any more. Pairs that run keep theirs; where it was chosen, new pairs get the usual one."""
    found = mine(work, by, name)
    last = next(one.id for one in work.courses.newest(by.community) if one.name == name)
    work.courses.remove(by.community, name, by.now)
    work.audit.add(by, "course.removed", f"course:{last}")
    programme = work.programmes.of(by.community)
    if programme.template == name:
        work.programmes.save(replace(programme, template=DEFAULT))
    return found


def put_by(work: Work, by: By, source: str) -> int:
    """Keep a file until the coordinator has looked at it."""
    return work.drafts.keep(by.community, by.person, {"course": source}, by.now + KEPT)


def keep_draft(work: Work, by: By, draft: int) -> Template:
    found = work.drafts.get(by.community, by.person, draft, by.now)
    source = str(found.body.get("course", "")) if found else ""
    template, _ = understood(work, by, source)
    if template is None:
        raise Refused(t("This file is not kept any more. Please bring it once more: `/programme template`."))
    return _keep(work, by, template)
