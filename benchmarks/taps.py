"""Touches, screens and typed characters of each service's common case with a card laid, before and after.

    python benchmarks/taps.py [COMMIT]

Before: the services as they stood at COMMIT, when a card was not asked about. Writes results/taps.json.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.flow.load import load
from kiosk.flow.taps import COMMON, count

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "51b1edb"
TODAY = date(2026, 11, 24)
COLUMNS = ("screens", "touches", "typed", "cards")


def flow_at(commit: str, service: str, folder: Path) -> Path:
    """The service's file as it was."""
    path = f"assets/flows/{service}.yaml"
    told = subprocess.run(["git", "show", f"{commit}:{path}"], cwd=ROOT, capture_output=True, check=True)
    file = folder / f"{service}.yaml"
    file.write_bytes(told.stdout)
    return file


def _change(row: dict[str, Any], column: str) -> str:
    return f"{row['before'][column]} -> {row['after'][column]}"


def main() -> None:
    """Print the table and keep it."""
    commit = sys.argv[1] if len(sys.argv) > 1 else BEFORE
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for case in COMMON:
            old = load(flow_at(commit, case.service, Path(folder))).flow
            new = load(ROOT / "assets" / "flows" / f"{case.service}.yaml").flow
            before = asdict(count(old, case, TODAY, confirmed=False))
            after = asdict(count(new, case, TODAY))
            rows.append({"service": case.service, "case": case.name, "before": before, "after": after})
    print(f"{'service':<17} {'case':<28} " + " ".join(f"{c:>13}" for c in COLUMNS))
    for row in rows:
        cells = " ".join(f"{_change(row, c):>13}" for c in COLUMNS)
        print(f"{row['service']:<17} {row['case']:<28} {cells}")
    out = ROOT / "benchmarks" / "results" / "taps.json"
    out.write_text(json.dumps({"before": commit, "cases": rows}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
