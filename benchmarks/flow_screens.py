"""How long the check of all shipped services takes when their texts are laid out on the real screens.

    python benchmarks/flow_screens.py

In every language that is shipped, every size, upright and wide, standing and sitting. Writes
results/flow_screens.json; in seconds by the clock, with what starts and reads the services.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from kiosk.locales import found
from kiosk.paths import Paths

ROOT = Path(__file__).resolve().parents[1]
MOST_S = 60.0


def main() -> None:
    """Print the time and keep it."""
    paths = Paths.here()
    locales = list(found(paths.locales))
    flows = sorted(paths.flows.glob("*.yaml"))
    command = [sys.executable, "-m", "kiosk", "flows", "check", "--screens", "--json", *map(str, flows)]
    environment = os.environ | {"KIOSK_LOCALES": ",".join(locales)}
    begun = time.perf_counter()
    ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    took = time.perf_counter() - begun
    if not ran.stdout:
        raise SystemExit(ran.stderr)
    said = json.loads(ran.stdout)
    result = {
        "services": [each["service"] for each in said["laid_out"]],
        "locales": locales,
        "looks": said["laid_out"][0]["looks"],
        "screens": sum(each["screens"] for each in said["laid_out"]),
        "pages": sum(each["pages"] for each in said["laid_out"]),
        "never_shown": sum(len(each["never_shown"]) for each in said["laid_out"]),
        "problems": [f"{each['file']} {each['field']}: {each['kind']}" for each in said["problems"]],
        "seconds": round(took, 1),
        "most_seconds": MOST_S,
        "cores": os.cpu_count(),
    }
    print(json.dumps(result, indent=1, ensure_ascii=False))
    out = ROOT / "benchmarks" / "results" / "flow_screens.json"
    out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
