"""Which experiments there are, at full size, and which of them must fail."""

from __future__ import annotations

from collections.abc import Mapping

from tests.chaos.killing import Experiment, Report

WINDOW = 120.0
"""Seconds for which the platform gives the earlier message back."""

ON_FILE = (
    Experiment("nonce and find", nonce=WINDOW),
    Experiment("find alone"),
    Experiment("nonce alone", nonce=WINDOW, finds=False),
    Experiment("neither", finds=False),
    Experiment("fails: sent again blindly", finds=False, design="blind"),
    Experiment("fails: marked sent, then sent", design="marked first"),
)
SEVERAL = Experiment("four workers", messages=20_000, workers=4, nonce=WINDOW)

FAULTS: Mapping[str, str] = {"blind": "doubled", "marked first": "lost"}
"""What a design that must fail does wrong, in the words of the verdict."""


def as_promised(report: Report) -> bool:
    """Kept by the real design, and by the others broken in just the way they are known for."""
    fault = FAULTS.get(report.experiment.design)
    if report.kills < report.experiment.kills or report.open:
        return False
    if fault:
        return bool(getattr(report.verdict, fault))
    sure = report.experiment.finds
    return report.kept and (not sure or report.verdict.uncertain == 0)
