"""One's own settings: language, zone, quiet hours, direct messages, snooze and stop."""

from __future__ import annotations

from bot.features.members.contact import Contact, Direct
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, put_together, stored
from tests.features.scene import Actor, Scene


async def contact(scene: Scene, actor: Actor) -> Contact:
    return await stored(scene, actor, lambda work, me: work.contacts.of(me.community, me.id))


async def test_the_first_step_asks_about_direct_messages_once(scene: Scene, lena: Actor) -> None:
    marta = scene.person("marta", "Marta")
    await offer(marta, "Pricing")
    marta.sees(
        "From now on I write to you by direct message: what concerns you, once a week a message about your pairs",
        "Each of these has a way to stop them",
    )
    assert (await contact(scene, marta)).asked is None
    await marta.press("Only what concerns me")
    marta.sees("Kept. By direct message: Only what concerns me")
    assert (await contact(scene, marta)).direct is Direct.NEEDED
    await scene.restart()
    await marta.use("/mentor offer")
    await marta.fill(topics="Pricing, Taxes")
    assert "by direct message" not in marta.last()


async def test_settings_are_shown_and_changed(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor settings")
    marta.sees(
        "Your settings in", "Language: English", "Time zone: Europe/Rome", "Quiet hours: 21:00 to 8:00", "weekly"
    )
    await marta.press("Change my settings")
    await marta.fill(zone="Mars/Base")
    assert "I do not know this time zone" in marta.errors()["zone"]
    await scene.restart()
    await marta.fill(language="it", zone="Europe/Rome", quiet_from="23", quiet_to="6", direct="none")
    marta.sees("Lingua: italiano", "Ore di silenzio: dalle 23:00 alle 6:00", "Messaggi diretti: Nessuno")
    kept = await contact(scene, marta)
    assert (kept.quiet_from, kept.quiet_to, kept.direct) == (23, 6, Direct.NONE)
    await marta.use("/mentor settings")
    marta.sees("Lingua: italiano")


async def test_the_picked_language_holds_whatever_the_chat_says(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.use("/mentor settings")
    await marta.press("Change my settings")
    await marta.fill(language="de")
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    marta.dm.sees("Carla möchte dich etwas fragen.")
    await marta.use("/mentor settings")
    await marta.press("Einstellungen ändern")
    await marta.fill(language="same")
    marta.sees("Language: English")


async def test_no_quiet_hours_at_all(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor settings")
    await marta.press("Change my settings")
    await marta.fill(quiet_from="8", quiet_to="8")
    marta.sees("Quiet hours: none")


async def test_only_members_have_settings(scene: Scene, lena: Actor, carla: Actor) -> None:
    await carla.use("/mentor settings")
    assert carla.last() == "You are not in the programme yet. /mentor offer or /mentor seek begins."


async def test_snooze_and_stop_are_two_taps_away(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=1)
    await carla.dm.press("More…")
    assert "Take a break" in carla.dm.labels()
    await carla.dm.press("Snooze a week")
    carla.dm.sees("The weekly message and reminders wait until")
    assert (await contact(scene, carla)).snoozed(scene.clock.now())
    await carla.dm.press("Do not wait any longer")
    assert not (await contact(scene, carla)).snoozed(scene.clock.now())
    await marta.dm.press("More…")
    await marta.dm.press("Stop these messages")
    marta.dm.sees("Understood: no weekly message and no reminders any more.")
    assert (await contact(scene, marta)).direct is Direct.NEEDED


async def test_snooze_until_a_date(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await carla.use("/mentor settings")
    await carla.press("Snooze until a date")
    await carla.fill(day="soon")
    assert "I could not read this date." in carla.errors()["day"]
    await carla.fill(day="2.3.2026")
    assert "Please give a day after today" in carla.errors()["day"]
    await carla.fill(day="1.4.")
    until = (await contact(scene, carla)).snoozed_until
    assert until is not None
    assert until.isoformat() == "2026-03-31T22:00:00+00:00", "as the first of April begins in Rome"


async def test_more_of_a_message_about_several_pairs_is_about_each(scene: Scene, lena: Actor, marta: Actor) -> None:
    dora, elio = scene.person("dora", "Dora"), scene.person("elio", "Elio")
    await put_together(scene, marta, dora)
    await put_together(scene, dora, elio)
    await scene.pass_(weeks=1)
    await dora.dm.press("More…")
    assert [label for label in dora.dm.labels() if "nooze" in label] == [
        "Snooze a day",
        "Snooze a week",
        "Snooze until a date",
    ]
    assert [label for label in dora.dm.labels() if label.startswith("My pair")] == [
        "My pair with Marta",
        "My pair with Elio",
    ]
    await dora.dm.press("My pair with Elio")
    await dora.dm.press("Stop this pair")
    dora.dm.sees("Elio is told kindly")
