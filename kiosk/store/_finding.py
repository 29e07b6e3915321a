"""How a resident's appointment is found again: by hashes under a key of this store, and never by guessing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, or_, select

from kiosk.cases.appointment import NOT_FOUND, AppointmentState, wait_before_trying
from kiosk.cases.difficult import Refused
from kiosk.cases.hoarding import TOO_MANY_HERE, Spot, counted
from kiosk.cases.proof import Finder, Proof, new_key, one_more_wrong
from kiosk.message import Message
from kiosk.officers.lock_out import seconds_left
from kiosk.store._tables import AppointmentRow, FindingKeyRow, FindingTryRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable

HERE = "here"
"""The one key of a data folder."""
_KEPT = timedelta(days=1)
_OVER = (AppointmentState.CANCELLED, AppointmentState.SERVED)
"""Nobody checks in for these."""


class Finding:
    """Each method works within a transaction of somebody else, which may write."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def finder(self, session: Session) -> Finder:
        """By this store's key, which is made when it is needed first."""
        row = session.get(FindingKeyRow, HERE)
        cell = Cell("finding_key", HERE, "sealed")
        if row is None:
            key = new_key()
            sealed = self._seal.close(base64.b64encode(key).decode(), cell)
            session.add(FindingKeyRow(id=HERE, sealed=sealed))
            session.flush()
            return Finder(key)
        try:
            return Finder(base64.b64decode(self._seal.open(row.sealed, cell), validate=True))
        except (Unreadable, binascii.Error):
            raise StoreFailed(Trouble.DAMAGED, "the finding key cannot be read") from None

    def found(
        self, session: Session, proof: Proof, now: datetime, day: date | None = None
    ) -> tuple[AppointmentRow, ...] | Message:
        """The appointments that this proves to be one's own, the nearest first; or what to tell.

        Whoever asks commits, whatever is told: a wrong try is counted. day: to check in on it; else only what
        is still booked is found.
        """
        finder = self.finder(session)
        tried = finder.counts(proof)
        left = max((self._left(session, who, now) for who in tried), default=0)
        if left:
            return wait_before_trying(left)
        rows = self._rows(session, finder, proof, day)
        if not rows:
            for who in tried:
                self._note(session, who, now)
            session.exec(delete(FindingTryRow).where(col(FindingTryRow.failed_at) < now - _KEPT))
            return NOT_FOUND
        return tuple(rows)

    def room_at(self, session: Session, spot: Spot, now: datetime) -> None:
        """One more appointment is made there without a card. Raises ``Refused`` where that is too many."""
        who = f"spot {self.finder(session).spot(spot.name)}"
        row = session.get(FindingTryRow, who) or FindingTryRow(who=who, failures=0, failed_at=now)
        made = counted(row.failures, row.failed_at, spot.allowed, now)
        if made >= spot.allowed.most:
            raise Refused(TOO_MANY_HERE)
        row.failures, row.failed_at = made + 1, now
        session.add(row)

    def _rows(
        self, session: Session, finder: Finder, proof: Proof, day: date | None
    ) -> Sequence[AppointmentRow]:
        wanted = select(AppointmentRow).where(col(AppointmentRow.begins).is_not(None))
        last = finder.last_four(proof.last_four)
        ends_so = or_(col(AppointmentRow.identity_last) == last, col(AppointmentRow.phone_last) == last)
        if proof.identity:
            wanted = wanted.where(AppointmentRow.person == finder.person(proof.identity, ""))
        elif proof.by_code:
            wanted = wanted.where(AppointmentRow.code == finder.code(proof.code), ends_so)
        elif proof.by_time and day is not None and proof.begins is not None:
            wanted = wanted.where(
                ends_so, AppointmentRow.day == day, AppointmentRow.begins == f"{proof.begins:%H:%M}"
            )
        else:
            return ()
        if day is None:
            wanted = wanted.where(AppointmentRow.state == AppointmentState.BOOKED)
        else:
            wanted = wanted.where(AppointmentRow.day >= day, col(AppointmentRow.state).not_in(_OVER))
        rows = session.exec(wanted.order_by(col(AppointmentRow.day), col(AppointmentRow.begins))).all()
        # Two people of one time whose numbers end alike: neither of them is told the other's.
        return () if proof.by_time and len({row.person for row in rows}) > 1 else rows

    def _left(self, session: Session, who: str, now: datetime) -> int:
        row = session.get(FindingTryRow, who)
        return 0 if row is None else seconds_left(row.failures, row.failed_at, now)

    def _note(self, session: Session, who: str, now: datetime) -> None:
        row = session.get(FindingTryRow, who)
        if row is None:
            session.add(FindingTryRow(who=who, failures=1, failed_at=now))
            return
        row.failures = one_more_wrong(row.failures, row.failed_at, now)
        row.failed_at = now
        session.add(row)
