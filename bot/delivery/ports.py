"""What delivery asks of the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.identity import Person, Ref
from bot.ui import Message
from bot.work import Delivery, Sending, Sort, State

if TYPE_CHECKING:
    from bot.delivery.lanes import Fill


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a row so far: the posts (or the space, as a ref without id) that stand for it now."""

    state: State
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class End:
    """What became of one attempt: a final state, or when to try again."""

    delivery: Delivery
    state: State = State.PENDING
    at: datetime | None = None
    refs: tuple[Ref, ...] = ()
    why: str = ""
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Without:
    """Communities and platforms in whose lanes there is no room for the moment.

    ``served``: the platforms of this process; communities on others wait for another one. None: all of them.
    ``each``: so many of one community at most, those in ``busy`` included. None: any number.
    ``mine``: rows that whoever asks has under way, so they are not lost, whatever the clock says.
    """

    communities: frozenset[int] = frozenset()
    platforms: frozenset[str] = frozenset()
    served: frozenset[str] | None = None
    each: int | None = None
    busy: Mapping[int, int] = field(default_factory=dict)
    mine: Collection[int] = ()

    def also(self, platform: str, community: int, *, everything: bool) -> Without:
        if everything:
            return replace(self, platforms=self.platforms | {platform})
        return replace(self, communities=self.communities | {community})


NOTHING = Without()


class Lanes(Protocol):
    """How far the lanes are used up, for all workers. Whoever reads to write takes turns with the claims."""

    def read(self, platform: str, keys: Sequence[str]) -> Mapping[str, Fill]:
        """Those that were ever used."""

    def save(self, platform: str, fills: Mapping[str, Fill]) -> None: ...
    def closed(self, now: datetime) -> Mapping[tuple[str, str], Fill]:
        """Through which nothing goes for the moment, by platform and key; "" is the whole platform."""

    def asked(self, since: datetime) -> frozenset[str]:
        """Platforms whose lanes were in use since then, or closed: some worker looks after them."""

    def forget(self, before: datetime) -> int:
        """Drop what wore off before then."""


class Outbox(Protocol):
    @property
    def fresh(self) -> bool:
        """Whether this transaction has put something here that was not known before."""

    @property
    def left_out(self) -> Mapping[tuple[str, str], int]:
        """How many rows this transaction has skipped, by sort and why."""

    def put(self, sending: Sending, now: datetime) -> bool:
        """Keep it for delivery; False when this ``once`` is known already (nothing changes then).

        A ``collapse`` key cancels waiting rows of the same community with the same key; a delete cancels what it
        is about where nobody has begun to send that.
        """

    def turn(self) -> None:
        """Wait until no other worker claims; must come first in a transaction that does more than that."""

    def due(self, now: datetime, limit: int, without: Without = NOTHING) -> Sequence[Delivery]:
        """What may be taken now, oldest first; one at a time per recipient. Several workers take turns here.

        Rows whose lease ran out come ``in_doubt``; one that lies more than twice its length ahead counts from now on,
        since the clock went back. Expired ones become ``skipped``. A row waits until those named in ``after`` and
        ``original`` are in a final state.
        """

    def take(self, deliveries: Sequence[Delivery], now: datetime, owner: str, lease: timedelta) -> Sequence[Delivery]:
        """Rows that `due` has given in this transaction become ``sending`` under a lease."""

    def hold(self, held: Sequence[tuple[Delivery, datetime]], *, turn: bool = False) -> None:
        """Leave these until then. With ``turn`` what comes later for the same recipient waits, else it need not."""

    def drop(self, delivery: Delivery, why: str, now: datetime) -> None:
        """Never send it: it becomes ``skipped``."""

    def waiting(self, delivery: Delivery, now: datetime, sort: Sort | None = None) -> Sequence[Delivery]:
        """Further rows of this ``sort`` (else of its own) for the same recipient that were to be sent by now and were
        never tried."""

    def reword(self, delivery: Delivery, message: Message) -> None:
        """Send this message instead, in every attempt."""

    def reconsider(self, community: int, person: Person) -> None:
        """What is unprompted and waits for this person is asked about anew, as of its first due time."""

    def missed(self, community: int, since: datetime) -> Sequence[str]:
        """``once`` of the posts that were decided since then and would have come too late."""

    def finish(
        self, delivery: Delivery, state: State, now: datetime, *, refs: Sequence[Ref] = (), why: str = ""
    ) -> bool:
        """Record an outcome under the fencing token; False when somebody else took the row over."""

    def settle(self, ends: Sequence[End], now: datetime) -> None:
        """Record many at once; those under an old token change nothing."""

    def again(
        self, delivery: Delivery, at: datetime, *, refs: Sequence[Ref] = (), why: str = "", in_doubt: bool = False
    ) -> bool:
        """Back to ``pending``, due at ``at``, before all that is later for its recipient; refs are the parts sent."""

    def owed(self, limit: int) -> Sequence[Delivery]:
        """Rows that were cancelled, collapsed, dropped or expired, and whose ``then`` has not run yet."""

    def paid(self, delivery: Delivery, now: datetime) -> bool:
        """Its ``then`` has run; False when it had before."""

    def untold(self, community: int, person: Person, limit: int) -> Sequence[Delivery]:
        """What could not come by direct message and waits for this person's next act, oldest first."""

    def close(self, delivery: Delivery, state: State, now: datetime) -> bool:
        """What was untold has ended so; False when it had before."""

    def sent(self, community: int, once: str) -> Sent | None: ...
    def stand(self, community: int, once: str, refs: Sequence[Ref]) -> None:
        """These posts stand for this row from now on."""

    def cancel(self, community: int, collapse: str) -> int:
        """Cancel what waits under this key; how many there were."""

    def known(self, community: int, prefix: str) -> Sequence[str]:
        """Every ``once`` that begins so, by id."""

    def recall(self, community: int, once: str, instead: Message) -> bool:
        """Its words are to be seen nowhere any more: what surely was not sent never is, what may be there says
        ``instead`` in every further attempt, and of what ended no words stay. True where it may stand somewhere, so
        that an edit is needed as well.
        """

    def next_due(self, now: datetime, served: frozenset[str] | None = None) -> datetime | None:
        """When the earliest waiting row becomes due; only of communities on these platforms, where some are given."""

    def counts(self) -> Mapping[State, int]: ...
