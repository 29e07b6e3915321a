"""The power goes at random moments: what a resident was shown as done is there, each once; adds up by seed.

    python benchmarks/power_loss.py [MOMENTS]

A kiosk files cases and calls under strace; at each moment all that was not synced is dropped, or part of it
kept and torn, and the store is opened on what is left (tests/store/disk_trace.py). Goes on with the seed
after the last one in results/power_loss.json.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.store.disk_trace import Disk
from tests.store.traced_kiosk import asked_by, what_is_missing

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "power_loss.json"
LOT, ROUNDS = 100, 20


def lot(seed: int, moments: int) -> dict[str, int]:
    """Some moments of one kiosk's life."""
    random, found = Random(seed), {"moments": 0, "said": 0, "missing": 0}
    with tempfile.TemporaryDirectory() as name:
        asked, folder = asked_by(Path(name), "careful", ROUNDS)
        chosen = set(random.sample(range(len(asked)), moments))
        disk = Disk(folder)
        for at, each in enumerate(asked):
            disk.take(each)
            if at in chosen:
                left = Path(name) / f"left{at}"
                disk.lose_power(left, random if random.random() < 0.7 else None)
                found["missing"] += len(asyncio.run(what_is_missing(left, disk.said)))
                found["moments"] += 1
                found["said"] += disk.said.count(b"\n")
    return found


def main() -> None:
    """Add so many moments."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    total = {"seeds": 0, "moments": 0, "said": 0, "missing": 0}
    if RESULTS.exists():
        total = json.loads(RESULTS.read_text(encoding="utf-8"))
    for _ in range(-(-wanted // LOT)):
        for name, count in lot(total["seeds"], LOT).items():
            total[name] += count
        total["seeds"] += 1
        RESULTS.write_text(json.dumps(total, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(total), flush=True)
    sys.exit(1 if total["missing"] else 0)


if __name__ == "__main__":
    main()
