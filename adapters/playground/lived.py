"""Living through the sample community's past, by the bot's own rules, at the instants at which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from adapters.playground.past import Kudos, Nomination, Past, Poll, Story, Suggestion
from adapters.playground.past import Pair as PastPair
from bot.features.impact import decide as impact
from bot.features.impact import monthly
from bot.features.impact.model import Goal, first_of_month
from bot.features.impact.reading import MONTHLY
from bot.features.members.model import CONDUCT
from bot.features.mentoring import decide as mentoring
from bot.features.pairs import decide as pairs
from bot.features.pairs import seat
from bot.features.polls import decide as polls
from bot.features.polls import drafting
from bot.features.polls.model import Electorate, PollState, Secrecy
from bot.features.polls.model import Poll as Asked
from bot.features.posts import decide as posts
from bot.features.posts import turns
from bot.features.posts.model import TURN
from bot.features.programme.formats import ANY
from bot.features.programme.model import WEEKLY
from bot.features.recognition import decide as recognition
from bot.features.recognition import nominating
from bot.features.stories import decide as stories
from bot.features.stories import desk
from bot.features.stories.model import STORIES, Told
from bot.features.suggestions import decide as suggestions
from bot.features.suggestions.model import Standing
from bot.features.topics.resolving import resolve
from bot.planned import Occasion
from bot.recurrence import DAY, at_local, resumed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.delivery.ports import Outbox
    from bot.features.pairs.model import Pair
    from bot.work import By, Sending, Work

WEEK = timedelta(days=7)
WEEKS = 4
"""How many weeks' meaningful connections were counted."""
HOURS = timedelta(hours=5)


class Read:
    """An outbox of the past: what was sent then was read long ago, so nothing of it is kept."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def __getattr__(self, name: str) -> object:
        return getattr(self._outbox, name)

    def put(self, sending: Sending, now: datetime) -> bool:
        return True


class Then:
    """A transaction as it would have been then: everything is kept but what was sent."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.outbox = Read(work.outbox)

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)


def quietly(work: Work) -> Work:
    return cast("Work", Then(work))


@dataclass(frozen=True, slots=True)
class Life:
    """``who``: somebody of the sample at an instant. ``lead`` coordinates."""

    work: Work
    past: Past
    who: Callable[[str, datetime], By]
    lead: str
    zone: str
    now: datetime

    def ago(self, days: int) -> datetime:
        """Now, or a civil hour of an earlier day."""
        if not days:
            return self.now
        return at_local(self.today - days * DAY, 9 + days % 9, self.zone, days * 7 % 60)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def by(self, id: str, days: int = 0) -> By:
        return self.who(id, self.ago(days))


def live(life: Life) -> None:
    """Everything in its order; what waits for somebody now is told now."""
    by = life.by(life.lead, life.past.opened - 1)
    impact.count(quietly(life.work), by, yes=True, told=True)
    _plan_posts(life)
    _aim(life)
    made = {one.mentee: _pair(life, one) for one in life.past.pairs}
    _count_weeks(life, list(made.values()))
    for _, happen in sorted(_happenings(life, made), key=lambda one: -one[0]):
        happen()
    monthly.propose.run(
        life.work, Occasion(by.community, MONTHLY, "", first_of_month(life.today), life.now, life.zone), life.now
    )
    _go_on(life)


def _happenings(life: Life, made: dict[str, Pair]) -> Iterator[tuple[int, Callable[[], object]]]:
    """What else was said and done, with how many days ago."""
    past = life.past
    yield 12, partial(impact.learn, life.work, life.by(life.lead, 12), past.lesson)
    yield from ((one.days, partial(_suggest, life, one)) for one in past.suggestions)
    yield from ((one.days, partial(_poll, life, one)) for one in past.polls)
    yield from ((7, partial(_story, life, one, made[one.teller])) for one in past.stories)
    yield from ((one.days, partial(_thank, life, one, made[one.giver])) for one in past.kudos)
    yield from ((0, partial(_nominate, life, one)) for one in past.nominations)


def _go_on(life: Life) -> None:
    """What comes again by itself comes next when it would have; nothing is made up for."""
    work, community = life.work, life.by(life.lead).community
    for kind in (WEEKLY, TURN, MONTHLY, impact.WEEK):
        for one in work.schedules.all(community, kind):
            work.schedules.set(resumed(one, life.now))


# pairs


def _pair(life: Life, one: PastPair) -> Pair:
    """They ask and say yes, answer the check-ins week by week, and end as they did."""
    work = quietly(life.work)
    asked, met = life.by(one.mentee, one.days + 3), life.by(one.mentor, one.days)
    work.members.accept_conduct(work.members.ensure(asked), CONDUCT, asked.now)
    mentoring.keep_seek(work, asked, one.goal, resolve(work, asked.community, one.topics), ANY)
    mentor = work.members.ensure(met)
    request = mentoring.ask(work, replace(asked, now=met.now - DAY), mentor.id, one.goal)
    pair, _ = mentoring.accept(work, met, request.request.id)
    for week, rating in enumerate(one.ratings, 1):
        begun = met.now + (week - 1) * WEEK
        work.pairs.save(replace(_now(work, pair), week=week, told=week, week_at=begun))
        for id in (one.mentee, one.mentor):
            # who is content and who is not is the mentee's word; a mentor of a bad week did not notice
            given = rating if id == one.mentee else max(rating, 4)
            last = week == len(one.ratings) and not one.finished and not one.stopped
            telling = life.work if last else work  # what needs a look now is told now
            pairs.record_rating(telling, life.who(id, begun + 5 * DAY), pair.id, week, given)
    _end(life, one, pair)
    return _now(work, pair)


def _now(work: Work, pair: Pair) -> Pair:
    return work.pairs.get(pair.community, pair.id) or pair


def _end(life: Life, one: PastPair, pair: Pair) -> None:
    work = quietly(life.work)
    if one.stopped:
        pairs.stop(work, life.by(one.mentee, one.stopped), pair.id, one.why)
    if one.finished:
        pairs.finish(work, life.by(one.mentee, one.finished), pair.id)
        for id, rating in zip((one.mentee, one.mentor), one.feedback, strict=True):
            pairs.give_feedback(work, life.by(id, one.finished - 1), pair.id, rating, None)
    if one.stopped or one.finished:
        seat.wake(work, [_now(work, pair)], life.ago((one.stopped or one.finished) - 7))


def _count_weeks(life: Life, made: Sequence[Pair]) -> None:
    """Both of each pair wrote now and then, and so the weeks that are over were counted."""
    monday = life.today - life.today.weekday() * DAY
    for back in range(WEEKS, 0, -1):
        begun = at_local(monday - back * WEEK, 0, life.zone)
        until = at_local(monday - (back - 1) * WEEK, 0, life.zone)
        for pair in made:
            if pair.started < until and (pair.ended is None or pair.ended > begun):
                for member in (pair.mentor, pair.mentee):
                    life.work.impact.mark(pair.community, member, begun + 2 * DAY)
        life.work.impact.connect(life.by(life.lead).community, begun, until)


# stories, posts, recognition


def _plan_posts(life: Life) -> None:
    """Once a week something useful, and on the day of the week that was yesterday a story."""
    by = life.by(life.lead, life.past.opened - 2)
    posts.start(quietly(life.work), by, posts.Wish())
    posts.start(quietly(life.work), by, posts.Wish(STORIES, (life.today - DAY).weekday(), 17))


def _story(life: Life, one: Story, pair: Pair) -> None:
    quiet = quietly(life.work)
    told = Told(one.need, one.did, one.changed)
    mine = stories.write(quiet, life.by(one.teller, 7), pair.id, told, None)
    story = mine.story
    both = life.work.members.several(pair.community, [pair.mentee, pair.mentor])
    for days, member in enumerate((pair.mentee, pair.mentor)):
        work = quiet if days == 0 or one.state != "waiting" else life.work
        stories.agree(work, life.by(both[member].person.id, 6 - days), story.id, story.version, named=True)
    if one.state in ("posted", "queued"):
        desk.approve(quiet, life.by(life.lead, 4), story.id, story.version)
    if one.state == "posted":
        _post_story(life, pair.community)


def _post_story(life: Life, community: int) -> None:
    """The turn of the day before: it is posted as soon as somebody looks."""
    series = next(one for one in life.work.posts.running(community) if one.source == STORIES)
    occasion = Occasion(community, TURN, str(series.id), life.today - DAY, life.now, life.zone)
    turns.turn.run(life.work, occasion, life.now)


def _thank(life: Life, one: Kudos, pair: Pair) -> None:
    by = life.by(one.giver, one.days)
    given = recognition.thank(quietly(life.work), by, pair.id, one.words, open_to_all=one.shown)
    if one.shown:
        recognition.show(life.work, life.by(one.taker), given.kudos.id)


def _nominate(life: Life, one: Nomination) -> None:
    nominating.nominate(life.work, life.by(one.by), life.by(one.person).person, one.words)


# what everybody says


def _suggest(life: Life, one: Suggestion) -> None:
    made = suggestions.send(quietly(life.work) if one.by else life.work, life.by(one.person, one.days), one.words)
    for id in one.behind:
        suggestions.support(life.work, life.by(id, one.days - 1), made.id, yes=True)
    if one.by:
        answered = life.by(one.by, one.days - 2)
        suggestions.answer(quietly(life.work), answered, made.id, Standing(one.standing), one.answer)


def _poll(life: Life, one: Poll) -> None:
    """One that is over was asked and counted quietly; one that runs is asked now, and its answers are there."""
    over = one.days > one.length
    work, by = quietly(life.work) if over else life.work, life.by(one.by, one.days)
    length = timedelta(days=one.length)
    uid = f"sample-{one.by}"
    asked = Asked(0, by.community, uid, one.question, one.options, False, Secrecy(one.secrecy), Electorate.ALL, length)
    made = polls.post(work, by, drafting.write_down(work, by, asked).id)
    for id, chosen in one.answers.items():
        polls.vote(work, replace(life.by(id), now=min(by.now + HOURS, life.now)), made.id, (chosen,), None)
    found = work.polls.get(by.community, made.id)
    if over and found and found.state is PollState.OPEN:
        polls.end(work, found, by.now + length)


# what the coordination aims at


def _aim(life: Life) -> None:
    work, by, goal = quietly(life.work), life.by(life.lead, life.past.opened - 3), life.past.goal
    until = first_of_month(life.today, goal.months) - DAY
    impact.set_goal(work, by, Goal(goal.figure, goal.number, until))
    impact.monthly(work, by, yes=True)
