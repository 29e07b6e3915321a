"""Forms prepared at home, in SQL: sealed, and found by keyed hashes of what opens them."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Engine, delete, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, func, select

from kiosk.cases.guesses import OF_ALL, OF_ONE
from kiosk.cases.prepared import (
    LIES,
    MOST_OF_A_KIND,
    RESTS,
    Kept,
    Lying,
    NotOpened,
    Opened,
    PreparedForm,
    Purged,
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
    apart,
    put_together,
)
from kiosk.clock import Clock
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.store._engine import writing
from kiosk.store._guesses import note, wrong_of
from kiosk.store._record import Record
from kiosk.store._tables import PreparedFlowRow, PreparedGuessRow, PreparedKeyRow, PreparedRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable

EVERYBODY = "*"
"""The asker who stands for all of them together; no kiosk has that number."""

_KEY = 1
_KEY_CELL = Cell("prepared_key", str(_KEY), "secret")
_NOTHING = "0" * MARK_CHARACTERS * PROOFS
"""Compared with where no form lies, so that a wrong try takes the same steps with and without one."""
_AT_CODES = ~col(PreparedGuessRow.asker).contains("/")
"""Tries at codes: those of whoever asks where a case is stand beside them, under a path."""
_WIPED = {"form": None, "proof_marks": None, "secret_mark": None, "flow": None}
"""What is left of a form of which nothing is to stay."""


class Prepared:
    """Each method is one transaction."""

    def __init__(self, engine: Engine, seal: Seal, clock: Clock, record: Record) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._record = record

    def keep(self, form: PreparedForm) -> Kept:
        """Keep it. Raises :class:`TooMany`."""
        now, proofs, parts = self._clock.now(), form.proofs(), apart(form)
        with writing(self._engine) as session:
            wipe_over(session, now)
            marks = self._marks(session)
            code = self._free_code(session, marks, bool(proofs))
            kept = Kept(new_id(), code, new_secret(), now + LIES)
            session.exec(
                insert(PreparedFlowRow)
                .values(digest=parts.digest, source=parts.source)
                .on_conflict_do_nothing(index_elements=["digest"])
            )
            session.add(
                PreparedRow(
                    id=kept.id,
                    code_mark=marks.of_code(code),
                    proven=bool(proofs),
                    secret_mark=marks.of_secret(kept.secret),
                    proof_marks=marks.of_proofs(kept.id, proofs),
                    form=self._seal.close(parts.form, form_cell(kept.id)),
                    kept_at=now,
                    until=kept.until,
                    rests_until=kept.until + RESTS,
                    flow=parts.digest,
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
                return self._opened(session, row)
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
            return self._opened(session, row) if row is not None and row.until > now else NotOpened()

    def drop(self, form_id: str) -> None:
        """Nothing of it stays but that its code rests."""
        with writing(self._engine) as session:
            wipe(session, form_id)

    def lying(self) -> Lying:
        """How many there are, and where nothing is looked at."""
        now = self._clock.now()
        with writing(self._engine) as session:
            wipe_over(session, now)
            there = session.exec(
                select(func.count()).select_from(PreparedRow).where(col(PreparedRow.form).is_not(None))
            ).one()
            given = [
                session.exec(select(func.count()).where(PreparedRow.proven == proven)).one()
                for proven in (False, True)
            ]
            askers = session.exec(
                select(PreparedGuessRow.asker).where(_AT_CODES).order_by(PreparedGuessRow.asker)
            ).all()
            waits = {
                asker: wrong_of(session, asker, now).seconds_left(
                    OF_ALL if asker == EVERYBODY else OF_ONE, now
                )
                for asker in askers
            }
        wait_s = waits.pop(EVERYBODY, 0)
        shut = tuple(asker for asker, left in waits.items() if left)
        return Lying(there, sum(given) - there, max(0, MOST_OF_A_KIND - max(given)), wait_s, shut)

    def purge(self, by: str, since: datetime, before: datetime, *, codes: bool) -> Purged:
        """Wipe those that were kept from since on and before; codes: give their codes free as well.

        On record, also where there were none.
        """
        when = (col(PreparedRow.kept_at) >= since, col(PreparedRow.kept_at) < before)
        with writing(self._engine) as session:
            found = session.exec(
                select(PreparedRow.kept_at).where(*when, col(PreparedRow.form).is_not(None))
            ).all()
            session.exec(update(PreparedRow).where(*when).values(_WIPED))
            if codes:
                session.exec(delete(PreparedRow).where(*when))
            _forget_flows(session)
            gone = Purged.of(found)
            self._record.append(session, by, Deed.PREPARED_PURGED, gone.about())
            return gone

    def release_codes(self, by: str) -> None:
        """Forget all wrong tries, on record: codes are looked at again at once, and so are cases and answers,
        whose wrong tries stand beside them."""
        with writing(self._engine) as session:
            session.exec(delete(PreparedGuessRow))
            self._record.append(session, by, Deed.CODES_RELEASED)

    def _opened(self, session: Session, row: PreparedRow) -> Opened:
        flow = None if row.flow is None else session.get(PreparedFlowRow, row.flow)
        try:
            text = self._seal.open(row.form or b"", form_cell(row.id))
            return Opened(row.id, put_together(text, row.flow, None if flow is None else flow.source))
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
    wiped = session.exec(update(PreparedRow).where(col(PreparedRow.id) == form_id).values(_WIPED))
    _forget_flows(session)
    return wiped.rowcount == 1


def wipe_over(session: Session, now: datetime) -> None:
    """Those whose time is over, and the codes that have rested. In a transaction under way."""
    session.exec(
        update(PreparedRow)
        .where(col(PreparedRow.until) <= now, col(PreparedRow.form).is_not(None))
        .values(_WIPED)
    )
    session.exec(delete(PreparedRow).where(col(PreparedRow.rests_until) <= now))
    _forget_flows(session)


def _forget_flows(session: Session) -> None:
    """The texts to which no form refers any more."""
    in_use = select(PreparedRow.flow).where(col(PreparedRow.flow).is_not(None))
    session.exec(delete(PreparedFlowRow).where(col(PreparedFlowRow.digest).not_in(in_use)))


def _right(marks: Marks, code: str, proof: str, row: PreparedRow | None, now: datetime) -> bool:
    """One way for all: a form that is there and not proven takes no fewer steps than none at all."""
    there = row if row is not None and row.form is not None and row.until > now else None
    proof_marks = _NOTHING if there is None else there.proof_marks
    if not (isinstance(proof_marks, str) and proof_marks.isascii()):
        raise StoreFailed(Trouble.DAMAGED, "a prepared form cannot be read")
    proves = marks.proves("" if row is None else row.id, proof_marks, proof)
    return there is not None and (proves or not asks_proof(code))
