"""Unfinished visits on their way to a desk on this very machine, by way of the local store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.officers.roll import Refused as NoRight
from kiosk.store.line import Line
from kiosk.visit.moving import Asked, Moving, NotMoving

if TYPE_CHECKING:
    from kiosk.store._shelf import Shelf


class LocalMoving:
    """See KioskCarrier and DeskCarrier. Whatever lies here is sealed to a desk's own key."""

    desk = "here"
    """All desks on this machine; what tells them apart is their key."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def stands(self, call_id: str) -> Moving | None:
        """How it stands."""
        return await self._line.run(lambda shelf: shelf.moving.stands(call_id))

    async def refuse(self, call_id: str) -> None:
        """No, or no longer."""
        await self._line.run(lambda shelf: shelf.moving.refuse(call_id))

    async def give(self, call_id: str, sealed: str) -> None:
        """Here it is."""
        await self._line.run(lambda shelf: shelf.moving.give(call_id, sealed))

    async def ask(self, asked: Asked) -> None:
        """Have the kiosk ask."""
        await self._by_officer(lambda shelf: shelf.moving.ask(asked))

    async def received(self, call_id: str, officer: str) -> None:
        """The desk has it."""
        await self._by_officer(lambda shelf: shelf.moving.received(call_id, officer))

    async def opened(self, call_id: str, officer: str) -> None:
        """On record."""
        await self._by_officer(lambda shelf: shelf.moving.opened(call_id, officer))

    async def wiped(self, call_id: str, officer: str | None) -> None:
        """On record."""
        await self._line.run(lambda shelf: shelf.moving.wiped(call_id, officer))

    async def _by_officer(self, work: Callable[[Shelf], None]) -> None:
        try:
            await self._line.run(work)
        except NoRight:
            raise NotMoving from None
