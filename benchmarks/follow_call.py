"""How soon a kiosk shows what another process did to its call: claim by claim, on the real store.

Run: .venv/bin/python benchmarks/follow_call.py [rounds]. Prints milliseconds from the commit of the claim in
another store to the guide bar's words. The goal is 500 ms at most.
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

from kiosk.assist.call import NewCall, Outcome
from kiosk.clock import SystemClock
from kiosk.ids import new_id
from kiosk.store.local import LocalStore
from screens.shell.calls import CallFollower, Phase, Telling
from screens.shell.tasks import Tasks


async def measure(rounds: int) -> list[float]:
    """Milliseconds of each round."""
    folder = Path(tempfile.mkdtemp())
    clock = SystemClock()
    kiosk = LocalStore(folder, "01", clock, kiosk_lock=True)
    desk = LocalStore(folder, "01", clock, kiosk_lock=False)
    await kiosk.start()
    await desk.start()
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    follower = CallFollower(kiosk.calls, clock, 120, tasks.spawn)
    follower.start()
    took = []
    for _ in range(rounds):
        call = NewCall(new_id(), "01", "1", "hall", None, None, "zh_CN", False)
        await follower.open(call)
        told: asyncio.Future[float] = asyncio.get_running_loop().create_future()

        def heard(telling: Telling, told: asyncio.Future[float] = told) -> None:
            if telling.phase is Phase.COMING and not told.done():
                told.set_result(time.perf_counter())

        follower.changed.connect(heard)
        await desk.calls.claim(call.id, "0123")
        committed = time.perf_counter()
        took.append((await told - committed) * 1000)
        follower.changed.disconnect(heard)
        await desk.calls.close(call.id, "0123", Outcome.HELPED)
        while follower.telling.open:
            await asyncio.sleep(0.01)
    follower.stop()
    await tasks.close()
    await desk.close()
    await kiosk.close()
    assert not errors, errors
    return took


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    app = QApplication(sys.argv[:1])
    loop = qasync.QEventLoop(app)
    with loop:
        took = sorted(loop.run_until_complete(measure(rounds)))
    result = {
        "rounds": rounds,
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "worst_ms": round(took[-1], 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
