from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.clock import HALL_ZONE
from kiosk.voice.quiet_hours import QUIET_LEVEL, QuietHours


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, second, tzinfo=HALL_ZONE)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(11, 59, 59), False),
        (at(12, 0), True),
        (at(13, 29, 59), True),
        (at(13, 30), False),
        (at(0, 0), False),
    ],
)
def test_they_hold_from_the_first_minute_to_before_the_last(moment: datetime, quiet: bool) -> None:
    hours = QuietHours(["12:00-13:30"])
    assert hours.hold(moment) is quiet
    assert hours.level(moment) == (QUIET_LEVEL if quiet else 1.0)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(21, 59, 59), False),
        (at(22, 0), True),
        (at(23, 59, 59), True),
        (at(0, 0), True),
        (at(5, 59, 59), True),
        (at(6, 0), False),
        (at(12, 15), True),
        (at(12, 30), False),
    ],
)
def test_over_midnight_and_several(moment: datetime, quiet: bool) -> None:
    assert QuietHours(["22:00-06:00", "12:00-12:30"]).hold(moment) is quiet


def test_the_hour_is_the_halls_whatever_zone_the_clock_is_in() -> None:
    from_utc = datetime.fromisoformat("2026-11-24T04:00:00+00:00")  # noon in the hall
    assert QuietHours(["12:00-13:30"]).hold(from_utc)
    assert not QuietHours(["04:00-05:00"]).hold(from_utc)


def test_without_any_it_is_never_quiet() -> None:
    assert QuietHours().level(at(3, 0)) == 1.0


@pytest.mark.parametrize("span", ["", "12-13", "24:00-01:00", "12:00-12:60", "12:00-12:00", "12:00"])
def test_what_is_no_span_is_refused(span: str) -> None:
    with pytest.raises(ValueError, match=r"span|ends when"):
        QuietHours([span])
