"""The hall's line in the hub's tables: who is called next, and by whom."""

from __future__ import annotations

from datetime import datetime

from kiosk.cases.appointment import (
    BUSY,
    NO_WINDOW,
    UNKNOWN,
    Appointment,
    AppointmentEvent,
    AppointmentState,
    after,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.waiting import Line, ahead, turn
from kiosk.hub.appointment_rows import appointment, hall_day, line_in_turn, moment
from kiosk.hub.database import Connection, Record
from kiosk.hub.visiting_plan import plan_within

_LINE = "SELECT * FROM appointment WHERE day = $1 AND number IS NOT NULL ORDER BY turn_at, number"
_KEEP = (
    "UPDATE appointment SET state = $2, called_at = $3, calls = $4, at_window = $5, turn_at = $6, "
    "ended_at = $7 WHERE id = $1 RETURNING *"
)


class Waiting:
    """In a transaction that is under way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def line(self) -> Line:
        """Of today, masked."""
        rows = [appointment(row) for row in await self._rows(await moment(self._connection))]

        def standing(state: AppointmentState) -> list[Appointment]:
            return [each for each in rows if each.state is state]

        called = standing(AppointmentState.CALLED)
        called.sort(key=lambda each: (each.called_at is not None, each.called_at), reverse=True)
        return Line(
            tuple(standing(AppointmentState.WAITING)),
            tuple(called),
            tuple(standing(AppointmentState.PASSED_OVER)),
            tuple(window.number for window in (await plan_within(self._connection)).windows),
        )

    async def ahead(self, appointment_id: str) -> int:
        """See AppointmentBook."""
        return ahead(await self.line(), await plan_within(self._connection), appointment_id)

    async def call_next(self, number: int) -> Appointment | None:
        """See WaitingDesk."""
        now = await moment(self._connection)
        await line_in_turn(self._connection, hall_day(now))
        plan = await plan_within(self._connection)
        window = plan.window(number)
        if window is None:
            raise Refused(NO_WINDOW)
        rows = await self._rows(now)
        if any(row["state"] == AppointmentState.CALLED and row["at_window"] == number for row in rows):
            raise Refused(BUSY)
        first = next(
            (r for r in rows if r["state"] == AppointmentState.WAITING and plan.calls(window, r["service"])),
            None,
        )
        if first is None:
            return None
        return await self._after(first, AppointmentEvent.CALL, now, number)

    async def change(self, appointment_id: str, event: AppointmentEvent) -> Appointment:
        """Of one that was called, or passed over."""
        now = await moment(self._connection)
        await line_in_turn(self._connection, hall_day(now))
        row = await self._connection.fetchrow(
            "SELECT * FROM appointment WHERE id = $1 FOR UPDATE", appointment_id
        )
        if row is None or row["day"] != hall_day(now):
            raise Refused(UNKNOWN)
        return await self._after(row, event, now, row["at_window"])

    async def _rows(self, now: datetime) -> list[Record]:
        return list(await self._connection.fetch(_LINE, hall_day(now)))

    async def _after(
        self, row: Record, event: AppointmentEvent, now: datetime, window: int | None
    ) -> Appointment:
        state = after(AppointmentState(row["state"]), event)
        called = event in (AppointmentEvent.CALL, AppointmentEvent.CALL_AGAIN)
        back = event is AppointmentEvent.RETURN
        kept = await self._connection.fetchrow(
            _KEEP,
            row["id"],
            str(state),
            now if called else row["called_at"],
            row["calls"] + called,
            None if back else window,
            turn(now, None, elderly=row["elderly"]) if back else row["turn_at"],
            now if event is AppointmentEvent.SERVE else row["ended_at"],
        )
        assert kept is not None
        return appointment(kept)
