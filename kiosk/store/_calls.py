"""Calls and the officers' presence, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from kiosk.assist.call import (
    OPEN_STATES,
    Call,
    CallEvent,
    CallState,
    IllegalTransition,
    NewCall,
    Outcome,
    after,
)
from kiosk.assist.change import ChangeKind
from kiosk.assist.queue import PRESENT_S
from kiosk.cases.difficult import Source
from kiosk.clock import Clock
from kiosk.officers.record import Deed
from kiosk.store._difficult import Difficult
from kiosk.store._engine import reading, writing
from kiosk.store._freeing import free_silent
from kiosk.store._opening import open_new
from kiosk.store._outgoing import note_cell, note_change, noteless
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import CallRow, PresenceRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Seal, Unreadable

DEEDS = {
    CallEvent.CLAIM: Deed.CALL_CLAIMED,
    CallEvent.PUT_BACK: Deed.CALL_PUT_BACK,
    CallEvent.HAND_OVER: Deed.CALL_HANDED_OVER,
    CallEvent.CLOSE: Deed.CALL_CLOSED,
    CallEvent.ARRIVE: Deed.ARRIVED,
}
"""What goes on record: what an officer does, not what a resident does."""
_KINDS = {
    CallEvent.CLAIM: ChangeKind.CLAIMED,
    CallEvent.PUT_BACK: ChangeKind.PUT_BACK,
    CallEvent.HAND_OVER: ChangeKind.HANDED_OVER,
    CallEvent.ARRIVE: ChangeKind.ARRIVED,
    CallEvent.CLOSE: ChangeKind.CLOSED,
    CallEvent.CANCEL: ChangeKind.CANCELLED,
}


class Calls:
    """The queue of calls; each method is one transaction, and each change in it stands in the journal too."""

    def __init__(
        self,
        engine: Engine,
        seal: Seal,
        clock: Clock,
        record: Record,
        difficult: Difficult,
        rights: Rights,
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._record = record
        self._difficult = difficult
        self._rights = rights

    def open_call(self, new: NewCall) -> Call:
        """The new call, the same one again, or the one this kiosk already has open."""
        while True:
            # In two transactions, of which most taps need the first alone. Between them the call that was in
            # the way may end.
            call = open_new(self._engine, new, self._clock) or self._already_there(new)
            if call is not None:
                return call

    def _already_there(self, new: NewCall) -> Call | None:
        with writing(self._engine) as session:
            row = (
                session.get(CallRow, new.id)
                or session.exec(
                    select(CallRow).where(CallRow.kiosk == new.kiosk, col(CallRow.state).in_(OPEN_STATES))
                ).one_or_none()
            )
            if row is None:
                return None
            if row.quiet and not new.quiet and row.state in OPEN_STATES:
                # The resident has now called aloud: the call tells where they stand, and keeps its turn.
                row.quiet = False
                row.service, row.step, row.locale = new.service, new.step, new.locale
                row.priority = row.priority or new.priority
                session.add(row)
                note_change(session, ChangeKind.OPENED, row, self._clock)
            session.flush()
            return self._value(row)

    def get(self, call_id: str) -> Call | None:
        """One call."""
        with reading(self._engine) as session:
            row = session.get(CallRow, call_id)
            return None if row is None else self._value(row)

    def open_calls(self) -> tuple[Call, ...]:
        """Waiting and claimed ones, quiet ones among them; priority first, then the oldest first."""
        with reading(self._engine) as session:
            rows = session.exec(
                select(CallRow)
                .where(col(CallRow.state).in_(OPEN_STATES))
                .order_by(col(CallRow.priority).desc(), col(CallRow.created_at), col(CallRow.id))
            )
            return tuple(self._value(row) for row in rows)

    def all_calls(self) -> tuple[Call, ...]:
        """Every call, the oldest first."""
        with reading(self._engine) as session:
            rows = session.exec(select(CallRow).order_by(col(CallRow.created_at), col(CallRow.id)))
            return tuple(self._value(row) for row in rows)

    def mark_seen(self, call_ids: Sequence[str]) -> None:
        """Only the first time counts."""
        with writing(self._engine) as session:
            for row in session.exec(
                select(CallRow)
                .where(col(CallRow.id).in_(call_ids), col(CallRow.seen_at).is_(None))
                .order_by(col(CallRow.id))
            ):
                row.seen_at = self._clock.now()
                session.add(row)
                note_change(session, ChangeKind.SEEN, row, self._clock)

    def cancel(self, call_id: str) -> Call:
        """By the resident."""
        return self._move(call_id, CallEvent.CANCEL, None, None, closed_at=self._clock.now())

    def claim(self, call_id: str, officer: str) -> Call:
        """By an officer."""
        return self._move(
            call_id, CallEvent.CLAIM, officer, None, officer=officer, claimed_at=self._clock.now()
        )

    def put_back(self, call_id: str, officer: str) -> Call:
        """By the officer who has it."""
        free: dict[str, None] = {"officer": None, "claimed_at": None, "arrived_at": None}
        return self._move(call_id, CallEvent.PUT_BACK, officer, officer, **free)

    def hand_over(self, call_id: str, officer: str, to: str) -> Call:
        """By the officer who has it, to one who is there; how long it took to claim stays as it was."""
        with writing(self._engine) as session:
            if to not in self._present(session):
                raise IllegalTransition(f"{CallEvent.HAND_OVER}: the other officer is at no desk")
            return self._move_within(
                session, call_id, CallEvent.HAND_OVER, officer, officer, officer=to, arrived_at=None
            )

    def arrive(self, call_id: str, officer: str) -> Call:
        """By an officer at the kiosk itself."""
        now = self._clock.now()
        with writing(self._engine) as session:
            row = session.get(CallRow, call_id)
            there = row is not None and row.arrived_at is not None and row.state in OPEN_STATES
            if row is not None and there and row.officer == officer:
                return self._value(row)
            claimed_at = now if row is None else row.claimed_at or now
            return self._move_within(
                session,
                call_id,
                CallEvent.ARRIVE,
                officer,
                None,
                officer=officer,
                claimed_at=claimed_at,
                arrived_at=now,
            )

    def stand_beside(self, call_id: str, officer: str) -> Call:
        """By the officer who has it, away from the kiosk."""
        with writing(self._engine) as session:
            row = session.get(CallRow, call_id)
            if row is not None and row.arrived_at is not None and row.state == CallState.CLAIMED:
                self._rights.act(session, officer)
                if row.officer == officer:
                    return self._value(row)
            return self._move_within(
                session, call_id, CallEvent.ARRIVE, officer, officer, arrived_at=self._clock.now()
            )

    def close(self, call_id: str, officer: str, outcome: Outcome, note: str) -> Call:
        """By the officer who has it. Not solved, it goes on as a difficult case that is theirs."""
        with writing(self._engine) as session:
            call = self._move_within(
                session,
                call_id,
                CallEvent.CLOSE,
                officer,
                officer,
                closed_at=self._clock.now(),
                outcome=outcome,
                note=self._seal.close(note, note_cell(call_id)) if note else None,
            )
            if outcome is Outcome.NOT_SOLVED:
                self._difficult.open_within(
                    session,
                    Source.NOT_SOLVED,
                    call_id=call_id,
                    by=officer,
                    service=call.service,
                    owner=officer,
                    subject=note,
                )
            return call

    def sign_in(self, officer: str) -> bool:
        """The officer was heard of now. Whether that freed a call of one who was not."""
        now = self._clock.now()
        with writing(self._engine) as session:
            self._rights.act(session, officer, locked=True)
            session.exec(
                insert(PresenceRow)
                .values(officer=officer, heard_at=now)
                .on_conflict_do_update(index_elements=["officer"], set_={"heard_at": now})
            )
            return free_silent(session, self._record, self._clock)

    def sign_out(self, officer: str) -> None:
        """The officer is gone."""
        with writing(self._engine) as session:
            session.exec(delete(PresenceRow).where(col(PresenceRow.officer) == officer))

    def present(self) -> tuple[str, ...]:
        """The officers heard of within PRESENT_S, by name.

        One heard of in the future (the machine's clock was set back) is not believed any longer than that.
        """
        with reading(self._engine) as session:
            return self._present(session)

    def _present(self, session: Session) -> tuple[str, ...]:
        now, span = self._clock.now(), timedelta(seconds=PRESENT_S)
        return tuple(
            session.exec(
                select(PresenceRow.officer)
                .where(col(PresenceRow.heard_at).between(now - span, now + span))
                .order_by(PresenceRow.officer)
            )
        )

    def _move(
        self,
        call_id: str,
        event: CallEvent,
        by: str | None,
        holder: str | None,
        **values: datetime | str | bytes | None,
    ) -> Call:
        """One transition in a transaction of its own."""
        with writing(self._engine) as session:
            return self._move_within(session, call_id, event, by, holder, **values)

    def _move_within(
        self,
        session: Session,
        call_id: str,
        event: CallEvent,
        by: str | None,
        holder: str | None,
        **values: datetime | str | bytes | None,
    ) -> Call:
        """One transition. by: the officer who does it; None for the resident.

        holder: the officer who must have the call, where only they may do this.
        """
        at_kiosk = event is CallEvent.ARRIVE and holder is None  # proved there, by the PIN
        if by is not None and not at_kiosk:
            self._rights.act(session, by)
        row = session.get(CallRow, call_id)
        if row is None:
            raise IllegalTransition(f"{event}: no such call")
        before = CallState(row.state)
        state = after(before, event)
        if holder is not None and row.officer != holder:
            raise IllegalTransition(f"{event}: another officer has this call")
        self._update(session, call_id, before, event, {"state": state, **values})
        if by is not None:
            self._record.append(session, by, DEEDS[event], call_id)
        session.refresh(row)
        note_change(session, _KINDS[event], row, self._clock, by)
        return self._value(row)

    def _update(
        self, session: Session, call_id: str, before: CallState, event: CallEvent, values: dict[str, Any]
    ) -> None:
        # The state stands in the WHERE, so that of two who move the same call one finds no row.
        moved = session.exec(
            update(CallRow).where(col(CallRow.id) == call_id, col(CallRow.state) == before).values(**values)
        )
        if moved.rowcount != 1:
            raise IllegalTransition(f"{event}: someone else was first")

    def _value(self, row: CallRow) -> Call:
        try:
            note = "" if row.note is None else self._seal.open(row.note, note_cell(row.id))
            return replace(noteless(row), note=note)
        except (ValueError, Unreadable):
            raise StoreFailed(Trouble.DAMAGED, "a call cannot be read") from None
