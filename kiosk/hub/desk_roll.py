"""The roll of officers as a desk sees it, through the hub."""

from __future__ import annotations

from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.duty_forms import Known, Number, Proof, Roll, Yes
from kiosk.hub.hub_line import HubLine
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused

F = TypeVar("F", bound=Form)


class HubRoll:
    """See DeskRoll. Numbers and PINs go to the hub over the desk's own connection and are kept nowhere."""

    def __init__(self, line: HubLine, at: str = "officers") -> None:
        """at: where they sign in: ``officers`` for the desk, ``studio`` for where services are shaped."""
        self._line, self._at = line, at

    async def anybody(self) -> bool:
        """Whether anybody is on the roll yet."""
        return (await self._ask("officers.anybody", Nothing(), Yes)).yes

    async def sign_in(self, number: str, pin: str) -> Officer:
        """Who this is; from now on they may act at this desk."""
        return (await self._ask(f"{self._at}.sign_in", Proof(number=number, pin=pin), Known)).value()

    def lock(self, number: str) -> None:
        """Nothing: the hub has them signed in at this desk until they leave; the lock is the desk's own."""

    async def signed_out(self, number: str) -> None:
        """They act at this desk no longer."""
        await self._ask(f"{self._at}.signed_out", Number(number=number), Nothing)

    async def begin(self, number: str, pin: str) -> Officer:
        """The first of all, officer and leader."""
        return (await self._ask(f"{self._at}.begin", Proof(number=number, pin=pin), Known)).value()

    async def officers(self) -> tuple[Officer, ...]:
        """Everybody, those too who left, by number."""
        return tuple(each.value() for each in (await self._ask("officers.all", Nothing(), Roll)).officers)

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        try:
            return await self._line.ask(what, body, answer)
        except NotAnswered as refused:
            raise Refused(refused.reason) from None
