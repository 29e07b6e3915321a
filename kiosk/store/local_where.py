"""Residents ask where their case is, in the local store."""

from __future__ import annotations

from kiosk.cases.whereabouts import Enquiry, NotTold, Whereabouts
from kiosk.store.line import Line


class LocalWhere:
    """See WhereaboutsBook and CasesHere."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        """Where it is."""
        return _told(await self._line.run(lambda shelf: shelf.where.ask(enquiry)))

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """The resident does not want it any more."""
        return _told(await self._line.run(lambda shelf: shelf.where.withdraw(enquiry, act_id)))

    async def ask_here(self, enquiry: Enquiry) -> Whereabouts | None:
        """Where it is, of a case that the hall has not yet."""
        return await self._line.run(lambda shelf: shelf.where.ask_here(enquiry))

    async def withdraw_here(self, enquiry: Enquiry, act_id: str) -> Whereabouts | None:
        """Withdraw one that the hall has not yet."""
        return await self._line.run(lambda shelf: shelf.where.withdraw_here(enquiry, act_id))


def _told(found: Whereabouts | NotTold) -> Whereabouts:
    if isinstance(found, NotTold):
        raise found
    return found
