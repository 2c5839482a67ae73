"""What mail needs to know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.settings import Setting, Values

SETTINGS = (
    Setting("SAFETY_MAIL", "where reports are announced that no safety contact can take up"),
    Setting("SAFETY_MAIL_FROM", "the sender of these mails; else the same address"),
    Setting("SMTP_URL", "the mail server: smtp:// with STARTTLS where it has it, or smtps://", secret=True),
)
ADDRESS = re.compile(r"[^@\s,<>]+@[^@\s,<>]+")


def missing(values: Values) -> Sequence[str]:
    """What is wrong, a line each; nothing where mail is not wanted."""
    lines = [
        f"{name} is “{values[name]}”, which is no mail address."
        for name in ("SAFETY_MAIL", "SAFETY_MAIL_FROM")
        if values[name] and not ADDRESS.fullmatch(values[name])
    ]
    if values["SAFETY_MAIL"] and not values["SMTP_URL"]:
        lines.append("SMTP_URL is missing: without a mail server nothing reaches SAFETY_MAIL.")
    if values["SMTP_URL"] and not _server(values["SMTP_URL"]):
        lines.append("SMTP_URL is no address of a mail server: smtp://user:password@host:587 or smtps://host.")
    return lines


def advice(values: Values) -> Sequence[str]:
    """What works without, and is better with."""
    if values["SAFETY_MAIL"]:
        return ()
    return ("SAFETY_MAIL is not set: a report that no safety contact can read shows in the log alone.",)


def _server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
