"""Calls, ratings and cases made to order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.assist.call import Call, CallState
from kiosk.cases.case import Case
from kiosk.figures.period import Period

MADE = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""Half past nine in the hall."""


@pytest.fixture
def day() -> Period:
    """The day of all that is made here."""
    return Period(date(2026, 11, 24), date(2026, 11, 24))


@pytest.fixture
def a_call() -> Callable[..., Call]:
    def make(
        made: datetime = MADE,
        *,
        seen: float | None = None,
        claimed: float | None = None,
        arrived: float | None = None,
        closed: float | None = None,
        **changes: object,
    ) -> Call:
        """seen, claimed, arrived, closed: seconds after it was made."""

        def later(seconds: float | None) -> datetime | None:
            return None if seconds is None else made + timedelta(seconds=seconds)

        call: dict[str, object] = {
            "id": "call",
            "kiosk": "kiosk-01",
            "kiosk_name": "一号机",
            "place": "大厅",
            "service": "household_move",
            "step": "address",
            "locale": "zh_CN",
            "priority": False,
            "quiet": False,
            "state": CallState.WAITING if closed is None else CallState.DONE,
            "created_at": made,
            "seen_at": later(seen),
            "claimed_at": later(claimed),
            "arrived_at": later(arrived),
            "closed_at": later(closed),
        }
        return Call(**(call | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def a_case() -> Callable[..., Case]:
    def make(rating: int | None = None, filed_at: datetime = MADE) -> Case:
        return Case(
            id="case",
            number="0100012",
            kiosk="kiosk-01",
            service="household_move",
            flow_version=1,
            flow_sha256="ab",
            locale="zh_CN",
            priority=False,
            state="handed_in",
            filed_at=filed_at,
            rating=rating,
        )

    return make
