"""One lot of a monkey's touches on a kiosk of its own with a real store; prints what came of it as JSON.

    python -m tests.monkey.played SEED TOUCHES

Exit code 1 where something went wrong: it is in ``amiss``, and the same seed finds it again.
"""

from __future__ import annotations

import ctypes
import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

from PySide6.QtWidgets import QWidget

from kiosk.writing.aids import WritingAids
from screens.shell.kiosk import Kiosk
from screens.shell.parts import KioskParts
from screens.theme import Panel
from tests.monkey.at_hand import Amiss, at_hand
from tests.monkey.monkey import DeadEnd, Monkey, Ways
from tests.shell.memory import TurnedClock

WARM_UP = 4
"""A quarter of a lot: what is read and laid out once is there after it."""
LOOKS, FIRST = 15, 5
"""So many looks at the memory after that, and so many of them stand for how it was, and how it is."""
PANELS = (Panel(), Panel(width=1920, height=1080))


def held_mb() -> float:
    """The memory this process holds for itself, in MB, after giving back what it can.

    Without the pages of files (libraries, fonts, models): the system takes those away and brings them back
    as it likes, so that their number says nothing of a leak.
    """
    ctypes.CDLL(None).malloc_trim(0)
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    (anonymous,) = (line for line in lines if line.startswith("Anonymous:"))
    return int(anonymous.split()[1]) / 1024


def read_at_first_use(aids: WritingAids) -> None:
    """The tables of rare characters, which are read when somebody first looks for one."""
    aids.parts.made_of(("石", "水"))
    tuple(aids.pinyin.candidates("long", "name", 400))  # past the common ones


def main(seed: int, touches: int) -> int:
    """So many touches, and how the memory grew after the first quarter."""
    amiss, clock = Amiss(), TurnedClock()

    async def lot(kiosk: Kiosk, window: QWidget, parts: KioskParts) -> dict[str, object]:
        ways = Ways(parts.load_releases(), clock.today).now
        monkey = Monkey(kiosk, window, clock, clock.today, ways, Random(seed))
        told: dict[str, object] = {"seed": seed, **vars(monkey.seen)}
        begun = time.perf_counter()
        try:
            await monkey.see_every_step(lambda: amiss.first)
            read_at_first_use(kiosk.looks.aids)
            await monkey.play(touches // WARM_UP, lambda: amiss.first)
            held = []
            for _ in range(LOOKS):
                await monkey.play((touches - touches // WARM_UP) // LOOKS, lambda: amiss.first)
                await monkey.rest()
                held.append(held_mb())
            # Of several looks, since threads and files that are just at work come and go.
            warm, end = median(held[:FIRST]), median(held[-FIRST:])
            told |= {"warm_mb": round(warm, 1), "grown_mb": round(end - warm, 2)}
            told["held_mb"] = [round(each, 1) for each in held]
        except DeadEnd as found:
            told["amiss"] = str(found)
        return told | vars(monkey.seen) | {"seconds": round(time.perf_counter() - begun, 1)}

    with tempfile.TemporaryDirectory() as name:
        told = at_hand(Path(name), PANELS[seed % len(PANELS)], amiss, lot, clock)
    print(json.dumps(told, ensure_ascii=False))
    return 1 if "amiss" in told else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
