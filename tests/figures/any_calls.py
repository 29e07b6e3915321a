"""Calls of any kind, each at a kiosk of its own, around the days that figures are asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from kiosk.assist.call import OPEN_STATES, Call, CallState, Outcome
from kiosk.figures.period import Period

DAYS = Period(date(2026, 11, 23), date(2026, 11, 25))
_FIRST, _LAST = datetime(2026, 11, 22, 12), datetime(2026, 11, 25, 20)  # noqa: DTZ001 - the strategy adds the zone
_TOOK = st.none() | st.timedeltas(timedelta(seconds=-90), timedelta(hours=1)) | st.sampled_from(
    [timedelta(), timedelta(seconds=30), timedelta(seconds=30, microseconds=1), timedelta(days=40)]
)  # fmt: skip


@st.composite
def _call(draw: st.DrawFn) -> Call:
    made = draw(st.datetimes(_FIRST, _LAST, timezones=st.just(UTC)))
    state = draw(st.sampled_from(CallState))

    def later() -> datetime | None:
        took = draw(_TOOK)
        return None if took is None else made + took

    return Call(
        id="call",
        kiosk="01",
        kiosk_name="一号机",
        place="大厅",
        service=draw(st.sampled_from([None, "household", "permit"])),
        step=draw(st.sampled_from([None, "name", "address"])),
        locale="zh_CN",
        priority=draw(st.booleans()),
        quiet=draw(st.booleans()),
        state=state,
        created_at=made,
        seen_at=later(),
        claimed_at=later(),
        officer=draw(st.sampled_from([None, "", "0101", "0102", "甲"])),
        arrived_at=later(),
        closed_at=later(),
        outcome=None if state in OPEN_STATES else draw(st.none() | st.sampled_from(Outcome)),
    )


any_calls = st.lists(_call(), max_size=40)
