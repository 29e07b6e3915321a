"""What a tap costs beside the disk: opening a call in the store against a bare INSERT on the same disk.

Two things are measured of it: the commit alone, from the transaction's beginning to its end in the store's
own thread, and what the resident waits for, with the way into that thread and back.

Run: .venv/bin/python benchmarks/commit.py [rounds]. Both commit with synchronous=FULL, in turn, so that a
busy disk slows both. Writes milliseconds into benchmarks/results/commit.json. A commit waits for the disk
twice, once for the second log: so it takes some two and a half INSERTs. The goal: 99 of 100 taps are
committed within 50 ms.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.assist.call import NewCall
from kiosk.clock import SystemClock
from kiosk.ids import new_id
from kiosk.store._shelf import Shelf
from kiosk.store.local import LocalStore

RESULTS = Path(__file__).resolve().parent / "results" / "commit.json"
WARMING = 20
"""Rounds that are not counted: the first ones open the store and import its libraries."""
GOAL_MS = 50


def committed(new: NewCall) -> Callable[[Shelf], float]:
    """Open the call; milliseconds in the store's thread."""

    def work(shelf: Shelf) -> float:
        started = perf_counter()
        shelf.calls.open_call(new)
        return (perf_counter() - started) * 1000

    return work


async def measure(folder: Path, rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each bare INSERT, of each commit alone, and of each tap."""
    bare: list[float] = []
    alone: list[float] = []
    taps: list[float] = []
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, body TEXT)")
        for _ in range(WARMING + rounds):
            started = perf_counter()
            database.execute("INSERT INTO bare VALUES (?, ?)", (new_id(), "x" * 300))
            bare.append((perf_counter() - started) * 1000)
            new = NewCall(new_id(), "01", "一号机", "大厅", "household_move", "kind", "zh_CN", False)
            started = perf_counter()
            await store.calls.open_call(new)
            taps.append((perf_counter() - started) * 1000)
            await store.calls.cancel(new.id)
            new = NewCall(new_id(), "01", "一号机", "大厅", "household_move", "kind", "zh_CN", False)
            alone.append(await store._line.run(committed(new)))
            await store.calls.cancel(new.id)
    await store.close()
    return bare[WARMING:], alone[WARMING:], taps[WARMING:]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    # Below the working folder: the system's folder for temporary files may lie in memory.
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        bare, alone, taps = asyncio.run(measure(Path(name), rounds))
    named = {"median": 49, "95th": 94, "99th": 98}
    ms = {
        what: {name: round(statistics.quantiles(times, n=100)[n], 2) for name, n in named.items()}
        for what, times in (("bare insert", bare), ("commit alone", alone), ("tap to commit", taps))
    }
    ratio = round(statistics.median(alone) / statistics.median(bare), 2)
    whole = round(statistics.median(taps) / statistics.median(bare), 2)
    load = round(os.getloadavg()[0], 2)
    told = json.dumps(
        {"rounds": rounds, "ratio": ratio, "goal ms": GOAL_MS, "whole way": whole, "load": load, "ms": ms},
        indent=2,
    )
    RESULTS.write_text(told + "\n")
    print(told)


if __name__ == "__main__":
    main()
