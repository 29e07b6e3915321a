"""The roll of officers, in SQL. PINs arrive here hashed: hashing takes too long for the store's thread."""

from __future__ import annotations

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from kiosk.clock import Clock
from kiosk.message import Message
from kiosk.officers.lock_out import seconds_left
from kiosk.officers.officer import AT_THE_DESK, Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import WRONG, Refused, shut
from kiosk.store._engine import reading, writing
from kiosk.store._kinds import check_texts
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import OfficerRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable

TAKEN = Message("desk.number_taken")
UNKNOWN = Message("desk.number_unknown")
LAST_LEADER = Message("desk.last_leader")


class Officers:
    """Each method is one transaction, and puts what happened on record in it."""

    def __init__(self, engine: Engine, seal: Seal, clock: Clock, record: Record, rights: Rights) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._record = record
        self._rights = rights

    def anybody(self) -> bool:
        """Whether there is anybody who works here."""
        with reading(self._engine) as session:
            return session.exec(select(OfficerRow).limit(1)).first() is not None

    def try_begins(self, number: str) -> str | None:
        """The hash of this number's PIN, for one try; ``None``: there is no such officer.

        The try counts as failed until :meth:`try_succeeded`: many at once win nothing. Raises
        :class:`Refused` where the number is shut.
        """
        refusal: Refused | None = None
        with writing(self._engine) as session:
            row = session.get(OfficerRow, number)
            if row is None or not row.active:
                return None
            left = seconds_left(row.failures, row.failed_at, self._clock.now())
            if left:
                refusal = Refused(shut(left))
            else:
                row.failures += 1
                row.failed_at = self._clock.now()
                session.add(row)
                hashed = self._opened(row.pin, pin_cell(number))
        if refusal is not None:
            raise refusal
        return hashed

    def try_failed(self, number: str) -> None:
        """Put it on record. Raises :class:`Refused` where that shuts the number."""
        with writing(self._engine) as session:
            self._record.append(session, number, Deed.SIGN_IN_REFUSED)
            row = session.get(OfficerRow, number)
            left = 0 if row is None else seconds_left(row.failures, row.failed_at, self._clock.now())
        raise Refused(shut(left) if left else WRONG)

    def try_succeeded(
        self, number: str, rehashed: str | None, deed: Deed | None, roles: frozenset[Role]
    ) -> Officer:
        """It was the right PIN. rehashed: the PIN hashed anew, where it was hashed in an older way.

        deed: what goes on record of it, if not something that follows. roles: one of them is needed here.
        """
        refusal: Refused | None = None
        with writing(self._engine) as session:
            row = self._row(session, number)
            row.failures, row.failed_at = 0, None
            if rehashed is not None:
                row.pin = self._seal.close(rehashed, pin_cell(number))
            session.add(row)
            officer = self._value(row)
            may = officer.active and not officer.roles.isdisjoint(roles)
            if may and deed is not None:
                self._record.append(session, number, deed)
            elif not may:
                self._record.append(session, number, Deed.SIGN_IN_REFUSED)
                at_desk = roles == AT_THE_DESK
                refusal = Refused(Message("desk.no_role" if at_desk else "studio.no_role"))
        if refusal is not None:
            raise refusal
        return officer

    def signed_out(self, number: str) -> None:
        """On record."""
        self._record.note(number, Deed.SIGNED_OUT)

    def begin(self, number: str, hashed: str) -> Officer:
        """The first of all."""
        with writing(self._engine) as session:
            if session.exec(select(OfficerRow).limit(1)).first() is not None:
                raise Refused(Message("desk.begun"))
            first = Officer(number, "", frozenset({Role.OFFICER, Role.LEADER}))
            self._insert(session, first, hashed, number)
            self._record.append(session, number, Deed.SIGNED_IN)
            return first

    def add(self, officer: Officer, hashed: str, by: str) -> None:
        """One more; whoever left keeps the number."""
        with writing(self._engine) as session:
            self._must_lead(session, by)
            if session.get(OfficerRow, officer.number) is not None:
                raise Refused(TAKEN)
            self._insert(session, officer, hashed, by)

    def change(self, number: str, name: str | None, roles: frozenset[Role] | None, by: str) -> None:
        """Another name, other roles."""
        with writing(self._engine) as session:
            self._must_lead(session, by)
            row = self._row(session, number)
            if name is not None:
                row.name = self._sealed_name(number, name)
            if roles is not None:
                row.roles = _slugs(roles)
            self._keep(session, row)
            self._record.append(session, by, Deed.OFFICER_CHANGED, number)

    def set_pin(self, number: str, hashed: str, by: str) -> None:
        """A new PIN; the number is open again."""
        with writing(self._engine) as session:
            self._must_lead(session, by)
            row = self._row(session, number)
            row.pin = self._seal.close(hashed, pin_cell(number))
            row.failures, row.failed_at = 0, None
            session.add(row)
            self._record.append(session, by, Deed.PIN_SET, number)

    def remove(self, number: str, by: str) -> None:
        """Not deleted: the record points to the number, which nobody else may get."""
        with writing(self._engine) as session:
            self._must_lead(session, by)
            row = self._row(session, number)
            row.active = False
            self._keep(session, row)
            self._record.append(session, by, Deed.OFFICER_REMOVED, number)

    def officers(self) -> tuple[Officer, ...]:
        """Everybody, by number."""
        with reading(self._engine) as session:
            rows = session.exec(select(OfficerRow).order_by(col(OfficerRow.number)))
            return tuple(self._value(row) for row in rows)

    def _must_lead(self, session: Session, by: str) -> None:
        """Who changes the roll sits at the machine and gives a command, or leads."""
        if by != CONSOLE:
            self._rights.lead(session, by)

    def _insert(self, session: Session, officer: Officer, hashed: str, by: str) -> None:
        session.add(
            OfficerRow(
                number=officer.number,
                name=self._sealed_name(officer.number, officer.name),
                roles=_slugs(officer.roles),
                active=officer.active,
                pin=self._seal.close(hashed, pin_cell(officer.number)),
            )
        )
        self._record.append(session, by, Deed.OFFICER_ADDED, officer.number)

    def _keep(self, session: Session, row: OfficerRow) -> None:
        """Refused where nobody would be left to answer for the station."""
        session.add(row)
        session.flush()
        leaders = select(func.count()).where(
            col(OfficerRow.active), col(OfficerRow.roles).contains(str(Role.LEADER))
        )
        if session.exec(leaders).one() == 0:
            raise Refused(LAST_LEADER)

    def _row(self, session: Session, number: str) -> OfficerRow:
        row = session.get(OfficerRow, number)
        if row is None or not row.active:
            raise Refused(UNKNOWN)
        return row

    def _sealed_name(self, number: str, name: str) -> bytes | None:
        return self._seal.close(name, name_cell(number)) if name else None

    def _opened(self, sealed: bytes, cell: Cell) -> str:
        try:
            return self._seal.open(sealed, cell)
        except Unreadable:
            raise StoreFailed(Trouble.DAMAGED, "an officer cannot be read") from None

    def _value(self, row: OfficerRow) -> Officer:
        name = "" if row.name is None else self._opened(row.name, name_cell(row.number))
        try:
            check_texts(row.number, row.roles)
            roles = frozenset(Role(slug) for slug in row.roles.split(",") if slug)
        except ValueError:
            raise StoreFailed(Trouble.DAMAGED, "an officer cannot be read") from None
        return Officer(row.number, name, roles, row.active)


def _slugs(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))


def pin_cell(number: str) -> Cell:
    """Where the hash of an officer's PIN stands."""
    return Cell("officer", number, "pin")


def name_cell(number: str) -> Cell:
    """Where an officer's name stands."""
    return Cell("officer", number, "name")
