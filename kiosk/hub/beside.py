"""The forwarder's task, from the store's opening to its closing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kiosk.assist.call import Call
from kiosk.assist.outbox import Forwarding, Reach, reach
from kiosk.duty.kiosks import KioskReport
from kiosk.failure import StoreFailed, Trouble
from kiosk.running import Running


class Beside:
    """A Reaching and KioskReporting whose Forwarding is made when the store opens, and works until it closes.

    make: called once; it imports much, and so is left for after the first paint. What ends the work
    unforeseen goes to the loop's exception handler.
    """

    def __init__(
        self,
        opening: Callable[[], Awaitable[None]],
        closing: Callable[[], Awaitable[None]],
        make: Callable[[], Forwarding],
    ) -> None:
        self._opening = opening
        self._closing = closing
        self._make = make
        self._made: Forwarding | None = None
        self._running: Running | None = None

    async def start(self) -> None:
        """Open the store, then begin. May be tried again where the store did not open."""
        await self._opening()
        if self._made is None:
            self._made = self._make()
            self._running = Running(self._made.run)
        if self._running is not None:
            await self._running.start()

    async def close(self) -> None:
        """End the work, then close the store."""
        if self._running is not None:
            await self._running.close()
        await self._closing()

    @property
    def connected(self) -> bool:
        """Whether the hub is there."""
        return self._made is not None and self._made.connected

    async def reach(self, call: Call) -> Reach:
        """How far the call has come."""
        return reach(call, at_hub=False) if self._made is None else await self._made.reach(call)

    async def present(self) -> tuple[str, ...]:
        """The officers at the desks of the hall."""
        return () if self._made is None else await self._made.present()

    async def report(self, report: KioskReport) -> None:
        """Tell the hub how this kiosk does."""
        if self._made is None:
            raise StoreFailed(Trouble.AWAY, "not begun")
        await self._made.report(report)
