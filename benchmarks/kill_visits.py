"""Kills the kiosk with -9 at random points of random visits, and looks for all that residents saw; adds up.

    python benchmarks/kill_visits.py [KILLS] [good|full|failing]

good: the disk is well (goal 1,000 kills); full: it has no room left (200); failing: its writes and syncs fail
at random, by libfiu (200). Goes on with the seed after the last one in results/kill_visits.json, a lot of 10
kills a data folder, a lot a core. Each receipt number and each call that stood on a panel must be in the
store once.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.killing.killing import Disk, Saw, lot

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "kill_visits.json"
LOT = 10
GOALS = {"good": 1000, "full": 200, "failing": 200}


def one(first: int, disk: Disk) -> tuple[dict[str, int], Saw]:
    """A lot on a data folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        return lot(Path(name), first, LOT, disk)


def main() -> None:
    """Add so many kills."""
    disk = cast(Disk, sys.argv[2]) if len(sys.argv) > 2 else "good"
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else GOALS[disk]
    total: dict[str, Any] = {}
    if RESULTS.exists():
        total = json.loads(RESULTS.read_text(encoding="utf-8"))
    mine = total.setdefault(disk, {"goal": GOALS[disk], "next_seed": 0, "told_amiss": []})
    firsts = range(mine["next_seed"], mine["next_seed"] + wanted, LOT)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done in as_completed([pool.submit(one, first, disk) for first in firsts]):
            found, saw = done.result()
            for name, count in found.items():
                mine[name] = mine.get(name, 0) + count
            mine["told_amiss"] = (mine["told_amiss"] + saw.amiss)[-20:]
            mine["next_seed"] += LOT
            RESULTS.write_text(json.dumps(total, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            print(json.dumps(found), saw.amiss[:3], flush=True)
    print(json.dumps(mine, ensure_ascii=False))
    sys.exit(1 if mine["lost"] or mine["doubled"] or mine["amiss"] else 0)


if __name__ == "__main__":
    main()
