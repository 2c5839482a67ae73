"""Logs, one line or one JSON object for each record: no secret, no name, and nothing that anybody typed."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.console.shown import happened, said
from bot.logs import trace

CHATTY = ("alembic", "apscheduler", "aiohttp.access")
Written = Callable[[Mapping[str, Any]], str]

log = logging.getLogger(__name__)


class Lines(logging.Formatter):
    """Secrets are taken out of the finished line, whoever wrote it and however they came into it."""

    def __init__(self, secrets: Sequence[str], written: Written) -> None:
        super().__init__()
        plain = {one for one in secrets if len(one) > 3}
        within = {json.dumps(one, ensure_ascii=ascii_)[1:-1] for one in plain for ascii_ in (True, False)}
        self._secrets = sorted(plain | within, key=len, reverse=True)
        self._written = written

    def format(self, record: logging.LogRecord) -> str:
        line = self._written(told(record))
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line


def told(record: logging.LogRecord) -> Mapping[str, Any]:
    error = record.exc_info[1] if record.exc_info else None
    return {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": said(record),
        **({"trace": trace()} if trace() else {}),
        **({"error": happened(error)} if error else {}),
    }


def human(line: Mapping[str, Any]) -> str:
    id = f" [{line['trace']}]" if "trace" in line else ""
    first = f"{line['time']} {line['level'].upper()}{id} {line['logger']}: {line['event']}"
    return "\n".join([first, *line.get("error", ())])


def as_json() -> Written:
    from structlog.processors import JSONRenderer  # only machines need it, and it takes memory

    render = JSONRenderer(ensure_ascii=False)

    def written(line: Mapping[str, Any]) -> str:
        return str(render(None, "", dict(line)))

    return written


class Stream(logging.StreamHandler[Any]):
    """Standard error, whichever that is at the moment."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the library's word
        """A line that cannot be written is said without its values; the library would print them."""
        wrong = type(sys.exc_info()[1]).__name__
        sys.stderr.write(f"a line of {record.name}:{record.lineno} cannot be written: {wrong}\n")


def start_logging(level: str, secrets: Sequence[str], form: str = "human") -> None:
    handler = Stream(sys.stderr)
    handler.setFormatter(Lines(secrets, as_json() if form == "json" else human))
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    _log_what_nobody_caught()


def _log_what_nobody_caught() -> None:
    """Python would print values and texts of errors that end the process or a thread, or that cannot be raised."""

    def uncaught(kind: type[BaseException], error: BaseException, _: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("an error ended the process", exc_info=error)

    def in_thread(given: threading.ExceptHookArgs) -> None:
        log.critical("an error ended a thread", exc_info=given.exc_value)

    def unraisable(given: Any) -> None:
        log.error("an error could not be raised", exc_info=given.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
