"""Stories: told by one, agreed to by both, read by the coordination, posted, and taken back at any time."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import timedelta

import pytest

from adapters.playground.room import Fault
from bot.errors import Forbidden, Uncertain, Unreachable
from bot.features.pairs import links as pairs
from bot.features.safety import links as safety
from bot.features.stories import links
from bot.features.stories.model import StoryState
from tests.features.conftest import offer, seek
from tests.features.scene import Actor, Scene
from tests.features.storytelling import (
    ALT,
    CHANGED,
    DID,
    NEED,
    agree,
    approve,
    files_of,
    pair,
    photo,
    pictures,
    ready,
    slot,
    story_of,
    tell,
)
from tests.features.wire import claim, send

NAMES = "Carla and Marta"


@pytest.fixture
async def dora(scene: Scene, lena: Actor) -> Actor:
    """Somebody who reads the channel."""
    return scene.person("dora", "Dora")


async def test_a_story_from_the_first_word_to_the_post(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    await pair(scene, marta, carla)
    await tell(carla, picture=photo())
    carla.sees("Your story is kept, and nobody has seen it.", "I ask Marta, once.")
    carla.dm.sees("This is how your story with Marta would be posted.", "a mentee and a mentor", NEED, DID, CHANGED)
    assert [alt for alt, _ in pictures(carla.dm)] == [ALT]
    marta.dm.sees_not(NEED)
    await carla.dm.press("Agree with my name")
    carla.dm.sees("Thank you! I have asked Marta, and do so only once.")
    await scene.restart()
    await marta.use("/mentor status")
    marta.sees("Your story with Carla waits for your yes or no.")
    marta.dm.sees("Carla would like to tell the story of the two of you.", "Carla and a mentor", NEED)
    assert [alt for alt, _ in pictures(marta.dm)] == [ALT]
    await marta.dm.press("Agree as “a mentor”")
    marta.dm.sees("Both of you agree to this story. Now the coordination reads it")
    carla.dm.sees("Both of you agree to this story.")
    await approve(lena, "Carla and a mentor")
    lena.sees("It is in the queue, and both have been told.")
    await slot(lena)
    await scene.restart()
    await claim(scene, marta.dm, links.agree(1, 1, False))  # pressed once more, nothing changes
    marta.dm.sees("Your story with Carla waits for its slot.")
    await lena.use("/story queue")
    lena.sees("In the queue", "Carla and a mentor, Wednesday at 10:00")
    dora.sees_not(NEED)
    await scene.pass_(days=2)
    dora.sees("A story from our mentorship: Carla and a mentor", NEED, DID, CHANGED, "Want the same?")
    dora.sees_not("Marta")
    assert dora.labels() == ["Look for a mentor", "Write a first message", "Offer mentorship"]
    ((alt, data),) = pictures(dora)
    assert alt == ALT
    assert b"canary" not in data
    for one in (carla, marta):
        one.dm.sees("is posted. Thank you: it may be the one that somebody needs!", "take it back at any time")
    await offer(scene.person("nora", "Nora"), "Newsletters")
    await dora.press("Look for a mentor")
    await dora.fill(topics="newsletters", goal="Readers", languages=("it",), conduct="yes")
    await dora.press("Write a first message")
    await dora.press("Ask Nora")
    assert dora.form() == {"doing": (), "need": ("Readers",), "tried": ()}


async def test_taken_back_with_one_tap_it_is_gone_everywhere(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    """The post, both conversations, the coordination's, and every file of the database."""
    await pair(scene, marta, carla)
    await agree(scene, carla, marta, picture=photo())
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    await lena.press("Send me the picture")
    await approve(lena, NAMES)
    await slot(lena)
    await scene.pass_(days=2)
    ((_, data),) = pictures(dora)
    assert all(pictures(one.dm) for one in (carla, marta, lena))
    assert any(data[100:200] in content for content in files_of(scene).values())
    await scene.restart()
    before = scene.clock.now()
    await marta.dm.press("Take it back")
    assert scene.clock.now() - before < timedelta(minutes=1)
    marta.dm.sees("Your story is taken back: its post is being emptied, its words and its picture are deleted.")
    dora.sees("Here stood a story. Those who told it have taken it back, which they can do at any time.")
    carla.dm.sees("Marta has taken your story back. The post is emptied")
    for one in (dora, carla.dm, marta.dm, lena.dm):
        one.sees_not(NEED)
        one.sees_not(CHANGED)
        assert pictures(one) == []
    for file, content in files_of(scene).items():
        for words in (NEED, DID, CHANGED, ALT):
            assert words.encode() not in content, file
        assert data[100:200] not in content, file
    assert (await story_of(scene, carla)).state is StoryState.WITHDRAWN
    await marta.dm.press("Take it back")
    carla.dm.sees_not("Carla has taken")
    await lena.use("/story queue")
    lena.sees("Posted", "taken back")


async def test_somebody_who_was_asked_and_says_no_is_not_asked_again(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await tell(carla)
    await carla.dm.press("Agree with my name")
    await marta.dm.press("Not like this")
    marta.dm.sees("You can change it, and Carla is asked about your words.", "hears it kindly, without a reason.")
    await scene.restart()
    await marta.dm.press("Drop the story")
    carla.dm.sees("Marta would rather not have your story told. That is fine: nothing of it is posted or kept.")
    marta.dm.sees_not(NEED)
    await carla.use("/story share")
    carla.sees("Marta would rather not have this story told, so I do not ask again.")
    await tell(marta)  # who said no may think better of it
    marta.sees("Your story is kept, and nobody has seen it.")


async def test_what_nobody_was_shown_goes_without_a_word(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await tell(carla)
    await carla.dm.press("Not like this")
    await carla.dm.press("Drop the story")
    carla.dm.sees("Your story is taken back. Its words and its picture are deleted.")
    marta.dm.sees_not("story")
    await tell(carla, need="Once more")
    carla.sees("Your story is kept")


async def test_who_changes_it_asks_the_other_anew(scene: Scene, marta: Actor, carla: Actor) -> None:
    """An earlier yes holds for the earlier words only, and the earlier words are not shown any more."""
    await pair(scene, marta, carla)
    await tell(carla)
    await carla.dm.press("Agree with my name")
    await marta.dm.press("Not like this")
    await marta.dm.press("Change it")
    assert marta.form()["need"] == (NEED,)
    await marta.fill(need="Hardly anybody read Carla's letters.")
    carla.dm.sees("This story was changed since.")
    carla.dm.sees_not(NEED)
    await marta.dm.press("Agree with my name")
    carla.dm.sees("It was changed, so both of you are asked again.", "Hardly anybody read")
    await scene.restart()
    await claim(scene, carla.dm, links.agree(1, 1, True))  # an old button
    carla.dm.sees("Each of you decides for yourself", "Hardly anybody read")
    assert (await story_of(scene, carla)).state is StoryState.AGREEING
    await carla.dm.press("Agree with my name")
    assert (await story_of(scene, carla)).state is StoryState.WAITING


async def test_the_coordinations_edit_asks_both_again(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    await ready(scene, lena, marta, carla)
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    await lena.press("Edit it")
    assert lena.form()["changed"] == (CHANGED,)
    await lena.fill(changed="She has 400 readers now.")
    lena.sees("I have shown both your version. It is back here as soon as both agree to it.")
    await scene.restart()
    await scene.pass_(days=8)
    dora.sees_not("A story from our mentorship")
    await lena.use("/story queue")
    lena.sees("No story waits.")
    for one in (marta, carla):
        one.dm.sees("It was changed, so both of you are asked again.", "She has 400 readers now.")
        await one.dm.press("Agree with my name")
    await lena.use("/story queue")
    lena.sees("To be read", NAMES)
    await claim(scene, lena, links.approve(1, 1))
    lena.sees("This story was changed since you read it, so nothing was done.", "She has 400 readers now.")
    await approve(lena, NAMES)
    await scene.pass_(days=7)
    dora.sees("A story from our mentorship", "She has 400 readers now.")


async def test_nothing_changed_asks_nobody(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await agree(scene, carla, marta, picture=photo())
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    await lena.press("Edit it")
    await lena.fill()
    lena.sees("Nothing was changed, so nobody is asked again.")
    assert (await story_of(scene, carla)).state is StoryState.WAITING


async def test_the_queue_is_put_into_order(scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor) -> None:
    nora, emil = scene.person("nora", "Nora"), scene.person("emil", "Emil")
    await pair(scene, marta, carla)
    await pair(scene, nora, emil)
    await agree(scene, carla, marta)
    await agree(scene, emil, nora)
    await slot(lena)
    for names in (NAMES, "Emil and Nora"):
        await approve(lena, names)
    lena.sees("Its turn: Wed 11 Mar at 10:00.")
    await lena.press("Earlier")
    lena.sees("In the queue\n• Emil and Nora, Wednesday at 10:00\n• Carla and Marta, Wed 11 Mar at 10:00")
    await lena.press("Earlier")  # it is the first already
    await scene.restart()
    await lena.press("Later")
    lena.sees("In the queue\n• Carla and Marta, Wednesday at 10:00\n• Emil and Nora, Wed 11 Mar at 10:00")
    await scene.pass_(days=2)
    dora.sees("A story from our mentorship: Carla and Marta")
    dora.sees_not("Emil")
    await scene.pass_(days=7)
    dora.sees("A story from our mentorship: Emil and Nora")
    assert sum("A story from our mentorship" in text for text in dora.texts()) == 2
    await scene.pass_(days=14)
    assert sum("A story from our mentorship" in text for text in dora.texts()) == 2


async def test_not_posted_with_a_kind_reason_it_can_be_tried_again(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await pair(scene, marta, carla)
    await agree(scene, carla, marta)
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    await lena.pick("Do not post it", "A little more would help: an example, or what changed")
    lena.sees("It is not posted. Both have been told why, and can change it and try again.")
    await scene.restart()
    for one in (carla, marta):
        one.dm.sees(
            "is not posted this time. Thank you for telling it!", "A little more would help", "It is still yours"
        )
    await claim(scene, marta.dm, links.agree(1, 1, True))
    marta.dm.sees("This story is not posted this time. You can change it and try again")
    await carla.dm.press("Change it")
    await carla.fill(changed="I have 412 readers, and three of them became customers.")
    await carla.dm.press("Agree with my name")
    await marta.dm.press("Agree with my name")
    await approve(lena, NAMES)
    lena.sees("It is in the queue", "three of them became customers")


async def test_a_picture_needs_words_and_is_refused_in_words(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await tell(carla, picture=photo(), alt="")
    assert "Please say in a few words what the picture shows" in carla.errors()["alt"]
    assert carla.form()["need"] == (NEED,)
    await carla.fill(picture=scene.room.attach("carla", b"no picture"), alt=ALT)
    assert "This is no picture that I can read." in carla.errors()["picture"]
    await scene.restart()
    await carla.fill(picture=scene.room.attach("carla", bytes(8_000_001)), alt=ALT)
    assert "too large" in carla.errors()["picture"]
    await carla.fill(picture=scene.room.attach("carla", photo()), alt=ALT)
    carla.sees("Your story is kept")
    assert [alt for alt, _ in pictures(carla.dm)] == [ALT]


async def test_the_picture_is_changed_and_taken_out(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await tell(carla, picture=photo("red"))
    ((_, first),) = pictures(carla.dm)
    await carla.use("/story share")
    await carla.fill(picture=scene.room.attach("carla", photo("blue")), alt="A blue door")
    ((alt, second),) = pictures(carla.dm)
    assert (alt, first != second) == ("A blue door", True)
    await carla.use("/story share")
    await carla.fill(kept="without")
    assert pictures(carla.dm) == []
    assert (await story_of(scene, carla)).told.alt == ""
    assert (await story_of(scene, carla)).version == 3


async def test_sent_twice_it_is_one(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    answers = {"need": (NEED,), "did": (DID,), "changed": (CHANGED,)}
    for _ in range(2):
        await send(scene, carla, links.tell(1).name.replace("tell", "told") + "|1|1|", answers)
    assert (await story_of(scene, carla)).version == 1
    assert sum(NEED in text for text in carla.dm.texts()) == 1
    for _ in range(2):
        await claim(scene, carla.dm, links.agree(1, 1, True))
    assert sum(NEED in text for text in marta.dm.texts()) == 1


async def test_with_several_pairs_one_is_picked_and_others_stories_are_nobodys(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    nora = scene.person("nora", "Nora")
    await dora.use("/story share")
    dora.sees("A story is told by the two of a pair.")
    await dora.use("/story mine")
    dora.sees("You have told no story yet.")
    await pair(scene, marta, carla)
    await pair(scene, nora, carla)
    await carla.use("/story share")
    await carla.fill(pair="2", need=NEED, did=DID, changed=CHANGED)
    carla.dm.sees("This is how your story with Nora would be posted.")
    for action in (links.agree(1, 1, True), links.rather_not(1), links.withdraw(1)):
        for who in (marta, dora):
            await claim(scene, who, action)
            who.sees("I cannot find this story any more.")
    await claim(scene, lena, links.show(1))  # not both agree: the coordination has no business there
    lena.sees("I cannot find this story any more.")
    await claim(scene, lena, links.take_down(1))
    assert (await story_of(scene, carla)).state is StoryState.AGREEING


async def test_words_are_harmless_wherever_they_stand(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    await pair(scene, marta, carla)
    await tell(
        carla, need="**@everyone** [free](https://evil.example) <@dora>", alt="", did="`x` {name}", changed="# Hi"
    )
    for one in (carla, marta):
        await one.dm.press("Agree with my name")
    await approve(lena, NAMES)
    await slot(lena)
    await scene.pass_(days=2)
    post = next(said.post for said in reversed(dora.messages()) if said.post and "A story" in said.post.text[0].text)
    assert post.notify == ()
    assert not any(span.link or span.value for span in post.text)
    dora.sees("**@everyone** [free](https://evil.example) <@dora>", "`x` {name}", "# Hi")


async def test_everything_of_a_story_is_in_ones_export(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await tell(carla, picture=photo())
    await carla.dm.press("Agree with my name")
    ((_, data), *_) = pictures(carla.dm)
    for one in (carla, marta):
        await one.use("/privacy export")
        post = next(said.post for said in reversed(one.dm.messages()) if said.post and said.post.files)
        read, facts = (file.file.data.decode() for file in post.files)
        assert all(words in read for words in (NEED, DID, CHANGED, ALT, "a picture; it is in the other file"))
        kept = json.loads(facts)
        assert b64decode(kept["picture"][0]["data"]) == data
        assert [row["named"] for row in kept.get("story_consent", [])] == ([True] if one is carla else [])


# what happens when something happens meanwhile


@pytest.mark.parametrize("how", ["leaves", "erases"])
async def test_who_is_not_here_any_more_takes_the_story_along(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor, how: str
) -> None:
    await ready(scene, lena, marta, carla, picture=photo())
    await scene.pass_(days=2)
    dora.sees(NEED)
    if how == "leaves":
        await scene.room.leave("carla")
        await scene.restart()
        await scene.pass_(days=1)
    else:
        await carla.use("/privacy erase")
        await carla.press("Yes, erase everything")
    dora.sees("Here stood a story.")
    dora.sees_not(NEED)
    assert pictures(dora) == pictures(marta.dm) == []
    marta.dm.sees("Your story was taken back. The post is emptied, its words and its picture are deleted.")
    for file, content in files_of(scene).items():
        assert NEED.encode() not in content, file


async def test_where_contact_is_held_nobody_is_asked_and_nothing_is_posted(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    """A report or a block is never betrayed: whoever tells the story is told the same as ever."""
    await ready(scene, lena, marta, carla)
    await claim(scene, marta, safety.blocked(safety.PAIR, 1))
    await scene.pass_(days=9)
    dora.sees_not("A story from our mentorship")
    await claim(scene, carla, links.tell(1))
    await carla.fill(need="Other words")
    await carla.dm.press("Agree with my name")
    carla.dm.sees("Thank you! I have asked Marta, and do so only once.")
    marta.dm.sees_not("Other words")
    await scene.restart()
    await carla.use("/story mine")
    await carla.press("Take it back")
    marta.dm.sees_not("Carla has taken")


async def test_a_slot_that_was_missed_costs_the_story_nothing(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    """Nobody can be reached for a day: it waits for the next slot, and stands there once."""
    await ready(scene, lena, marta, carla)
    await scene.pass_(days=1, hours=23)
    scene.room.faults += [Fault(Forbidden("no"))]
    await scene.pass_(hours=2)
    assert not scene.room.faults
    dora.sees_not("A story from our mentorship")
    assert (await story_of(scene, carla)).state is StoryState.QUEUED
    await scene.restart()
    await scene.pass_(days=7)
    assert sum("A story from our mentorship" in text for text in dora.texts()) == 1
    assert (await story_of(scene, carla)).state is StoryState.POSTED


async def test_taken_back_while_it_cannot_be_posted_it_never_is(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    await ready(scene, lena, marta, carla)
    await scene.pass_(days=1, hours=23)
    scene.room.faults += [Fault(Unreachable("down"))]
    await scene.pass_(minutes=0)
    scene.clock.set(scene.clock.now() + timedelta(hours=1, minutes=1))
    await scene.play.bot.tick()
    await scene.play.bot.worker.deliver()
    assert (await story_of(scene, carla)).state is StoryState.POSTING
    await carla.use("/story mine")
    await carla.press("Take it back")
    await scene.pass_(days=1)
    dora.sees_not(NEED)
    dora.sees_not("Here stood a story.")
    assert (await story_of(scene, carla)).state is StoryState.WITHDRAWN


async def test_taken_back_while_nobody_knows_whether_it_is_there(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    await ready(scene, lena, marta, carla, picture=photo())
    await scene.pass_(days=1, hours=23)
    scene.clock.set(scene.clock.now() + timedelta(hours=1, minutes=1))
    scene.room.faults += [Fault(Uncertain("lost"), done=True)]
    await scene.play.bot.tick()
    await scene.play.bot.worker.deliver()
    dora.sees(NEED)
    await scene.restart()
    await carla.use("/story mine")
    await carla.press("Take it back")
    await scene.pass_(minutes=5)
    dora.sees_not(NEED)
    assert pictures(dora) == []
    dora.sees("Here stood a story.")


async def test_where_the_post_cannot_be_emptied_the_coordination_is_told(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await pair(scene, marta, carla)
    await agree(scene, carla, marta)
    lena.at("moderators").sees("A story waits to be read. Both of its pair have agreed to it.")
    lena.at("moderators").sees_not("Carla")
    await approve(lena, NAMES)
    await slot(lena)
    await scene.pass_(days=2)
    scene.room.faults += [Fault(Forbidden("no"), on="edit") for _ in range(3)]
    await carla.dm.press("Take it back")
    lena.at("moderators").sees("A story was taken back, and I could not empty its post.")


async def test_without_a_channel_those_who_read_reports_are_told(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="")
    await pair(scene, marta, carla)
    await agree(scene, carla, marta)
    await approve(lena, NAMES)
    await slot(lena)
    await scene.pass_(days=2)
    scene.room.faults += [Fault(Forbidden("no"), on="edit") for _ in range(3)]
    await carla.dm.press("Take it back")
    lena.dm.sees("A story was taken back, and I could not empty its post.")


async def test_the_coordination_takes_a_post_back(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    await ready(scene, lena, marta, carla)
    await scene.pass_(days=2)
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    await lena.press("Take the post back")
    dora.sees("Here stood a story.")
    for one in (carla, marta):
        one.dm.sees("The coordination has taken your story with", "deleted")


# what it moved


async def test_what_a_story_moved_stands_beside_its_definition(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, dora: Actor
) -> None:
    """Posted on 1 April; one signs up in each of the four weeks before, across a change of the clocks, three after."""
    await pair(scene, marta, carla)
    await agree(scene, carla, marta)
    for week in range(4):
        await scene.pass_(weeks=1)
        await offer(scene.person(f"w{week}", f"Early {week}"), "Knots")
    await approve(lena, NAMES)
    await slot(lena)
    await scene.pass_(days=2)
    dora.sees("A story from our mentorship")
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    lena.sees("What followed the post can be counted once a day has passed.")
    await lena.use("/programme posts")
    await lena.press("Start another series")
    await lena.fill(weekday="4")
    await scene.restart()
    for number in range(2):
        await offer(scene.person(f"l{number}", f"Late {number}"), "Bees")
    await seek(dora, "Bees")
    await dora.press("Ask Late 0")
    await dora.fill(need="Bees, and where to begin")
    await scene.pass_(days=3)
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    lena.sees(
        "Since the post, 3 of 7 days so far", "Sign-ups: 3, against 0 in the mean of the 4 weeks before (0 in all)"
    )
    await scene.pass_(days=5)
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    lena.sees(
        "In the 7 days after the post",
        "Sign-ups: 3, against 1 in the mean of the 4 weeks before (4 in all)",
        "Requests: 1, against 0 in the mean of the 4 weeks before (0 in all)",
        "Accepted pairs: 0, against 0",
        "Careful: 1 other post stood in the same days",
        "Counted are the 7 days after the post, from its hour on",
    )
    lena.sees_not("%")


# asked after a good ending


async def test_after_a_good_ending_one_is_asked_once(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await claim(scene, carla, pairs.finished(1))
    await marta.dm.pick("How was it, all in all?", "5 – very good")
    marta.dm.sees("Thank you!", "Would you tell others about it", "I ask only this once.")
    await scene.restart()
    await claim(scene, carla, pairs.feedback(1), "3")
    carla.sees_not("Would you tell others")
    await claim(scene, carla, pairs.feedback(1), "4")
    carla.sees("Would you tell others about it")
    await marta.dm.press("Tell our story")
    await marta.fill(need=NEED, did=DID, changed=CHANGED)
    await scene.pass_(minutes=5)
    await claim(scene, marta.dm, pairs.feedback(1), "5")
    assert sum("Would you tell others" in text for text in marta.dm.texts()) == 1
    await marta.dm.press("Agree as “a mentor”")
    await carla.dm.press("Agree with my name")
    assert (await story_of(scene, carla)).state is StoryState.WAITING


async def test_nobody_is_asked_for_a_story_that_is_there(scene: Scene, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await tell(carla)
    await claim(scene, carla, pairs.finished(1))
    await claim(scene, carla, pairs.feedback(1), "5")
    carla.sees_not("Would you tell others")
