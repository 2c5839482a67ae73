"""The log as an operator has it at DEBUG, and what must not be in it."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from adapters.console.logs import Lines, Stream, Written, as_json, human


@dataclass(slots=True)
class Log:
    handler: Stream

    @property
    def text(self) -> str:
        stream: io.StringIO = self.handler.stream
        return stream.getvalue()

    def secrets(self, *secrets: str, written: Written = human) -> None:
        self.handler.setFormatter(Lines(secrets, written))

    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def leaks(self, private: Iterable[str]) -> list[str]:
        """Lines with one of these words or sentences. Our own words are no secret, whoever types them."""
        found = [re.escape(one) for one in private if one.strip()]
        pattern = re.compile(rf"(?<!\w)({'|'.join(found)})(?!\w)")
        return [line for line in self.text.splitlines() if found and pattern.search(line)]


@contextmanager
def listening() -> Iterator[Log]:
    """Everything from DEBUG on, from whichever library, in JSON."""
    root = logging.getLogger()
    level, log = root.level, Log(Stream(io.StringIO()))
    log.secrets(written=as_json())
    root.addHandler(log.handler)
    root.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.removeHandler(log.handler)
        root.setLevel(level)


def told(answers: Mapping[str, str | tuple[str, ...]]) -> set[str]:
    """What was written into a form: sentences, since a single word may be one that every log has."""
    return {one.strip() for one in answers.values() if isinstance(one, str) and len(one.split()) > 1}
