"""What backups and putting back cost on a large store: some 100 MB, as a busy station has after ten years.

Run: .venv/bin/python benchmarks/backups.py [megabytes]. Fills a store with cases, then measures: the full
check at a start, a backup, the longest that a call had to wait for its commit while that backup was made, and
putting the store back after a damage. Writes benchmarks/results/backups.json: seconds, and milliseconds where
the name says so.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.assist.call import NewCall
from kiosk.clock import SystemClock
from kiosk.ids import new_id
from kiosk.store._cases import answer_cell
from kiosk.store._own_seal import own_seal
from kiosk.store.local import LocalStore
from kiosk.store.recovered import recoveries

RESULTS = Path(__file__).resolve().parent / "results" / "backups.json"


def fill(folder: Path, megabytes: int) -> int:
    """Cases with answers of the usual length, until the file is so large; how many."""
    cases, database, seal = 0, folder / "kiosk.db", own_seal(folder)
    assert seal is not None
    with closing(sqlite3.connect(database, isolation_level=None)) as driver:
        release = "INSERT INTO flow_release (sha256, flow, version, source) VALUES ('ab', 's', 1, 'y')"
        driver.execute(release)
        while database.stat().st_size < megabytes * 2**20:
            driver.execute("BEGIN")
            for _ in range(2000):
                cases += 1
                case = new_id()
                driver.execute(
                    "INSERT INTO filed_case (id, visit_id, number, kiosk, service, flow_version, "
                    "flow_sha256, locale, priority, state, filed_at) VALUES "
                    "(?, ?, ?, '01', 's', 1, 'ab', 'zh_CN', 0, 'handed_in', '2026-01-01 00:00:00.000000')",
                    (case, new_id(), f"{cases:09}"),
                )
                for position in range(8):
                    step = f"step_{position}"
                    # Only the first are looked at: the others are as long, and quicker made.
                    value = (
                        seal.close('{"kind":"yes"}', answer_cell(case, step))
                        if cases == 1
                        else os.urandom(97)
                    )
                    driver.execute(
                        "INSERT INTO case_answer (case_id, step, position, schema_version, value) "
                        "VALUES (?, ?, ?, 1, ?)",
                        (case, step, position, value),
                    )
            driver.execute("COMMIT")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return cases


async def tap(store: LocalStore) -> float:
    """Open a call; milliseconds."""
    new = NewCall(new_id(), new_id(), "一号机", "大厅", "household_move", "kind", "zh_CN", False)
    started = perf_counter()
    await store.calls.open_call(new)
    return (perf_counter() - started) * 1000


async def measure(folder: Path, megabytes: int) -> dict[str, float]:
    """Everything."""
    told: dict[str, float] = {}
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    await store.start()
    await store.close()
    told["cases"] = fill(folder, megabytes)
    told["megabytes"] = round((folder / "kiosk.db").stat().st_size / 2**20)

    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    started = perf_counter()
    await store.start()
    told["start with full check"] = round(perf_counter() - started, 2)
    await tap(store)
    started = perf_counter()
    making = asyncio.ensure_future(store.backups.make())
    waits = []
    while not making.done():
        waits.append(await tap(store))
        await asyncio.sleep(0.01)
    await making
    told["backup"] = round(perf_counter() - started, 2)
    told["taps meanwhile"] = len(waits)
    told["longest tap meanwhile, ms"] = round(max(waits), 1)
    for _ in range(200):
        await tap(store)
    calls = len(await store.calls.all_calls())
    await store.close()

    content = (folder / "kiosk.db").read_bytes()
    middle = len(content) // 2
    (folder / "kiosk.db").write_bytes(content[:middle] + bytes(65536) + content[middle + 65536 :])
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=True)
    started = perf_counter()
    await store.start()
    told["put back"] = round(perf_counter() - started, 2)
    (recovery,) = recoveries(folder / "recovered")
    assert recovery.complete
    assert len(await store.calls.all_calls()) == calls
    told["changes brought in"] = recovery.applied
    await store.close()
    return told


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        told = asyncio.run(measure(Path(name) / "data", megabytes))
    told["load"] = round(os.getloadavg()[0], 2)
    text = json.dumps(told, indent=2)
    RESULTS.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
