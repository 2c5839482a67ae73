"""What people read of suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.features.members.model import Member
from bot.features.suggestions import links
from bot.features.suggestions.model import Standing, Suggestion
from bot.i18n import Moment, Text, stacked, t, tn, words
from bot.ui import Button, Choice, Menu, Message, Tone

if TYPE_CHECKING:
    from bot.features.suggestions.decide import View

PAGE = 20
SHOWN = 5
"""So many stand in the message itself; the rest are behind the menu."""

NAMES = {
    Standing.NEW: t("new"),
    Standing.PLANNED: t("planned"),
    Standing.DONE: t("done"),
    Standing.DECLINED: t("not now"),
    Standing.HIDDEN: t("hidden"),
}
ANSWERED = {
    Standing.NEW: t("The coordination says about your suggestion:"),
    Standing.PLANNED: t("Your suggestion is planned:"),
    Standing.DONE: t("Your suggestion is done:"),
    Standing.DECLINED: t("Your suggestion is not taken up for now:"),
}
BEHIND = {
    Standing.NEW: t("The coordination says about a suggestion that you support:"),
    Standing.PLANNED: t("A suggestion that you support is planned:"),
    Standing.DONE: t("A suggestion that you support is done:"),
    Standing.DECLINED: t("A suggestion that you support is not taken up for now:"),
}
POSTED = {
    Standing.NEW: t("**A suggestion from you all, and what the coordination says:**"),
    Standing.PLANNED: t("**A suggestion from you all is planned:**"),
    Standing.DONE: t("**A suggestion from you all is done:**"),
    Standing.DECLINED: t("**A suggestion from you all, which is not taken up for now:**"),
}


def quoted(suggestion: Suggestion) -> Text:
    return t("“{words}”", words=suggestion.words)


def _people(suggestion: Suggestion) -> Text:
    return tn("{n} person wants this.", "{n} people want this.", suggestion.wanted)


def _says(suggestion: Suggestion) -> tuple[Text, ...]:
    if not suggestion.answer:
        return ()
    return (t("The coordination says: {answer}", answer=suggestion.answer),)


def kept() -> Message:
    return Message(
        (
            t("Your suggestion is with the coordination. Thank you!"),
            t("Everybody here can read and support it, without your name. I tell you what becomes of it."),
        ),
        (Button(t("Look at all suggestions"), links.page()),),
    )


def ask_about(found: Sequence[Suggestion], draft: int) -> Message:
    """There are similar ones: stand behind one of them, or send one's own all the same."""
    head = tn(
        "Something like this is here already. If it is the same, support it: one wish of many is heard best.",
        "Some like this are here already. If one is the same, support it: one wish of many is heard best.",
        len(found),
    )
    lines = [_line(one) for one in found]
    return Message(
        (head, *lines),
        (
            Menu(t("I want this too"), tuple(map(_choice, found)), links.same()),
            Button(t("Mine is different: send it"), links.send(draft), Tone.MAIN),
        ),
    )


def _line(suggestion: Suggestion) -> Text:
    return t(
        "- “{words}” ({standing}). {people}",
        words=suggestion.words,
        standing=NAMES[suggestion.standing],
        people=_people(suggestion),
    )


def _choice(suggestion: Suggestion) -> Choice:
    about = t("{standing}; {people}", standing=NAMES[suggestion.standing], people=_people(suggestion))
    return Choice(words(suggestion.words[:90]), str(suggestion.id), about)


def listed(found: Sequence[Suggestion], counts: Mapping[Standing, int], *, more: bool, first: bool) -> Message:
    write = Button(t("Suggest something"), links.write(), Tone.MAIN)
    if not found and first:
        said = t("There is no suggestion yet. Is there something that would make this community better for you?")
        return Message((said,), (write,))
    if not found:
        return Message((t("There are no older ones."),), (Button(t("The newest ones"), links.page()),))
    head = t("These are the suggestions of your community, the newest first.")
    count = t(
        "New: {new}. Planned: {planned}. Done: {done}. Not now: {declined}.",
        new=counts.get(Standing.NEW, 0),
        planned=counts.get(Standing.PLANNED, 0),
        done=counts.get(Standing.DONE, 0),
        declined=counts.get(Standing.DECLINED, 0),
    )
    some = stacked([_line(one) for one in found[:SHOWN]])
    older = (Button(t("Older ones"), links.page(found[-1].id)),) if more else ()
    return Message((head, count, some), (Menu(t("Read one"), tuple(map(_choice, found)), links.pick()), write, *older))


def shown(view: View, *, coordinator: bool) -> Message:
    one = view.suggestion
    stands = t(
        "{people} Written {when}. It is: {standing}.",
        people=_people(one),
        when=Moment(one.created, "day"),
        standing=NAMES[one.standing],
    )
    lines = [quoted(one), stands, *_says(one)]
    if view.author:
        lines.append(t("Written by {name}; only the coordination sees the name.", name=view.author.name))
    buttons = [*_for_members(view), *(_for_coordination(one) if coordinator else ())]
    return Message(tuple(lines), (*buttons, Button(t("All suggestions"), links.page())))


def _for_members(view: View) -> list[Button]:
    id = view.suggestion.id
    if view.mine:
        return [Button(t("Take it back"), links.withdraw(id), Tone.DANGER)]
    if view.behind:
        return [Button(t("I do not need it any more"), links.support(id, yes=False))]
    return [Button(t("I want this too"), links.support(id, yes=True), Tone.MAIN)]


def _for_coordination(one: Suggestion) -> list[Button]:
    if one.standing is Standing.HIDDEN:
        return [Button(t("Show it again"), links.hide(one.id, yes=False))]
    buttons = [Button(t("Answer"), links.answer(one.id), Tone.MAIN)]
    if one.answered:
        buttons.append(Button(t("Post the answer"), links.tell(one.id)))
    return [*buttons, Button(t("Hide it"), links.hide(one.id, yes=True), Tone.DANGER)]


def supported(suggestion: Suggestion, *, yes: bool) -> Message:
    said = t("You are counted. I tell you what becomes of it.") if yes else t("You are not counted here any more.")
    return Message((said, quoted(suggestion), _people(suggestion)), (Button(t("All suggestions"), links.page()),))


def withdrawn() -> Message:
    said = t("Your suggestion is gone, and nobody can read it any more.")
    return Message((said,), (Button(t("Suggest something"), links.write()),))


def arrived(suggestion: Suggestion, author: Member) -> Message:
    """To the coordination."""
    head = t("{name} suggests:", name=author.name)
    return Message((head, quoted(suggestion)), (Button(t("Answer"), links.answer(suggestion.id), Tone.MAIN),))


def answer_kept(suggestion: Suggestion) -> Message:
    told = tn(
        "Your answer is kept, and stands in `/suggestions`. I tell the one person who wants this.",
        "Your answer is kept, and stands in `/suggestions`. I tell the {n} people who want this.",
        suggestion.wanted,
    )
    return Message(
        (told, quoted(suggestion), *_says(suggestion)), (Button(t("Post it too"), links.tell(suggestion.id)),)
    )


def was_answered(suggestion: Suggestion, *, mine: bool) -> Message:
    head = (ANSWERED if mine else BEHIND)[suggestion.standing]
    return Message(
        (head, quoted(suggestion), *_says(suggestion)), (Button(t("Look at it"), links.show(suggestion.id)),)
    )


def posted(suggestion: Suggestion) -> Message:
    """In the programme's channel."""
    lines = (POSTED[suggestion.standing], quoted(suggestion), *_says(suggestion), _people(suggestion))
    return Message(lines, (Button(t("Suggest something"), links.write()),))
