"""The registry of figures: the name of each, what it is called, and the sentence that says what it means.

Wherever a figure is shown, its name, its sentence and its number come from here; `storage` holds a query for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.i18n import Text, t


@dataclass(frozen=True, slots=True)
class Figure:
    """``now``: it says how things stand and knows no span. ``goal``: a programme may set it as its goal."""

    name: str
    label: Text
    meaning: Text
    now: bool = False
    goal: bool = False


FIGURES: tuple[Figure, ...] = (
    Figure(
        "people",
        t("People"),
        t("Everybody who accepted the code of conduct and is still here."),
        now=True,
        goal=True,
    ),
    Figure("newcomers", t("New people"), t("Those of them who came in this time.")),
    Figure("mentors", t("Mentors"), t("People with an open offer, those on a pause as well."), now=True, goal=True),
    Figure("waiting", t("Waiting"), t("People who look for a mentor and have none yet."), now=True),
    Figure("seats", t("Free seats"), t("Places with mentors who can be asked now."), now=True),
    Figure("requests", t("Requests"), t("Sent to a mentor in this time."), goal=True),
    Figure(
        "answered",
        t("Requests answered"),
        t("Sent in this time and decided, by a yes, a no or 7 days of silence: those with a yes or a no."),
    ),
    Figure("pairs", t("New pairs"), t("Begun in this time."), goal=True),
    Figure("running", t("Running pairs"), t("Pairs that are under way now."), now=True),
    Figure("finished", t("Finished pairs"), t("Ended in this time as a success, in the two’s own words."), goal=True),
    Figure("stopped", t("Stopped pairs"), t("Ended early in this time, whatever the reason.")),
    Figure(
        "wait",
        t("Time to a mentor"),
        t("From the search to the pair, of the pairs begun in this time: half of them waited less, half longer."),
    ),
    Figure(
        "satisfaction",
        t("Satisfaction"),
        t("“How was it, all in all?” from 1 to 5 at a pair’s end: the mean, five different people at a time."),
    ),
    Figure(
        "connections",
        t("Meaningful connections"),
        t(
            "Of the pairs of the last full week: those where both were active on a day of 14, and who met or both "
            "answered a check-in in these 14 days."
        ),
    ),
)
BY_NAME: Mapping[str, Figure] = {one.name: one for one in FIGURES}
