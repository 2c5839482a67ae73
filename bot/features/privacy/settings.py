"""How long things are kept, and where it is noted who was erased: what an operator may set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.errors import Problem
from bot.features.privacy.model import PERIODS
from bot.settings import Setting, Values

LONGEST = 3650
SETTINGS = (
    Setting("ERASURES_FILE", "the file that remembers who was erased, by keys that name nobody"),
    Setting("ERASURES_SECRET", "what makes these keys; by default one in a file beside that one", secret=True),
    *(Setting(one.setting, f"days: {one.about}", default=str(one.days)) for one in PERIODS.values() if one.setting),
)
DEFAULT: Mapping[str, timedelta] = {name: timedelta(days=one.days) for name, one in PERIODS.items()}


def periods(values: Values) -> Mapping[str, timedelta]:
    """As the operator set them; raises `Problem` for what is no number of days."""
    chosen: dict[str, timedelta] = dict(DEFAULT)
    for name, one in PERIODS.items():
        if not one.setting:
            continue
        days = values[one.setting]
        if not days.isdecimal() or len(days) > 4 or not 1 <= int(days) <= LONGEST:
            raise Problem(f"{one.setting} is “{days[:40]}”: give a number of days from 1 to {LONGEST}.")
        chosen[name] = timedelta(days=int(days))
    return chosen


def place(values: Values) -> tuple[str, str]:
    """Where erasures are noted, and what makes their keys, as opening the store is told."""
    return values["ERASURES_FILE"], values["ERASURES_SECRET"]
