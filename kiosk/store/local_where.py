"""Residents ask where their case is, in the local store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from kiosk.cases.whereabouts import Corrected, Enquiry, Handed, NotTold, Whereabouts
from kiosk.flow.answer import Answer
from kiosk.store.line import Line

T = TypeVar("T")


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

    async def answers(self, enquiry: Enquiry) -> Handed:
        """What was handed in, to be corrected."""
        return _told(await self._line.run(lambda shelf: shelf.where.answers(enquiry)))

    async def correct(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected:
        """Other answers."""
        return _told(await self._line.run(lambda shelf: shelf.where.correct(enquiry, act_id, changes)))

    async def answers_here(self, enquiry: Enquiry) -> Handed | None:
        """What was handed in, of a case that the hall has not yet."""
        return await self._line.run(lambda shelf: shelf.where.answers_here(enquiry))

    async def correct_here(
        self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]
    ) -> Corrected | None:
        """Correct one that the hall has not yet."""
        return await self._line.run(lambda shelf: shelf.where.correct_here(enquiry, act_id, changes))


def _told(found: T | NotTold) -> T:
    if isinstance(found, NotTold):
        raise found
    return found
