"""Weekly posts: begun with one tap, shown before they come, changed, left out, paused, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from adapters.playground.room import Fault
from bot.errors import Gone
from bot.features.posts.model import Series, Turn
from bot.features.posts.pieces import starters
from bot.features.posts.turns import once_of, went
from bot.i18n import words
from bot.identity import Place
from bot.ui import Message
from bot.work import Sending, State, Target, Work
from tests.features.conftest import offer, seek
from tests.features.scene import Actor, Scene

WELCOME, EVERYBODY = "How mentorship works here", "You know more than you think"
OWN = "**Saturday** at {the} square. [Here](https://corte.example/a)\n\n@everyone come"


async def weekly(lena: Actor) -> None:
    await lena.use("/programme posts")
    await lena.press("Start the weekly post")


async def another(lena: Actor, **answers: str) -> None:
    await lena.use("/programme posts")
    await lena.press("Start another series")
    await lena.fill(**answers)


async def write(lena: Actor, title: str, words: str, **more: str) -> None:
    await lena.use("/programme posts")
    await lena.press("Read and change the texts")
    await lena.press("Write a text")
    await lena.fill(title=title, words=words, **more)


def posted(who: Actor) -> list[str]:
    """The titles of what stands in the channel, oldest first, for a newcomer to whom nothing private was said."""
    known = [one.title.texts["en"] for one in starters().values()]
    return [title for text in who.texts() for title in known if text.startswith(title)]


async def test_a_weekly_post_from_the_first_tap_to_the_channel(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await lena.use("/programme posts")
    lena.sees("Nothing is posted by itself yet.", "15 texts are ready", "Wednesday at 10:00")
    await lena.press("Start the weekly post")
    lena.sees(
        "Everything in turn: Wednesday, 10:00, in mentoring. Times are those of Europe/Rome.",
        f"• Wed 4 Mar at 10:00: “{WELCOME}”",
        f"• Wed 11 Mar at 10:00: “{EVERYBODY}”",
        "• Wed 1 Apr at 10:00: ",
    )
    await scene.restart()
    await lena.press("Show the next post")
    lena.sees("This comes next, Wed 4 Mar at 10:00, in mentoring")
    lena.sees(WELCOME, "Somebody here has already solved what you are stuck on.")
    dora.sees_not(WELCOME)
    await scene.pass_(days=1, hours=23, minutes=50)
    assert scene.clock.now() < datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    dora.sees_not(WELCOME)
    await scene.pass_(minutes=30)
    dora.sees(WELCOME)
    assert dora.labels() == ["Look for a mentor", "Offer mentorship"]
    await dora.press("Look for a mentor")
    assert "topics" in dora.form()


async def test_nothing_comes_again_before_all_were_said(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await weekly(lena)
    await scene.pass_(weeks=8)
    await scene.restart()
    await scene.pass_(weeks=8)
    said = posted(dora)
    assert len(said) == 16
    assert len(set(said[:15])) == 15
    assert said[15] == said[0]


async def test_one_date_is_left_out_and_the_screen_says_which(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await weekly(lena)
    await lena.press("Leave Wed 4 Mar out")
    lena.sees("• Wed 4 Mar at 10:00: left out, as you wished", f"• Wed 11 Mar at 10:00: “{WELCOME}”")
    await lena.press("Post on Wed 4 Mar after all")
    lena.sees(f"• Wed 4 Mar at 10:00: “{WELCOME}”")
    await lena.press("Leave Wed 4 Mar out")
    await scene.restart()
    await scene.pass_(days=7)
    assert posted(dora) == []
    await scene.pass_(days=3)
    assert posted(dora) == [WELCOME]
    await lena.press("Post on Wed 4 Mar after all")
    lena.sees_not("Post on Wed 4 Mar after all")
    assert posted(dora) == [WELCOME]


async def test_an_old_button_leaves_no_other_date_out(scene: Scene, lena: Actor) -> None:
    await weekly(lena)
    await scene.pass_(days=3)
    await lena.press("Leave Wed 4 Mar out")
    assert lena.last().startswith("This date is over or has changed, so nothing is left out.")


async def test_paused_and_ended(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await weekly(lena)
    await lena.press("Pause it")
    lena.sees("It is paused: nothing is posted until you let it go on.")
    await scene.pass_(weeks=2)
    assert posted(dora) == []
    await scene.restart()
    await lena.press("Let it go on")
    lena.sees(f"• Wed 18 Mar at 10:00: “{WELCOME}”")
    await scene.pass_(weeks=1)
    assert posted(dora) == [WELCOME]
    await lena.press("End it")
    lena.sees("“Everything in turn” has ended. What was posted stays.")
    await scene.pass_(weeks=2)
    assert posted(dora) == [WELCOME]
    await lena.press("Look at the others")
    lena.sees("Nothing is posted by itself yet.")
    await lena.use("/programme audit")
    lena.sees("started a series of weekly posts", "paused a series", "let a series", "ended a series")


async def test_two_series_at_one_hour_are_both_posted_and_never_the_same(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await weekly(lena)
    await scene.pass_(minutes=5)
    await another(lena)
    await another(lena, source="tips")
    await scene.restart()
    await scene.pass_(weeks=2)
    said = posted(dora)
    assert len(said) == len(set(said)) == 6
    await lena.use("/programme posts")
    lena.sees("• Everything in turn: Wednesday, 10:00. Next: Wed 18 Mar at 10:00.", "• Tips: Wednesday, 10:00.")


async def test_what_the_preview_shows_is_what_comes(scene: Scene, lena: Actor) -> None:
    """Also where several series take from the same texts."""
    dora = scene.person("dora", "Dora")
    await weekly(lena)
    await another(lena, source="tips", weekday="0", hour="9")
    await another(lena, source="how", weekday="4", hour="20")
    await lena.use("/programme posts")
    await lena.pick("Which posts?", "Everything in turn: Wednesday, 10:00")
    shown = [line.split("“")[1].rstrip("”") for line in lena.last().splitlines() if line.startswith("•")]
    assert len(shown) == 5
    await scene.pass_(days=2, hours=1)
    came = [posted(dora)[-1]]
    for _ in range(4):
        await scene.pass_(weeks=1)
        came.append(posted(dora)[-1])
    assert came == shown


async def test_ones_own_words_come_as_they_were_written(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await write(lena, "Our market", OWN, kind="article", link="https://corte.example/market")
    shown = "Saturday at {the} square. Here (https://corte.example/a)"
    lena.sees("Article. It was not posted yet.", "Our market", shown)
    await another_first(lena, source="articles")
    await scene.restart()
    await scene.pass_(weeks=4)
    dora.sees("Our market", shown, "@everyone come", "Read more: https://corte.example/market")
    said = next(one for one in dora.messages() if one.post and "Our market" in str(one.post.text))
    assert said.post
    assert not said.post.notify
    bold = [span.text for span in said.post.text if span.bold]
    assert bold == ["Our market", "Saturday"]
    assert not [span for span in said.post.text if span.link]


async def another_first(lena: Actor, **answers: str) -> None:
    await lena.use("/programme posts")
    await lena.press("Choose what and when")
    await lena.fill(**answers)


async def test_a_changed_text_changes_only_what_is_yet_to_come(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await write(lena, "One", "First words", kind="how")
    await lena.use("/programme posts")
    for title in [one.title.texts["en"] for one in starters().values() if one.kind == "how"]:
        await lena.press("Read and change the texts")
        await lena.pick("Which text?", title)
        await lena.press("Take it away")
    await another_first(lena, source="how")
    await scene.pass_(weeks=1)
    dora.sees("One", "First words")
    await lena.press("Read and change the texts")
    await lena.pick("Which text?", "One")
    lena.sees("It was last posted on Wed 4 Mar.")
    await lena.press("Change the text")
    assert lena.form()["words"] == ("First words",)
    await lena.fill(words="Second words")
    await scene.pass_(weeks=1)
    dora.sees("One", "First words")
    dora.sees("One", "Second words")


async def test_the_channel_reads_its_own_language_and_a_change_of_it_is_followed(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(language="it", zone="America/New_York")
    await weekly(lena)
    lena.sees("Everything in turn: Wednesday, 10:00", "Times are those of America/New_York.")
    await lena.press("Show the next post")
    lena.sees("Come funziona il mentoring qui")
    await scene.pass_(days=2, hours=5, minutes=50)
    dora.sees_not("Come funziona il mentoring qui")
    await scene.pass_(minutes=20)
    dora.sees("Come funziona il mentoring qui", "dopo tre chiamate era online")
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(language="de", zone="Asia/Tokyo")
    await lena.use("/programme posts")
    lena.sees("Next: Wed 11 Mar at 10:00")
    await scene.pass_(days=6, hours=10, minutes=55)
    assert scene.clock.now() > datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
    dora.sees("Du weißt mehr, als du denkst")


async def test_what_did_not_arrive_keeps_its_turn(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await weekly(lena)
    scene.room.faults.append(Fault(Gone()))
    await scene.pass_(weeks=1)
    assert posted(dora) == []
    await scene.restart()
    await scene.pass_(weeks=1)
    assert posted(dora) == [WELCOME]


async def test_the_same_text_is_not_written_twice(scene: Scene, lena: Actor) -> None:
    await write(lena, "One", "Words")
    await write(lena, "Another title", "Words")
    assert lena.errors() == {"words": "“One” says exactly this already."}


async def test_a_wrong_address_is_told(scene: Scene, lena: Actor) -> None:
    await write(lena, "One", "Words", link="javascript:alert(1)")
    assert lena.errors() == {"link": "An address begins with https:// and has no spaces."}


async def test_a_double_tap_starts_one_series(scene: Scene, lena: Actor) -> None:
    await weekly(lena)
    await scene.room.again()
    running = await scene.store.read(lambda work: work.posts.running(1))
    assert len(running) == 1


async def test_each_turn_is_known_with_the_row_that_carried_it(scene: Scene, lena: Actor) -> None:
    await weekly(lena)
    await scene.pass_(days=3)

    def look(work: Work) -> tuple[object, ...]:
        (turn,) = work.posts.turns(1, datetime(2026, 1, 1, tzinfo=UTC))
        sent = work.outbox.sent(1, once_of(turn.series, turn.day))
        return turn.key, turn.why.value, sent and sent.state.value

    assert await scene.store.read(look) == ("post:1", "", "sent")


MINE = """# Our market
kind: article
link: https://corte.example/market

On **Saturday**, come!

# A tip

Write it down.
"""


async def load(lena: Actor, data: bytes, **answers: str) -> None:
    await lena.use("/programme posts")
    await lena.press("Read and change the texts")
    await lena.press("Load a file")
    await lena.fill(file=lena.room.attach(lena.id, data), **answers)


async def test_the_texts_are_replaced_from_a_file(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await load(lena, MINE.encode(), way="replace")
    lena.sees("2 texts are new.", "15 were taken away.")
    await scene.restart()
    await lena.press("Look at the texts")
    lena.sees("There are 2 texts.")
    await weekly(lena)
    lena.sees(
        "• Wed 4 Mar at 10:00: “Our market”", "• Wed 11 Mar at 10:00: “A tip”", "• Wed 18 Mar at 10:00: “Our market”"
    )
    await scene.pass_(weeks=1)
    dora.sees("Our market", "On Saturday, come!", "Read more: https://corte.example/market")
    await lena.press("Bring the ready-made ones back")
    lena.sees("15 ready-made texts are there again.")


async def test_a_saved_file_is_changed_and_loaded_again(scene: Scene, lena: Actor) -> None:
    """What was posted stays known, and what was not touched goes on speaking every language."""
    dora = scene.person("dora", "Dora")
    await weekly(lena)
    await scene.pass_(weeks=1)
    await lena.use("/programme posts")
    await lena.press("Read and change the texts")
    await lena.press("Save as a file")
    post = lena.messages()[-1].post
    assert post
    names = {one.file.name: one.file.data for one in post.files}
    assert set(names) == {"posts.md", "posts.csv"}
    changed = names["posts.csv"].decode("utf-8-sig").replace("A mentor need not be an expert.", "Nobody is an expert.")
    await load(lena, changed.encode(), way="replace")
    assert lena.last() == "1 has other words now."
    await load(lena, names["posts.csv"], way="replace")
    assert lena.last() == "1 has other words now."
    await load(lena, names["posts.md"], way="replace")
    assert lena.last() == "All of them were there already, so nothing has changed."
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(language="de")
    await scene.pass_(weeks=1)
    dora.sees("Du weißt mehr, als du denkst")
    assert posted(dora) == [WELCOME]


async def test_a_wrong_file_changes_nothing_and_the_lines_are_told(scene: Scene, lena: Actor) -> None:
    await load(lena, b"Hello\n\n# A\nkind: poem\n\nText\n\n# B\n", way="replace")
    assert lena.errors()["file"].splitlines() == [
        "Line 1: Each text begins with a line such as “# My title”.",
        "Line 4: The kind is how, tip or article.",
        "Line 8: There is a title without a text.",
    ]
    await lena.fill(file=lena.room.attach(lena.id, b"x" * 1_000_001))
    assert lena.errors()["file"] == "This file is too large: at most 1 MB are possible."
    await lena.fill(file=(), typed="# C\n\nWords of C")
    lena.sees("1 text is new.", "15 were taken away.")
    await lena.use("/programme audit")
    lena.sees("loaded texts for the weekly posts")


async def test_a_file_does_not_say_again_what_another_text_says(scene: Scene, lena: Actor) -> None:
    await load(lena, b"# Mine\n\nMy words", way="add")
    await load(lena, b"# Other\n\nMy words", way="add")
    assert lena.errors()["file"] == "Line 1: “Mine” says exactly this already."


async def test_a_call_asks_for_what_is_missing_just_then(scene: Scene, lena: Actor, marta: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await lena.use("/programme posts")
    await lena.press("Choose what and when")
    await lena.fill(source="calls")
    page = lena.sees("• Wed 4 Mar at 10:00: nothing, if it stays like this. No topic lacks mentors just now")
    assert page.count("nothing, if it stays like this") == 1, "not the same again for every week"
    await scene.pass_(weeks=1)
    dora.sees_not("We are missing")
    for name in ("anna", "bert", "carl"):
        await seek(scene.person(name, name.title()), "Taxes")
    for name in ("edda", "finn", "gina", "hugo"):
        await seek(scene.person(name, name.title()), "Bees, Newsletters")
    await lena.use("/programme posts")
    await lena.pick("Which posts?", "Calls for mentors who are missing: Wednesday, 10:00")
    lena.sees("• Wed 11 Mar at 10:00: a call for Bees", "• Wed 18 Mar at 10:00: a call for Newsletters")
    await scene.restart()
    await scene.pass_(weeks=1)
    dora.sees("We are missing 4 mentors for Bees.", "half an hour a week")
    assert dora.labels() == ["Offer mentorship", "Look for a mentor"]
    await scene.pass_(weeks=1)
    dora.sees("We are missing 3 mentors for Newsletters.")
    nora = scene.person("nora", "Nora")
    await offer(nora, topics="Taxes", capacity="5")
    await scene.pass_(weeks=1)
    dora.sees_not("for Taxes.")


async def season(scene: Scene, lena: Actor, dora: Actor, attach: Callable[[bytes], str]) -> None:
    """From the first tap to the post, a file, a date that is left out, and the coordination's own week."""
    await weekly(lena)
    lena.sees("Everything in turn: Wednesday, 10:00, in ", f"• Wed 4 Mar at 10:00: “{WELCOME}”")
    await lena.press("Show the next post")
    lena.sees(WELCOME, "Somebody here has already solved what you are stuck on.")
    await scene.restart()
    await lena.press("Leave Wed 4 Mar out")
    lena.sees("• Wed 4 Mar at 10:00: left out, as you wished", f"• Wed 11 Mar at 10:00: “{WELCOME}”")
    await lena.use("/programme posts")
    await lena.press("Read and change the texts")
    await lena.press("Load a file")
    await lena.fill(file=attach(MINE.encode()), way="replace")
    lena.sees("2 texts are new.", "15 were taken away.")
    await scene.restart()
    await scene.pass_(days=7)
    lena.dm.sees(
        "Your week in ", "• Everything in turn, Wed 4 Mar: It was left out because the coordination wished it."
    )
    await lena.dm.press("Turn this message off")
    lena.dm.sees("It is off: I do not write to you about the week any more.")
    dora.sees_not("Our market")
    await scene.pass_(days=3)
    dora.sees("Our market", "On Saturday, come!", "Read more: https://corte.example/market")
    await dora.press("Look for a mentor")
    assert "topics" in dora.form()


async def test_a_season_in_the_room(scene: Scene, lena: Actor) -> None:
    await season(scene, lena, scene.person("dora", "Dora"), lambda data: scene.room.attach("lena", data))


async def test_where_nobody_can_say_whether_it_arrived_it_counts_as_said(scene: Scene, lena: Actor) -> None:
    await weekly(lena)
    day, at = date(2026, 3, 4), scene.clock.now()

    def doubtful(work: Work) -> dict[str, datetime]:
        for key, state in (("post:1", State.UNCERTAIN), ("post:2", State.DEAD)):
            series = 1 if state is State.UNCERTAIN else work.posts.add_series(Series(0, 1, "tips", None, at)).id
            once = once_of(series, day)
            work.posts.record(Turn(1, series, day, key, at))
            work.outbox.put(Sending(once, 1, Target(place=Place("playground", "off")), Message((words("…"),))), at)
            (row,) = work.outbox.take(work.outbox.due(at, 9), at, "test", timedelta(seconds=90))
            work.outbox.finish(row, state, at)
            went.run(work, 1, at, None, series=series, day=day.isoformat())
        return dict(work.posts.posted(1))

    assert await scene.store.write(doubtful) == {"post:1": at}
