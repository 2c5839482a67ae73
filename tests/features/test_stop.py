"""Every message that nobody asked for can be stopped within two taps, whatever it says and wherever it is read."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.playground.capabilities import PLAIN, PLAYGROUND
from adapters.slack.capabilities import CAPABILITIES as SLACK
from bot import codec
from bot.actions import decode, encode
from bot.delivery.guard import UNPROMPTED
from bot.delivery.wording import MORE, late, together, with_more
from bot.features.members.contact import Direct
from bot.features.members.less import less
from bot.features.members.links import stop
from bot.fit import fit
from bot.i18n import t, words
from bot.identity import Person
from bot.markup import Reader
from bot.post import Capabilities, PostMenu
from bot.ui import Action, Button, Choice, Menu, Message
from bot.work import Sending, Sort, Target
from tests.features.pairing import become_pair, stored
from tests.features.scene import MONDAY, Actor, Scene

PLATFORMS = {"discord": DISCORD, "slack": SLACK, "playground": PLAYGROUND, "plain": PLAIN}
BUTTONS = [Button(words(f"Press {number}"), Action("mentoring.status")) for number in range(40)]
CHOICES = tuple(Choice(words(f"Pick {number}"), str(number)) for number in range(30))
MESSAGES = {
    "short": Message((t("Where I stand"),)),
    "long": Message(tuple(words("A long sentence about this week. " * 30) for _ in range(12)), (BUTTONS[0],)),
    "many buttons": Message((t("Where I stand"),), tuple(BUTTONS)),
    "a menu": Message(
        (t("Where I stand"),), (Menu(words("Which?"), CHOICES, Action("mentoring.status")), *BUTTONS[:3])
    ),
}


def shown(message: Message, caps: Capabilities) -> list[str]:
    """The names of the actions behind every button, in whichever post."""
    posts = fit(message, caps, Reader("en", "UTC", MONDAY), lambda action: encode(action, 1, "12345678"))
    ids = [one.id for post in posts for row in post.rows if not isinstance(row, PostMenu) for one in row]
    ids += [line.id for post in posts for line in post.lines if line.id]
    return [claim.name for claim in map(decode, ids) if claim]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", MESSAGES)
def test_the_way_to_stop_is_drawn(platform: str, name: str) -> None:
    caps, message = PLATFORMS[platform], MESSAGES[name]
    for one in (with_more(message), with_more(late(message)), together([message, message])):
        assert MORE & set(shown(one, caps)), "one tap"
    assert stop().name in shown(Message((t("What would you like?"),), less()), caps), "two taps"


@pytest.mark.parametrize("sort", Sort)
async def test_of_every_sort(scene: Scene, marta: Actor, sort: Sort) -> None:
    """What is unprompted stops; everything else goes on."""

    def say(number: int) -> Sending:
        target = Target(people=(Person("playground", "marta"),))
        return Sending(f"test:{number}", 1, target, Message((words(f"Message {number}"),)), sort=sort)

    await scene.store.write(lambda work: work.outbox.put(say(1), scene.clock.now()))
    await scene.pass_(hours=1)
    marta.dm.sees("Message 1")
    if sort in UNPROMPTED:
        await marta.dm.press("More…")
        await marta.dm.press("Stop these messages")
        marta.dm.sees("Understood: no weekly message and no reminders any more.")
        contact = await stored(scene, marta, lambda work, me: work.contacts.of(me.community, me.id))
        assert contact.direct is Direct.NEEDED
    await scene.store.write(lambda work: work.outbox.put(say(2), scene.clock.now()))
    await scene.pass_(days=8)
    assert any("Message 2" in text for text in marta.dm.texts()) is (sort not in UNPROMPTED)


async def test_in_a_whole_mentorship_nothing_unprompted_is_without_it(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=12)
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        sent = database.execute("SELECT refs FROM outbox WHERE sort IN ('weekly', 'nudge') AND state = 'sent'")
        unprompted = {ref.id for (refs,) in sent for ref in codec.loads(refs)}
    seen = [said for actor in (marta, carla) for said in actor.dm.messages() if said.id in unprompted]
    assert len(seen) > 8
    for said in seen:
        rows = said.post.rows if said.post else ()
        labels = [one.label for row in rows if not isinstance(row, PostMenu) for one in row]
        assert "More…" in labels, said
