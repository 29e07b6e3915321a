"""What SQLite counts by itself is what the calls themselves tell."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from sqlalchemy import Engine

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.figures.book import figures_of
from kiosk.store._engine import make_engine, writing
from kiosk.store._figures import read_figures
from kiosk.store._tables import CallRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.working_days import WorkingDays
from tests.figures.any_calls import DAYS, any_calls
from tests.figures.conftest import MADE

KEPT = [field.name for field in fields(Call) if field.name != "note"]


@pytest.fixture
async def engine(store, folder) -> AsyncIterator[Engine]:
    """The database of a store that is open beside it."""
    made = make_engine(folder / "kiosk.db")
    yield made
    made.dispose()


def fill(engine, calls):
    with writing(engine) as session:
        session.connection().exec_driver_sql("DELETE FROM call")
        for n, call in enumerate(calls):
            values = {name: getattr(call, name) for name in KEPT}
            session.add(CallRow(**values | {"id": f"call-{n}", "kiosk": f"{n:02}"}))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=any_calls)
@example(calls=[])
def test_the_figures_are_those_of_the_calls(engine, calls):
    fill(engine, calls)
    told, known = read_figures(engine, DAYS, DAYS.last, WorkingDays()), figures_of(calls, None, DAYS)
    assert told.calls == known.calls
    assert told.officers == known.officers


@pytest.mark.parametrize(
    ("column", "value"),
    [("created_at", "2026-11-24 half past"), ("claimed_at", "soon"), ("outcome", "vanished")],
)
def test_a_call_that_cannot_be_read_is_told_and_not_left_out(engine, a_call, column, value):
    fill(engine, [a_call(claimed=9), a_call(claimed=8)])
    with writing(engine) as session:
        session.connection().exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        session.connection().exec_driver_sql(f"UPDATE call SET {column} = ? WHERE id = 'call-1'", (value,))
    with pytest.raises(StoreFailed) as failed:
        read_figures(engine, DAYS, DAYS.last, WorkingDays())
    assert failed.value.trouble is Trouble.DAMAGED


@pytest.fixture
def a_call():
    """Made on one of the days."""

    def made(claimed):
        return Call(
            id="", kiosk="", kiosk_name="", place="", service=None, step=None, locale="", priority=False,
            quiet=False, state=CallState.DONE, created_at=MADE, claimed_at=MADE + timedelta(seconds=claimed),
            outcome=Outcome.HELPED,
        )  # fmt: skip

    return made
