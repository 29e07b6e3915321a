"""Feeds each parser with bad input for some minutes, on from the last seed; keeps what breaks one.

    python benchmarks/fuzz.py [SECONDS] [PARSER ...]

SECONDS: for each parser, 60 if not given, of the processor's time, so that a machine with other work counts
no less; ten minutes each in all are the goal. Adds up in results/fuzz.json.
A finding is written into tests/fuzz/findings/PARSER/, where the tests hold that it stays mended.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

import structlog

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.fuzz.parsers import PARSERS
from tests.fuzz.spoiling import spoilt

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "fuzz.json"
FINDINGS = ROOT / "tests" / "fuzz" / "findings"
GOAL_S = 600


def fed(name: str, first: int, seconds: float) -> dict[str, object]:
    """One parser for so long, in seconds of the processor's time; the slowest input in ms of it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    parser = PARSERS[name]
    good = parser.good()
    end, seed, slowest, found = time.process_time() + seconds, first, 0.0, {}
    while time.process_time() < end:
        data = spoilt(good, Random(seed))
        seed += 1
        begun = time.process_time()
        try:
            parser.ask(data)
        except parser.refuses:
            pass
        except Exception as error:
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace is not None else "?"
            kind = f"{type(error).__name__} at {where}"
            if kind not in found:
                found[kind] = seed - 1
                folder = FINDINGS / name.replace(" ", "_")
                folder.mkdir(parents=True, exist_ok=True)
                (folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
        slowest = max(slowest, time.process_time() - begun)
    return {"inputs": seed - first, "next_seed": seed, "slowest_ms": round(slowest * 1000, 1), "found": found}


def main() -> None:
    """Feed all of them, or those named."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    names = sys.argv[2:] or list(PARSERS)
    total = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    broken = False
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        running = {
            name: pool.submit(fed, name, total.get(name, {}).get("next_seed", 0), seconds) for name in names
        }
        for name, done in running.items():
            told = done.result()
            before = total.get(name, {"seconds": 0, "inputs": 0, "slowest_ms": 0})
            total[name] = {
                "seconds": round(before["seconds"] + seconds, 1),
                "goal_seconds": GOAL_S,
                "inputs": before["inputs"] + told["inputs"],
                "next_seed": told["next_seed"],
                "slowest_ms": max(before["slowest_ms"], told["slowest_ms"]),
            }
            RESULTS.write_text(json.dumps(total, indent=1) + "\n", encoding="utf-8")
            print(name, json.dumps(total[name]), told["found"] or "", flush=True)
            broken = broken or bool(told["found"])
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
