"""Forms prepared at home in the hub's tables: sealed, and found by keyed hashes of what opens them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.cases.guesses import OF_ONE, Patience, of_all
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
from kiosk.cases.prepared_marks import (
    KEY_BYTES,
    MARK_CHARACTERS,
    PROOFS,
    Marks,
    apart,
    form_text,
    put_together,
)
from kiosk.hub.database import Connection, Record
from kiosk.hub.guess_rows import kiosks_of_hall, note, wrong_of
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

WIPED = "form = NULL, proof_marks = NULL, secret_mark = NULL, flow = NULL"
_WIPE = f"UPDATE prepared_form SET {WIPED} WHERE id = $1"  # noqa: S608 - no value in it
_WIPE_OVER = f"UPDATE prepared_form SET {WIPED} WHERE until <= $1 AND form IS NOT NULL"  # noqa: S608
_INSERT = (
    "INSERT INTO prepared_form (id, code_mark, proven, secret_mark, proof_marks, form, kept_at, until, "
    "rests_until, flow) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
)
_FLOW = "INSERT INTO prepared_flow (digest, source) VALUES ($1, $2) ON CONFLICT DO NOTHING"
FORGET_FLOWS = (
    "DELETE FROM prepared_flow p WHERE NOT EXISTS (SELECT 1 FROM prepared_form f WHERE f.flow = p.digest)"
)
"""The texts to which no form refers any more."""


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
        now, proofs, parts = await turn(self._connection), form.proofs(), apart(form)
        await wipe_over(self._connection, now)
        marks = await self._marks()
        code = await self._free_code(marks, bool(proofs))
        kept = Kept(new_id(), code, new_secret(), now + LIES)
        await self._connection.execute(_FLOW, parts.digest, parts.source)
        await self._connection.execute(
            _INSERT,
            kept.id,
            marks.of_code(code),
            bool(proofs),
            marks.of_secret(kept.secret),
            marks.of_proofs(kept.id, proofs),
            self._seal.close(parts.form, kept.id, FORM),
            now,
            kept.until,
            kept.until + RESTS,
            parts.digest,
        )
        return kept

    async def open(self, code: str, proof: str, asker: str) -> Found:
        """By the digits."""
        now = await turn(self._connection)
        askers = ((asker, OF_ONE), (EVERYBODY, await patience_with_all(self._connection)))
        wrong = [(who, how, await wrong_of(self._connection, who, now)) for who, how in askers]
        if left := max(each.seconds_left(patience, now) for _, patience, each in wrong):
            return Found(wait_s=left)
        marks = await self._marks()
        row = await self._connection.fetchrow(
            "SELECT * FROM prepared_form WHERE code_mark = $1", marks.of_code(code)
        )
        if _right(marks, code, proof, row, now):
            assert row is not None
            return await self._found(row)
        more = [(who, how, each.one_more(how, now)) for who, how, each in wrong]
        for who, _, each in more:
            await note(self._connection, who, each)
        return Found(wait_s=max(each.seconds_left(how, now) for _, how, each in more))

    async def open_by_secret(self, secret: str) -> Found:
        """By the picture code."""
        now = await turn(self._connection)
        row = await self._connection.fetchrow(
            "SELECT * FROM prepared_form WHERE secret_mark = $1", (await self._marks()).of_secret(secret)
        )
        return await self._found(row) if row is not None and row["until"] > now else Found()

    async def _found(self, row: Record) -> Found:
        text = self._seal.open(row["form"], row["id"], FORM)
        if row["flow"] is None:
            return Found(row["id"], text)
        source = await self._connection.fetchval(
            "SELECT source FROM prepared_flow WHERE digest = $1", row["flow"]
        )
        return Found(row["id"], form_text(put_together(text, row["flow"], source)))

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


async def turn(connection: Connection) -> datetime:
    """Whose turn it is has the forms alone until the transaction ends; the time then."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _TURN)
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    return now


async def wipe_over(connection: Connection, now: datetime) -> None:
    """Those whose time is over, and the codes that have rested. In a transaction that is under way."""
    await connection.execute(_WIPE_OVER, now)
    await connection.execute("DELETE FROM prepared_form WHERE rests_until <= $1", now)
    await connection.execute(FORGET_FLOWS)


async def patience_with_all(connection: Connection) -> Patience:
    """With all kiosks of this hall together."""
    return of_all(await kiosks_of_hall(connection))


async def wipe(connection: Connection, form_id: str) -> None:
    """Nothing of it stays but that its code rests. In a transaction that is under way."""
    await turn(connection)  # else a form that is just being kept would lose its service's text
    await connection.execute(_WIPE, form_id)
    await connection.execute(FORGET_FLOWS)


def _right(marks: Marks, code: str, proof: str, row: Record | None, now: datetime) -> bool:
    """One way for all: a form that is there and not proven takes no fewer steps than none at all."""
    there = row if row is not None and row["form"] is not None and row["until"] > now else None
    proof_marks = _NOTHING if there is None else there["proof_marks"]
    proves = marks.proves("" if row is None else row["id"], proof_marks, proof)
    return there is not None and (proves or not asks_proof(code))
