"""What telling a story, agreeing to it and taking it back change, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.pairs import decide as pairs
from bot.features.pairs.texts import View as PairView
from bot.features.stories import links, texts
from bot.features.stories.model import LIVE, STANDING, Consent, Story, StoryState, Told
from bot.features.stories.showing import desk_key, show_look, shown_keys, unsay
from bot.features.stories.texts import View
from bot.i18n import t
from bot.ui import Button, Message, Tone
from bot.work import By, Sending, Sort, Target, Work


def gone() -> Refused:
    return Refused(t("I cannot find this story any more. `/story mine` shows yours."))


def view_of(work: Work, story: Story) -> View:
    both = work.members.several(story.community, story.both)
    mentor, mentee = both.get(story.mentor), both.get(story.mentee)
    return View(story, mentor, mentee, work.stories.agreed(story))


@dataclass(frozen=True, slots=True)
class Mine:
    """A story as one of its two sees it."""

    view: View
    me: Member
    partner: Member | None

    @property
    def story(self) -> Story:
        return self.view.story


def mine(work: Work, by: By, id: int) -> Mine:
    """Raises `Refused` for everybody else's, as for one that is not there."""
    story = work.stories.get(by.community, id)
    if story is None or story.state is StoryState.WITHDRAWN or not story.told.need:  # taken back, or faded
        raise gone()
    return _mine(work, by, story)


def _mine(work: Work, by: By, story: Story) -> Mine:
    view = view_of(work, story)
    me = next((one for one in (view.mentor, view.mentee) if one and one.person == by.person), None)
    if me is None:
        raise gone()
    return Mine(view, me, view.mentee if me is view.mentor else view.mentor)


def may_tell(work: Work, by: By, pair: int) -> tuple[PairView, Story | None]:
    """The pair, running or over, and its story as far as there is one; raises `Refused` where none can be told."""
    view = pairs.mine(work, by, pair, active=False)
    story = work.stories.of_pair(by.community, pair)
    name = view.partner.name
    if view.partner.left:
        raise Refused(t("{name} is not here any more and cannot agree, so this story stays between you.", name=name))
    if story and story.state in STANDING:
        said = t(
            "Your story with {name} stands in the channel as it was agreed to. Take it back to tell it anew.", name=name
        )
        raise Refused(said)
    if story and story.state is StoryState.WITHDRAWN and story.reason == _by(view.partner.id):
        raise Refused(t("{name} would rather not have this story told, so I do not ask again.", name=name))
    return view, story if story and story.state in LIVE else None


def write(work: Work, by: By, pair: int, told: Told, picture: bytes | None, *, without: bool = False) -> Mine:
    """Keep it, as a new version where there was one; whoever wrote it is shown it first. Sent twice, it is one."""
    pair_view, before = may_tell(work, by, pair)
    if before is None:
        before = _begin(work, by, pair_view)
    story = change(work, before, told, picture, by.now, without=without)
    view = view_of(work, story)
    if story.version != before.version:
        show_look(work, view, pair_view.me, by.now)
    return Mine(view, pair_view.me, pair_view.partner)


def _begin(work: Work, by: By, view: PairView) -> Story:
    pair = view.pair
    new = Story(0, by.community, pair.id, pair.mentor, pair.mentee, view.me.id, Told("", "", ""), version=0)
    return work.stories.add(replace(new, created=by.now, idle=by.now))


def change(
    work: Work, before: Story, told: Told, picture: bytes | None, now: datetime, *, without: bool = False
) -> Story:
    """A new version, to which nobody has agreed yet; what is the same already changes nothing."""
    has = before.picture is not None and not without
    told = told if picture or has else replace(told, alt="")
    known = work.pictures.get(before.community, before.picture) if before.picture else None
    same_picture = known == picture if picture else has == (before.picture is not None)
    if before.told == told and same_picture:
        return before
    _out_of_date(work, before, now)
    if picture and not same_picture:
        work.pictures.add(before.community, before.id, picture)
    elif without and not picture:
        work.pictures.remove(before.community, before.id)
    story = replace(
        before,
        told=told,
        state=StoryState.AGREEING,
        version=before.version + 1,
        picture=work.pictures.of(before.community, before.id),
        idle=now,
        place=None,
        reason="",
    )
    work.stories.save(story)
    return story


def _out_of_date(work: Work, story: Story, now: datetime) -> None:
    for once in shown_keys(work, story):
        unsay(work, story, once, texts.outdated(), now)


@dataclass(frozen=True, slots=True)
class Consented:
    """``done``: it holds; else what one agreed to was changed meanwhile. ``both``: the other one agreed as well."""

    mine: Mine
    done: bool
    both: bool = False


def agree(work: Work, by: By, id: int, version: int, *, named: bool) -> Consented:
    """Agree to just this version. The other one is asked once; when both agree, the coordination is told."""
    found = mine(work, by, id)
    story = found.story
    if story.state in STANDING:
        raise Refused(t("This story is posted already, as you agreed to it. `/story mine` takes it back."))
    if story.state is StoryState.DECLINED:
        raise Refused(t("This story is not posted this time. You can change it and try again: `/story mine` shows it."))
    if story.version != version:
        return Consented(found, done=False)
    work.stories.agree(story, Consent(found.me.id, version, by.now, named))
    found = replace(found, view=view_of(work, story))
    if not found.view.agreed.of(story):
        _ask_partner(work, found, by.now)
        return Consented(found, done=True)
    if story.state is StoryState.AGREEING:
        work.stories.save(replace(story, state=StoryState.WAITING, idle=None))
        _tell_partner(work, found, f"story-both:{id}:{version}", texts.agreed_both(story), by.now)
        _tell_coordination(work, story, by.now)
    return Consented(found, done=True, both=True)


def _ask_partner(work: Work, found: Mine, now: datetime) -> None:
    """Nobody is asked while contact waits, or by somebody from whom they are kept apart; it looks the same."""
    if found.partner and in_touch(work, found.view):
        show_look(work, found.view, found.partner, now)


def in_touch(work: Work, view: View) -> bool:
    """Whether both are here, and nothing keeps them apart."""
    if not (view.mentor and view.mentee) or view.mentor.left or view.mentee.left:
        return False
    pair = work.pairs.get(view.story.community, view.story.pair)
    held = pair is None or pair.held is not None
    return not held and work.safety.may_meet(view.story.community, view.mentor.person, view.mentee.person)


def _tell_partner(work: Work, found: Mine, once: str, message: Message, now: datetime) -> None:
    if found.partner and not found.partner.left:
        tell(work, found.partner, once, message, now)


def tell(work: Work, member: Member, once: str, message: Message, now: datetime) -> None:
    row = Sending(f"{once}:{member.id}", member.community, Target(people=(member.person,)), message)
    work.outbox.put(row, now)


def _tell_coordination(work: Work, story: Story, now: datetime) -> None:
    """To the moderators' channel, without names: who looks sees them alone."""
    moderators = work.programmes.of(story.community).moderators
    if moderators:
        said = t("A story waits to be read. Both of its pair have agreed to it.")
        message = Message((said,), (Button(t("Show the stories"), links.queue(), Tone.MAIN),))
        row = Sending(desk_key(story), story.community, Target(place=moderators), message, sort=Sort.COORDINATION)
        work.outbox.put(row, now)


# taking it back


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """``before``: as it was."""

    before: Story


def withdraw(work: Work, by: By, id: int) -> Withdrawn:
    """One of the two takes it back: at once, whatever state it is in. The other one hears of it, without a reason."""
    story = work.stories.get(by.community, id)
    if story is None:
        raise gone()
    found = _mine(work, by, story)
    if story.state is not StoryState.WITHDRAWN:
        stood, asked = story.state in STANDING, _was_shown(work, found)
        take_back(work, story, by.now, _by(found.me.id))
        if asked and in_touch(work, found.view):
            _tell_partner(work, found, f"story-back:{id}", texts.withdrawn_by(found.me.name, stood), by.now)
    return Withdrawn(story)


def _was_shown(work: Work, found: Mine) -> bool:
    """Whether the other one knows of it."""
    other = found.story.partner(found.me.id)
    return any(once.endswith(f":{other}") for once in shown_keys(work, found.story))


def _by(member: int) -> str:
    return f"by {member}"


def take_back(work: Work, story: Story, now: datetime, reason: str) -> None:
    """Its words and its picture go, here and wherever they were shown."""
    work.pictures.remove(story.community, story.id)
    for once in shown_keys(work, story):
        unsay(work, story, once, texts.gone(), now)
    if story.row:
        unsay(work, story, story.row, texts.taken_back(), now, posted=True)
    empty = replace(story, told=Told("", "", ""), state=StoryState.WITHDRAWN, reason=reason)
    work.stories.save(replace(empty, idle=None, place=None, ended=now))


def without(work: Work, member: Member, now: datetime, *, told: bool = True) -> None:
    """Somebody is not here any more: their stories go, and those who told them with them hear of it."""
    for story in work.stories.of_member(member.community, member.id):
        stood = story.state in STANDING
        take_back(work, story, now, "gone")
        partner = work.members.get(member.community, story.partner(member.id))
        if told and partner and not partner.left and (stood or story.state is not StoryState.AGREEING):
            tell(work, partner, f"story-gone:{story.id}", texts.withdrawn_without(stood), now)
