"""How often each character of GB 2312 stands in Chinese texts, for the recogniser of handwriting.

Run: .venv/bin/python tools/build_usualness.py. Needs jieba (MIT), whose list has a count beside every word.
Writes assets/data/usualness.tsv: a step of the scale, and the characters on it.
"""

from __future__ import annotations

import collections
import math
import sys
from pathlib import Path

import jieba

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kiosk.writing.hand.characters import first_level, second_level  # noqa: E402

OUT = ROOT / "assets" / "data" / "usualness.tsv"
STEPS_AN_E = 2
"""Steps of the scale for each factor of e: finer makes no difference."""


def main() -> None:
    counts: collections.Counter[str] = collections.Counter()
    words = Path(jieba.__file__).parent / "dict.txt"
    for line in words.read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        for character in word:
            counts[character] += int(count)
    steps: dict[int, list[str]] = collections.defaultdict(list)
    for character in sorted(first_level() | second_level()):
        steps[round(math.log(counts[character] + 1) * STEPS_AN_E)].append(character)
    lines = [f"{step / STEPS_AN_E}\t{''.join(steps[step])}\n" for step in sorted(steps, reverse=True)]
    OUT.write_text("".join(lines), encoding="utf-8")
    print(f"{OUT.name}: {sum(map(len, steps.values()))} characters on {len(steps)} steps")


if __name__ == "__main__":
    main()
