"""Cases at the hall's window in the hub's tables. What they hold is sealed."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import RUNNING, Standing, WindowState, lateness, standing
from kiosk.cases.window_acts import Act, may_see
from kiosk.cases.window_desk import MOST_LISTED, KeptDeed, WindowCase
from kiosk.cases.window_doing import ByResident, Done, Filed, do, do_by_resident, repeats
from kiosk.flow import model as m
from kiosk.flow.answer import SCHEMA_VERSION, Answer
from kiosk.flow.load import load_bytes
from kiosk.flow.problem import FlowFileError
from kiosk.hub.database import Connection, Record
from kiosk.hub.question_rows import ANSWERS
from kiosk.hub.sealing import HallSeal, NotOpened
from kiosk.message import Message
from kiosk.officers.officer import AT_THE_WINDOW, Officer
from kiosk.working_days import WorkingDays

DEED = "window_deed"
"""The place of a deed's body."""
MOST_FLOWS = 32

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_OPEN = (
    "INSERT INTO window_case (id, state) SELECT id, 'handed_in' FROM filed_case WHERE id = $1 "
    "ON CONFLICT DO NOTHING"
)
_SELECT = (
    "SELECT filed_case.*, window_case.state AS stands, handler, due, deeds, over_at "
    "FROM window_case JOIN filed_case USING (id) "
)
# Those whose time runs come first: what is granted keeps its day, and waits for the resident alone.
# One with which the window never began, and whose answers are gone, is of a resident who did not come.
_NOT_OVER = (
    "WHERE over_at IS NULL AND (deeds > 0 OR answers IS NOT NULL) "
    # Before they are cut: of a reviewer's cases alone, as ``may_see`` has it.
    "AND ($3::text IS NULL OR window_case.state = 'circulating' OR EXISTS (SELECT 1 FROM window_deed "
    "WHERE filed = window_case.id AND kind = 'reviewed' AND by = $3)) "
    "ORDER BY CASE WHEN window_case.state = ANY($2) THEN due END, priority DESC, filed_at, id LIMIT $1"
)
_DEED = (
    "INSERT INTO window_deed (id, filed, position, at, by, kind, body) "
    "VALUES ($1, $2, $3, coalesce($4, clock_timestamp()), $5, $6, $7)"
)
_STANDS = (
    "UPDATE window_case SET state = $2, handler = $3, due = $4, deeds = $5, "
    "over_at = CASE WHEN $6 THEN clock_timestamp() END WHERE id = $1"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


class Flows:
    """The releases that cases were filed under, read once each; reading one takes a while, so not here."""

    def __init__(self) -> None:
        self._read: OrderedDict[str, m.Flow | None] = OrderedDict()

    async def of(self, sha256: str, source: str, service: str) -> m.Flow | None:
        """None where it cannot be read."""
        if sha256 not in self._read:
            self._read[sha256] = await asyncio.to_thread(_flow, source, service)
        self._read.move_to_end(sha256)
        while len(self._read) > MOST_FLOWS:
            self._read.popitem(last=False)
        return self._read[sha256]


def _flow(source: str, service: str) -> m.Flow | None:
    try:
        return load_bytes(source.encode(), Path(f"{service}.yaml")).flow
    except FlowFileError:
        return None


class Window:
    """In a transaction that is under way. today: in the hall."""

    def __init__(
        self, connection: Connection, seal: HallSeal, calendar: WorkingDays, today: date, flows: Flows
    ) -> None:
        self._connection = connection
        self._seal = seal
        self._calendar = calendar
        self._today = today
        self._flows = flows

    async def act(self, case_id: str, act_id: str, act: Act, by: Officer) -> d.AnyDeed | None:
        """The deed that was kept; None: it was before. Raises :class:`Refused` and ValueError."""
        # Takes the row, so that of two who handle it one waits for the other.
        locked = await self._connection.fetchval(
            "SELECT id FROM window_case WHERE id = $1 FOR UPDATE", case_id
        )
        if locked is None:
            raise Refused(Message("window.unknown"))
        known = await self._connection.fetchrow("SELECT * FROM window_deed WHERE id = $1", act_id)
        row = await self._connection.fetchrow(_SELECT + "WHERE window_case.id = $1", case_id)
        assert row is not None
        if known is not None:
            self._same(known, case_id, by.number, act, self.answers_of(row) or {})
            return None
        now, filed = await self.stands(row)
        done = do(now, act, by, filed, self._today, self._calendar)
        await keep_deed(self._connection, self._seal, case_id, act_id, done)
        return done.deed

    async def by_resident(self, case_id: str, act_id: str, act: ByResident) -> d.AnyDeed | None:
        """What the resident does themselves; see :meth:`act`."""
        row = await self.locked(case_id)
        if row is None:
            raise Refused(Message("window.unknown"))
        known = await self._connection.fetchrow("SELECT * FROM window_deed WHERE id = $1", act_id)
        if known is not None:
            self._same(known, case_id, d.RESIDENT, act, self.answers_of(row) or {})
            return None
        now, filed = await self.stands(row)
        done = do_by_resident(now, act, filed)
        await keep_deed(self._connection, self._seal, case_id, act_id, done)
        return done.deed

    def _same(self, known: Record, case_id: str, by: str, act: Act, answers: Mapping[str, Answer]) -> None:
        """Raises ValueError unless what is kept under an act's id came of this very act."""
        if (known["filed"], known["by"]) != (case_id, by):
            raise ValueError("this act is another one's")
        kept = read_kept(self._seal, known)
        if kept is None or not repeats(act, kept.deed, answers):
            raise ValueError("this act is another one")

    async def stands_now(self, case_id: str) -> tuple[Filed, Standing, Sequence[KeptDeed]]:
        """Where a case stands, and of what that came. Raises :class:`Refused`."""
        row = await self._connection.fetchrow(_SELECT + "WHERE window_case.id = $1", case_id)
        if row is None:
            raise Refused(Message("window.unknown"))
        deeds = (await self._deeds([row]))[row["id"]]
        return await self._filed(row), _stands(row, deeds), deeds

    async def numbered(self, number: str, count: int) -> list[Record]:
        """Those with this number, those that are not over first; filled up with others, in two looks."""
        rows = await self._connection.fetch(
            _SELECT + "WHERE number = $1 ORDER BY over_at IS NULL DESC, filed_at DESC LIMIT $2", number, count
        )
        others = await self._connection.fetch(_SELECT + "ORDER BY window_case.id DESC LIMIT $1", count)
        return [*rows, *others][:count]

    async def locked(self, case_id: str) -> Record | None:
        """Its row, until the transaction ends."""
        return await self._connection.fetchrow(
            _SELECT + "WHERE window_case.id = $1 FOR UPDATE OF window_case", case_id
        )

    async def stands(self, row: Record) -> tuple[Standing, Filed]:
        """Where it stands, and what its acts need. Raises :class:`Refused` where its deeds do not say so."""
        return _stands(row, (await self._deeds([row]))[row["id"]]), await self._filed(row)

    async def get(self, case_id: str, *, reveal: bool = False) -> WindowCase | None:
        """One."""
        rows = await self._connection.fetch(_SELECT + "WHERE window_case.id = $1", case_id)
        return await self._one(rows, reveal=reveal)

    async def find(self, number: str) -> WindowCase | None:
        """By its registration number, masked. Of two (a kiosk that was set back gave it out again) the one
        that is not over, else the newer."""
        rows = await self._connection.fetch(
            _SELECT + "WHERE number = $1 ORDER BY over_at IS NULL DESC, filed_at DESC LIMIT 1", number
        )
        return await self._one(rows, reveal=False)

    async def open_cases(self, by: Officer) -> tuple[WindowCase, ...]:
        """Those that are not over and that this officer may see, masked: the most pressing of them."""
        reviewer = by.number if by.roles.isdisjoint(AT_THE_WINDOW) else None
        rows = await self._connection.fetch(_SELECT + _NOT_OVER, MOST_LISTED, sorted(RUNNING), reviewer)
        deeds = await self._deeds(rows)
        found = (self._listed(row, deeds[row["id"]]) for row in rows)
        return tuple(case for case in found if may_see(by, case.standing))

    async def _one(self, rows: Sequence[Record], *, reveal: bool) -> WindowCase | None:
        if not rows:
            return None
        row = rows[0]
        deeds = (await self._deeds(rows))[row["id"]]
        case = self._value(row, _stands(row, deeds))
        if not reveal:
            return case
        filed = await self._filed(row)
        return replace(
            case,
            masked=False,
            answers=filed.answers,
            flow_source=await self._source(row) or "",
            asks=filed.asks,
            deeds=tuple(deeds),
        )

    def _listed(self, row: Record, deeds: Sequence[KeptDeed]) -> WindowCase:
        """One whose deeds do not say what its row says is told as damaged, and the others beside it."""
        try:
            return self._value(row, _stands(row, deeds))
        except Refused:
            return replace(self._value(row, _by_row(row)), damaged=True)

    def _value(self, row: Record, now: Standing) -> WindowCase:
        return WindowCase(
            id=row["id"],
            number=row["number"],
            kiosk=row["kiosk"],
            service=row["service"],
            flow_version=row["flow_version"],
            locale=row["locale"],
            priority=row["priority"],
            filed_at=row["filed_at"],
            standing=now,
            lateness=lateness(now, self._today, self._calendar),
        )

    async def source_of(self, case_id: str) -> str | None:
        """The release that a case was filed under, word for word."""
        row = await self._connection.fetchrow(_SELECT + "WHERE window_case.id = $1", case_id)
        return None if row is None else await self._source(row)

    async def _source(self, row: Record) -> str | None:
        source: str | None = await self._connection.fetchval(
            "SELECT source FROM flow_release WHERE sha256 = $1", row["flow_sha256"]
        )
        return source

    async def _filed(self, row: Record) -> Filed:
        flow, answers = None, self.answers_of(row)
        source = await self._source(row)
        # Without the answers nobody could tell what they ask for.
        if source is not None and answers is not None:
            flow = await self._flows.of(row["flow_sha256"], source, row["service"])
        return Filed(flow, answers or {}, row["filed_at"])

    def answers_of(self, row: Record) -> dict[str, Answer] | None:
        """None where they do not open: the number leads to the kiosk, which has them."""
        text = _opened(self._seal, row["answers"], row["id"], ANSWERS)
        if text is None:
            return None
        return read_answers(text, row["id"])

    async def _deeds(self, rows: Sequence[Record]) -> dict[str, list[KeptDeed]]:
        found: defaultdict[str, list[KeptDeed]] = defaultdict(list)
        for row in await self._connection.fetch(
            "SELECT * FROM window_deed WHERE filed = ANY($1) ORDER BY position", [row["id"] for row in rows]
        ):
            deed = read_kept(self._seal, row)
            if deed is not None:
                found[row["filed"]].append(deed)
        return found


def read_answers(text: str, case_id: str) -> dict[str, Answer] | None:
    """From what is kept; None where it is of a newer kiosk."""
    try:
        return {step: _ANSWER.validate_json(value) for step, _version, value in json.loads(text)}
    except ValidationError:  # without the cause, which quotes the answer
        _log.error("case_not_read", row=case_id)
        return None


async def open_case(connection: Connection, case_id: str) -> None:
    """A case comes to the window; once, however often it is told."""
    await connection.execute(_OPEN, case_id)


async def keep_deed(
    connection: Connection,
    seal: HallSeal,
    case_id: str,
    deed_id: str,
    done: Done,
    at: datetime | None = None,
) -> None:
    """Append it. at: None is now."""
    deed, now = done.deed, done.now
    body = seal.close(d.deed_json(deed), deed_place(case_id, now.deeds - 1, deed_id), DEED)
    await connection.execute(_DEED, deed_id, case_id, now.deeds - 1, at, deed.by, deed.kind, body)
    await connection.execute(_STANDS, case_id, str(now.state), now.handler, now.due, now.deeds, now.over)
    if done.answers is not None:
        answers = [
            [step, SCHEMA_VERSION, _ANSWER.dump_json(answer).decode()]
            for step, answer in done.answers.items()
        ]
        sealed = seal.close(json.dumps(answers), case_id, ANSWERS)
        await connection.execute("UPDATE filed_case SET answers = $2 WHERE id = $1", case_id, sealed)


def read_kept(seal: HallSeal, row: Record) -> KeptDeed | None:
    """None where its body is gone or does not open."""
    text = _deed_text(seal, row)
    try:
        return None if text is None else KeptDeed(row["id"], row["at"], d.read_deed(text))
    except ValueError:  # of a newer hub; without the cause, which quotes it
        _log.error("deed_not_read", row=row["id"])
        return None


def deed_place(case_id: str, position: int, deed_id: str) -> str:
    """To what a deed's body is bound; a body of an earlier version to its id alone."""
    return f"{case_id}/{position}/{deed_id}"


def _deed_text(seal: HallSeal, row: Record) -> str | None:
    if row["body"] is not None:
        with suppress(NotOpened):
            return seal.open(row["body"], deed_place(row["filed"], row["position"], row["id"]), DEED)
    return _opened(seal, row["body"], row["id"], DEED)


def _opened(seal: HallSeal, sealed: bytes | None, row: str, place: str) -> str | None:
    if sealed is None:
        return None
    try:
        return seal.open(sealed, row, place)
    except NotOpened:
        _log.error("case_not_opened", place=place, row=row)
        return None


def _stands(row: Record, deeds: Sequence[KeptDeed]) -> Standing:
    """By its deeds. Where those are gone whose time is over, or with the hall's key, what the row says; then
    nothing can be done that needs the answers. Raises :class:`Refused` where row and deeds disagree."""
    try:
        now = standing(each.deed for each in deeds)
    except Refused:
        now = Standing()
    if (str(now.state), now.deeds) == (row["stands"], row["deeds"]):
        return now
    if row["over_at"] is None and row["answers"] is not None:
        _log.error("case_and_deeds_disagree", row=row["id"])
        raise Refused(Message("window.damaged"))
    return _by_row(row)


def _by_row(row: Record) -> Standing:
    state = WindowState(row["stands"])
    return Standing(state, handler=row["handler"], due=row["due"], deeds=row["deeds"])
