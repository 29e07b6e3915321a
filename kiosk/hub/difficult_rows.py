"""Difficult cases in the hub's tables. What officers wrote is sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import structlog

from kiosk.cases.difficult import (
    EVENTS,
    DifficultCase,
    DifficultEvent,
    DifficultState,
    DifficultStep,
    NewStep,
    Refused,
    Source,
    StepKind,
    Way,
    after,
    may_close,
)
from kiosk.hub.database import Connection, Record
from kiosk.hub.sealing import HallSeal, NotOpened
from kiosk.message import Message

SUBJECT, STEP = "difficult_subject", "difficult_step"
MOST = 1000

_OPEN = (
    "INSERT INTO difficult_case (id, source, opened_at, opened_by, due, state, call, visit, service, owner, "
    "subject) VALUES ($1, $2, coalesce($3, clock_timestamp()), $4, $5, 'open', $6, $7, $8, $9, $10) "
    "ON CONFLICT DO NOTHING RETURNING id"
)
_STEP = (
    "INSERT INTO difficult_step (id, difficult, position, at, by, kind, way, owner, text) "
    "VALUES ($1, $2, (SELECT coalesce(max(position) + 1, 0) FROM difficult_step WHERE difficult = $2), "
    "coalesce($3, clock_timestamp()), $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id"
)
_CLOSED = (
    "UPDATE difficult_case SET state = 'closed', closed_at = coalesce($2, clock_timestamp()), closed_by = $3 "
    "WHERE id = $1 AND state = 'open'"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


class Difficult:
    """In a transaction that is under way."""

    def __init__(self, connection: Connection, seal: HallSeal) -> None:
        self._connection = connection
        self._seal = seal

    async def open(
        self,
        case_id: str,
        source: Source,
        due: date,
        *,
        at: datetime | None = None,
        by: str | None = None,
        call: str | None = None,
        visit: str | None = None,
        service: str | None = None,
        owner: str | None = None,
        subject: str = "",
    ) -> bool:
        """At most once for an id, a call, a visit; whether it was opened now. at: None is now."""
        sealed = self._seal.close(subject, case_id, SUBJECT) if subject else None
        opened = await self._connection.fetchval(
            _OPEN, case_id, str(source), at, by, due, call, visit, service, owner, sealed
        )
        return opened is not None

    async def take_over(self, case: DifficultCase) -> None:
        """A kiosk's, with its steps. Where the hall has one of the same call or visit, they go to that."""
        await self.open(
            case.id,
            case.source,
            case.due,
            at=case.opened_at,
            by=case.opened_by,
            call=case.call_id,
            visit=case.visit_id,
            service=case.service,
            owner=case.owner,
            subject=case.subject,
        )
        kept = await self._connection.fetchrow(
            "SELECT id FROM difficult_case WHERE id = $1 OR call = $2 OR visit = $3 ORDER BY id = $1 DESC "
            "LIMIT 1 FOR UPDATE",
            case.id,
            case.call_id,
            case.visit_id,
        )
        assert kept is not None
        for step in case.steps:
            if await self._keep(kept["id"], step, at=step.at) and step.kind is StepKind.ASSIGNED:
                await self._assign(kept["id"], step.owner)
        if not case.open:
            await self._connection.execute(_CLOSED, kept["id"], case.closed_at, case.closed_by)

    async def record(self, case_id: str, step: NewStep) -> bool:
        """Whether it is new. Raises :class:`Refused`."""
        known = await self._connection.fetchval("SELECT difficult FROM difficult_step WHERE id = $1", step.id)
        if known is not None:
            if known != case_id:
                raise Refused(Message("difficult.unknown"))
            return False
        await self._move(case_id, EVENTS[step.kind])
        await self._keep(case_id, step)
        if step.kind is StepKind.ASSIGNED:
            await self._assign(case_id, step.owner)
        return True

    async def close(self, case_id: str, by: str) -> None:
        """Raises :class:`Refused` unless its steps allow that."""
        await self._move(case_id, DifficultEvent.CLOSE)
        rows = await self._connection.fetch("SELECT kind FROM difficult_step WHERE difficult = $1", case_id)
        may_close(StepKind(row["kind"]) for row in rows)
        await self._connection.execute(_CLOSED, case_id, None, by)

    async def get(self, case_id: str, *, reveal: bool = False) -> DifficultCase | None:
        """One."""
        rows = await self._connection.fetch("SELECT * FROM difficult_case WHERE id = $1", case_id)
        found = await self._values(rows, reveal=reveal)
        return found[0] if found else None

    async def open_cases(self) -> tuple[DifficultCase, ...]:
        """Masked, the one due first first."""
        rows = await self._connection.fetch(
            "SELECT * FROM difficult_case WHERE state = 'open' ORDER BY due, opened_at, id LIMIT $1", MOST
        )
        return await self._values(rows, reveal=False)

    async def _move(self, case_id: str, event: DifficultEvent) -> None:
        """Takes the row, so that of two who move it one waits for the other."""
        state = await self._connection.fetchval(
            "SELECT state FROM difficult_case WHERE id = $1 FOR UPDATE", case_id
        )
        if state is None:
            raise Refused(Message("difficult.unknown"))
        after(DifficultState(state), event)

    async def _assign(self, case_id: str, owner: str | None) -> None:
        await self._connection.execute("UPDATE difficult_case SET owner = $2 WHERE id = $1", case_id, owner)

    async def _keep(self, case_id: str, step: NewStep | DifficultStep, at: datetime | None = None) -> bool:
        sealed = self._seal.close(step.text, step.id, STEP) if step.text else None
        way = None if step.way is None else str(step.way)
        kept = await self._connection.fetchval(
            _STEP, step.id, case_id, at, step.by, str(step.kind), way, step.owner, sealed
        )
        return kept is not None

    async def _values(self, rows: Sequence[Record], *, reveal: bool) -> tuple[DifficultCase, ...]:
        steps: defaultdict[str, list[DifficultStep]] = defaultdict(list)
        for row in await self._connection.fetch(
            "SELECT * FROM difficult_step WHERE difficult = ANY($1) ORDER BY position",
            [row["id"] for row in rows],
        ):
            steps[row["difficult"]].append(self._step(row, reveal=reveal))
        return tuple(self._value(row, tuple(steps[row["id"]]), reveal=reveal) for row in rows)

    def _value(self, row: Record, steps: tuple[DifficultStep, ...], *, reveal: bool) -> DifficultCase:
        return DifficultCase(
            id=row["id"],
            source=Source(row["source"]),
            opened_at=row["opened_at"],
            opened_by=row["opened_by"],
            due=row["due"],
            state=DifficultState(row["state"]),
            call_id=row["call"],
            visit_id=row["visit"],
            service=row["service"],
            owner=row["owner"],
            closed_at=row["closed_at"],
            closed_by=row["closed_by"],
            masked=not reveal,
            noted=row["subject"] is not None,
            subject=self._text(row["subject"], row["id"], SUBJECT) if reveal else "",
            steps=steps,
        )

    def _step(self, row: Record, *, reveal: bool) -> DifficultStep:
        return DifficultStep(
            id=row["id"],
            at=row["at"],
            by=row["by"],
            kind=StepKind(row["kind"]),
            way=None if row["way"] is None else Way(row["way"]),
            owner=row["owner"],
            noted=row["text"] is not None,
            text=self._text(row["text"], row["id"], STEP) if reveal else "",
        )

    def _text(self, sealed: bytes | None, row: str, place: str) -> str:
        """Empty where it does not open: the case itself must be seen to all the same."""
        if sealed is None:
            return ""
        try:
            return self._seal.open(sealed, row, place)
        except NotOpened:
            _log.error("difficult_not_opened", place=place, row=row)
            return ""
