"""How soon a kiosk that nobody uses offers what another process published, on the real store.

Run: .venv/bin/python benchmarks/release_pickup.py [rounds]. Prints milliseconds from the commit of a release
of a whole service to the services that are offered, and what one look costs. The goal is 1000 ms at most.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import qasync
from PySide6.QtWidgets import QApplication

from kiosk.clock import SystemClock
from kiosk.flow.load import load_folder
from kiosk.flow.model import Text
from kiosk.officers.record import CONSOLE
from kiosk.paths import Paths
from kiosk.store.local import LocalStore
from kiosk.studio.releases import Publishing
from kiosk.studio.served import Served
from screens.shell.parts import Hall
from screens.shell.release_watch import ReleaseWatch
from screens.shell.scenes import Scenes
from screens.shell.tasks import Tasks

SERVICE = "endorsement"
SHIPPED = load_folder(Paths.here().flows)[0]


async def measure(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each round, and of each look at a store in which nothing changed."""
    folder, clock = Path(tempfile.mkdtemp()), SystemClock()
    publishing = Publishing(lambda: SHIPPED)
    kiosk = LocalStore(folder, "01", clock, kiosk_lock=True, publishing=publishing)
    studio = LocalStore(folder, "01", clock, kiosk_lock=False, publishing=publishing)
    await kiosk.start()
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    text = Text({"zh_CN": "大厅"})
    scenes = Scenes(Hall(text, "01", "1", text, text))
    served = Served(kiosk.releases, clock, lambda: SHIPPED)
    watch = ReleaseWatch(served, lambda: SHIPPED, scenes, lambda: True, tasks.spawn, tasks.report)
    await watch.first(every=False)
    watch.start()
    source = next(release.source for release in SHIPPED if release.flow.id == SERVICE)
    took, looks = [], []
    for number in range(rounds):
        wanted = await studio.releases.publish(SERVICE, f"{source}# {number}\n", CONSOLE)
        committed = time.perf_counter()
        while all(release.sha256 != wanted.sha256 for release in scenes.releases or ()):
            await asyncio.sleep(0.001)
        took.append((time.perf_counter() - committed) * 1000)
        began = time.perf_counter()
        await served.stamp()
        looks.append((time.perf_counter() - began) * 1000)
    watch.stop()
    await tasks.close()
    await studio.close()
    await kiosk.close()
    assert not errors, errors
    return took, looks


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    app = QApplication([])
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        took, looks = loop.run_until_complete(measure(rounds))
    told = {
        "rounds": rounds,
        "goal_ms": 1000,
        "taken_ms": {"median": round(statistics.median(took)), "most": round(max(took))},
        "one_look_ms": {"median": round(statistics.median(looks), 1), "most": round(max(looks), 1)},
    }
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
