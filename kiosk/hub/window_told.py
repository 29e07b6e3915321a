"""A kiosk tells what was done with a case at its own window, before the hall had it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused, Source
from kiosk.cases.window_desk import KeptDeed
from kiosk.cases.window_doing import Filed
from kiosk.cases.window_told import follow, new_ones
from kiosk.clock import HALL_ZONE
from kiosk.flow.answer import Answer
from kiosk.hub import record
from kiosk.hub.database import Connection
from kiosk.hub.difficult_rows import Difficult
from kiosk.hub.officers import enrolled
from kiosk.hub.sealing import HallSeal
from kiosk.hub.window_rows import Window, keep_deed
from kiosk.officers.record import ITSELF, Deed
from kiosk.working_days import DueRule

_log = structlog.stdlib.get_logger("kiosk.hub")


class ToldDeeds:
    """In a transaction that is under way. kiosk: who tells. rule: for the days of the hall."""

    def __init__(
        self, connection: Connection, seal: HallSeal, window: Window, kiosk: str, rule: DueRule
    ) -> None:
        self._connection = connection
        self._seal = seal
        self._window = window
        self._kiosk = kiosk
        self._rule = rule

    async def take_over(
        self, case_id: str, told: Sequence[KeptDeed], answers: Mapping[str, Answer] | None
    ) -> bool:
        """Whether answers take the place of those that are here. answers: as they are at the kiosk now.

        Only of the kiosk that filed the case, and only while the hall has not gone on with it: each goes
        through what a desk's acts go through, by the hub's own roll, and onto the record. At the first that
        does not follow it ends, and a leader is told.
        """
        row = await self._window.locked(case_id)
        if row is None or not told:
            return False
        if row["kiosk"] != self._kiosk:
            _log.warning("deeds_of_another_kiosk", row=case_id)
            return False
        ids = await self._connection.fetch(
            "SELECT id FROM window_deed WHERE filed = $1 ORDER BY position", case_id
        )
        new = new_ones([each["id"] for each in ids], told)
        if new == ():
            return False
        if new is None:
            await self._stopped(row["service"], row["number"], case_id)
            return False
        corrects = any(isinstance(each.deed, d.Corrected) for each in new)
        try:
            now, filed = await self._window.stands(row)
        except Refused:
            await self._stopped(row["service"], row["number"], case_id)
            return False
        if corrects:
            filed = Filed(filed.flow, answers or {}, filed.filed_at)
        roll = {each.number: each for each in await enrolled(self._connection)}
        found = follow(now, new, roll, filed, self._rule.calendar)
        for each, done in found.taken:
            await keep_deed(self._connection, self._seal, case_id, each.id, done, each.at)
            deed = Deed(f"case_{done.deed.kind}")
            await record.append(self._connection, self._kiosk, done.deed.by, deed, case_id)
        if not found.whole:
            await self._stopped(row["service"], row["number"], case_id)
        left = new[len(found.taken) :]
        return corrects and not any(isinstance(each.deed, d.Corrected) for each in left)

    async def _stopped(self, service: str, number: str, case_id: str) -> None:
        """Once for a case: what the officers there took for done is not, and somebody must see to it."""
        _log.warning("deeds_not_taken_over", row=case_id)
        now = await self._connection.fetchval("SELECT clock_timestamp()")
        due = self._rule.due(now.astimezone(HALL_ZONE).date())
        cases = Difficult(self._connection, self._seal)
        if await cases.open(case_id, Source.WINDOW, due, service=service, subject=number):
            await record.append(self._connection, self._kiosk, ITSELF, Deed.DIFFICULT_OPENED, case_id)
