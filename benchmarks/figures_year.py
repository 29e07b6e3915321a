"""How long the leader's page takes to be reckoned from a year of calls, on this machine and at a hub.

Run: .venv/bin/python benchmarks/figures_year.py [calls a day]. A hall of five kiosks with 200 visits a day
each, of which one in seven calls, makes about 150 calls a day. What comes out must be what the calls
themselves tell. Writes benchmarks/results/figures_year.json. The goal: under 0.5 s.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import asyncpg

from benchmarks.postgres import postgres
from kiosk.assist.call import Call, CallState, Outcome
from kiosk.clock import SystemClock
from kiosk.figures.book import Figures, figures_of
from kiosk.figures.period import Period
from kiosk.hub.call_rows import row_values
from kiosk.hub.call_tally import tally
from kiosk.hub.database import open_pool
from kiosk.hub.schema import bring_up_to_date
from kiosk.ids import new_id
from kiosk.store._tables import CallRow
from kiosk.store.local import LocalStore

RESULTS = Path(__file__).resolve().parent / "results" / "figures_year.json"
DAYS, ROUNDS = 365, 7
STEPS = [("household", f"step_{n}") for n in range(20)] + [("endorsement", f"step_{n}") for n in range(15)]


def made(a_day: int) -> list[Call]:
    """A year of calls that were done."""
    random = Random(1)
    now = datetime.now(UTC)
    calls = []
    for n in range(a_day * DAYS):
        at = now - timedelta(days=n / a_day, seconds=random.random() * 600)
        service, step = random.choice(STEPS)
        claimed = at + timedelta(seconds=random.expovariate(1 / 20))
        arrived = claimed + timedelta(seconds=random.uniform(10, 90))
        calls.append(
            Call(
                new_id(), f"{n % 5:02}", "一号机", "大厅", service, step, "zh_CN", random.random() < 0.6,
                False,
                CallState.DONE, at, at + timedelta(seconds=1), claimed, f"01{n % 9:02}", arrived,
                arrived + timedelta(minutes=4), Outcome.HELPED,
            )
        )  # fmt: skip
    return calls


NAMES = [field.name for field in fields(Call) if field.name != "note"]


async def on_this_machine(calls: list[Call], folder: Path, period: Period, known: Figures) -> list[float]:
    """Seconds of each round, from the store."""
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    await store.start()

    def fill(shelf: object) -> None:
        with shelf._engine.begin() as connection:  # type: ignore[attr-defined]
            rows = [{name: getattr(call, name) for name in NAMES} for call in calls]
            connection.execute(CallRow.__table__.insert(), rows)  # type: ignore[attr-defined]

    await store._line.run(fill)
    took = []
    for _ in range(ROUNDS):
        started = perf_counter()
        found = await store.figures.of(period)
        took.append(perf_counter() - started)
        assert found.calls == known.calls
        assert found.officers == known.officers
    await store.close()
    return took


async def at_a_hub(calls: list[Call], database: str, period: Period, known: Figures) -> list[float]:
    """Seconds of each round, from PostgreSQL."""
    connection = await asyncpg.connect(database)
    await bring_up_to_date(connection)
    for kiosk in sorted({call.kiosk for call in calls}):
        await connection.execute("INSERT INTO kiosk (id, key_sha256) VALUES ($1, '')", kiosk)
    rows = [(*row_values(call), no, 1) for no, call in enumerate(calls)]
    await connection.copy_records_to_table("call", records=rows, columns=[*NAMES, "no", "heard"])
    await connection.execute("ANALYZE")
    await connection.close()
    pool = await open_pool(database)
    took = []
    for _ in range(ROUNDS):
        started = perf_counter()
        counted = await tally(pool, period)
        figures, officers = counted.calls(period), counted.officers({})
        took.append(perf_counter() - started)
        assert figures == known.calls
        assert officers == known.officers
    await pool.close()
    return took


def main() -> None:
    calls = made(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
    today = SystemClock().today()
    period = Period(today - timedelta(days=DAYS + 1), today)
    known = figures_of(calls, None, period)
    told: dict[str, float] = {"calls": len(calls)}
    with tempfile.TemporaryDirectory() as name, postgres() as socket:
        told["store_s"] = statistics.median(asyncio.run(on_this_machine(calls, Path(name), period, known)))
        database = f"postgresql://postgres@/postgres?host={socket}"
        told["hub_s"] = statistics.median(asyncio.run(at_a_hub(calls, database, period, known)))
    told = {what: round(value, 3) for what, value in told.items()}
    RESULTS.write_text(json.dumps(told, indent=2) + "\n")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
