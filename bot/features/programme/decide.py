"""What setting up and changing a programme does, each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.audit import Fact
from bot.features.posts import rhythm
from bot.features.programme import texts
from bot.features.programme.model import WEEKLY, Programme
from bot.features.safety import contacts
from bot.identity import Place
from bot.planned import Weekly
from bot.recurrence import plan, resumed
from bot.work import By, Home, Sending, Sort, Target, Work


def start(work: Work, by: By, home: Home, programme: Programme) -> Programme:
    """The coordination's word that it begins; a second one changes nothing."""
    if work.programmes.of(by.community).opened is None:
        facts = _facts({"locale": home.locale, "zone": home.zone, "weeks": programme.weeks})
        work.audit.add(by, "programme.started", "", **facts)
        contacts.first(work, by)
    return open_programme(work, by, home, programme)


def open_programme(work: Work, by: By, home: Home, programme: Programme) -> Programme:
    """Start the programme, or keep it running with changed settings; announced once."""
    programme = replace(programme, opened=programme.opened or by.now)
    work.communities.save(home)
    work.programmes.save(programme)
    _plan_weeks(work, by, Weekly(programme.weekday, programme.hour, home.zone))
    rhythm.follow(work, by.community, home.zone, by.now)
    if programme.channel:
        announcement = Sending(
            f"opening:{by.community}", by.community, Target(place=programme.channel), texts.welcome()
        )
        work.outbox.put(announcement, by.now)
    return programme


def _plan_weeks(work: Work, by: By, rule: Weekly) -> None:
    """The weekly message by this rule from now on; the same rule changes nothing, and a pause stays one."""
    before = work.schedules.of(by.community, WEEKLY)
    if before is None:
        work.schedules.set(plan(by.community, WEEKLY, rule, Sort.WEEKLY, by.now))
    elif before.rule != rule:
        changed = replace(before, rule=rule, skip=None)
        work.schedules.set(changed if changed.paused else resumed(changed, by.now))


def change_settings(
    work: Work, by: By, seen: tuple[Home, Programme], home: Mapping[str, Any], programme: Mapping[str, Any]
) -> tuple[Home, Programme]:
    """Change these settings and no others: somebody else may have changed those since they were ``seen``."""
    before, settings = work.communities.get(by.community) or seen[0], work.programmes.of(by.community)
    if settings.opened is None:
        before, settings = seen
    new = {
        **{name: value for name, value in home.items() if value != getattr(before, name)},
        **{name: value for name, value in programme.items() if value != getattr(settings, name)},
    }
    if new:
        work.audit.add(by, "programme.changed", "", **_facts(new))
    changed, settings = replace(before, **home), replace(settings, **programme)
    if settings.opened:
        return changed, open_programme(work, by, changed, settings)
    work.communities.save(changed)
    work.programmes.save(settings)
    return changed, settings


def _facts(new: Mapping[str, Any]) -> dict[str, Fact]:
    """As the audit log keeps them: a channel by its id."""
    return {name: value.id if isinstance(value, Place) else value for name, value in new.items()}
