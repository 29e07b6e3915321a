"""Once a day, a little at each report, and only while nobody is in front of the kiosk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.duty.kiosks import KioskReport
from kiosk.duty.tidying import DAY_S, Tidying

FREE = KioskReport("01", "01", "hall", False, True, True, True, "1")


class Turned:
    seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.seconds

    def today(self) -> date:
        return self.now().date()


class Steps:
    """Three lots of one thing, then one of another."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.left = 3
        self.breaks = False

    async def first(self) -> bool:
        if self.breaks:
            raise OSError
        self.done.append("first")
        self.left -= 1
        return self.left > 0

    async def second(self) -> bool:
        self.done.append("second")
        return False


async def test_one_step_at_each_report_until_all_is_done() -> None:
    steps, clock = Steps(), Turned()
    tidying = Tidying([steps.first, steps.second], clock)
    for _ in range(10):
        await tidying.report(FREE)
    assert steps.done == ["first", "first", "first", "second"]
    clock.seconds = DAY_S - 1
    await tidying.report(FREE)
    assert len(steps.done) == 4
    clock.seconds = DAY_S
    await tidying.report(FREE)
    assert len(steps.done) == 5


@pytest.mark.parametrize("busy", [replace(FREE, in_use=True), replace(FREE, in_service=False)])
async def test_while_somebody_is_there_nothing_is_done(busy: KioskReport) -> None:
    steps = Steps()
    tidying = Tidying([steps.first], Turned())
    await tidying.report(busy)
    assert steps.done == []
    await tidying.report(FREE)
    await tidying.report(busy)
    assert steps.done == ["first"]


async def test_a_step_that_fails_is_told_and_keeps_no_other_waiting() -> None:
    steps, clock = Steps(), Turned()
    steps.breaks = True
    tidying = Tidying([steps.first, steps.second], clock)
    with pytest.raises(OSError):
        await tidying.report(FREE)
    await tidying.report(FREE)
    assert steps.done == ["second"]
    steps.breaks, clock.seconds = False, DAY_S
    await tidying.report(FREE)
    assert steps.done == ["second", "first"]
