"""The look for known holes in our packages: fails for a hole, and passes where nobody can be asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CLOSED = "http://127.0.0.1:9"
"""A port on which nobody listens."""
FINE: Mapping[str, object] = {"name": "fine", "version": "1.0", "vulns": []}
OLD: Mapping[str, object] = {
    "name": "old",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1", "2.0"]}, {"id": "PYSEC-2", "fix_versions": []}],
}


def ran(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([FINE], 0, ["audit: 1 packages, 0 known holes"]),
        (
            [FINE, OLD],
            1,
            [
                "old 1.0: PYSEC-1, mended in 1.1, 2.0",
                "old 1.0: PYSEC-2, mended in nowhere yet",
                "audit: 2 packages, 2 known holes",
            ],
        ),
    ],
)
def test_a_hole_fails(packages: Sequence[Mapping[str, object]], code: int, said: Sequence[str], tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"dependencies": packages}))
    done = ran(sys.executable, ROOT / ".ci" / "holes.py", report)
    assert (done.returncode, done.stdout.splitlines()) == (code, said)


def test_where_nobody_can_be_asked_it_passes_and_says_so() -> None:
    done = ran(ROOT / ".ci" / "audit", ROOT / ".venv", https_proxy=CLOSED, HTTPS_PROXY=CLOSED)
    assert done.returncode == 0
    assert done.stdout == "audit: the database of known holes is not reachable: skipped\n"
