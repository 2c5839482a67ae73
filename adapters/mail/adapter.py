"""The port to a mail server. It only sends, and to one address: the operator's."""

from __future__ import annotations

import asyncio
import logging
import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from adapters.mail.settings import advice
from bot.errors import Busy, Forbidden, Gone, Uncertain, Unreachable
from bot.identity import Community, Person, Place, Ref
from bot.markup import plain
from bot.ports import Ability, Absent, Standing, Unknown
from bot.post import Capabilities, Post

if TYPE_CHECKING:
    from bot.commands import Command
    from bot.delivery.lanes import Call, Lane
    from bot.ports import Listener
    from bot.settings import Values

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds for each of the server's answers; a delivery as a whole waits for 30."""
RETRY = 60.0

CAPABILITIES = Capabilities(
    draw=plain,
    text=20_000,
    label=0,
    buttons=0,
    row=0,
    rows=0,
    options=100,
    option_label=200,
    placeholder=0,
    action_id=200,
    fields=50,
    field_label=200,
    field_hint=300,
    field_text=4000,
    form_title=100,
    pictures=0,
    alt=0,
    menus=False,
    edits=False,
    spaces=False,
    dialogs=False,
)


class MailAdapter:
    """``url`` is smtp:// (STARTTLS where the server has it) or smtps://, with user and password where it wants them."""

    platform = "mail"
    capabilities = CAPABILITIES

    def __init__(self, url: str, to: str, sender: str = "") -> None:
        self._url = urlsplit(url)
        self._to = to
        self._sender = sender or to

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        return ()

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None: ...
    async def stop(self) -> None: ...

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        message = self.written(post, once)
        await asyncio.to_thread(self._deliver, message)
        return Ref(place, str(message["Message-ID"]))

    def written(self, post: Post, once: str) -> EmailMessage:
        """The mail. A repetition has the same Message-ID, by which mail servers and readers know it."""
        first, _, _ = plain(post.text).partition("\n")
        message = EmailMessage()
        message["Subject"] = " ".join(first.split())[:120]
        message["From"], message["To"] = self._sender, self._to
        message["Message-ID"] = f"<{once}@{self._sender.rpartition('@')[2]}>"
        message.set_content(plain(post.text) + "\n")
        return message

    def _deliver(self, message: EmailMessage) -> None:
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as wrong:
            raise Unreachable(type(wrong).__name__) from wrong
        try:
            server.send_message(message)
        except smtplib.SMTPResponseException as wrong:
            raise _refused(wrong.smtp_code) from wrong
        except smtplib.SMTPRecipientsRefused as wrong:
            raise _refused(max(code for code, _ in wrong.recipients.values())) from wrong
        except (OSError, smtplib.SMTPException) as wrong:
            raise Uncertain(type(wrong).__name__) from wrong
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        host, port, safe = self._url.hostname or "", self._url.port, ssl.create_default_context()
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=safe)
        else:
            server = smtplib.SMTP(host, port or 25, timeout=PATIENCE)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=safe)
                server.ehlo()
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        return Unknown()

    async def edit(self, ref: Ref, post: Post) -> None:
        raise Forbidden("a mail cannot be changed")

    async def delete(self, ref: Ref) -> None:
        raise Forbidden("a mail cannot be taken back")

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        return Place(self.platform, person.id)

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> Place:
        raise Forbidden("there are no spaces in mail")

    async def archive(self, place: Place) -> None: ...

    async def standing(self, person: Person, community: Community) -> Standing:
        return Standing(member=False)

    async def channels(self, community: Community) -> Sequence[Place]:
        return ()

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        return frozenset()

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        raise Gone("nothing is attached in mail")


def _refused(code: int) -> Busy | Forbidden:
    """A 4xx asks to come back later; a 5xx is final."""
    return Busy(RETRY) if 400 <= code < 500 else Forbidden(f"the mail server said {code}")


def mailers(values: Values) -> list[MailAdapter]:
    """The operator's mail, where it is set up."""
    for line in advice(values):
        log.warning(line)
    if not values["SAFETY_MAIL"]:
        return []
    return [MailAdapter(values["SMTP_URL"], values["SAFETY_MAIL"], values["SAFETY_MAIL_FROM"])]
