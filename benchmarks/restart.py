"""Kills the kiosk with -9 and measures how long it takes until its screen is painted again, under Xvfb.

Run: .venv/bin/python benchmarks/restart.py [rounds]. Writes benchmarks/results/restart.json: once on the
greeting, once in the middle of a service, where the question comes back with all that was given. The time
goes from the kill to the moment on which the X server's own picture of the screen is the awaited one.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtGui import QGuiApplication, QImage

from kiosk.paths import Paths
from kiosk.words import Words
from screens.shell.app import TITLE
from tests.journeys.conftest import Hall

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "restart.json"
REST_S = 12.0
"""Between two kills: the failure counts as a new one. It is longer until the spare is ready again."""
IDLE_S = 2.0
"""A process that has used no processor for so long waits."""
LONGEST_S = 30.0


def showing(hall: Hall) -> int:
    """The number of the process whose window shows."""
    command = ["xdotool", "search", "--onlyvisible", "--name", f"^{TITLE}$", "getwindowpid"]
    told = subprocess.run(command, env=hall.environment, capture_output=True, text=True).stdout.strip()
    return int(told) if told.isdigit() else 0


def painted(app: QGuiApplication) -> QImage:
    """The screen as the X server has it."""
    return app.primaryScreen().grabWindow(0).toImage()


def kill(hall: Hall, app: QGuiApplication, awaited: QImage) -> float:
    """Seconds from the kill until the awaited screen shows."""
    pid = showing(hall)
    begun = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    gone = False
    while (took := time.monotonic() - begun) < LONGEST_S:
        same = painted(app) == awaited
        if same and gone:
            return took
        gone = gone or not same  # the window of who was killed stands for a moment more
    raise SystemExit("the screen did not come back")


def rest(supervisor: int, shown: int) -> None:
    """Until the next kiosk waits for its turn."""
    time.sleep(REST_S)
    used = -1
    while (now := sum(used_by(pid) for pid in children(supervisor) if pid != shown)) != used or not now:
        used = now
        time.sleep(IDLE_S)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def used_by(pid: int) -> int:
    """Clock ticks of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def rounds(hall: Hall, app: QGuiApplication, supervisor: int, count: int) -> list[float]:
    """So many kills on the screen that shows now, and that is to show again; seconds."""
    found = []
    for k in range(count):
        rest(supervisor, showing(hall))
        found.append(kill(hall, app, painted(app)))
        print(f"{k + 1}: {found[-1]:.2f} s", flush=True)
    return found


def figures(times: list[float]) -> dict[str, float]:
    return {"median_s": round(statistics.median(times), 2), "worst_s": round(max(times), 2)}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    say = Words.load(Paths.here().locales, "zh_CN").say
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(folder))
        os.environ["DISPLAY"], os.environ["QT_QPA_PLATFORM"] = hall.environment["DISPLAY"], "xcb"
        app = QGuiApplication([])
        try:
            supervisor = hall.start("run").pid
            hall.sees(say("attract.hello"))
            greeting = rounds(hall, app, supervisor, count)
            hall.tap(say("attract.start"))
            hall.tap("户口 ", starts=True)
            rest(supervisor, showing(hall))
            # From the second kill on: the first one brings the words that tell what happened.
            os.kill(showing(hall), signal.SIGKILL)
            hall.sees(say("back.title"))
            question = rounds(hall, app, supervisor, count)
        finally:
            hall.close()
    result = {
        "rounds": count,
        "greeting": figures(greeting),
        "question": figures(question),
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
