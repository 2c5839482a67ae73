"""Who reads reports: named by the coordination, never fewer than one."""

from __future__ import annotations

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.safety import links
from bot.features.safety.people import named_here
from bot.i18n import listing, t
from bot.identity import Person
from bot.ui import Button, Field, FieldKind, Form, Message, Tone
from bot.work import By, Sending, Sort, Target, Work


@command("safety contacts", t("See and name those who read reports"), who=Who.COORDINATOR)
async def contacts(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))


def _overview(work: Work, by: By) -> Message:
    people = work.reports.contacts(by.community)
    head = t("Nobody is named yet, so a report would reach nobody here. Please name two.")
    if people:
        head = t("Reports are read by {names}, and by nobody else.", names=listing([one.name for one in people]))
    alone = (
        [t("Please name a second one: somebody else must read what concerns the first.")] if len(people) == 1 else []
    )
    name = Button(t("Name a contact"), links.name_contact(), Tone.MAIN)
    away = [Button(t("Take {name} off", name=one.name), links.take_off(one.id)) for one in people if len(people) > 1]
    return Message((head, *alone), (name, *away))


@opening("safety.name", who=Who.COORDINATOR)
async def name(ctx: OpenContext) -> None:
    await ctx.open(named())


async def name_form(ctx: Context) -> Form:
    hint = t("Somebody who listens, and who is not easily partial.")
    field = Field("person", t("Who reads reports"), FieldKind.PERSON, hint, required=True, most=100)
    return Form(t("Name a safety contact"), (field,), t("Name this person"))


@form("safety.named", name_form, who=Who.COORDINATOR)
async def named(ctx: FormContext) -> None:
    person = await named_here(ctx, ctx.answers.one("person"))
    if person is None:
        raise Refused(
            t("The person needs another look. Nothing has changed."),
            {"person": t("I cannot find this person here. Please pick somebody from the list.")},
        )
    await ctx.write(add, person, ctx.home.name)
    await ctx.reply(await ctx.read(_overview))


def add(work: Work, by: By, person: Person, community: str) -> None:
    """Name a contact, who is told."""
    if not work.reports.add_contact(by.community, person, by.now):
        raise Refused(t("{name} is a safety contact already.", name=person.name))
    work.audit.add(by, "safety.contact_named", "", person=person.id)
    lines = (
        t("You are a safety contact of {community} now.", community=community),
        t("When somebody reports something, I write to you at once. What you read stays with you; each look is noted."),
    )
    _tell(work, by, person, f"contact:{person.id}:{by.now.isoformat()}", Message(lines))


@action("safety.take_off", who=Who.COORDINATOR)
async def take_off(ctx: Context, person: str) -> None:
    await ctx.write(remove, person)
    await ctx.update(await ctx.read(_overview))


def remove(work: Work, by: By, id: str) -> None:
    """Take a contact off, who is told; the last one stays."""
    people = work.reports.contacts(by.community)
    person = next((one for one in people if one.id == id), None)
    if person is None:
        raise Refused(t("This person is no safety contact (any more)."))
    if len(people) == 1:
        raise Refused(t("Somebody has to read reports: please name another contact first."))
    work.reports.remove_contact(by.community, person)
    work.audit.add(by, "safety.contact_taken_off", "", person=person.id)
    said = t("You are no safety contact any more. Thank you for having been one!")
    _tell(work, by, person, f"contact:{person.id}:{by.now.isoformat()}", Message((said,)))


def _tell(work: Work, by: By, person: Person, once: str, message: Message) -> None:
    row = Sending(once, by.community, Target(people=(person,)), message, sort=Sort.SAFETY)
    work.outbox.put(row, by.now)


def first(work: Work, by: By) -> None:
    """Whoever sets the programme up is the first contact."""
    if not work.reports.contacts(by.community):
        work.reports.add_contact(by.community, by.person, by.now)
