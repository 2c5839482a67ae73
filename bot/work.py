"""What a transaction can do: the repositories, and the records of delivery and time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bot.identity import Community, Person, Place, Ref
from bot.planned import Laters, Schedules
from bot.ui import Action, Message

if TYPE_CHECKING:
    from bot.audit import Audit
    from bot.backlog import Backlog
    from bot.delivery.ports import Lanes, Outbox
    from bot.features.digest.model import Digests
    from bot.features.impact.model import Impact
    from bot.features.matching.model import Rounds
    from bot.features.meetings.model import Meetings
    from bot.features.members.contact import Contacts
    from bot.features.members.model import Members
    from bot.features.mentoring.model import Mentoring
    from bot.features.needs.model import Needs
    from bot.features.pairs.model import Pairs
    from bot.features.pairs.next_steps import NextSteps
    from bot.features.peers.circles import Circles
    from bot.features.peers.model import Introductions
    from bot.features.polls.model import Polls
    from bot.features.posts.model import Posts
    from bot.features.privacy.model import Privacy
    from bot.features.programme.courses import Courses
    from bot.features.programme.model import Programmes
    from bot.features.recognition.honours import Honours, Nominations
    from bot.features.recognition.model import Milestones, Thanks
    from bot.features.safety.model import Safety
    from bot.features.safety.reporting import Reports
    from bot.features.stories.model import Stories
    from bot.features.suggestions.model import Suggestions
    from bot.features.topics.model import Topics
    from bot.held import Drafts
    from bot.inbox import Inbox
    from bot.pictures.kept import Pictures


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, where and when; every decision takes one instead of asking a clock or a platform.

    ``coordinator`` is the platform's word, at most a minute old; ``contact`` says that they read reports.
    """

    community: int
    person: Person
    now: datetime
    coordinator: bool = False
    locale: str | None = None
    zone: str | None = None
    contact: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """A community as stored: its key in this database, its own language and time zone (IANA).

    ``removed``: since when the bot is not there any more. ``paused``: since when nothing is sent there, because the
    platform does not let the bot in.
    """

    key: int
    community: Community
    name: str
    locale: str
    zone: str
    removed: datetime | None = None
    paused: datetime | None = None


class Communities(Protocol):
    def find(self, community: Community) -> Home | None: ...
    def get(self, key: int) -> Home | None: ...
    def several(self, keys: Collection[int]) -> Mapping[int, Home]:
        """Those that are there, by key."""

    def ensure(self, community: Community, locale: str, zone: str, now: datetime) -> Home: ...
    def save(self, home: Home) -> None: ...
    def pause(self, key: int, at: datetime | None) -> None:
        """Nothing is sent there from now on; None takes it back."""

    def of_person(self, person: Person) -> Sequence[Home]:
        """The communities in which this person has a profile, by key."""

    def of_platform(self, platform: str) -> Sequence[Home]: ...
    def leave(self, key: int, now: datetime) -> None:
        """The bot was removed: everything is kept, and all that is planned stands still. Once is enough."""

    def back(self, key: int) -> None:
        """The bot is there again: all that is planned goes on where it stood."""

    def left(self, before: datetime) -> Sequence[Home]:
        """Communities from which the bot was removed before this instant, by key."""

    def erase(self, key: int) -> None:
        """Everything of a community goes, and its key is never given to another one."""


class Kind(StrEnum):
    SEND = "send"
    GATHER = "gather"
    EDIT = "edit"
    DELETE = "delete"
    ARCHIVE = "archive"


class Sort(StrEnum):
    """Why something is sent. It decides what may hold it back, how late it may come, and whether it counts.

    Unprompted, so held back by quiet hours, snooze and stop, and counted by the load guard: WEEKLY and NUDGE.
    """

    ANSWER = "answer"
    """Follows from an act just now, the reader's own or a partner's."""
    REQUEST = "request"
    """A request to the reader, its prompt, and what became of one's own."""
    INTRODUCTION = "introduction"
    MEETING = "meeting"
    """An agreed meeting: invitation, change, reminder."""
    SAFETY = "safety"
    """Never held back, never expires, sent again rather than missed."""
    WEEKLY = "weekly"
    """The one weekly message about all pairs and both roles."""
    NUDGE = "nudge"
    """A nudge, a survey, a reminder: at most one a week for each person."""
    POST = "post"
    """A post in a channel: up to 6 hours late and on the same local day, else skipped and reported."""
    COORDINATION = "coordination"
    """To coordinators, in their channel or alone."""


class State(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    UNTOLD = "untold"
    """Could not come by direct message, and waits for the person's next act."""
    TOLD = "told"
    """Came another way than by direct message."""
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a delivery is for, resolved only when it is sent: a person, a place, or several people to gather."""

    people: tuple[Person, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing to deliver. ``once`` = kind:recipient:object:occurrence, unique inside the community.

    ``after`` is the ``once`` of a row that must be finished first. ``then`` is a step called once, in the
    transaction that records the outcome; it is given ``place``: where it went, None however else it ended.
    ``original`` is the ``once`` of the row that an edit, a delete or an archive is about; it need not be sent yet,
    and an empty target becomes that row's. Waiting edits of one row give way to the newest. An archive may also
    name its place as target.
    """

    once: str
    community: int
    target: Target
    message: Message | None = None
    kind: Kind = Kind.SEND
    title: str = ""
    not_before: datetime | None = None
    expires: datetime | None = None
    collapse: str = ""
    after: str = ""
    then: Action | None = None
    sort: Sort = Sort.ANSWER
    original: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row; once it is claimed, ``attempt`` is its fencing token: a result with an older token changes nothing.

    ``in_doubt``: it may have arrived already. ``refs``: the posts that surely have. ``planned``: when it was to be
    sent at first. ``waited``: it was due before, and there was no room or it failed. ``trace``: what it follows from.
    """

    id: int
    sending: Sending
    attempt: int
    first_attempt: datetime | None
    planned: datetime
    refs: tuple[Ref, ...] = ()
    in_doubt: bool = False
    waited: bool = False
    due: datetime | None = None
    trace: str = ""


class Work(Protocol):
    """One transaction. Everything is looked up through a community: a foreign id is simply not found."""

    @property
    def audit(self) -> Audit: ...
    @property
    def backlog(self) -> Backlog: ...
    @property
    def communities(self) -> Communities: ...
    @property
    def programmes(self) -> Programmes: ...
    @property
    def members(self) -> Members: ...
    @property
    def topics(self) -> Topics: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def circles(self) -> Circles: ...
    @property
    def introductions(self) -> Introductions: ...
    @property
    def mentoring(self) -> Mentoring: ...
    @property
    def pairs(self) -> Pairs: ...
    @property
    def steps(self) -> NextSteps: ...
    @property
    def courses(self) -> Courses: ...
    @property
    def safety(self) -> Safety: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def polls(self) -> Polls: ...
    @property
    def needs(self) -> Needs: ...
    @property
    def kudos(self) -> Thanks: ...
    @property
    def nominations(self) -> Nominations: ...
    @property
    def honours(self) -> Honours: ...
    @property
    def milestones(self) -> Milestones: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def pictures(self) -> Pictures: ...
    @property
    def stories(self) -> Stories: ...
    @property
    def impact(self) -> Impact: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def lanes(self) -> Lanes: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def schedules(self) -> Schedules: ...
    @property
    def later(self) -> Laters: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def privacy(self) -> Privacy: ...
