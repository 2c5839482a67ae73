"""What the coordination reads about topics."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.topics import links
from bot.features.topics.catalogue import subjects
from bot.features.topics.model import Used
from bot.i18n import Text, listing, t, tn, words
from bot.ui import Button, Choice, Menu, Message, Tone

PAGE = 10


def overview(every: Sequence[Used], page: int) -> Message:
    """A page of topics, those that are new to us first, and a menu to look at one."""
    if not every:
        return Message((t("There are no topics yet: they come with the first who offers or seeks something."),))
    last = (len(every) - 1) // PAGE
    page = max(0, min(page, last))
    here = every[page * PAGE : (page + 1) * PAGE]
    unknown = sum(not one.subject for one in every)
    head = tn(
        "There is {n} topic. Page {page} of {pages}:",
        "There are {n} topics. Page {page} of {pages}:",
        len(every),
        page=page + 1,
        pages=last + 1,
    )
    new = [
        tn(
            "{n} of them is new to me and stands first: if it is another word for something, put the two together.",
            "{n} of them are new to me and stand first: if one is another word for something, put the two together.",
            unknown,
        )
    ]
    menu = Menu(
        t("Look at a topic"), tuple(Choice(words(one.topic.name), str(one.topic.id)) for one in here), links.show()
    )
    turns = []
    if page > 0:
        turns.append(Button(t("Page back"), links.overview(page - 1)))
    if page < last:
        turns.append(Button(t("Next page"), links.overview(page + 1)))
    return Message((head, *(new if unknown else []), *map(_line, here)), (menu, *turns))


def _line(one: Used) -> Text:
    return t("- **{topic}**: {counts}", topic=one.topic.name, counts=_counts(one))


def _counts(one: Used) -> Text:
    offers = tn("{n} offers it", "{n} offer it", one.offers)
    return t("{offers}, {seeks}", offers=offers, seeks=tn("{n} looks for it", "{n} look for it", one.seeks))


def one(used: Used, *, changed: bool = False) -> Message:
    """A topic with its names, and what can be done."""
    lines = [t("Done. Now it stands like this:")] if changed else []
    lines.append(t("**{topic}**: {counts}", topic=used.topic.name, counts=_counts(used)))
    if used.aliases:
        lines.append(t("Other names here: {names}", names=listing(list(used.aliases))))
    if used.subject:
        lines.append(t("I know it as {subject}, in three languages.", subject=subjects()[used.subject].title))
    else:
        lines.append(t("It is new to me. If it is another word for something, put the two together."))
    id = used.topic.id
    buttons = (
        Button(t("Put together with another"), links.merge(id), Tone.PLAIN if used.subject else Tone.MAIN),
        Button(t("Add other names"), links.alias(id)),
        Button(t("Rename it"), links.rename(id)),
    )
    return Message(tuple(lines), buttons)
