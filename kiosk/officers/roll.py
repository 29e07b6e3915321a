"""The roll of officers, as desk and commands see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from kiosk.officers.officer import Officer, Role


class Refused(Exception):
    """reason: what to tell the one who asked."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


WRONG = Message("desk.wrong_pin")
"""Number or PIN are not right; which of them is not told."""


def shut(seconds: int) -> Message:
    """Too many wrong PINs."""
    return Message("desk.shut", {"seconds": seconds})


class ArrivalRoll(Protocol):
    """What a kiosk needs of it."""

    async def prove(self, number: str, pin: str) -> Officer:
        """Who stands here, of those who answer calls; nobody is signed in by it.

        Raises :class:`Refused`, and ``StoreFailed`` where it cannot be looked up.
        """
        ...


class LaterRoll:
    """An ArrivalRoll that is there only later. find: gives it; until it is set nothing can be looked up."""

    def __init__(self) -> None:
        self.find: Callable[[], ArrivalRoll] | None = None

    async def prove(self, number: str, pin: str) -> Officer:
        """As the roll does."""
        if self.find is None:
            raise StoreFailed(Trouble.AWAY, "not yet there")
        return await self.find().prove(number, pin)


class DeskRoll(Protocol):
    """What a desk needs of it.

    Each method returns only after its change is committed. All raise ``StoreFailed`` where it is not.
    """

    async def anybody(self) -> bool:
        """Whether anybody is on the roll yet."""
        ...

    async def sign_in(self, number: str, pin: str) -> Officer:
        """Who this is. Raises :class:`Refused`: not right, shut for a while, or no desk for this role."""
        ...

    def lock(self, number: str) -> None:
        """Whoever sits there must give the PIN again, by :meth:`sign_in`, before anything else is done."""
        ...

    async def signed_out(self, number: str) -> None:
        """Put on record that the officer left."""
        ...

    async def begin(self, number: str, pin: str) -> Officer:
        """The first of all, officer and leader. Raises :class:`Refused` where there is one already."""
        ...

    async def officers(self) -> tuple[Officer, ...]:
        """Everybody, those too who left, by number."""
        ...


class OfficerRoll(DeskRoll, Protocol):
    """The whole of it. by: the officer who asked for it, or ``CONSOLE``; it is on record."""

    async def add(self, officer: Officer, pin: str, by: str) -> None:
        """One more. Raises :class:`Refused`: the number is taken, it or the PIN cannot be used."""
        ...

    async def change(self, number: str, name: str | None, roles: frozenset[Role] | None, by: str) -> None:
        """Another name or other roles; ``None`` leaves them. Raises :class:`Refused`."""
        ...

    async def set_pin(self, number: str, pin: str, by: str) -> None:
        """A new PIN, which also opens a number that is shut. Raises :class:`Refused`."""
        ...

    async def remove(self, number: str, by: str) -> None:
        """They work here no longer; what they did stays on record. Raises :class:`Refused`."""
        ...
