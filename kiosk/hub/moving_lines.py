"""The hub as the carrier of unfinished visits, as kiosk and desk see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.hub_line import HubLine
from kiosk.hub.moving_forms import AskFor, ByOfficer, Give, OfCall, Stands
from kiosk.visit.moving import Asked, Moving, NotMoving

F = TypeVar("F", bound=Form)


class _Line:
    def __init__(self, line: Callable[[], HubLine | None]) -> None:
        self._line = line

    async def stands(self, call_id: str) -> Moving | None:
        """How it stands."""
        return (await self._say("visit.stands", OfCall(call=call_id), Stands)).value()

    async def _say(self, what: str, body: Form, answer: type[F]) -> F:
        line = self._line()
        if line is None:
            raise StoreFailed(Trouble.AWAY, "no connection")
        try:
            return await line.ask(what, body, answer)
        except NotAnswered as refused:
            if refused.reason.id == "hub.failed":
                raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
            raise NotMoving from None


class HubForKiosk(_Line):
    """See KioskCarrier. line: None while there is none yet."""

    async def refuse(self, call_id: str) -> None:
        """No, or no longer."""
        await self._say("visit.refuse", OfCall(call=call_id), Nothing)

    async def give(self, call_id: str, sealed: str) -> None:
        """Here it is."""
        await self._say("visit.give", Give(call=call_id, sealed=sealed), Nothing)


class HubForDesk(_Line):
    """See DeskCarrier."""

    def __init__(self, line: HubLine, desk: str) -> None:
        super().__init__(lambda: line)
        self.desk = desk

    async def ask(self, asked: Asked) -> None:
        """Have the kiosk ask."""
        form = AskFor(
            call=asked.bound.call,
            officer=asked.officer,
            window=dict(asked.window.root),
            public=asked.public,
            until=asked.bound.until,
        )
        await self._say("visit.ask", form, Nothing)

    async def received(self, call_id: str, officer: str) -> None:
        """The desk has it."""
        await self._say("visit.received", ByOfficer(call=call_id, officer=officer), Nothing)

    async def opened(self, call_id: str, officer: str) -> None:
        """On record."""
        await self._say("visit.opened", ByOfficer(call=call_id, officer=officer), Nothing)

    async def wiped(self, call_id: str, officer: str | None) -> None:
        """On record."""
        await self._say("visit.wiped", ByOfficer(call=call_id, officer=officer), Nothing)
