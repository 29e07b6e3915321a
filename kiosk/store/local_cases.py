"""Cases, ratings and difficult cases in the local store."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, TypeVar

from kiosk.cases.case import Case, Filing, Receipt
from kiosk.cases.difficult import DifficultCase, NewDifficult, NewStep, Refused
from kiosk.cases.rating import Rating
from kiosk.flow.answer import Wish
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused as NoRight
from kiosk.store.line import Line

if TYPE_CHECKING:
    from kiosk.store._shelf import Shelf

T = TypeVar("T")

LEVELS = range(1, 6)


class LocalCases:
    """The book of cases in the local store; see CaseBook and RatingBook."""

    def __init__(self, line: Line, on_fact: Callable[[], None]) -> None:
        self._line = line
        self._on_fact = on_fact

    async def hand_in(self, filing: Filing) -> Receipt:
        """Keep all of it or nothing; the same visit again gets the same receipt."""
        receipt = await self._line.run(lambda shelf: shelf.cases.hand_in(filing))
        self._on_fact()
        return receipt

    async def rate(self, visit_id: str, level: int, helpers: Collection[str] = ()) -> None:
        """One rating a visit, 1 to 5. Raises ValueError for any other level."""
        if level not in LEVELS:
            raise ValueError("a rating is 1 to 5")
        await self._line.run(lambda shelf: shelf.cases.rate(visit_id, level, helpers))
        self._on_fact()

    async def ratings(self) -> tuple[Rating, ...]:
        """All ratings, the oldest first, without their visits."""
        return await self._line.run(lambda shelf: shelf.cases.ratings())

    async def cases(self, *, reveal: bool = False) -> tuple[Case, ...]:
        """All cases, the oldest first; masked unless ``reveal``, and never with the private wish."""
        return await self._line.run(lambda shelf: shelf.cases.cases(reveal=reveal))

    async def wish_for_officer(self, case_id: str) -> Wish | None:
        """The private wish of one case, for the officer who must ask again. ``None``: it was not asked."""
        return await self._line.run(lambda shelf: shelf.cases.wish_for_officer(case_id))

    async def flow_source(self, sha256: str) -> str | None:
        """The text of the release that cases were filed under."""
        return await self._line.run(lambda shelf: shelf.cases.flow_source(sha256))


class LocalDifficult:
    """The book of difficult cases in the local store; see DifficultBook and DifficultDesk."""

    def __init__(self, line: Line, on_fact: Callable[[], None]) -> None:
        self._line = line
        self._on_fact = on_fact

    async def open(self, new: NewDifficult) -> DifficultCase:
        """Open one from a conversation; the same id again gives the same case."""
        opened = await self._asked(lambda shelf: shelf.difficult.open(new))
        self._on_fact()
        return opened

    async def record(self, case_id: str, step: NewStep) -> DifficultCase:
        """Add a step; its text is kept sealed. The same step again changes nothing."""
        return await self._asked(lambda shelf: shelf.difficult.record(case_id, step))

    async def close(self, case_id: str, by: str) -> DifficultCase:
        """Close it, where its steps allow that."""
        return await self._asked(lambda shelf: shelf.difficult.close(case_id, by))

    async def get(self, case_id: str, *, reveal: bool = False) -> DifficultCase | None:
        """One case; masked unless ``reveal``."""
        return await self._line.run(lambda shelf: shelf.difficult.get(case_id, reveal=reveal))

    async def concerning(self, by: Officer) -> tuple[DifficultCase, ...]:
        """The open ones that this officer may see."""
        return await self._asked(lambda shelf: shelf.difficult.concerning(by))

    async def read(self, case_id: str, by: Officer) -> DifficultCase | None:
        """One of them with all its words; that they were read is on record."""
        return await self._asked(lambda shelf: shelf.difficult.read(case_id, by))

    async def open_cases(self, *, reveal: bool = False) -> tuple[DifficultCase, ...]:
        """The open ones, the one due first first."""
        return await self._line.run(lambda shelf: shelf.difficult.open_cases(reveal=reveal))

    async def all_cases(self, *, reveal: bool = False) -> tuple[DifficultCase, ...]:
        """All of them, the oldest first."""
        return await self._line.run(lambda shelf: shelf.difficult.all_cases(reveal=reveal))

    async def _asked(self, work: Callable[[Shelf], T]) -> T:
        try:
            return await self._line.run(work)
        except NoRight as refused:
            raise Refused(refused.reason) from None
