"""Forms prepared at home in the hub's tables: sealed, and found by keyed hashes of what opens them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.cases.guesses import OF_ALL, OF_ONE
from kiosk.cases.prepared import (
    LIES,
    MOST_OF_A_KIND,
    RESTS,
    Kept,
    PreparedForm,
    TooMany,
    asks_proof,
    new_code,
    new_secret,
)
from kiosk.cases.prepared_marks import KEY_BYTES, MARK_CHARACTERS, PROOFS, Marks, form_text
from kiosk.hub.database import Connection, Record
from kiosk.hub.guess_rows import note, wrong_of
from kiosk.hub.sealing import HallSeal
from kiosk.ids import new_id

FORM, KEY = "prepared_form", "prepared_key"
"""The places of what is sealed."""
EVERYBODY = "*"
"""The asker who stands for all of them together; no kiosk has that number."""

_ONE_KEY = "one"
_NOTHING = "0" * MARK_CHARACTERS * PROOFS
"""Compared with where no form lies, so that a wrong try takes the same steps with and without one."""
_TURN = 0x7072657061726564
"""Any number: whoever keeps or opens a form has its turn alone, so that no wrong try is missed."""

_WIPED = "form = NULL, proof_marks = NULL, secret_mark = NULL"
_WIPE = f"UPDATE prepared_form SET {_WIPED} WHERE id = $1"  # noqa: S608 - no value in it
_WIPE_OVER = f"UPDATE prepared_form SET {_WIPED} WHERE until <= $1 AND form IS NOT NULL"  # noqa: S608
_INSERT = (
    "INSERT INTO prepared_form (id, code_mark, proven, secret_mark, proof_marks, form, kept_at, until, "
    "rests_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
)


@dataclass(frozen=True)
class Found:
    """A form as it was sealed, opened; or how long nothing more is looked at."""

    id: str | None = None
    form: str = field(default="", repr=False)
    wait_s: int = 0


class PreparedRows:
    """In a transaction that is under way. Times are the database's."""

    def __init__(self, connection: Connection, seal: HallSeal) -> None:
        self._connection = connection
        self._seal = seal

    async def keep(self, form: PreparedForm) -> Kept:
        """Keep it. Raises :class:`TooMany`."""
        now, proofs = await self._turn(), form.proofs()
        await self._connection.execute(_WIPE_OVER, now)
        await self._connection.execute("DELETE FROM prepared_form WHERE rests_until <= $1", now)
        marks = await self._marks()
        code = await self._free_code(marks, bool(proofs))
        kept = Kept(new_id(), code, new_secret(), now + LIES)
        await self._connection.execute(
            _INSERT,
            kept.id,
            marks.of_code(code),
            bool(proofs),
            marks.of_secret(kept.secret),
            marks.of_proofs(kept.id, proofs),
            self._seal.close(form_text(form), kept.id, FORM),
            now,
            kept.until,
            kept.until + RESTS,
        )
        return kept

    async def open(self, code: str, proof: str, asker: str) -> Found:
        """By the digits."""
        now = await self._turn()
        askers = ((asker, OF_ONE), (EVERYBODY, OF_ALL))
        wrong = [(who, how, await wrong_of(self._connection, who, now)) for who, how in askers]
        if left := max(each.seconds_left(patience, now) for _, patience, each in wrong):
            return Found(wait_s=left)
        marks = await self._marks()
        row = await self._connection.fetchrow(
            "SELECT * FROM prepared_form WHERE code_mark = $1", marks.of_code(code)
        )
        if _right(marks, code, proof, row, now):
            assert row is not None
            return self._found(row)
        more = [(who, how, each.one_more(how, now)) for who, how, each in wrong]
        for who, _, each in more:
            await note(self._connection, who, each)
        return Found(wait_s=max(each.seconds_left(how, now) for _, how, each in more))

    async def open_by_secret(self, secret: str) -> Found:
        """By the picture code."""
        now = await self._turn()
        row = await self._connection.fetchrow(
            "SELECT * FROM prepared_form WHERE secret_mark = $1", (await self._marks()).of_secret(secret)
        )
        return self._found(row) if row is not None and row["until"] > now else Found()

    async def _turn(self) -> datetime:
        await self._connection.execute("SELECT pg_advisory_xact_lock($1)", _TURN)
        now: datetime = await self._connection.fetchval("SELECT clock_timestamp()")
        return now

    def _found(self, row: Record) -> Found:
        return Found(row["id"], self._seal.open(row["form"], row["id"], FORM))

    async def _marks(self) -> Marks:
        fresh = self._seal.close(secrets.token_hex(KEY_BYTES), _ONE_KEY, KEY)
        await self._connection.execute(
            "INSERT INTO prepared_key (id, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING", _ONE_KEY, fresh
        )
        sealed = await self._connection.fetchval("SELECT secret FROM prepared_key WHERE id = $1", _ONE_KEY)
        return Marks(bytes.fromhex(self._seal.open(sealed, _ONE_KEY, KEY)))

    async def _free_code(self, marks: Marks, proven: bool) -> str:
        count = await self._connection.fetchval(
            "SELECT count(*) FROM prepared_form WHERE proven = $1", proven
        )
        if count >= MOST_OF_A_KIND:
            raise TooMany
        while True:
            code = new_code(proven)
            given = "SELECT EXISTS (SELECT 1 FROM prepared_form WHERE code_mark = $1)"
            if not await self._connection.fetchval(given, marks.of_code(code)):
                return code


async def wipe(connection: Connection, form_id: str) -> None:
    """Nothing of it stays but that its code rests. In a transaction that is under way."""
    await connection.execute(_WIPE, form_id)


def _right(marks: Marks, code: str, proof: str, row: Record | None, now: datetime) -> bool:
    """One way for all: a form that is there and not proven takes no fewer steps than none at all."""
    there = row if row is not None and row["form"] is not None and row["until"] > now else None
    proof_marks = _NOTHING if there is None else there["proof_marks"]
    proves = marks.proves("" if row is None else row["id"], proof_marks, proof)
    return there is not None and (proves or not asks_proof(code))
