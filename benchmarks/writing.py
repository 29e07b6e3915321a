"""How well made-up handwriting is read, by each engine and by both, and what the wide set costs.

Run: .venv/bin/python benchmarks/writing.py [--n 500] [--seed 11] [--lines FOLDER]. The first run fetches
hanzi-writer-data with npm into ~/.cache; it is for measuring only. The recogniser was tuned on seeds 1 and 2:
other seeds tell the truth. Prints tables and writes benchmarks/results/writing.json. With --lines the sets
are written as FILE.jsonl for ``kiosk writing bench`` instead. Milliseconds are those of one core.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.synthetic_strokes import HANDS, fetched, middle_lines, written
from kiosk.paths import Paths
from kiosk.writing.hand.bench import Sample, measure, samples
from kiosk.writing.hand.characters import PLAIN, first_level, second_level
from kiosk.writing.hand.fused import RENDERINGS, Drawings, NetworkRecogniser
from kiosk.writing.hand.load import engines
from kiosk.writing.hand.network import Network
from kiosk.writing.hand.recogniser import Recogniser
from kiosk.writing.hand.usualness import load_usualness

RESULTS = Path(__file__).with_name("results") / "writing.json"

SETS = (
    ("names", "moderate"),
    ("first level", "light"),
    ("first level", "moderate"),
    ("first level", "severe"),
    ("first level", "severe tremor"),
    ("second level", "light"),
    ("second level", "moderate"),
    ("second level", "severe"),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--lines", type=Path)
    asked = parser.parse_args()
    pools = _pools()
    sets = {f"{pool}, {hand}": _lines(pools[pool], hand, asked.n, asked.seed) for pool, hand in SETS}
    if asked.lines:
        asked.lines.mkdir(parents=True, exist_ok=True)
        for name, lines in sets.items():
            path = asked.lines / f"{name.replace(', ', '-').replace(' ', '-')}.jsonl"
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return
    result = {"n": asked.n, "seed": asked.seed, "rows": _measured(sets)}
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _measured(sets: dict[str, list[str]]) -> list[dict[str, object]]:
    model = Paths.here().handwriting
    there = engines(model)
    there["network, GB 2312 only"] = _narrow(model)
    rows: list[dict[str, object]] = []
    for name, lines in sets.items():
        read = [each for each in samples(lines) if isinstance(each, Sample)]
        for row in measure(there, read, clock=time.process_time):
            rows.append({"set": name, **asdict(row)})
            print(
                f"{name:28}{row.engine:22}{row.top_1:7.1f}{row.top_10:7.1f}"
                f"{row.median_ms:8.1f}{row.p95_ms:8.1f} ms",
                flush=True,
            )
    return rows


def _narrow(model: Path) -> Recogniser:
    narrow = first_level() | second_level() | PLAIN
    usual = load_usualness(Paths.here().data / "usualness.tsv")
    return NetworkRecogniser(Drawings(Network(model, narrow.__contains__), usual, RENDERINGS))


def _pools() -> dict[str, list[str]]:
    data = Paths.here().data
    surnames = [line.split("\t")[0] for line in (data / "surnames.tsv").read_text("utf-8").splitlines()]
    given = (data / "elder_names.txt").read_text("utf-8").split()
    pools = {
        "names": {character for name in (*surnames, *given) for character in name},
        "first level": set(first_level()),
        "second level": set(second_level()),
    }
    folder = fetched()
    return {
        name: sorted(each for each in pool if (folder / f"{each}.json").is_file())
        for name, pool in pools.items()
    }


def _lines(pool: list[str], hand: str, n: int, seed: int) -> list[str]:
    folder, chance = fetched(), random.Random(f"{seed} {hand}")
    lines = []
    for label in chance.sample(pool, n) if n <= len(pool) else chance.choices(pool, k=n):
        strokes = middle_lines(folder, label)
        if strokes is not None:
            told = {"label": label, "strokes": written(strokes, HANDS[hand], chance)}
            lines.append(json.dumps(told, ensure_ascii=False))
    return lines


if __name__ == "__main__":
    main()
