"""How much of what is said to earphones comes out of the loudspeaker when they are pulled out.

Run: .venv/bin/python benchmarks/earphones_unplugged.py [rounds]. Needs what null_sink.py needs. The earphones
are a sink that is taken away in the middle of a sound; PulseAudio then moves the sound to the loudspeaker.
The goal is nothing audible. Prints how soon it was stopped, and the milliseconds of sound at the loudspeaker.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import struct
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia*=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import qasync
from PySide6.QtWidgets import QApplication

from benchmarks.null_sink import QUIET, RATE, Monitor, null_sinks
from kiosk.voice.sentence import SoundFailed
from screens.outputs import OutputWatch
from screens.sound import QtPlayer

EARS = "earphones"
SOUND_S = 3


def pactl(*arguments: str) -> str:
    """What pactl answers."""
    return subprocess.run(["pactl", *arguments], capture_output=True, text=True, check=True).stdout


def tone(place: Path) -> Path:
    """A steady sound."""
    samples = (round(9000 * math.sin(at / 12)) for at in range(RATE * SOUND_S))
    with wave.open(str(place), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        sound.writeframes(struct.pack(f"<{RATE * SOUND_S}h", *samples))
    return place


async def measure(rounds: int, sound: Path) -> list[dict[str, Any]]:
    """Each round: how soon it was stopped, and what leaked."""
    watch = OutputWatch()
    player, monitor, lines = QtPlayer(watch), Monitor("loudspeaker"), []
    for _ in range(rounds):
        while not player.available(EARS):
            await asyncio.sleep(0.05)
        monitor.clear()
        playing = asyncio.create_task(player.play(sound, 1.0, 1.0, EARS))
        await asyncio.sleep(0.8)
        row = next(r for r in pactl("list", "short", "modules").splitlines() if f"sink_name={EARS}" in r)
        began = perf_counter()
        pactl("unload-module", row.split("\t")[0])
        with contextlib.suppress(SoundFailed, TimeoutError):
            await asyncio.wait_for(playing, SOUND_S)
        stopped = perf_counter()
        await asyncio.sleep(0.5)
        leaked = [at for at, sample in enumerate(monitor.samples()) if abs(sample) > QUIET]
        lines.append(
            {
                "stopped_ms": round((stopped - began) * 1000),
                "leaked_ms": round((leaked[-1] - leaked[0] + 1) / RATE * 1000) if leaked else 0,
            }
        )
        print("stopped after {stopped_ms:4} ms, leaked {leaked_ms:4} ms".format(**lines[-1]))
        about = f"sink_properties=device.description={EARS}"
        pactl("load-module", "module-null-sink", f"sink_name={EARS}", f"rate={RATE}", about)
    monitor.close()
    watch.close()
    return lines


def main() -> int:
    """0 where nothing leaked."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder, null_sinks(("loudspeaker", EARS)):
        pactl("load-module", "module-rescue-streams")
        app = QApplication.instance() or QApplication([])
        with qasync.QEventLoop(app) as loop:
            lines = loop.run_until_complete(measure(rounds, tone(Path(folder, "tone.wav"))))
    results = Path(__file__).with_name("results") / "earphones_unplugged.json"
    results.parent.mkdir(exist_ok=True)
    results.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    return 1 if any(line["leaked_ms"] for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
