"""What tidying up topics changes, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import Refused
from bot.features.members.model import topic_key
from bot.features.topics.model import Used
from bot.features.topics.recognise import index_of
from bot.i18n import t
from bot.work import By, Work


def everything(work: Work, by: By) -> Sequence[Used]:
    """Every topic: first those that no subject knows, then by how many name them."""
    return sorted(
        work.topics.all(by.community),
        key=lambda one: (bool(one.subject), -(one.offers + one.seeks), one.topic.name.casefold()),
    )


def find(work: Work, by: By, topic: int) -> Used:
    """Raises `Refused` for one that is not there (any more)."""
    found = next((one for one in work.topics.all(by.community) if one.topic.id == topic), None)
    if found is None:
        raise Refused(t("This topic is not there any more. `/programme topics` shows those that are."))
    return found


def rename(work: Work, by: By, topic: int, name: str) -> Used:
    used = find(work, by, topic)
    if used.topic.name == name:
        return used
    if not work.topics.rename(by.community, topic, name):
        raise Refused(
            t("The name needs another look. Nothing has changed."),
            {"name": t("There is a topic of this name already. You can put the two together instead.")},
        )
    work.audit.add(by, "topics.renamed", f"topic:{topic}")
    return find(work, by, topic)


def add_names(work: Work, by: By, topic: int, names: Sequence[str]) -> Used:
    used = find(work, by, topic)
    known = {topic_key(name) for name in (used.topic.name, *used.aliases)}
    new = [name for name in names if topic_key(name) not in known]
    if not new:
        return used
    for name in new:
        if not work.topics.add_alias(by.community, topic, name):
            raise Refused(
                t("The names need another look. Nothing has changed."),
                {"names": t("“{name}” belongs to another topic. You can put the two together instead.", name=name)},
            )
    work.audit.add(by, "topics.named", f"topic:{topic}", names=len(new))
    return find(work, by, topic)


def likely_partner(work: Work, by: By, topic: int) -> str:
    """The name of the topic that this one most likely means; empty where nothing is near."""
    used = find(work, by, topic)
    others = [one for one in work.topics.all(by.community) if one.topic.id != topic]
    named = ((one.topic.name, name) for one in others for name in (one.topic.name, *one.aliases))
    found = index_of(named).guesses(used.topic.name, 1)
    return found[0].code if found else ""


def merge(work: Work, by: By, topic: int, into: str) -> Used:
    """Put a topic together with the one of this name."""
    find(work, by, topic)
    key = topic_key(into)
    named = {topic_key(name): one for one in everything(work, by) for name in (*one.aliases, one.topic.name)}
    other = named.get(key)
    if other is None or other.topic.id == topic:
        raise Refused(
            t("Nothing has changed."),
            {"into": t("I do not know another topic called “{name}”. Please write it as it stands here.", name=into)},
        )
    work.topics.merge(by.community, topic, other.topic.id)
    work.audit.add(by, "topics.merged", f"topic:{topic}", into=other.topic.id)
    return find(work, by, other.topic.id)
