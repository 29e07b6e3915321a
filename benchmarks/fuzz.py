"""Feeds each parser with bad input for some minutes, on from the last seed; keeps what breaks one.

    python benchmarks/fuzz.py [SECONDS] [PARSER ...]

SECONDS: for each parser at the most, 60 if not given, of the processor's time, so that a machine with other
work counts no less; ten minutes each in all are the goal, and none gets more. Those that had the least come
first. Adds up in results/fuzz.json after each minute, so that little is lost where it is ended.
A finding is written into tests/fuzz/findings/PARSER/, where the tests hold that it stays mended.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import structlog

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.fuzz.parsers import PARSERS
from tests.fuzz.spoiling import spoilt

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "fuzz.json"
FINDINGS = ROOT / "tests" / "fuzz" / "findings"
GOAL_S = 600
SLICE_S = 60.0
"""After so long what came of it is kept."""


def fed(name: str, first: int, seconds: float) -> dict[str, Any]:
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


def added(total: dict[str, dict[str, float]], name: str, seconds: float, told: dict[str, Any]) -> None:
    """Take a slice in."""
    before = total.get(name, {"seconds": 0, "inputs": 0, "slowest_ms": 0})
    total[name] = {
        "seconds": round(before["seconds"] + seconds, 1),
        "goal_seconds": GOAL_S,
        "inputs": before["inputs"] + told["inputs"],
        "next_seed": told["next_seed"],
        "slowest_ms": max(before["slowest_ms"], told["slowest_ms"]),
    }


def wanted(total: dict[str, dict[str, float]], most: float, names: list[str]) -> dict[str, float]:
    """How many seconds more each gets: up to the goal, and those that had the least first."""
    had = {name: total.get(name, {}).get("seconds", 0.0) for name in names or PARSERS}
    more = {name: min(most, GOAL_S - had[name]) for name in sorted(had, key=lambda name: had[name])}
    return {name: seconds for name, seconds in more.items() if seconds > 0}


def main() -> None:
    """Feed all of them, or those named."""
    most = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    total = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    left = wanted(total, most, sys.argv[2:])
    broken = False
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:

        def begin(name: str) -> tuple[Future[dict[str, Any]], tuple[str, float]]:
            seconds = min(SLICE_S, left[name])
            return pool.submit(fed, name, int(total.get(name, {}).get("next_seed", 0)), seconds), (
                name,
                seconds,
            )

        running = dict(begin(name) for name in list(left)[:cores])
        waiting = list(left)[cores:]
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                name, seconds = running.pop(done)
                told = done.result()
                added(total, name, seconds, told)
                RESULTS.write_text(json.dumps(total, indent=1) + "\n", encoding="utf-8")
                broken = broken or bool(told["found"])
                left[name] -= seconds
                if told["found"] or left[name] <= 0:
                    print(name, json.dumps(total[name]), told["found"] or "", flush=True)
                if left[name] > 0:
                    running.update([begin(name)])
                elif waiting:
                    running.update([begin(waiting.pop(0))])
    short = [name for name in PARSERS if total.get(name, {}).get("seconds", 0) < GOAL_S]
    print(f"{len(PARSERS) - len(short)} of {len(PARSERS)} parsers had their {GOAL_S} s")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
