"""A day of a district: 20 stations with 5 kiosks each, one hub and one PostgreSQL, faster than in life.

Run: .venv/bin/python benchmarks/hub_day.py [--seed N] [--kiosks N] [--speed TIMES] [--days OF_BEFORE].
The hub is a process of its own on this machine, and so is a PostgreSQL that keeps every commit on the disk.
Each kiosk is a real store with the real forwarder, each station's desk the real client with two officers;
residents, and how long officers take, are drawn from the seed: the same seed, the same day. At the end every
call must stand at the hub as at its kiosk, none lost and none doubled. Then the tables are measured, what a
desk asks is timed, and that again with a year of such days in the tables. The goal: a year of figures in
0.5 s. All of it goes into benchmarks/results/hub_day.json; the milliseconds of a tap are of a machine that
plays a hundred kiosks at once (hub_latency.py has those of one).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import shutil
import statistics
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import asyncpg
import structlog

from benchmarks.day_people import CLOCK, OFFICERS, Day, Desk, Kiosk
from benchmarks.day_plan import visits
from benchmarks.hall_year import fill
from benchmarks.hub_fleet import hub
from benchmarks.postgres import postgres
from kiosk.figures.period import Period
from kiosk.hub.figures_line import HubFigures
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.running import Running
from kiosk.store.local import LocalStore

Keys = dict[str, str]
RESULTS = Path(__file__).resolve().parent / "results" / "hub_day.json"
A_STATION = 5
VISITS_AN_HOUR = 20
PATIENCE_S = 120.0
ROUNDS = 5


async def enrolled(sql: asyncpg.Connection, part: Part, names: list[str]) -> dict[str, str]:
    """Names and keys; at each desk its officers, the first one a leader."""
    if part is Part.DESK:
        for name in names:
            for n in range(OFFICERS):
                number, roles = f"{name}{n + 1:02}", "officer,leader" if n == 0 else "officer"
                await sql.execute("INSERT INTO officer VALUES ($1, $2, true, 'none')", number, roles)
    keys = {name: await enrol(sql, part, name) for name in names}
    if part is Part.DESK:
        await sql.execute(
            "INSERT INTO desk_session (desk, officer) SELECT left(number, 2), number FROM officer"
        )
    return keys


@asynccontextmanager
async def everybody(
    sql: asyncpg.Connection, url: str, folder: Path, wanted: argparse.Namespace, day: Day
) -> AsyncIterator[tuple[list[Kiosk], list[Desk], Keys]]:
    """Kiosks and desks, connected."""
    blank = LocalStore(folder / "blank", "01", CLOCK, kiosk_lock=True)
    await blank.start()
    await blank.close()
    names = [f"{n:02}" for n in range(wanted.kiosks)]
    keys = await enrolled(sql, Part.KIOSK, names)
    stations = [f"{n:02}" for n in range(-(-wanted.kiosks // A_STATION))]
    desk_keys = await enrolled(sql, Part.DESK, stations)
    for name in names:
        # Each its own folder, made once: a hundred times the first start would be a benchmark of its own.
        shutil.copytree(folder / "blank", folder / name)
    kiosks = [Kiosk(name, url, keys[name], folder / name, day) for name in names]
    desks = [
        Desk(name, url, desk_keys[name], kiosks[n * A_STATION : (n + 1) * A_STATION], day)
        for n, name in enumerate(stations)
    ]
    async with AsyncExitStack() as stack:
        for kiosk in kiosks:
            await kiosk.store.start()
            stack.push_async_callback(kiosk.store.close)
        runs = [Running(k.forwarder.run) for k in kiosks] + [Running(d.calls.run) for d in desks]
        for running in runs:
            await running.start()
            stack.push_async_callback(running.close)
        await until(lambda: all(k.forwarder.connected for k in kiosks), "kiosks connect")
        await until(lambda: all(d.calls.line.connected for d in desks), "desks connect")
        yield kiosks, desks, desk_keys


async def until(holds: Callable[[], bool], what: str) -> None:
    end = perf_counter() + PATIENCE_S
    while not holds():
        assert perf_counter() < end, f"in vain: {what}"
        await asyncio.sleep(0.05)


async def compare(sql: asyncpg.Connection, kiosks: list[Kiosk], day: Day) -> dict[str, int]:
    """The hub's book with each kiosk's own. Raises AssertionError where a call is lost or doubled."""
    made, ends, changes = 0, Counter[str](), 0
    for kiosk in kiosks:
        here = {call.id: call for call in await kiosk.store.calls.all_calls()}
        rows = await sql.fetch(
            "SELECT id, state, officer, outcome, service, step FROM call WHERE kiosk = $1", kiosk.name
        )
        assert {row["id"] for row in rows} == here.keys() == kiosk.over.keys(), (
            f"{kiosk.name}: a call is lost"
        )
        for row in rows:
            call = here[row["id"]]
            kept = (call.state, call.officer, call.outcome, call.service, call.step)
            assert tuple(row)[1:] == kept, f"{kiosk.name}: a call ended otherwise at the hub"
            assert not call.open, f"{kiosk.name}: a call is open still"
            ends[call.outcome or call.state] += 1
        mark, backlog = await kiosk.store.outbox.mark(), await kiosk.store.outbox.backlog()
        assert (mark.delivered, backlog.count) == (mark.made, 0), f"{kiosk.name}: not all is delivered"
        heard = await sql.fetchval("SELECT sum(heard) FROM journal WHERE kiosk = $1", kiosk.name)
        assert (heard or 0) == mark.made, f"{kiosk.name}: changes are doubled or missing"
        made, changes = made + len(here), changes + mark.made
    closed = await sql.fetchval("SELECT count(*) FROM record_entry WHERE deed = 'call_closed'")
    assert closed == sum(ends[end] for end in ("helped", "to_window", "not_solved")), "an end is doubled"
    assert made == len(day.tapped)
    return {"calls": made, "changes": changes, "lost": 0, "doubled": 0, **dict(sorted(ends.items()))}


async def settled(sql: asyncpg.Connection, kiosks: list[Kiosk]) -> None:
    """Until nothing is on its way any more."""
    end = perf_counter() + PATIENCE_S
    while True:
        open_ = await sql.fetchval("SELECT count(*) FROM call WHERE state IN ('waiting', 'claimed')")
        here = [await k.store.calls.open_calls() for k in kiosks]
        waiting = [(await k.store.outbox.backlog()).count for k in kiosks]
        told = {r["id"]: r["told"] for r in await sql.fetch("SELECT id, told FROM kiosk")}
        behind = [(await k.store.outbox.mark()).told != told[k.name] for k in kiosks]
        if not open_ and not any(here) and not any(waiting) and not any(behind):
            return
        assert perf_counter() < end, f"{open_} calls are open, {sum(waiting)} changes are not delivered"
        await asyncio.sleep(0.2)


async def tables(sql: asyncpg.Connection) -> dict[str, dict[str, int]]:
    """Rows and bytes, indexes among them."""
    names = await sql.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    found = {}
    for name in (row["tablename"] for row in names):
        rows = await sql.fetchval(f"SELECT count(*) FROM {name}")
        if rows:
            size = await sql.fetchval("SELECT pg_total_relation_size($1::regclass)", name)
            found[name] = {"rows": rows, "bytes": size}
    return found


async def asked(url: str, key: str, desk: Desk) -> dict[str, float]:
    """Seconds until a desk that comes has its picture, and until its leader has the figures."""
    figures, today = HubFigures(desk.calls.line), CLOCK.today()
    took = defaultdict(list)
    for _ in range(ROUNDS):
        started = perf_counter()
        async with websocket(url, Claimant(desk.name, key), Part.DESK) as link:
            await link.receive()
            took["desk_there"].append(perf_counter() - started)
        for name, days in (("figures_day", 1), ("figures_month", 30), ("figures_year", 366)):
            started = perf_counter()
            await figures.figures(Period(today - timedelta(days=days - 1), today), desk.officers[0])
            took[name].append(perf_counter() - started)
    return {what: round(statistics.median(times), 4) for what, times in took.items()}


async def run(url: str, database: str, folder: Path, wanted: argparse.Namespace) -> dict[str, object]:
    """All of it. Raises AssertionError where a call is lost or doubled."""
    sql = await asyncpg.connect(database)
    day = Day(wanted.speed)
    empty = await sql.fetchval("SELECT pg_database_size(current_database())")
    async with everybody(sql, url, folder, wanted, day) as (kiosks, desks, keys):
        working = [asyncio.ensure_future(part()) for d in desks for part in (d.stay, d.work)]
        working += [asyncio.ensure_future(k.beat()) for k in kiosks]
        day.started = perf_counter()
        plans = [list(visits(Random(f"{wanted.seed} {k.name}"), VISITS_AN_HOUR)) for k in kiosks]
        serving = asyncio.gather(*(k.serve(plan) for k, plan in zip(kiosks, plans, strict=True)))
        await asyncio.wait([serving, *working], return_when=asyncio.FIRST_COMPLETED)
        for ended in (task for task in working if task.done()):
            ended.result()
        await serving
        span = perf_counter() - day.started
        await settled(sql, kiosks)
        checked = await compare(sql, kiosks, day)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        after = await sql.fetchval("SELECT pg_database_size(current_database())")
        kept = sum(
            path.stat().st_size for k in kiosks for path in (folder / k.name).rglob("*") if path.is_file()
        )
        told: dict[str, object] = {
            "kiosks": len(kiosks), "desks": len(desks), "seed": wanted.seed, "speed": wanted.speed,
            "seconds": round(span, 1), "visits": day.visits, "ratings_at_kiosks": day.ratings, **checked,
            "ms": {what: _ms(times) for what, times in day.took.items()},
            "a_day": {
                "database_grew_bytes": after - empty,
                "a_kiosks_folder_bytes": kept // len(kiosks),
                "tables": await tables(sql),
                "s": await asked(url, keys[desks[0].name], desks[0]),
            },
        }  # fmt: skip
        calls_a_day = max(1, round(checked["calls"] / len(kiosks)))
        filled = await fill(sql, (wanted.seed % 1000) / 1000, wanted.days, calls_a_day)
        told["with_days_of_before"] = {
            "days": wanted.days, "calls": filled, "table": (await tables(sql))["call"],
            "s": await asked(url, keys[desks[0].name], desks[0]),
        }  # fmt: skip
    await sql.close()
    return told


def _ms(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {name: round(cuts[n] * 1000, 1) for name, n in (("median", 49), ("95th", 94), ("99th", 98))}


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--kiosks", type=int, default=100)
    words.add_argument("--speed", type=float, default=150.0)
    words.add_argument("--days", type=int, default=365)
    wanted = words.parse_args()
    # A hundred kiosks that reach their hub are no news here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with postgres() as socket, tempfile.TemporaryDirectory() as name:
        database = f"postgresql://postgres@/postgres?host={socket}"
        with hub(Path(name), database) as address:
            url = address.replace("ws", "http", 1)
            told = asyncio.run(run(url, database, Path(name), wanted))
    text = json.dumps(told | {"load": round(os.getloadavg()[0], 2)}, indent=2)
    RESULTS.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
