"""Forms prepared at home, in SQL: sealed, and found by keyed hashes of what opens them."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, func, select

from kiosk.cases.guesses import OF_ALL, OF_ONE
from kiosk.cases.prepared import (
    LIES,
    MOST_OF_A_KIND,
    RESTS,
    Kept,
    NotOpened,
    Opened,
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
    NotReadable,
    form_of,
    form_text,
)
from kiosk.clock import Clock
from kiosk.ids import new_id
from kiosk.store._engine import writing
from kiosk.store._guesses import note, wrong_of
from kiosk.store._tables import PreparedKeyRow, PreparedRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable

EVERYBODY = "*"
"""The asker who stands for all of them together; no kiosk has that number."""

_KEY = 1
_KEY_CELL = Cell("prepared_key", str(_KEY), "secret")
_NOTHING = "0" * MARK_CHARACTERS * PROOFS
"""Compared with where no form lies, so that a wrong try takes the same steps with and without one."""


class Prepared:
    """Each method is one transaction."""

    def __init__(self, engine: Engine, seal: Seal, clock: Clock) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock

    def keep(self, form: PreparedForm) -> Kept:
        """Keep it. Raises :class:`TooMany`."""
        now, proofs = self._clock.now(), form.proofs()
        with writing(self._engine) as session:
            wipe_over(session, now)
            marks = self._marks(session)
            code = self._free_code(session, marks, bool(proofs))
            kept = Kept(new_id(), code, new_secret(), now + LIES)
            session.add(
                PreparedRow(
                    id=kept.id,
                    code_mark=marks.of_code(code),
                    proven=bool(proofs),
                    secret_mark=marks.of_secret(kept.secret),
                    proof_marks=marks.of_proofs(kept.id, proofs),
                    form=self._seal.close(form_text(form), form_cell(kept.id)),
                    kept_at=now,
                    until=kept.until,
                    rests_until=kept.until + RESTS,
                )
            )
            return kept

    def open(self, code: str, proof: str, asker: str) -> Opened | NotOpened:
        """The form, or why not: what is said is kept too, so that nothing here is raised."""
        now = self._clock.now()
        with writing(self._engine) as session:
            askers = ((asker, OF_ONE), (EVERYBODY, OF_ALL))
            wrong = [(who, how, wrong_of(session, who, now)) for who, how in askers]
            if left := max(each.seconds_left(patience, now) for _, patience, each in wrong):
                return NotOpened(left)
            marks = self._marks(session)
            row = session.exec(
                select(PreparedRow).where(PreparedRow.code_mark == marks.of_code(code))
            ).one_or_none()
            if _right(marks, code, proof, row, now):
                assert row is not None
                return self._opened(row)
            more = [(who, how, each.one_more(how, now)) for who, how, each in wrong]
            for who, _, each in more:
                note(session, who, each)
            return NotOpened(max(each.seconds_left(how, now) for _, how, each in more))

    def open_by_secret(self, secret: str) -> Opened | NotOpened:
        """The form, or that there is none."""
        now = self._clock.now()
        with writing(self._engine) as session:
            mark = self._marks(session).of_secret(secret)
            row = session.exec(select(PreparedRow).where(PreparedRow.secret_mark == mark)).one_or_none()
            return self._opened(row) if row is not None and row.until > now else NotOpened()

    def drop(self, form_id: str) -> None:
        """Nothing of it stays but that its code rests."""
        with writing(self._engine) as session:
            wipe(session, form_id)

    def _opened(self, row: PreparedRow) -> Opened:
        try:
            return Opened(row.id, form_of(self._seal.open(row.form or b"", form_cell(row.id))))
        except (Unreadable, NotReadable):
            raise StoreFailed(Trouble.DAMAGED, "a prepared form cannot be read") from None

    def _marks(self, session: Session) -> Marks:
        row = session.get(PreparedKeyRow, _KEY)
        if row is None:
            key = secrets.token_bytes(KEY_BYTES)
            session.add(PreparedKeyRow(id=_KEY, secret=self._seal.close(key.hex(), _KEY_CELL)))
            return Marks(key)
        try:
            return Marks(bytes.fromhex(self._seal.open(row.secret, _KEY_CELL)))
        except (Unreadable, ValueError):
            raise StoreFailed(Trouble.DAMAGED, "the key of prepared forms cannot be read") from None

    def _free_code(self, session: Session, marks: Marks, proven: bool) -> str:
        """One that no form has or had until lately."""
        of_kind = select(func.count()).where(PreparedRow.proven == proven)
        if session.exec(of_kind).one() >= MOST_OF_A_KIND:
            raise TooMany
        while True:
            code = new_code(proven)
            given = select(PreparedRow.id).where(PreparedRow.code_mark == marks.of_code(code))
            if session.exec(given).first() is None:
                return code


def form_cell(form_id: str) -> Cell:
    """Where a form stands."""
    return Cell("prepared_form", form_id, "form")


def wipe(session: Session, form_id: str) -> bool:
    """Nothing of it stays but that its code rests; whether there was one. In a transaction under way."""
    wiped = session.exec(
        update(PreparedRow)
        .where(col(PreparedRow.id) == form_id)
        .values(form=None, proof_marks=None, secret_mark=None)
    )
    return wiped.rowcount == 1


def wipe_over(session: Session, now: datetime) -> None:
    """Those whose time is over, and the codes that have rested. In a transaction under way."""
    session.exec(
        update(PreparedRow)
        .where(col(PreparedRow.until) <= now, col(PreparedRow.form).is_not(None))
        .values(form=None, proof_marks=None, secret_mark=None)
    )
    session.exec(delete(PreparedRow).where(col(PreparedRow.rests_until) <= now))


def _right(marks: Marks, code: str, proof: str, row: PreparedRow | None, now: datetime) -> bool:
    """One way for all: a form that is there and not proven takes no fewer steps than none at all."""
    there = row if row is not None and row.form is not None and row.until > now else None
    proof_marks = _NOTHING if there is None else there.proof_marks
    if not (isinstance(proof_marks, str) and proof_marks.isascii()):
        raise StoreFailed(Trouble.DAMAGED, "a prepared form cannot be read")
    proves = marks.proves("" if row is None else row.id, proof_marks, proof)
    return there is not None and (proves or not asks_proof(code))
