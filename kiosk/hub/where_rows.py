"""Where a case is, in the hub's tables: who may be told, what is told, and what the resident does there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.number import valid
from kiosk.cases.where_tries import FORGOTTEN, PREFIX, counted, proves
from kiosk.cases.whereabouts import Corrected, Enquiry, NotTold, Whereabouts, unreadable, whereabouts
from kiosk.cases.window_acts import Correct
from kiosk.cases.window_doing import ByResident
from kiosk.flow.answer import Answer
from kiosk.hub import record
from kiosk.hub.database import Connection, Record
from kiosk.hub.guess_rows import forget, kiosks_of_hall, note, wrong_of
from kiosk.hub.window_rows import Window
from kiosk.officers.record import RESIDENT, Deed

_TURN = 0x7768657265
"""Any number: whoever asks has its turn alone, so that no wrong try is missed."""
_LOOKED_AT = 2
"""So many cases are always looked at: a kiosk that was set back may have given a number out twice, and where
there are fewer of that number others are looked at in their place."""


@dataclass(frozen=True)
class HandedIn:
    """As it goes to a kiosk. source: of the release; None where it cannot be corrected."""

    where: Whereabouts
    source: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)


class Where:
    """In a transaction that is under way. kiosk: who asks, for the record. today: in the hall."""

    def __init__(self, connection: Connection, kiosk: str, window: Window, today: date) -> None:
        self._connection, self._kiosk, self._window, self._today = connection, kiosk, window, today

    async def ask(self, enquiry: Enquiry) -> Whereabouts | NotTold:
        """Where it is, or why that is not told."""
        row = await self._proven(enquiry)
        return row if isinstance(row, NotTold) else await self._told(row)

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts | NotTold:
        """Withdraw it where that is still legal; where it is then. Raises ValueError."""
        row = await self._proven(enquiry)
        if isinstance(row, NotTold):
            return row
        await self._done(row, act_id, d.Withdrawn(by=d.RESIDENT))
        return await self._told(row)

    async def answers(self, enquiry: Enquiry) -> HandedIn | NotTold:
        """What was handed in, where it can still be corrected."""
        row = await self._proven(enquiry)
        if isinstance(row, NotTold):
            return row
        where = await self._told(row)
        source = await self._window.source_of(row["id"]) if where.can_correct else None
        if source is None:
            return HandedIn(where)
        await record.append(self._connection, self._kiosk, RESIDENT, Deed.ANSWERS_SEEN, row["id"])
        return HandedIn(where, source, self._window.answers_of(row) or {})

    async def correct(
        self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]
    ) -> Corrected | NotTold:
        """Correct it where that is still legal and fits; where it is then. Raises ValueError."""
        row = await self._proven(enquiry)
        if isinstance(row, NotTold):
            return row
        kept = await self._done(row, act_id, Correct(d.RESIDENT, changes))
        return Corrected(await self._told(row), kept)

    async def _done(self, row: Record, act_id: str, act: ByResident) -> bool:
        """Whether it is done; what is told says why not: it was decided meanwhile, or its papers cannot be
        read."""
        try:
            deed = await self._window.by_resident(row["id"], act_id, act)
        except Refused:
            return False
        if deed is not None:
            kind = Deed(f"case_{deed.kind}")
            await record.append(self._connection, self._kiosk, RESIDENT, kind, row["id"])
        return True

    async def _told(self, row: Record) -> Whereabouts:
        await record.append(self._connection, self._kiosk, RESIDENT, Deed.WHEREABOUTS_TOLD, row["id"])
        try:
            filed, now, deeds = await self._window.stands_now(row["id"])
        except Refused:
            return unreadable(row["number"], row["service"], row["filed_at"])
        return whereabouts(row["number"], row["service"], filed, now, deeds, self._today)

    async def _proven(self, enquiry: Enquiry) -> Record | NotTold:
        now = await self._turn()
        all_of = counted(enquiry, await kiosks_of_hall(self._connection))
        wrong = [(who, how, await wrong_of(self._connection, who, now)) for who, how in all_of]
        if left := max(each.seconds_left(patience, now) for _, patience, each in wrong):
            return NotTold(left)
        row = await self._right(enquiry)
        if row is not None:
            return row
        more = [(who, how, each.one_more(how, now)) for who, how, each in wrong]
        for who, _, each in more:
            await note(self._connection, who, each)
        await forget(self._connection, PREFIX, now, FORGOTTEN)
        return NotTold(max(each.seconds_left(how, now) for _, how, each in more))

    async def _right(self, enquiry: Enquiry) -> Record | None:
        found = None
        for row in await self._window.numbered(enquiry.number, _LOOKED_AT):
            right = proves(enquiry, self._window.answers_of(row) or {})
            if right and row["number"] == enquiry.number and valid(enquiry.number) and found is None:
                found = row
        return found

    async def _turn(self) -> datetime:
        await self._connection.execute("SELECT pg_advisory_xact_lock($1)", _TURN)
        now: datetime = await self._connection.fetchval("SELECT clock_timestamp()")
        return now
