"""A big hall: 1,000 kiosks and 50 desks on two hubs and one PostgreSQL, 100 calls a second for a minute.

Run: .venv/bin/python benchmarks/hub_fleet.py [--kiosks N] [--desks N] [--rate CALLS_A_SECOND] [--seconds N].
Both hubs are processes of their own on this machine, and so is a PostgreSQL that keeps every commit on the
disk. Each call is claimed by two desks at once, one at each hub, and closed by the one who has it. Ends with
an error where an acknowledged call is lost or doubled, or where a call is claimed twice. Milliseconds go into
benchmarks/results/hub_fleet.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import asyncpg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.fleet_people import Desk, Kiosk, Seen
from benchmarks.postgres import postgres
from kiosk.hub.keys import Claimant, shown
from kiosk.hub.link import endpoint
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "hub_fleet.json"
PATIENCE_S = 120
AT_ONCE = 50  # so many connections are opened at a time
Keys = list[tuple[str, str]]


@contextmanager
def hub(folder: Path, database: str) -> Iterator[str]:
    """A hub as a process; its address."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    environment = kept | {"KIOSK_DATA_DIR": str(folder / "hub"), "KIOSK_HUB_DATABASE": database}
    with (folder / "hub.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "hub", "--port", "0"],
            env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline().rpartition(':')[2])}"
    finally:
        process.terminate()
        process.wait()


async def enrolled(sql: asyncpg.Connection, part: Part, count: int) -> Keys:
    """Names and keys; each desk with an officer of its number, who stays there for an hour."""
    names = [f"{n:04}" for n in range(1, count + 1)]
    keys = [(name, await enrol(sql, part, name)) for name in names]
    if part is Part.DESK:
        rows = [(name,) for name in names]
        await sql.executemany("INSERT INTO officer VALUES ($1, 'officer', true, 'none')", rows)
        await sql.executemany("INSERT INTO desk_session (desk, officer) VALUES ($1, $1)", rows)
        await sql.executemany("INSERT INTO presence VALUES ($1, $1, now() + interval '1 hour')", rows)
    return keys


@asynccontextmanager
async def connected(hubs: list[str], part: Part, keys: Keys) -> AsyncIterator[list[ClientConnection]]:
    """One connection each, the hubs in turn."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(n: int, name: str, key: str) -> ClientConnection:
        header = {"Authorization": shown(Claimant(name, key))}
        async with gate:
            return await connect(
                endpoint(hubs[n % len(hubs)], part), additional_headers=header, proxy=None,
                compression=None, open_timeout=PATIENCE_S, ping_interval=None,
            )  # fmt: skip

    sockets = await asyncio.gather(*(one(n, *key) for n, key in enumerate(keys)))
    try:
        yield list(sockets)
    finally:
        await asyncio.gather(*(socket.close() for socket in sockets))


async def run(hubs: list[str], database: str, wanted: argparse.Namespace) -> dict[str, object]:
    """All of it. Raises AssertionError where a call is lost, doubled, or claimed twice."""
    sql = await asyncpg.connect(database)
    kiosk_keys = await enrolled(sql, Part.KIOSK, wanted.kiosks)
    desk_keys = await enrolled(sql, Part.DESK, wanted.desks)
    seen = Seen()
    kiosks = [Kiosk(name, seen) for name, _ in kiosk_keys]
    async with (
        connected(hubs, Part.KIOSK, kiosk_keys) as kiosk_sockets,
        connected(hubs, Part.DESK, desk_keys) as desk_sockets,
    ):
        # Desks 2n and 2n + 1 are at different hubs and want the same calls.
        desks = [
            Desk(socket, name, n // 2, wanted.desks // 2, seen)
            for n, ((name, _), socket) in enumerate(zip(desk_keys, desk_sockets, strict=True))
        ]
        for kiosk, socket in zip(kiosks, kiosk_sockets, strict=True):
            await kiosk.greet(socket)
        hearing = [asyncio.ensure_future(one.hear()) for one in (*kiosks, *desks)]
        calling = asyncio.ensure_future(call_all(kiosks, wanted.rate, wanted.seconds))
        try:
            span = await all_closed(calling, hearing, seen, desks)
        finally:
            for one in (calling, *hearing):
                one.cancel()
            await asyncio.gather(calling, *hearing, return_exceptions=True)
    await compare(sql, seen)
    await sql.close()
    seen.took["claim to kiosk"] = [(seen.coming[i] - seen.asked[i]) * 1000 for i in seen.coming]
    cuts = {what: statistics.quantiles(times, n=100) for what, times in seen.took.items()}
    named = {"median": 49, "95th": 94, "99th": 98}
    rounded = {what: {name: round(cut[n], 1) for name, n in named.items()} for what, cut in cuts.items()}
    return {
        "kiosks": wanted.kiosks, "desks": wanted.desks, "hubs": len(hubs), "calls": len(seen.made),
        "calls_a_second": round(len(seen.made) / span, 1), "claims_refused": seen.lost.total(),
        "busy": seen.busy,
        "lost": 0, "claimed_twice": 0, "ms": rounded,
    }  # fmt: skip


async def all_closed(
    calling: asyncio.Future[float], hearing: list[asyncio.Future[None]], seen: Seen, desks: list[Desk]
) -> float:
    """Until every call was made, claimed and closed. Returns how many seconds the calling took.

    Whoever stops hearing was cut off, or heard what must not be: that ends the run.
    """
    deadline: float | None = None
    while deadline is None or seen.closed != seen.made.keys() or any(desk.asked for desk in desks):
        if calling.done():
            deadline = deadline or perf_counter() + PATIENCE_S
        for one in hearing:
            if one.done():
                raise AssertionError(f"the hubs did not keep up: {one.exception() or 'a connection was cut'}")
        assert deadline is None or perf_counter() < deadline, f"{len(seen.closed)} calls were closed"
        await asyncio.sleep(0.1)
    return calling.result()


async def call_all(kiosks: list[Kiosk], rate: int, seconds: int) -> float:
    """``rate`` calls a second, the kiosks in turn. Returns how many seconds it took."""
    started = perf_counter()
    for n in range(rate * seconds):
        await asyncio.sleep(max(0.0, started + n / rate - perf_counter()))
        await kiosks[n % len(kiosks)].call()
    return perf_counter() - started


async def compare(sql: asyncpg.Connection, seen: Seen) -> None:
    """What was told with what is kept."""
    assert seen.acknowledged == seen.made.keys(), "a call was not acknowledged"
    kept = {row["id"] for row in await sql.fetch("SELECT id FROM call WHERE state = 'done'")}
    assert kept == seen.made.keys(), "a call is lost"
    assert await sql.fetchval("SELECT count(*) FROM heard_change") == len(kept), "a change is doubled"
    assert set(seen.won.values()) == {1}, "a call was given to two desks"
    claims = await sql.fetch("SELECT about FROM record_entry WHERE deed = 'call_claimed'")
    assert Counter(row["about"] for row in claims) == seen.won, "a claim is doubled or missing"


def ended_children_s() -> float:
    """Seconds of processor that the programs have taken which were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    words = argparse.ArgumentParser()
    for name, number in (("kiosks", 1000), ("desks", 50), ("rate", 100), ("seconds", 60)):
        words.add_argument(f"--{name}", type=int, default=number)
    wanted = words.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with postgres() as socket, tempfile.TemporaryDirectory() as name:
        database, begun = f"postgresql://postgres@/postgres?host={socket}", ended_children_s()
        with hub(Path(name), database) as one, hub(Path(name), database) as other:
            result = asyncio.run(run([one, other], database, wanted))
        hubs_ended = ended_children_s()
    spent = {
        "hubs": hubs_ended - begun, "postgres": ended_children_s() - hubs_ended, "fleet": time.process_time()
    }  # fmt: skip
    result["cpu_s"] = {who: round(seconds, 1) for who, seconds in spent.items()}
    told = json.dumps(result | {"load": round(os.getloadavg()[0], 2)}, indent=2)
    RESULTS.write_text(told + "\n")
    print(told)


if __name__ == "__main__":
    main()
