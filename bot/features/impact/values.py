"""Measured figures as JSON, so that a post shows what its preview showed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.features.impact.model import Connected, Count, Mean, Measured, Middle, Share


def dumps(figures: Mapping[str, Measured]) -> str:
    return json.dumps({name: _packed(value) for name, value in figures.items()})


def loads(text: str) -> Mapping[str, Measured]:
    return {name: _unpacked(*packed) for name, packed in json.loads(text).items()}


def _packed(value: Measured) -> list[Any]:
    match value:
        case Count(n):
            return ["count", n]
        case Share(part, of):
            return ["share", part, of]
        case Mean(total, of):
            return ["mean", total, of]
        case Middle(middle, of):
            return ["middle", None if middle is None else middle / timedelta(microseconds=1), of]
        case Connected(part, of, week):
            return ["connected", part, of, week.isoformat() if week else None]


def _unpacked(kind: str, first: Any, *rest: Any) -> Measured:
    match kind:
        case "count":
            return Count(first)
        case "share":
            return Share(first, *rest)
        case "mean":
            return Mean(first, *rest)
        case "middle":
            return Middle(None if first is None else timedelta(microseconds=first), *rest)
    of, week = rest
    return Connected(first, of, datetime.fromisoformat(week) if week else None)
