"""The duty roster as a desk asks the hub for it."""

from __future__ import annotations

from kiosk.assist.change_form import Malformed
from kiosk.duty.roster import Roster
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.hub_line import HubLine
from kiosk.hub.roster_form import ChangeRoster, RosterForm
from kiosk.officers.roll import Refused

UNKNOWN = "hub.unknown"
"""What an older hub says."""


class HubRoster:
    """See RosterBook."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def roster(self) -> Roster:
        """As it was set last; an empty one where the hub is of an older version."""
        try:
            return (await self._line.ask("roster.show", Nothing(), RosterForm)).value()
        except NotAnswered as refused:
            if refused.reason.id == UNKNOWN:
                return Roster()
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        except Malformed as error:
            raise StoreFailed(Trouble.UNKNOWN, str(error)) from None

    async def change(self, before: Roster, after: Roster, by: str) -> None:
        """``after`` in place of ``before``. Raises ``Refused``, with what an older hub says too."""
        asked = ChangeRoster(officer=by, before=RosterForm.of(before), after=RosterForm.of(after))
        try:
            await self._line.ask("roster.change", asked, Nothing)
        except NotAnswered as refused:
            raise Refused(refused.reason) from None
