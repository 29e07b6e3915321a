"""A million touches at random, in lots that add up: no exception, no dead end, memory flat.

    python benchmarks/monkey.py [TOUCHES] [LOT]

Goes on with the seed after the last one in results/monkey.json, a lot of touches a seed, a process a core.
A lot that found something is kept with what it found and its seed, and counts for nothing until the same
seed passes: it is played again first. ``grown_mb`` is how much more memory of its own the kiosk held in the
last third of a lot than in the first, each the median of five looks at rest, after a quarter to warm up;
``held_mb`` has all the looks of a lot, so that a leak can be told from what only fills up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "monkey.json"
LOT = 40_000
GOAL, MOST_MB = 1_000_000, 5.0
COUNTED = ("touches", "strokes", "keys", "jumps", "homes")

Found = dict[str, Any]


def played(seed: int, touches: int) -> Found:
    """One lot in a process of its own."""
    command = [sys.executable, "-m", "tests.monkey.played", str(seed), str(touches)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = ran.stdout.strip().splitlines()[-1:]
    if not last:
        return {"seed": seed, "touches": 0, "amiss": f"it ended with {ran.returncode}: {ran.stderr[-400:]}"}
    found: Found = json.loads(last[0])
    return found


def added(total: Found, found: Found) -> None:
    """Take a lot in."""
    failed = [each for each in total["failed"] if each["seed"] != found["seed"]]
    if "amiss" in found:
        total["failed"] = [*failed, {key: found[key] for key in ("seed", "touches", "amiss")}]
        return
    total["failed"] = failed
    total["lots"] += 1
    for name in COUNTED:
        total[name] = total.get(name, 0) + found[name]
    for name in ("modes", "screens", "services"):
        kept = total.setdefault(name, {})
        for each, count in found[name].items():
            kept[each] = kept.get(each, 0) + count
    total["seconds"] = round(total.get("seconds", 0) + found["seconds"], 1)
    total.setdefault("grown_mb", []).append(found["grown_mb"])
    total.setdefault("held_mb", {})[str(found["seed"])] = found["held_mb"]
    total["most_grown_mb"] = max(total["grown_mb"])


def main() -> None:
    """Play so many more touches."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else GOAL
    lot = int(sys.argv[2]) if len(sys.argv) > 2 else LOT
    total: Found = {"touches": 0, "goal": GOAL, "most_mb": MOST_MB, "next_seed": 1, "lots": 0, "failed": []}
    if RESULTS.exists():
        total = json.loads(RESULTS.read_text(encoding="utf-8"))
    seeds = [each["seed"] for each in total["failed"]]
    fresh = max(0, -(-wanted // lot) - len(seeds))
    seeds += range(total["next_seed"], total["next_seed"] + fresh)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done in as_completed([pool.submit(played, seed, lot) for seed in seeds]):
            found = done.result()
            added(total, found)
            total["next_seed"] = max(total["next_seed"], found["seed"] + 1)
            RESULTS.write_text(json.dumps(total, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            print(json.dumps({k: v for k, v in found.items() if k not in ("modes", "screens")}), flush=True)
    print(f"{total['touches']} touches of {GOAL}, {len(total['failed'])} lots failed")
    sys.exit(1 if total["failed"] else 0)


if __name__ == "__main__":
    main()
