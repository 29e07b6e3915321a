"""How soon a tap is safe, how soon a desk sees it, how soon the kiosk has the claim: through a PostgreSQL.

Run: .venv/bin/python benchmarks/hub_latency.py [rounds]. A PostgreSQL of its own, which keeps every commit
on the disk, and the hub are processes on this machine. Prints milliseconds: median, 95th and 99th percentile,
and writes them into benchmarks/results/hub_latency.json. The goals for the 99th: 50 ms to the committed row,
300 ms to the desk, 300 ms back; the commit at the median at most 1.5 times a bare INSERT.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from websockets.asyncio.client import connect

from benchmarks.postgres import postgres
from kiosk.assist.call import NewCall
from kiosk.clock import SystemClock
from kiosk.hub.beside import Beside
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant, shown
from kiosk.hub.link import websocket
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

RESULTS = Path(__file__).resolve().parent / "results" / "hub_latency.json"


class Noticing:
    """Says when the hub's decisions have reached the kiosk's own queue."""

    def __init__(self, outbox) -> None:
        self._outbox = outbox
        self.claimed: dict[str, asyncio.Event] = {}

    def __getattr__(self, name):
        return getattr(self._outbox, name)

    async def take_over(self, calls):
        await self._outbox.take_over(calls)
        for hall in calls:
            if hall.call.state == "claimed":
                self.claimed.setdefault(hall.call.id, asyncio.Event()).set()


def bare_insert(database: sqlite3.Connection) -> float:
    """Milliseconds of one row of a call's size, committed."""
    started = perf_counter()
    database.execute("INSERT INTO bare VALUES (?, ?)", (new_id(), "x" * 300))
    return (perf_counter() - started) * 1000


async def measure(url: str, key: str, desk_key: str, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round, by what was measured."""
    took: dict[str, list[float]] = {
        "bare insert": [],
        "tap to commit": [],
        "tap to desk": [],
        "claim to kiosk": [],
    }
    store = LocalStore(folder / "kiosk", "01", SystemClock(), kiosk_lock=True)
    outbox = Noticing(store.outbox)
    forwarder = Forwarder(outbox, lambda: websocket(url, Claimant("01", key)), SystemClock(), Random())
    beside = Beside(store.start, store.close, lambda: forwarder)
    await beside.start()
    header = {"Authorization": shown(Claimant("desk", desk_key))}
    address = url.replace("http", "ws", 1) + "/v1/desk"
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, body TEXT)")
        async with connect(address, additional_headers=header, proxy=None, compression=None) as desk:

            async def until(call_id: str, state: str) -> None:
                while True:
                    said = json.loads(await desk.recv())
                    told = said["call"]["call"] if said["type"] == "call" else {}
                    if (told.get("id"), told.get("state")) == (call_id, state):
                        return

            for _ in range(rounds):
                took["bare insert"].append(bare_insert(bare))
                new = NewCall(new_id(), "01", "一号机", "大厅", "household_move", "kind", "zh_CN", False)
                started = perf_counter()
                await store.calls.open_call(new)
                took["tap to commit"].append((perf_counter() - started) * 1000)
                await until(new.id, "waiting")
                took["tap to desk"].append((perf_counter() - started) * 1000)
                seen = outbox.claimed.setdefault(new.id, asyncio.Event())
                started = perf_counter()
                await desk.send(json.dumps({"type": "claim", "ref": "r", "call": new.id, "officer": "甲"}))
                await seen.wait()
                took["claim to kiosk"].append((perf_counter() - started) * 1000)
                await store.calls.cancel(new.id)
                await until(new.id, "cancelled")
    await beside.close()
    return took


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with postgres() as socket, tempfile.TemporaryDirectory() as name:
        database = f"postgresql://postgres@/postgres?host={socket}"
        folder = Path(name)
        environment = os.environ | {"KIOSK_DATA_DIR": str(folder / "hub"), "KIOSK_HUB_DATABASE": database}
        program = [sys.executable, "-m", "kiosk", "hub"]

        def enrol(*words: str) -> str:
            return subprocess.check_output([*program, "enrol", *words], env=environment, text=True).strip()

        keys = enrol("01"), enrol("desk", "--desk")
        hub = subprocess.Popen([*program, "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert hub.stdout is not None
            port = hub.stdout.readline().rpartition(":")[2].strip()
            took = asyncio.run(measure(f"http://127.0.0.1:{port}", *keys, folder, rounds))
        finally:
            hub.terminate()
            hub.wait()
    told: dict[str, dict[str, float]] = {}
    for what, times in took.items():
        cuts = statistics.quantiles(times, n=100)
        told[what] = {"median": cuts[49], "95th": cuts[94], "99th": cuts[98]}
        print(f"{what:15} median {cuts[49]:6.1f}  95th {cuts[94]:6.1f}  99th {cuts[98]:6.1f} ms")
    ratio = statistics.median(took["tap to commit"]) / statistics.median(took["bare insert"])
    load = os.getloadavg()[0]
    print(f"tap to commit / bare insert: {ratio:.2f}, {rounds} rounds, load {load:.1f}")
    rounded = {what: {name: round(ms, 2) for name, ms in cuts.items()} for what, cuts in told.items()}
    kept = {"rounds": rounds, "load": round(load, 2), "commit_ratio": round(ratio, 2), "ms": rounded}
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main()
