"""The duty roster as a desk asks the hub for it."""

from __future__ import annotations

from kiosk.assist.change_form import Malformed
from kiosk.duty.roster import Roster
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.hub_line import HubLine
from kiosk.hub.roster_form import RosterForm

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
