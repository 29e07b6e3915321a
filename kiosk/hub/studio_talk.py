"""One connection with a studio or a portal, from its first word to its last."""

from __future__ import annotations

from starlette.websockets import WebSocket

from kiosk.assist.change_form import Form, Malformed
from kiosk.hub import wire
from kiosk.hub.answering import Answering
from kiosk.hub.hall import Line
from kiosk.hub.talk import POLICY, Over, cut, first_to_end, pass_on, send


class StudioTalk:
    """A studio, or a portal, asks, and hears of nothing else."""

    def __init__(self, socket: WebSocket, line: Line, answering: Answering) -> None:
        self._socket, self._line, self._answering = socket, line, answering

    async def run(self) -> None:
        """Until either side ends it."""
        await first_to_end(
            self._hear(),
            self._answering.run(self._send),
            pass_on(self._socket, self._line),
            cut(self._line.cut),
        )

    async def _hear(self) -> None:
        while True:
            try:
                said = wire.from_desk(await self._socket.receive_text())
            except Malformed:
                raise Over(POLICY) from None
            if not isinstance(said, wire.Inquiry):
                raise Over(POLICY)
            if (answer := self._answering.put(said)) is not None:
                await self._send(answer)

    async def _send(self, form: Form) -> None:
        await send(self._socket, form)
