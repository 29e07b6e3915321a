"""Wrong tries at what somebody could come to by trying, in SQL: of each who tries, and of all together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from kiosk.cases.guesses import OF_ALL, OF_ONE
from kiosk.store._guesses import note, wrong_of
from kiosk.store._tables import PreparedGuessRow

KEPT = timedelta(days=7)
"""By then the last wrong try is forgotten, however many there were."""


class Guessing:
    """In a transaction that is under way. what: what is tried, so that each thing has tries of its own.

    everybody: those who are counted together.
    """

    def __init__(self, session: Session, now: datetime, what: str, asker: str, everybody: str = "*") -> None:
        self._session, self._now = session, now
        self._what = what
        askers = ((f"{what}/{asker}", OF_ONE), (f"{what}/{everybody}", OF_ALL))
        self._wrong = [(who, patience, wrong_of(session, who, now)) for who, patience in askers]

    def seconds_left(self) -> int:
        """How long nothing is looked at; 0: it may be tried."""
        return max(wrong.seconds_left(patience, self._now) for _, patience, wrong in self._wrong)

    def one_more(self) -> int:
        """It was wrong; how long nothing is looked at now."""
        self._session.exec(
            delete(PreparedGuessRow).where(
                col(PreparedGuessRow.asker).startswith(f"{self._what}/"),
                col(PreparedGuessRow.at) < self._now - KEPT,
            )
        )
        self._wrong = [(who, how, wrong.one_more(how, self._now)) for who, how, wrong in self._wrong]
        for who, _, wrong in self._wrong:
            note(self._session, who, wrong)
        return self.seconds_left()
