"""Whether another speed keeps the pitch and the whole sentence, heard at a null sink's monitor.

Run: .venv/bin/python benchmarks/voice_speed.py [SOUND]. Needs what null_sink.py needs. SOUND: any sound file;
else a sentence of the shipped pack, and a tone that says where it begins and ends. Prints, for each speed,
how long it was heard against how long it should be, and its pitch.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia*=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import qasync
import soundfile
from PySide6.QtWidgets import QApplication

from benchmarks.null_sink import RATE, Monitor, null_sinks
from kiosk.paths import Paths
from kiosk.voice import opus
from kiosk.voice.hearing import RATES
from kiosk.voice.opus import Samples
from screens.sound import QtPlayer

LOUD_ENOUGH = 0.01
PIECE_S = 0.05


def pitch(sound: Samples, rate: int) -> float:
    """The middle one of the pitches of all voiced pieces, in Hz, by their strongest repetition."""
    found, size = [], int(PIECE_S * rate)
    for at in range(0, len(sound) - size, size // 2):
        piece = sound[at : at + size] - sound[at : at + size].mean()
        alike = np.correlate(piece, piece, "full")[size - 1 :]
        first = rate // 400
        best = first + int(np.argmax(alike[first : rate // 60]))
        if np.sqrt((piece**2).mean()) > 2 * LOUD_ENOUGH and alike[best] > alike[0] / 2:
            found.append(rate / best)
    return float(np.median(found)) if found else 0.0


def seconds(sound: Samples, rate: int) -> float:
    """From the first to the last sample that can be heard."""
    heard = np.flatnonzero(np.abs(sound) > LOUD_ENOUGH)
    return float(heard[-1] - heard[0] + 1) / rate if len(heard) else 0.0


async def measure(sounds: list[Path]) -> list[dict[str, Any]]:
    """Each sound at each speed."""
    monitor, player, lines = Monitor("loudspeaker"), QtPlayer(), []
    for sound in sounds:
        samples, rate = opus.read(sound)
        for percent in RATES:
            monitor.clear()
            await player.play(sound, 1.0, percent / 100)
            await asyncio.sleep(0.4)
            heard = np.array(monitor.samples(), dtype=np.float32) / 32768
            line = {
                "sound": sound.stem[:8],
                "percent": percent,
                "heard_s": round(seconds(heard, RATE), 3),
                "wanted_s": round(seconds(samples, rate) * 100 / percent, 3),
                "pitch_hz": round(pitch(heard, RATE), 1),
                "pitch_before_hz": round(pitch(samples, rate), 1),
            }
            lines.append(line)
            print(*(f"{name} {value}" for name, value in line.items()), sep="  ")
    monitor.close()
    return lines


def main() -> int:
    """Writes benchmarks/results/voice_speed.json."""
    with tempfile.TemporaryDirectory() as folder, null_sinks(("loudspeaker",)):
        tone = Path(folder, "tone.wav")
        soundfile.write(tone, 0.5 * np.sin(2 * np.pi * 220 * np.arange(3 * 24_000) / 24_000), 24_000)
        shipped = sorted(Paths.here().voice.glob("zh_CN/sentences/*.opus"), key=lambda p: p.stat().st_size)
        middle = shipped[len(shipped) // 2 :][:1]
        sounds = [Path(sys.argv[1])] if len(sys.argv) > 1 else [tone, *middle]
        app = QApplication.instance() or QApplication([])
        with qasync.QEventLoop(app) as loop:
            lines = loop.run_until_complete(measure(sounds))
    results = Path(__file__).with_name("results") / "voice_speed.json"
    results.parent.mkdir(exist_ok=True)
    results.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
