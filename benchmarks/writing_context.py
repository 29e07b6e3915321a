"""What the context gains: whole names and addresses in made-up handwriting, read with and without it.

Run: .venv/bin/python benchmarks/writing_context.py [--n 200] [--seed 12] [--weight W]. Surnames are drawn by
their shares; the two characters of a given name each by itself, so that most pairs are nobody's known name.
Addresses are villages and towns of the kiosk's district, which the screens name to the context as they are
named here: there it does what it is made for. WEIGHT was chosen on seed 3. Writes
benchmarks/results/writing_context.json.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.synthetic_strokes import HANDS, fetched, middle_lines, written
from kiosk.paths import Paths
from kiosk.writing.aids import Expected
from kiosk.writing.hand import context as context_module
from kiosk.writing.hand.bench import LOOKED_AT, Sample, measure
from kiosk.writing.hand.context import Context
from kiosk.writing.hand.load import engines
from kiosk.writing.hand.recogniser import Guess, Recogniser
from kiosk.writing.table import entries

RESULTS = Path(__file__).with_name("results") / "writing_context.json"


class Read:
    """Guesses that were made once, so that both ways of ordering see the same."""

    def __init__(self, engine: Recogniser) -> None:
        self._engine = engine
        self._known: dict[object, list[Guess]] = {}

    def guesses(self, ink: object, limit: int = LOOKED_AT) -> list[Guess]:
        if ink not in self._known:
            self._known[ink] = list(self._engine.guesses(ink, limit))  # type: ignore[arg-type]
        return self._known[ink]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--weights", type=float, nargs="*", default=[context_module.WEIGHT])
    asked = parser.parse_args()
    fused = Read(engines(Paths.here().handwriting)["fused"])
    context = Context.load(Paths.here().data)
    rows: list[dict[str, object]] = []
    for field, words in (("name", _names(asked)), ("address", _places(asked))):
        for hand in ("light", "moderate", "severe", "severe tremor"):
            read = _samples(field, words, hand, asked)
            for weight in (None, *asked.weights):
                context_module.WEIGHT = weight or 0.0
                (row,) = measure({"fused": fused}, read, None if weight is None else context.ranked)
                rows.append({"set": f"{field}, {hand}", "weight": weight, **asdict(row)})
                print(f"{field:8}{hand:15}{weight!s:6}{row.n:5}{row.top_1:7.1f}{row.top_10:7.1f}", flush=True)
    if asked.weights == [context_module.WEIGHT]:
        kept = [{k: v for k, v in row.items() if not k.endswith("_ms")} for row in rows]
        told = {"n": asked.n, "seed": asked.seed, "rows": kept}
        RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _names(asked: argparse.Namespace) -> list[tuple[str, tuple[str, ...]]]:
    data, chance = Paths.here().data, random.Random(asked.seed)
    lines = [line.split("\t") for line in (data / "surnames.tsv").read_text("utf-8").splitlines()]
    singles = [e for e in entries(data / "pinyin.txt", "given") if len(e.text) == 1]
    weights = [math.exp(e.weight) for e in singles]
    found = []
    for _ in range(asked.n):
        (surname,) = chance.choices([name for name, _ in lines], [float(share) for _, share in lines])
        given = chance.choices([e.text for e in singles], weights, k=2)
        found.append((surname + "".join(given), ()))
    return found


def _places(asked: argparse.Namespace) -> list[tuple[str, tuple[str, ...]]]:
    told = json.loads((Paths.here().data / "places.json").read_text("utf-8"))
    villages = told["villages"]
    by_town = villages if isinstance(villages, dict) else {"": villages}
    every = [(name, tuple(names)) for names in by_town.values() for name in names]
    return random.Random(asked.seed).sample(every, min(asked.n, len(every)))


def _samples(
    field: str, words: list[tuple[str, tuple[str, ...]]], hand: str, asked: argparse.Namespace
) -> list[Sample]:
    folder, chance = fetched(), random.Random(f"{asked.seed} {hand}")
    found = []
    for word, places in words:
        for at, label in enumerate(word):
            strokes = middle_lines(folder, label) if (folder / f"{label}.json").is_file() else None
            if strokes is not None:
                ink = tuple(
                    tuple((float(x), float(y)) for x, y in s) for s in written(strokes, HANDS[hand], chance)
                )
                found.append(Sample(label, ink, Expected(field, word[:at], places)))  # type: ignore[arg-type]
    return found


if __name__ == "__main__":
    main()
