"""The words of commands and options in every language, for platforms that show them translated.

Each is one word in small letters, and words that stand beside each other differ in every language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cache
from itertools import product

from bot.i18n import LANGUAGES, Text, t, translated

COMMANDS: Mapping[str, Text] = {
    "allow": t("allow"),
    "audit": t("audit"),
    "blocks": t("blocks"),
    "check": t("check"),
    "conduct": t("conduct"),
    "contacts": t("contacts"),
    "create": t("create"),
    "digest": t("digest"),
    "erase": t("erase"),
    "export": t("export"),
    "find": t("find"),
    "help": t("help"),
    "impact": t("impact"),
    "introduce": t("introduce"),
    "introductions": t("introductions"),
    "kudos": t("kudos"),
    "list": t("list"),
    "match": t("match"),
    "mentor": t("mentor"),
    "mine": t("mine"),
    "needs": t("needs"),
    "nominate": t("nominate"),
    "offer": t("offer"),
    "pairs": t("pairs"),
    "pause": t("pause"),
    "poll": t("poll"),
    "posts": t("posts"),
    "privacy": t("privacy"),
    "profile": t("profile"),
    "programme": t("programme"),
    "queue": t("queue"),
    "recognition": t("recognition"),
    "report": t("report"),
    "reports": t("reports"),
    "safety": t("safety"),
    "seek": t("seek"),
    "settings": t("settings"),
    "setup": t("setup"),
    "share": t("share"),
    "show": t("show"),
    "status": t("status"),
    "story": t("story"),
    "suggest": t("suggest"),
    "suggestions": t("suggestions"),
    "template": t("template"),
    "topics": t("topics"),
}
OPTIONS: Mapping[str, Text] = {
    "about": t("about"),
    "district": t("district"),
    "idea": t("idea"),
    "language": t("language"),
    "one": t("one"),
    "other": t("other"),
    "person": t("person"),
    "topic": t("topic"),
    "topics": t("topics"),
    "until": t("until"),
    "weeks": t("weeks"),
    "why": t("why"),
    "words": t("words"),
}


def english(words: Sequence[str], known: Set[str]) -> str:
    """The one command of these that the words name in a language of ours, or nothing."""
    meant = {" ".join(each) for each in product(*(_spoken().get(word.casefold(), ()) for word in words))} & known
    return meant.pop() if len(meant) == 1 else ""


@cache
def _spoken() -> Mapping[str, Set[str]]:
    """English words by what they are called in any language."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, text in COMMANDS.items():
        for language in LANGUAGES:
            found[translated(text, language).casefold()].add(name)
    return found
