"""How soon a kiosk that nobody uses offers what another process published: on its machine, or in its hall.

Run: .venv/bin/python benchmarks/release_pickup.py [--hub] [rounds]. Prints milliseconds from the commit of a
release of a whole service to the services that are offered, and what one look costs. The goal is 1000 ms at
most on one machine. With --hub the release is committed in a PostgreSQL of its own, whose hub is a process on
this machine; the kiosk hears of it over its line, checks it itself, keeps it, and offers it: 5000 ms at most,
the check among them. That is written into benchmarks/results/release_pickup_hub.json.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import qasync
from PySide6.QtWidgets import QApplication

from benchmarks.postgres import postgres
from kiosk.clock import SystemClock
from kiosk.flow.load import load_folder
from kiosk.flow.model import Text
from kiosk.hub.beside import Beside
from kiosk.hub.database import open_pool
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hub_line import HubLine
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.release_carrier import ReleaseCarrier
from kiosk.hub.release_rows import HubReleases
from kiosk.locales import USUAL
from kiosk.officers.record import CONSOLE
from kiosk.paths import Paths
from kiosk.store.local import LocalStore
from kiosk.studio.hall import HallClock, HallFirst
from kiosk.studio.publishing import ReleasesIn
from kiosk.studio.releases import Publishing, ReleaseBook
from kiosk.studio.served import Served
from screens.shell.parts import Hall
from screens.shell.release_watch import ReleaseWatch
from screens.shell.scenes import Scenes
from screens.shell.tasks import Tasks

SERVICE = "endorsement"
SHIPPED = load_folder(Paths.here().flows)[0]
PUBLISHING = Publishing(lambda: SHIPPED)
RESULTS = Path(__file__).resolve().parent / "results" / "release_pickup_hub.json"


@asynccontextmanager
async def on_one_machine() -> AsyncIterator[tuple[Served, ReleaseBook]]:
    """What a kiosk serves, and where a studio beside it publishes."""
    folder, clock = Path(tempfile.mkdtemp()), SystemClock()
    kiosk = LocalStore(folder, "01", clock, kiosk_lock=True, publishing=PUBLISHING)
    studio = LocalStore(folder, "01", clock, kiosk_lock=False, publishing=PUBLISHING)
    await kiosk.start()
    yield Served(kiosk.releases, clock, lambda: SHIPPED), studio.releases
    await studio.close()
    await kiosk.close()


@contextmanager
def hub_process(folder: Path) -> Iterator[tuple[str, str, str]]:
    """A hub's database and address, and the key of the kiosk 01."""
    with postgres() as socket:
        database = f"postgresql://postgres@/postgres?host={socket}"
        words = [sys.executable, "-m", "kiosk", "hub"]
        environment = os.environ | {"KIOSK_DATA_DIR": str(folder / "hub")}
        enrol = [*words, "enrol", "01", "--database", database]
        key = subprocess.run(enrol, env=environment, stdout=-1, text=True, check=True).stdout.strip()
        serve = [*words, "--database", database, "--port", "0"]
        with subprocess.Popen(serve, env=environment, stdout=-1, stderr=subprocess.DEVNULL, text=True) as hub:
            assert hub.stdout is not None
            yield database, f"http://127.0.0.1:{hub.stdout.readline().rpartition(':')[2].strip()}", key
            hub.terminate()


@asynccontextmanager
async def in_a_hall() -> AsyncIterator[tuple[Served, ReleaseBook]]:
    """The same over a hub that is a process of its own."""
    folder, clock = Path(tempfile.mkdtemp()), HallClock(SystemClock())
    kiosk = LocalStore(folder / "kiosk", "01", clock, kiosk_lock=True)
    with hub_process(folder) as (database, url, key):
        line, connect = HubLine(), lambda: websocket(url, Claimant("01", key))
        carrier = ReleaseCarrier(kiosk.hall, line, clock, USUAL)
        forwarder = Forwarder(kiosk.outbox, connect, clock, Random(), line=line, releases=carrier)
        beside = Beside(kiosk.start, kiosk.close, lambda: forwarder)
        await beside.start()
        while not forwarder.connected:
            await asyncio.sleep(0.01)
        pool = await open_pool(database)
        book = ReleasesIn(HubReleases(pool, CONSOLE), PUBLISHING)
        yield Served(HallFirst(kiosk.hall, kiosk.releases, clock), clock, lambda: SHIPPED), book
        await pool.close()
        await beside.close()


async def measure(rounds: int, *, hub: bool) -> tuple[list[float], list[float]]:
    """Milliseconds of each round, and of each look at a store in which nothing changed."""
    async with in_a_hall() if hub else on_one_machine() as (served, book):
        errors: list[BaseException] = []
        tasks = Tasks(errors.append)
        text = Text({"zh_CN": "大厅"})
        scenes = Scenes(Hall(text, "01", "1", text, text))
        watch = ReleaseWatch(served, lambda: SHIPPED, scenes, lambda: True, tasks.spawn, tasks.report)
        await watch.first(every=False)
        watch.start()
        source = next(release.source for release in SHIPPED if release.flow.id == SERVICE)
        took, looks = [], []
        for number in range(rounds):
            wanted = await book.publish(SERVICE, f"{source}# {number}\n", CONSOLE)
            committed = time.perf_counter()
            while all(release.sha256 != wanted.sha256 for release in scenes.releases or ()):
                await asyncio.sleep(0.001)
            took.append((time.perf_counter() - committed) * 1000)
            began = time.perf_counter()
            await served.stamp()
            looks.append((time.perf_counter() - began) * 1000)
        watch.stop()
        await tasks.close()
    assert not errors, errors
    return took, looks


def main() -> None:
    """Measure and print."""
    words = sys.argv[1:]
    hub = "--hub" in words
    rounds = next((int(word) for word in words if word.isdigit()), 20)
    app = QApplication([])
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        took, looks = loop.run_until_complete(measure(rounds, hub=hub))
    told = {
        "rounds": rounds,
        "goal_ms": 5000 if hub else 1000,
        "taken_ms": {"median": round(statistics.median(took)), "most": round(max(took))},
        "one_look_ms": {"median": round(statistics.median(looks), 1), "most": round(max(looks), 1)},
    }
    print(json.dumps(told, indent=2))
    if hub:
        RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
