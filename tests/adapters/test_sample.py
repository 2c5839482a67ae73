"""The playground's sample community: whole, at home somewhere, and such that those who seek can be helped."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.playground.sample import DIRECT, FILE, Resident, Sample, load
from bot.errors import Problem
from bot.features.mentoring.model import CAPACITY
from bot.i18n import LANGUAGES

MISSING = "Podcasts"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load()


def resident(sample: Sample, id: str) -> Resident:
    return next(person for person in sample.people if person.id == id)


def test_about_forty_people_live_there(sample: Sample) -> None:
    people = sample.people
    assert 38 <= len(people) <= 45
    assert len({person.id for person in people}) == len({person.name for person in people}) == len(people)
    assert sum(person.coordinator for person in people) == 3
    assert sum(person.offer is not None for person in people) == 14
    assert sum(person.seek is not None for person in people) == 13


def test_they_speak_three_languages_in_several_places(sample: Sample) -> None:
    assert {person.locale for person in sample.people} == set(LANGUAGES)
    assert sum(len(person.speaks) > 1 for person in sample.people) >= 10
    assert len({person.district for person in sample.people}) >= 8
    assert len({ZoneInfo(person.zone).key for person in sample.people}) >= 6
    assert all(20 < len(person.about) < 200 for person in sample.people)


def test_everyone_who_seeks_finds_two_mentors_for_each_topic_but_the_one_that_is_missing(sample: Sample) -> None:
    sought = [(one, topic) for one in sample.people if one.seek for topic in one.seek.topics]
    assert sum(topic == MISSING for _, topic in sought) == 3, "so many that a call may name it"
    for mentee, topic in sought:
        if topic != MISSING:
            mentors = [mentor for mentor in sample.people if helps(mentor, mentee, topic)]
            assert len(mentors) >= 2, (mentee.id, topic)


def test_the_tour_begins_with_people_who_have_done_nothing_yet(sample: Sample) -> None:
    for id in ("marta", "carla", "jonas"):
        assert resident(sample, id).offer is None
        assert resident(sample, id).seek is None
    carla = resident(sample, "carla")
    assert set(carla.speaks) & set(resident(sample, "marta").speaks)
    others = [person for person in sample.people if helps(person, carla, "Newsletters")]
    assert len(others) == 2, "with Marta there are three to choose from"


def helps(mentor: Resident, mentee: Resident, topic: str) -> bool:
    offered = mentor.offer.topics if mentor.offer else ()
    return topic in offered and bool(set(mentor.speaks) & set(mentee.speaks)) and mentor is not mentee


def test_offers_and_seeks_are_ones_that_people_could_make(sample: Sample) -> None:
    used = set[str]()
    for person in sample.people:
        if person.offer:
            assert person.offer.capacity in CAPACITY
            used |= set(person.offer.topics)
        if person.seek:
            assert 10 < len(person.seek.goal) < 200
            used |= set(person.seek.topics)
    assert used == set(sample.topics)
    assert len(sample.topics) == 19


def test_the_channels_are_alive_and_the_moderators_keep_to_themselves(sample: Sample) -> None:
    coordinators = {person.id for person in sample.people if person.coordinator}
    (moderators,) = (channel.id for channel in sample.channels if channel.moderators)
    assert {remark.person for remark in sample.chatter if remark.channel == moderators} <= coordinators
    assert {remark.channel for remark in sample.chatter} == {channel.id for channel in sample.channels}
    minutes = [remark.minutes for remark in sample.chatter]
    assert minutes == sorted(minutes, reverse=True)


def test_the_tour_goes_from_an_offer_to_the_end(sample: Sample) -> None:
    assert [(step.person, step.place, step.prompt) for step in sample.tour] == [
        ("marta", "mentoring", "/mentor offer"),
        ("carla", "mentoring", "/mentor seek"),
        ("marta", DIRECT, ""),
        ("carla", DIRECT, ""),
        ("carla", DIRECT, ""),
        ("carla", DIRECT, ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "jonas"', 'id = "carla"', 'the id "carla" is used twice'),
        ('zone = "Europe/Berlin"', 'zone = "Europe/Nowhere"', 'there is no time zone "Europe/Nowhere"'),
        ('zone = "Europe/Berlin"', 'zone = "../etc"', 'there is no time zone "../etc"'),
        ('language = "it"', 'language = "fr"', "language and zone of the community must be known ones"),
        ('topics = ["Instagram"]', 'topics = ["Instagrm"]', 'paolo: "Instagrm" is not among the topics'),
        ("capacity = 2", "capacity = 0", "lucia: an offer has at least one place"),
        ("capacity = 2", 'capacity = "2"', "has a part that is missing or not known"),
        ('speaks = ["it", "en"]', 'speaks = ["en"]', 'marta: locale "it" must be'),
        ('district = "Torino"', 'district = ""', "marta: name, about and district"),
        ('district = "Torino"', 'town = "Torino"', "has a part that is missing or not known"),
        ("programme = true", "programme = false", "exactly one channel must be marked programme"),
        ('channel = "welcome"', 'channel = "lobby"', 'there is no place "lobby"'),
        ('person = "elena"', 'person = "nobody"', 'nobody has the id "nobody"'),
        ("minutes = 4320", "minutes = -3", "is not past"),
        ("title.it =", "title.fr =", '"Be Marta and offer help" is missing in it'),
        ('name = "Cortile Lucciola"', "name = ", "cannot be read"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    source = FILE.read_text("utf-8")
    assert old in source
    path = tmp_path / "sample.toml"
    path.write_text(source.replace(old, new, 1), "utf-8")
    with pytest.raises(Problem) as caught:
        load(path)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
