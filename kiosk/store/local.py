"""The store on this machine: the local queue of calls, the book of cases, the roll of officers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from kiosk.assist.call import Call, NewCall, Outcome
from kiosk.cases.case import Case, Filing, Receipt
from kiosk.cases.number import kiosk_no as checked_kiosk_no
from kiosk.clock import Clock
from kiosk.flow.answer import Wish
from kiosk.message import Message
from kiosk.officers.officer import Officer, Role, is_number, pin_problem
from kiosk.officers.record import Deed, Entry, Verdict
from kiosk.officers.roll import Refused
from kiosk.store.folder import DataFolder
from kiosk.store.line import Line
from kiosk.store.pin import PinHasher

LEVELS = range(1, 6)


class LocalStore:
    """SQLite in one data folder, worked on by one thread; importing this imports no SQL.

    ``calls`` is a CallQueue, ``cases`` a CaseBook, ``officers`` an OfficerRoll. Several processes may have
    the same folder open: one kiosk (``kiosk_lock``), and desks and commands without that lock. kiosk_no: two
    digits, the beginning of every registration number given out here. Every method raises
    :class:`StoreFailed` where the store cannot serve, and may simply be tried again.
    """

    def __init__(self, data_dir: Path, kiosk_no: str, clock: Clock, *, kiosk_lock: bool) -> None:
        self._line = Line(DataFolder(data_dir.absolute(), checked_kiosk_no(kiosk_no), kiosk_lock), clock)
        self.calls = LocalCalls(self._line)
        self.cases = LocalCases(self._line)
        self.officers = LocalOfficers(self._line, PinHasher())
        self.record = LocalRecord(self._line)

    async def start(self) -> None:
        """Make the folder where there is none, take the lock, check, migrate, load the key.

        Whatever is asked meanwhile waits in the line.
        """
        await self._line.run(lambda shelf: None)

    async def close(self) -> None:
        """Finish what was begun and let go of the folder; for good."""
        await self._line.close()

    async def healthy(self) -> None:
        """Raises :class:`StoreFailed` unless the database is whole and a write reaches the disk."""
        await self._line.run(lambda shelf: shelf.check())


class LocalCalls:
    """The queue of calls in the local store; see CallQueue."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def open_call(self, new: NewCall) -> Call:
        """Write the call down, or return the one that this kiosk has open."""
        return await self._line.run(lambda shelf: shelf.calls.open_call(new))

    async def get(self, call_id: str) -> Call | None:
        """One call."""
        return await self._line.run(lambda shelf: shelf.calls.get(call_id))

    async def cancel(self, call_id: str) -> Call:
        """The resident needs nobody any more."""
        return await self._line.run(lambda shelf: shelf.calls.cancel(call_id))

    async def open_calls(self) -> tuple[Call, ...]:
        """All waiting and claimed calls, quiet ones too: priority first, then the oldest first."""
        return await self._line.run(lambda shelf: shelf.calls.open_calls())

    async def all_calls(self) -> tuple[Call, ...]:
        """Every call, the oldest first."""
        return await self._line.run(lambda shelf: shelf.calls.all_calls())

    async def mark_seen(self, call_ids: Sequence[str]) -> None:
        """A desk shows these calls now."""
        ids = tuple(call_ids)
        await self._line.run(lambda shelf: shelf.calls.mark_seen(ids))

    async def claim(self, call_id: str, officer: str) -> Call:
        """Take a waiting call."""
        return await self._line.run(lambda shelf: shelf.calls.claim(call_id, officer))

    async def put_back(self, call_id: str, officer: str) -> Call:
        """Give back a call that this officer has."""
        return await self._line.run(lambda shelf: shelf.calls.put_back(call_id, officer))

    async def close(self, call_id: str, officer: str, outcome: Outcome, note: str = "") -> Call:
        """End a call that this officer has. The note is kept sealed."""
        return await self._line.run(lambda shelf: shelf.calls.close(call_id, officer, outcome, note))

    async def sign_in(self, officer: str) -> None:
        """The officer stands at a desk."""
        await self._line.run(lambda shelf: shelf.calls.sign_in(officer))

    async def sign_out(self, officer: str) -> None:
        """The officer leaves the desk."""
        await self._line.run(lambda shelf: shelf.calls.sign_out(officer))

    async def present(self) -> tuple[str, ...]:
        """The officers at a desk, by name."""
        return await self._line.run(lambda shelf: shelf.calls.present())


class LocalCases:
    """The book of cases in the local store; see CaseBook."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def hand_in(self, filing: Filing) -> Receipt:
        """Keep all of it or nothing; the same visit again gets the same receipt."""
        return await self._line.run(lambda shelf: shelf.cases.hand_in(filing))

    async def rate(self, visit_id: str, level: int) -> None:
        """One rating a visit, 1 to 5. Raises ValueError for any other level."""
        if level not in LEVELS:
            raise ValueError("a rating is 1 to 5")
        await self._line.run(lambda shelf: shelf.cases.rate(visit_id, level))

    async def cases(self, *, reveal: bool = False) -> tuple[Case, ...]:
        """All cases, the oldest first; masked unless ``reveal``, and never with the private wish."""
        return await self._line.run(lambda shelf: shelf.cases.cases(reveal=reveal))

    async def wish_for_officer(self, case_id: str) -> Wish | None:
        """The private wish of one case, for the officer who must ask again. ``None``: it was not asked."""
        return await self._line.run(lambda shelf: shelf.cases.wish_for_officer(case_id))

    async def flow_source(self, sha256: str) -> str | None:
        """The text of the release that cases were filed under."""
        return await self._line.run(lambda shelf: shelf.cases.flow_source(sha256))


class LocalOfficers:
    """The roll of officers in the local store; see OfficerRoll. PINs are hashed in a thread of their own."""

    def __init__(self, line: Line, hasher: PinHasher) -> None:
        self._line = line
        self._hasher = hasher

    async def anybody(self) -> bool:
        """Whether anybody is on the roll yet."""
        return await self._line.run(lambda shelf: shelf.officers.anybody())

    async def sign_in(self, number: str, pin: str) -> Officer:
        """Who this is. Raises :class:`Refused`."""
        hashed = await self._line.run(lambda shelf: shelf.officers.try_begins(number))
        if not await asyncio.to_thread(self._hasher.right, hashed, pin):
            await self._line.run(lambda shelf: shelf.officers.try_failed(number))
        assert hashed is not None
        new = await self._hashed(pin) if self._hasher.outdated(hashed) else None
        return await self._line.run(lambda shelf: shelf.officers.try_succeeded(number, new))

    async def signed_out(self, number: str) -> None:
        """Put on record that the officer left."""
        await self._line.run(lambda shelf: shelf.officers.signed_out(number))

    async def begin(self, number: str, pin: str) -> Officer:
        """The first of all, officer and leader."""
        hashed = await self._new_hash(number, pin)
        return await self._line.run(lambda shelf: shelf.officers.begin(number, hashed))

    async def add(self, officer: Officer, pin: str, by: str) -> None:
        """One more."""
        hashed = await self._new_hash(officer.number, pin)
        await self._line.run(lambda shelf: shelf.officers.add(officer, hashed, by))

    async def change(self, number: str, name: str | None, roles: frozenset[Role] | None, by: str) -> None:
        """Another name or other roles."""
        await self._line.run(lambda shelf: shelf.officers.change(number, name, roles, by))

    async def set_pin(self, number: str, pin: str, by: str) -> None:
        """A new PIN."""
        hashed = await self._new_hash(number, pin)
        await self._line.run(lambda shelf: shelf.officers.set_pin(number, hashed, by))

    async def remove(self, number: str, by: str) -> None:
        """They work here no longer."""
        await self._line.run(lambda shelf: shelf.officers.remove(number, by))

    async def officers(self) -> tuple[Officer, ...]:
        """Everybody, by number."""
        return await self._line.run(lambda shelf: shelf.officers.officers())

    async def _new_hash(self, number: str, pin: str) -> str:
        if not is_number(number):
            raise Refused(Message("desk.number_unusable"))
        problem = pin_problem(pin, number)
        if problem is not None:
            raise Refused(problem)
        return await self._hashed(pin)

    async def _hashed(self, pin: str) -> str:
        return await asyncio.to_thread(self._hasher.hashed, pin)


class LocalRecord:
    """The record of what officers did."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def note(self, who: str, deed: Deed, about: str = "") -> None:
        """Put a deed on record that changes nothing in the store."""
        await self._line.run(lambda shelf: shelf.record.note(who, deed, about))

    async def entries(self) -> tuple[Entry, ...]:
        """All, the oldest first."""
        return await self._line.run(lambda shelf: shelf.record.entries())

    async def verify(self) -> Verdict:
        """Whether anything was changed, taken out or cut off."""
        return await self._line.run(lambda shelf: shelf.record.verify())
