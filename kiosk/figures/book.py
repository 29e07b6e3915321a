"""All figures of a period, and where a desk asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.figures.calls import CallFigures, call_figures
from kiosk.figures.officers import OfficerFigures, officer_figures
from kiosk.figures.period import Period
from kiosk.figures.ratings import RatingFigures


@dataclass(frozen=True)
class Figures:
    """ratings: None where only the kiosks themselves know them."""

    period: Period
    calls: CallFigures
    officers: tuple[OfficerFigures, ...]
    ratings: RatingFigures | None


class FiguresBook(Protocol):
    """Of this machine, or of the whole hall."""

    async def figures(self, period: Period, officer: str) -> Figures:
        """For this officer, a leader. Raises ``StoreFailed``."""
        ...


NEEDED = (
    "service",
    "step",
    "priority",
    "quiet",
    "state",
    "created_at",
    "seen_at",
    "claimed_at",
    "officer",
    "arrived_at",
    "closed_at",
    "outcome",
)
"""The columns of a call that figures are made from; a year has so many calls that the others are not read."""


def a_call(
    service: str | None,
    step: str | None,
    priority: bool,
    quiet: bool,
    state: str,
    created_at: datetime,
    seen_at: datetime | None,
    claimed_at: datetime | None,
    officer: str | None,
    arrived_at: datetime | None,
    closed_at: datetime | None,
    outcome: str | None,
) -> Call:
    """From the columns :data:`NEEDED`; what else a call has stays empty. Raises ValueError."""
    return Call(
        "", "", "", "", service, step, "", priority, quiet, CallState(state), created_at, seen_at, claimed_at,
        officer, arrived_at, closed_at, None if outcome is None else Outcome(outcome),
    )  # fmt: skip


def figures_of(calls: Sequence[Call], ratings: RatingFigures | None, period: Period) -> Figures:
    """From the calls themselves."""
    return Figures(period, call_figures(calls, period), officer_figures(calls, period), ratings)
