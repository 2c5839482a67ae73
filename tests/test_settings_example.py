"""The example of settings is what the code knows, no more and no less."""

from __future__ import annotations

import re

from main import KNOWN, ROOT

EXAMPLE = ROOT / ".env.example"


def test_every_setting_is_in_the_example() -> None:
    written = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(written) == sorted(one.name for one in KNOWN)
