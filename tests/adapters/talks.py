"""Conversations of the features' tests, as they are, on another platform: the same words, the same presses."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from tests.features import (
    test_ask,
    test_care,
    test_conduct,
    test_introduce,
    test_introductions,
    test_kudos,
    test_milestones,
    test_needs,
    test_offer,
    test_pair_of_month,
    test_pieces,
    test_polls,
    test_report,
    test_rounds,
    test_settings,
    test_status,
    test_suggestions,
    test_topics,
    test_unheard,
    test_waiting,
)
from tests.features.conftest import offer

Talk = Callable[..., Awaitable[None]]
TALKS: tuple[Talk, ...] = (
    test_ask.test_a_mentor_who_is_full_frees_the_others,
    test_ask.test_a_no_is_kind_and_its_reason_stays_here,
    test_care.test_a_day_without_a_first_line,
    test_care.test_a_quiet_pair_is_asked_and_then_closed_kindly,
    test_care.test_a_word_keeps_the_pair,
    test_care.test_ninety_days_later,
    test_care.test_the_pairs_own_rhythm_decides_what_is_quiet,
    test_conduct.test_a_pair_that_runs_goes_on,
    test_introduce.test_both_say_yes,
    test_introductions.test_an_odd_number_makes_a_three,
    test_introductions.test_somebody_new_each_time,
    test_kudos.test_thanks_reach_the_partner_and_then_everybody,
    test_kudos.test_two_taps_from_the_message,
    test_kudos.test_who_does_not_want_to_be_named_is_not,
    test_milestones.test_the_coordination_can_do_without,
    test_needs.test_a_call_is_posted_from_the_map,
    test_needs.test_merged_topics_stand_in_one_row,
    test_offer.test_fewer_places_than_wait_frees_them,
    test_offer.test_stopping_leaves_a_pair_as_it_is,
    test_pair_of_month.test_one_name_would_tell_the_other,
    test_pair_of_month.test_silence_is_no_yes,
    test_pieces.test_a_profile_is_changed_wherever_it_is,
    test_polls.test_a_survey_comes_again_by_itself,
    test_polls.test_only_those_who_are_asked_answer,
    test_polls.test_who_has_not_answered_is_reminded_once,
    test_report.test_an_open_request_ends_without_a_word,
    test_report.test_it_is_two_taps_from_every_message_about_a_pair,
    test_rounds.test_a_weekly_round_goes_out_by_itself_where_both_accept,
    test_settings.test_snooze_and_stop_are_two_taps_away,
    test_settings.test_the_picked_language_holds_whatever_the_chat_says,
    test_status.test_a_mentor_reads_what_somebody_writes,
    test_suggestions.test_from_an_idea_to_its_answer,
    test_suggestions.test_the_answer_is_posted_once,
    test_topics.test_pages_of_many_topics,
    test_unheard.test_it_comes_after_the_answer,
    test_waiting.test_a_mentor_who_says_nothing_is_asked_once_and_then_relieved,
    test_waiting.test_a_mentor_with_too_many_requests_is_asked_and_gets_no_more,
    test_waiting.test_a_question_goes_there_and_back_before_the_answer,
    test_waiting.test_who_waits_hears_of_a_free_place_those_who_wait_longest_first,
)
"""What is held on every platform besides the whole mentorship: at least the main way through each feature.

A conversation can stand here when it says nothing of the room itself, and names by itself only those whom it brings in.
"""
GO_ON = "Go on"
"""Where a platform shows a long form in steps, this button opens the next one."""


class Walker:
    """An actor of any platform; what is filled in is filled in step by step where a form has several."""

    def __init__(self, actor: Any, id: str, name: str) -> None:
        self._actor = actor
        self.id = id
        self.name = name
        self.locale, self.zone = "en", None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._actor, name)

    @property
    def dm(self) -> Walker:
        return Walker(self._actor.dm, self.id, self.name)

    def at(self, place: str) -> Walker:
        return Walker(self._actor.at(place), self.id, self.name)

    async def fill(self, **answers: str | tuple[str, ...]) -> None:
        rest = dict(answers)
        while True:
            here = {name: rest.pop(name) for name in list(rest) if name in self._actor.form()}
            await self._actor.fill(**here)
            if not self._actor.texts() or GO_ON not in self._actor.labels():
                break
            await self._actor.press(GO_ON)
        assert not rest, f"the form asks nothing of {sorted(rest)}"


class Platform:
    """A platform's scene, with people made as the room makes them."""

    def __init__(self, scene: Any, join: Callable[..., Any]) -> None:
        self._scene = scene
        self._join = join

    def __getattr__(self, name: str) -> Any:
        return getattr(self._scene, name)

    def person(self, id: str, name: str, *, coordinator: bool = False) -> Walker:
        return Walker(self._join(id, name, coordinator=coordinator), id, name)


async def hold(talk: Talk, platform: Platform) -> None:
    """Bring in those whom the conversation names, and let it run."""
    lena = platform.person("lena", "Lena Koord", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    people: dict[str, Any] = {"scene": platform, "lena": lena}
    names = inspect.signature(talk).parameters
    if "marta" in names:
        people["marta"] = platform.person("marta", "Marta")
        await offer(people["marta"], topics="Newsletters, Pricing")
    if "carla" in names:
        people["carla"] = platform.person("carla", "Carla")
    await talk(**{name: people[name] for name in names})


def named(talk: Talk) -> str:
    return f"{talk.__module__.rsplit('.', 1)[-1].removeprefix('test_')}: {talk.__name__.removeprefix('test_')}"
