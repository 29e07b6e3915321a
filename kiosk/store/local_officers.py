"""The roll of officers and the record of what they did, in the local store."""

from __future__ import annotations

import asyncio

from kiosk.message import Message
from kiosk.officers.officer import AT_THE_DESK, Officer, Role, is_number, pin_problem
from kiosk.officers.record import Deed, Entry, Verdict
from kiosk.officers.roll import Refused
from kiosk.pin import PinHasher
from kiosk.store.line import Line


class LocalOfficers:
    """The roll of officers in the local store; see OfficerRoll. PINs are hashed in a thread of their own.

    roles: one of them is needed to sign in.
    """

    def __init__(self, line: Line, hasher: PinHasher, roles: frozenset[Role] = AT_THE_DESK) -> None:
        self._line = line
        self._hasher = hasher
        self._roles = roles
        self._seat = line.seats.of(roles)

    async def anybody(self) -> bool:
        """Whether anybody is on the roll yet."""
        return await self._line.run(lambda shelf: shelf.officers.anybody())

    async def sign_in(self, number: str, pin: str) -> Officer:
        """Who this is. Raises :class:`Refused`."""
        officer = await self._proved(number, pin, Deed.SIGNED_IN)
        self._seat.sit(number)
        return officer

    async def prove(self, number: str, pin: str) -> Officer:
        """Who stands at the kiosk. Raises :class:`Refused`."""
        return await self._proved(number, pin, None)

    async def _proved(self, number: str, pin: str, deed: Deed | None) -> Officer:
        hashed = await self._line.run(lambda shelf: shelf.officers.try_begins(number))
        if not await asyncio.to_thread(self._hasher.right, hashed, pin):
            await self._line.run(lambda shelf: shelf.officers.try_failed(number))
        assert hashed is not None
        new = await self._hashed(pin) if self._hasher.outdated(hashed) else None
        return await self._line.run(
            lambda shelf: shelf.officers.try_succeeded(number, new, deed, self._roles)
        )

    def lock(self, number: str) -> None:
        """Nothing more is done under this number until its PIN was given again."""
        self._seat.lock(number)

    async def signed_out(self, number: str) -> None:
        """They may do nothing here from now on, and that they left is on record."""
        self._seat.leave(number)
        await self._line.run(lambda shelf: shelf.officers.signed_out(number))

    async def begin(self, number: str, pin: str) -> Officer:
        """The first of all, officer and leader."""
        hashed = await self._new_hash(number, pin)
        officer = await self._line.run(lambda shelf: shelf.officers.begin(number, hashed))
        self._seat.sit(number)
        return officer

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

    async def mark(self) -> None:
        """See that it is known that the record is marked, and so must be from now on."""
        await self._line.run(lambda shelf: shelf.mark_record())

    async def mark_anew(self, by: str) -> int | None:
        """Take entries without marks for right, those of a backup from before there were marks."""
        return await self._line.run(lambda shelf: shelf.record.mark_anew(by))

    async def verify(self) -> Verdict:
        """Whether anything was changed, taken out or cut off."""
        return await self._line.run(lambda shelf: shelf.record.verify())
