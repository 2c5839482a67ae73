"""A mail server on loopback that keeps what it is given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """``answer`` is what it says to the next mails; ``silent`` makes it hang up after it took one."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer = "250 kept"
        self.silent = False
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, "220 loopback")
        try:
            while line := (await reader.readline()).decode().strip():
                match line.split()[0].upper():
                    case "EHLO" | "HELO":
                        await self._say(writer, "250 loopback")
                    case "DATA":
                        if not self.answer.startswith("250"):
                            await self._say(writer, self.answer)
                            continue
                        await self._say(writer, "354 go on")
                        body = await reader.readuntil(b"\r\n.\r\n")
                        self.taken.append(message_from_bytes(body[:-3], policy=policy.default))
                        if self.silent:
                            return
                        await self._say(writer, self.answer)
                    case "QUIT":
                        await self._say(writer, "221 bye")
                        return
                    case _:
                        await self._say(writer, "250 yes")
        finally:
            writer.close()

    async def _say(self, writer: asyncio.StreamWriter, line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    ours = MailServer()
    server = await asyncio.start_server(ours.serve, "127.0.0.1", 0)
    ours.port = server.sockets[0].getsockname()[1]
    try:
        yield ours
    finally:
        server.close()
        await server.wait_closed()
