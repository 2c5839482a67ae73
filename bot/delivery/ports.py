"""What delivery asks of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.identity import Person, Ref
from bot.ui import Message
from bot.work import Delivery, Sending, State


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a row so far: the posts (or the space, as a ref without id) that stand for it now."""

    state: State
    refs: tuple[Ref, ...]


class Outbox(Protocol):
    @property
    def fresh(self) -> bool:
        """Whether this transaction has put something here that was not known before."""

    def put(self, sending: Sending, now: datetime) -> bool:
        """Keep it for delivery; False when this ``once`` is known already (nothing changes then).

        A ``collapse`` key cancels waiting rows of the same community with the same key; a delete cancels what it
        is about where nobody has begun to send that.
        """

    def due(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """What may be taken now, oldest first; one at a time per recipient. Several workers take turns here.

        Rows whose lease ran out (or lies more than twice its length ahead) come ``in_doubt``. Expired ones become
        ``skipped``. A row waits until those named in ``after`` and ``original`` are in a final state.
        """

    def take(self, deliveries: Sequence[Delivery], now: datetime, owner: str, lease: timedelta) -> Sequence[Delivery]:
        """Rows that `due` has given in this transaction become ``sending`` under a lease."""

    def hold(self, delivery: Delivery, until: datetime) -> None:
        """Leave it, until then; what comes later for the same recipient need not wait for it."""

    def drop(self, delivery: Delivery, why: str, now: datetime) -> None:
        """Never send it: it becomes ``skipped``."""

    def waiting(self, delivery: Delivery, now: datetime) -> Sequence[Delivery]:
        """Further rows of this sort for the same recipient that were to be sent by now and were never tried."""

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

    def again(
        self, delivery: Delivery, at: datetime, *, refs: Sequence[Ref] = (), why: str = "", in_doubt: bool = False
    ) -> bool:
        """Back to ``pending``, due at ``at``, before all that is later for its recipient; refs are the parts sent."""

    def owed(self, limit: int) -> Sequence[Delivery]:
        """Rows that were cancelled, collapsed, dropped or expired, and whose ``then`` has not run yet."""

    def paid(self, delivery: Delivery, now: datetime) -> bool:
        """Its ``then`` has run; False when it had before."""

    def sent(self, community: int, once: str) -> Sent | None: ...
    def stand(self, community: int, once: str, refs: Sequence[Ref]) -> None:
        """These posts stand for this row from now on."""

    def cancel(self, community: int, collapse: str) -> int:
        """Cancel what waits under this key; how many there were."""

    def next_due(self, now: datetime) -> datetime | None:
        """When the earliest waiting row becomes due."""

    def counts(self) -> Mapping[State, int]: ...
