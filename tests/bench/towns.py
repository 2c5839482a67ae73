"""Cohorts of any size for rounds: topics, languages and places as unevenly spread as in real communities."""

from __future__ import annotations

import random

from bot.features.matching.cohort import Cohort
from bot.features.matching.score import Helper, Seeker, Setting
from bot.features.topics.catalogue import subjects

LANGUAGES = (1, 3, 2, 4, 6)
TEXT = "plan readers price shop website grow sell customers time team photo light bread wood garden tax law"
WORDS = TEXT.split()
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

    seekers = [
        Seeker(id, named(2), chance.choice(LANGUAGES), chance.choice(PLACES), said(), chance.randint(0, 90),
               chance.random() < 0.05)
        for id in range(1, mentees + 1)
    ]  # fmt: skip
    helpers = []
    for id in range(mentees + 1, mentees + mentors + 1):
        seats = chance.randint(1, 3)
        speaks, place = chance.choice(LANGUAGES), chance.choice(PLACES)
        helpers.append(Helper(id, named(3), speaks, place, said(), seats, seats, chance.random() < 0.1))
    return Cohort(tuple(seekers), tuple(helpers), Setting(topics))
