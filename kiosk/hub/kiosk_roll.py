"""The roll of officers as a kiosk needs it, through the hub."""

from __future__ import annotations

from kiosk.hub.asking import NotAnswered
from kiosk.hub.duty_forms import Known, Proof
from kiosk.hub.hub_line import HubLine
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused

AT_CALLS, OF_STAFF = "officers.prove", "officers.prove_staff"
UNKNOWN = "hub.unknown"


class KioskRoll:
    """An ArrivalRoll. Number and PIN go to the hub over the kiosk's own connection and are kept nowhere."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def prove(self, number: str, pin: str) -> Officer:
        """Who stands here, of those who answer calls."""
        return await self._ask(AT_CALLS, number, pin)

    async def _ask(self, what: str, number: str, pin: str) -> Officer:
        try:
            return (await self._line.ask(what, Proof(number=number, pin=pin), Known)).value()
        except NotAnswered as refused:
            raise Refused(refused.reason) from None


class StaffRoll(KioskRoll):
    """The same for whoever may open the staff's page."""

    async def prove(self, number: str, pin: str) -> Officer:
        """Who stands here, of those who shape the services. An older hub knows but the leaders among them."""
        try:
            return await self._ask(OF_STAFF, number, pin)
        except Refused as refused:
            if refused.reason.id != UNKNOWN:
                raise
        return await self._ask(AT_CALLS, number, pin)
