"""The roll of officers as a kiosk needs it, through the hub."""

from __future__ import annotations

from kiosk.hub.asking import NotAnswered
from kiosk.hub.duty_forms import Known, Proof
from kiosk.hub.hub_line import HubLine
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused


class KioskRoll:
    """An ArrivalRoll. Number and PIN go to the hub over the kiosk's own connection and are kept nowhere."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def prove(self, number: str, pin: str) -> Officer:
        """Who stands here."""
        try:
            return (await self._line.ask("officers.prove", Proof(number=number, pin=pin), Known)).value()
        except NotAnswered as refused:
            raise Refused(refused.reason) from None
