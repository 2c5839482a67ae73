"""What the two of a pair read of their story, and what the community does."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.members.model import Member
from bot.features.mentoring import links as mentoring
from bot.features.recognition.model import unnamed
from bot.features.stories import links
from bot.features.stories.model import Agreed, Story, StoryState
from bot.i18n import Moment, Text, t, words
from bot.ui import Button, Message, Picture, Tone

STATES = {
    StoryState.AGREEING: t("not everybody has agreed yet"),
    StoryState.WAITING: t("waits for the coordination to read it"),
    StoryState.QUEUED: t("waits for its slot"),
    StoryState.DECLINED: t("not posted; you can change it and try again"),
    StoryState.POSTING: t("is being posted"),
    StoryState.POSTED: t("posted"),
    StoryState.WITHDRAWN: t("taken back"),
}
REASONS = {
    "similar": t("We have just had a similar one"),
    "others": t("It speaks of somebody who was not asked"),
    "short": t("A little more would help: an example, or what changed"),
    "picture": t("The picture does not fit"),
    "other": t("It does not fit at the moment"),
}
"""Why the coordination does not post one: said to the two as it stands here."""


@dataclass(frozen=True, slots=True)
class View:
    """A story with its two, as far as they are still there, and who agreed to what stands in it now."""

    story: Story
    mentor: Member | None
    mentee: Member | None
    agreed: Agreed

    def name(self, member: int) -> str:
        found = self.mentor if member == self.story.mentor else self.mentee
        return found.name if found else ""

    def may_be_named(self, member: int) -> bool:
        """They may have said since that they do not want to be named anywhere."""
        found = self.mentor if member == self.story.mentor else self.mentee
        return found is not None and found.may_be_named

    def said(self, words: str) -> str:
        """Without the names of those who do not want to be named."""
        return unnamed(words, [one.name for one in (self.mentor, self.mentee) if one and one.nameless])


def mentor_of(view: View) -> Text | str:
    """By name where that was agreed to; before that as if it were, so that one sees what a name would look like."""
    return _called(view, view.story.mentor, t("a mentor"))


def mentee_of(view: View) -> Text | str:
    return _called(view, view.story.mentee, t("a mentee"))


def _called(view: View, member: int, nameless: Text) -> Text | str:
    return view.name(member) if view.agreed.named(member) and view.may_be_named(member) else nameless


def body(view: View) -> tuple[Text, ...]:
    """The story, as it stands in the channel."""
    told = view.story.told
    head = t("**A story from our mentorship:** {mentee} and {mentor}", mentee=mentee_of(view), mentor=mentor_of(view))
    return (
        head,
        t("**What I needed**\n{words}", words=view.said(told.need)),
        t("**What we did**\n{words}", words=view.said(told.did)),
        t("**What changed**\n{words}", words=view.said(told.changed)),
    )


def picture(view: View) -> tuple[Picture, ...]:
    """Named by its id; what it shows is said by the two in their own words."""
    story = view.story
    if story.picture is None:
        return ()
    return (Picture(b"", f"story-{story.id}", words(view.said(story.told.alt)), story.picture),)


def post(view: View) -> Message:
    """What everybody reads."""
    ask = t("**Want the same?** Say what you are looking for, and I help you with a first message to a mentor.")
    buttons = (
        Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),
        Button(t("Write a first message"), mentoring.find()),
        Button(t("Offer mentorship"), mentoring.offer()),
    )
    return Message((*body(view), ask), buttons, picture(view))


def taken_back() -> Message:
    """What stands there instead."""
    said = t("Here stood a story. Those who told it have taken it back, which they can do at any time.")
    return Message((said,), (Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),))


def look(view: View, me: int) -> Message:
    """To one of the two: what would be posted, and the question whether it may."""
    story, partner = view.story, view.name(view.story.partner(me))
    own = story.author == me
    heads = [t("This is how your story with {name} would be posted.", name=partner)]
    if not own:
        heads = [t("{name} would like to tell the story of the two of you.", name=partner)]
    if story.version > 1:
        heads.append(t("It was changed, so both of you are asked again."))
    return Message((*heads, _terms(partner), *body(view)), choices(view, me), picture(view))


def _terms(partner: str) -> Text:
    return t(
        "It is posted only if you and {name} both agree to just this, and you can take it back at any time. "
        "Each of you decides for yourself whether your name stands in it.",
        name=partner,
    )


def choices(view: View, me: int) -> tuple[Button, ...]:
    story = view.story
    nameless = t("Agree as “a mentor”") if me == story.mentor else t("Agree as “a mentee”")
    named = (Button(t("Agree with my name"), links.agree(story.id, story.version, True), Tone.MAIN),)
    return (
        *(named if view.may_be_named(me) else ()),
        Button(nameless, links.agree(story.id, story.version, False)),
        Button(t("Not like this"), links.rather_not(story.id)),
    )


def outdated() -> Message:
    """What stands in place of an earlier version that somebody was shown."""
    said = t("This story was changed since. `/story mine` shows how it reads now.")
    return Message((said,), (Button(t("Show my stories"), links.mine()),))


def gone() -> Message:
    return Message((t("This story was taken back. Nothing of it is kept."),))


def kept(view: View, me: int) -> Message:
    """Right after it was written down."""
    partner = view.name(view.story.partner(me))
    said = t("Your story is kept, and nobody has seen it. I have sent you alone how it would be posted.")
    then = t("Once you agree to it, I ask {name}, once. Then the coordination reads it.", name=partner)
    return Message((said, then), (Button(t("Show my stories"), links.mine()),))


def agreed_alone(partner: str, story: Story) -> Message:
    said = t(
        "Thank you! I have asked {name}, and do so only once. You hear from me when both of you agree.", name=partner
    )
    return Message((said,), _back(story))


def agreed_both(story: Story) -> Message:
    said = t("Both of you agree to this story. Now the coordination reads it, and you hear when it is posted.")
    return Message((said,), _back(story))


def approved(view: View, me: int) -> Message:
    said = t("Your story with {name} waits for its slot. You hear from me when it is posted.", name=_other(view, me))
    return Message((said,), _back(view.story))


def declined(view: View, me: int) -> Message:
    """Kindly, with the reason, and with a way on."""
    head = t("Your story with {name} is not posted this time. Thank you for telling it!", name=_other(view, me))
    why = t("The coordination says: {reason}.", reason=REASONS[view.story.reason])
    on = t("It is still yours: you can change it and try again.")
    change = Button(t("Change it"), links.tell(view.story.pair), Tone.MAIN)
    return Message((head, why, on), (change, *_back(view.story)))


def posted(view: View, me: int) -> Message:
    said = t(
        "Your story with {name} is posted. Thank you: it may be the one that somebody needs!", name=_other(view, me)
    )
    return Message((said, t("You can take it back at any time, with one tap.")), _back(view.story))


def withdrawn(story: Story) -> Message:
    """To the one who took it back."""
    said = t("Your story is taken back. Its words and its picture are deleted.")
    if story.state in (StoryState.POSTING, StoryState.POSTED):
        said = t("Your story is taken back: its post is being emptied, its words and its picture are deleted.")
    return Message((said,))


def withdrawn_by(name: str, stood: bool) -> Message:
    """To the other one, without a reason."""
    if stood:
        said = t(
            "{name} has taken your story back. The post is emptied, its words and its picture are deleted.", name=name
        )
    else:
        said = t(
            "{name} would rather not have your story told. That is fine: nothing of it is posted or kept.", name=name
        )
    return Message((said,))


def withdrawn_without(stood: bool) -> Message:
    """To the other one, where nobody is to be named: somebody has left, or the coordination took it down."""
    if stood:
        return Message((t("Your story was taken back. The post is emptied, its words and its picture are deleted."),))
    return Message((t("Your story is not posted, since not both of you are here any more. Nothing of it is kept."),))


def taken_down(view: View, me: int) -> Text:
    return t(
        "The coordination has taken your story with {name} back. The post is emptied, its words and its picture are "
        "deleted.",
        name=_other(view, me),
    )


def listed(view: View, me: int) -> Text:
    """One line of one's own stories."""
    name, state = _other(view, me), STATES[view.story.state]
    if view.story.posted:
        return t("- With {name}: {state}, {day}", name=name, state=state, day=Moment(view.story.posted, "day"))
    return t("- With {name}: {state}", name=name, state=state)


def asked() -> tuple[Text, ...]:
    """After a good rating, once."""
    return (
        t(
            "Would you tell others about it, in a few sentences? Stories like yours are how most people find "
            "the courage. "
            "Nothing is posted unless both of you agree, and I ask only this once."
        ),
    )


def _other(view: View, me: int) -> str:
    return view.name(view.story.partner(me))


def _back(story: Story) -> tuple[Button, ...]:
    return (Button(t("Take it back"), links.withdraw(story.id)),)
