"""Days written out."""

from __future__ import annotations

from datetime import date

from kiosk.dates import written_out


def test_a_day_is_written_as_it_is_said() -> None:
    assert written_out(date(2026, 3, 1), "zh_CN") == "2026年3月1日"
    assert written_out(date(2026, 3, 1), "en") == "1 March 2026"
    assert written_out(date(2026, 3, 1), "en", weekday=True) == "Sunday 1 March 2026"
