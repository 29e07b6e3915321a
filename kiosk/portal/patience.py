"""A connection on which nobody asks anything is not held open: a crowd of them would keep residents out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 10.0
"""How long the head of a request may take to arrive, from when it could have begun."""


class PatientFor(H11Protocol):
    """uvicorn's own protocol, which waits for ever for a first request and for the rest of a head."""

    arrived: Callable[[Any], None] = staticmethod(lambda _address: None)
    """Told from where a connection can be spoken to."""
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """It may begin."""
        self.arrived(transport.get_extra_info("peername"))
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """A request, a part of one, or of its head."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """It ended."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()


def patient(arrived: Callable[[Any], None]) -> type[PatientFor]:
    """The same, which tells of each connection that it can be spoken to, by the other side's address."""
    return type("PatientForArrived", (PatientFor,), {"arrived": staticmethod(arrived)})
