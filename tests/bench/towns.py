"""Cohorts of any size for rounds: topics, languages and places as unevenly spread as in real communities."""

from __future__ import annotations

import random

from bot.features.matching.cohort import Cohort
from bot.features.matching.score import Helper, Seeker, Setting
from bot.features.members.model import Meets
from bot.features.programme.formats import Format, Terms
from bot.features.topics.catalogue import subjects
from bot.hours import DAYS

LANGUAGES = (1, 3, 2, 4, 6)
TEXT = "plan readers price shop website grow sell customers time team photo light bread wood garden tax law"
WORDS = TEXT.split()
HOURS = (
    *("", "", "Mon 18:00-22:00, Thu 18:00-22:00", "Sat 08:00-12:00", "Tue 18:30-20:30, Fri 12:00-14:00"),
    ", ".join(f"{day} 18:00-22:00" for day in DAYS[:5]),
)
ZONES = (*["Europe/Rome"] * 8, "Europe/London", "America/New_York", "Asia/Kolkata")
PLACES = (*(f"town {number}" for number in range(10)), "")


def town(mentees: int, mentors: int, seed: int = 1) -> Cohort:
    """Mentees are numbered from 1, mentors after them; two seats a mentor on average."""
    chance = random.Random(seed)
    topics = dict(enumerate(subjects(), 1))
    order = chance.sample(sorted(topics), len(topics))
    common = [1 / (place + 3) for place in range(len(order))]

    def named(most: int) -> tuple[int, ...]:
        return tuple(dict.fromkeys(chance.choices(order, common, k=chance.randint(1, most))))

    def said() -> str:
        return " ".join(chance.choice(WORDS) for _ in range(8))

    def wishes() -> tuple[Terms, str, str, str]:
        terms = Terms(chance.choices((None, *Format), (6, 1, 3))[0], chance.choice((0, 0, 0, 4, 12)))
        return terms, chance.choice(HOURS), chance.choice(ZONES), chance.choices([*Meets], (8, 1, 1))[0].value

    seekers = [
        Seeker(id, named(2), chance.choice(LANGUAGES), chance.choice(PLACES), said(), chance.randint(0, 90),
               chance.random() < 0.05, *wishes())
        for id in range(1, mentees + 1)
    ]  # fmt: skip
    helpers = []
    for id in range(mentees + 1, mentees + mentors + 1):
        seats = chance.randint(1, 3)
        speaks, place = chance.choice(LANGUAGES), chance.choice(PLACES)
        helpers.append(Helper(id, named(3), speaks, place, said(), seats, seats, chance.random() < 0.1, *wishes()))
    return Cohort(tuple(seekers), tuple(helpers), Setting(topics))
