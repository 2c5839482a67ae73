"""The words of commands and options in every language, for platforms that show them translated.

Each is one word in small letters, and words that stand beside each other differ in every language. A command that
is not here is called by its English name everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import Text, t

COMMANDS: Mapping[str, Text] = {
    "audit": t("audit"),
    "blocks": t("blocks"),
    "check": t("check"),
    "conduct": t("conduct"),
    "contacts": t("contacts"),
    "create": t("create"),
    "find": t("find"),
    "help": t("help"),
    "kudos": t("kudos"),
    "list": t("list"),
    "nominate": t("nominate"),
    "offer": t("offer"),
    "pause": t("pause"),
    "poll": t("poll"),
    "profile": t("profile"),
    "programme": t("programme"),
    "recognition": t("recognition"),
    "report": t("report"),
    "reports": t("reports"),
    "safety": t("safety"),
    "seek": t("seek"),
    "settings": t("settings"),
    "setup": t("setup"),
    "status": t("status"),
    "suggest": t("suggest"),
    "suggestions": t("suggestions"),
    "template": t("template"),
}
OPTIONS: Mapping[str, Text] = {
    "district": t("district"),
    "idea": t("idea"),
    "language": t("language"),
    "person": t("person"),
    "topic": t("topic"),
    "topics": t("topics"),
    "weeks": t("weeks"),
    "words": t("words"),
}
