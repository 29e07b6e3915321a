"""How long the check of a large service takes: 200 steps, 40 conditions, most of them looking far back.

    python benchmarks/flow_check.py

Writes results/flow_check.json: the best of three, in seconds.
"""

from __future__ import annotations

import io
import json
import os
import time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kiosk.flow.check import EXAMPLE_DAY, check
from kiosk.flow.load import load_bytes
from kiosk.flow.report import report

ROOT = Path(__file__).resolve().parents[1]
STEPS = 200
MOST_S = 5.0
CHOICES = (("a", "第一种", "The first"), ("b", "第二种", "The second"), ("c", "第三种", "The third"))


def text(chinese: str, english: str) -> dict[str, str]:
    """A text in both languages."""
    return {"zh_CN": chinese, "en": english}


def service() -> bytes:
    """A service of 200 steps: every tenth hangs on an answer 3 to 27 steps before it, and 20 lists' lines do.

    What is needed, paid and told hangs on answers from everywhere, as in a real service.
    """
    steps: list[dict[str, Any]] = []
    for number in range(STEPS - 4):
        asked = text(f"第{number}件事办吗？", f"Is it matter {number}?")
        step: dict[str, Any] = {"id": f"q{number}", "kind": "yes_no", "title": asked}
        if number % 7 == 0:
            choices = [{"id": id_, "text": text(zh, en)} for id_, zh, en in CHOICES]
            step |= {"kind": "choice", "choices": choices}
        elif number % 10 == 9:
            back = number - 3 - number * 7 % 25
            step["when"] = condition(max(back, 0))
        steps.append(step)
    for id_, kind in (("papers", "checklist"), ("cost", "fee"), ("agreed", "consent"), ("review", "review")):
        last: dict[str, Any] = {"id": id_, "kind": kind, "title": text("看一看", "Look at this")}
        steps.append(
            last | ({"body": [text("只用来办事。", "For this alone.")]} if kind == "consent" else {})
        )
    lines = [
        {
            "id": f"line{n}",
            "text": text(f"第{n}份", f"Paper {n}"),
            **({"when": condition(n * 9)} if n else {}),
        }
        for n in range(15)
    ]
    fees = [
        {"id": f"fee{n}", "text": text("费用", "Fee"), "fen": 100, "when": condition(n * 17)}
        for n in range(10)
    ]
    flow = {
        "schema": 1,
        "id": "large",
        "version": 1,
        "icon": "house",
        "title": text("大服务", "A large service"),
        "summary": text("很多步", "Many steps"),
        "steps": steps,
        "materials": lines,
        "fees": fees,
        "next_steps": [{"id": "go", "text": text("去窗口", "Go to the window")}],
    }
    out = io.StringIO()
    YAML().dump(flow, out)
    return out.getvalue().encode()


def condition(number: int) -> dict[str, object]:
    """On the answer to this question."""
    return {"step": f"q{number}", "is": "b" if number % 7 == 0 else True}


def main() -> None:
    """Print the times and keep them."""
    raw = service()
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        release = load_bytes(raw, Path("large.yaml"))
        problems = check(release)
        took.append(time.perf_counter() - begun)
    covered = report(release, EXAMPLE_DAY)
    found = {
        "steps": len(release.flow.steps),
        "conditions": raw.count(b"when:"),
        "places": covered.places,
        "complete": covered.complete,
        "problems": [f"{p.kind} [{p.field}]" for p in problems],
        "seconds": round(min(took), 2),
        "most_seconds": MOST_S,
        "cores": os.cpu_count(),
    }
    print(json.dumps(found, indent=1))
    out = ROOT / "benchmarks" / "results" / "flow_check.json"
    out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
