"""A sentence spoken into a microphone, through the recording window, into a pack: how loud it is there.

Run: .venv/bin/python benchmarks/recording.py [espeak|buzz] [picture.png]. Needs what null_sink.py needs,
pactl, and espeak-ng for ``espeak``. The speaker is a null sink, the microphone its monitor; the window is
the real one, with Qt's own recording and playing, and ends each take by itself. The goal is -18 LUFS within
0.5. The last take is one in silence, which must not be kept. Prints JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia*=false")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import soundfile  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from benchmarks.null_sink import null_sinks  # noqa: E402
from kiosk.voice import opus  # noqa: E402
from kiosk.voice.loudness import CEILING, loudness  # noqa: E402
from kiosk.voice.plan import Heard  # noqa: E402
from kiosk.voice.wanted import Wanted  # noqa: E402
from kiosk.words import Words  # noqa: E402
from screens.fonts import load_fonts  # noqa: E402
from screens.record.devices import microphone, take_player  # noqa: E402
from screens.record.parts import RATE, RecordParts  # noqa: E402
from screens.record.voices import Kind, make  # noqa: E402
from screens.record.window import RecordWindow  # noqa: E402

SENTENCES = ("Please bring your identity card.", "Yes.", "Here is your receipt. Thank you.")
LONGEST_S = 30.0
SINK = "room"


def pactl(*arguments: str) -> str:
    """What pactl answers."""
    return subprocess.run(["pactl", *arguments], capture_output=True, text=True, check=True).stdout


def say(text: str, engine: str, place: Path) -> None:
    """The sound of ``text``, softer than it should be."""
    if engine == "espeak":
        subprocess.run(["espeak-ng", "-v", "en", "-a", "60", "-w", str(place), text], check=True)
        return
    at = np.arange(round((0.3 + len(text) / 16) * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * 180 * n * at) / n for n in range(1, 9))
    soundfile.write(place, 0.05 * tone * (0.55 + 0.45 * np.sin(2 * np.pi * 5 * at)), RATE)


def until(holds: Callable[[], bool], what: str) -> None:
    """Let Qt work until then."""
    end = monotonic() + LONGEST_S
    while not holds():
        if monotonic() > end:
            raise RuntimeError(f"in vain: {what}")
        QTest.qWait(20)


def parts_in(folder: Path, errors: list[BaseException]) -> RecordParts:
    """The window's, with the machine's own microphone."""
    return RecordParts(
        words=Words.load(ROOT / "locales", "en"),
        load=lambda _locale: Wanted(SENTENCES),
        packs=folder / "packs",
        heard=Heard(folder / "voice-heard.json"),
        make_microphone=microphone,
        make_player=take_player,
        today=date.today,
        report=errors.append,
        fonts=ROOT / "assets" / "fonts",
        icons=ROOT / "assets" / "icons",
    )


def record_all(window: RecordWindow, engine: str, folder: Path, picture: str) -> dict[str, Any]:
    """Each sentence spoken, recorded and kept."""
    takes = []
    for text in SENTENCES:
        wave = folder / "said.wav"
        say(text, engine, wave)
        window.sentence.record.click()
        QTest.qWait(400)
        speaker = subprocess.Popen(["paplay", f"--device={SINK}", str(wave)])
        began = perf_counter()
        if picture:
            QTest.qWait(700)
            window.grab().save(picture)
        until(lambda: not window.recording.taking.going, "the end of the take")
        took = perf_counter() - began
        speaker.wait()
        told = window.sentence.telling.text()
        window.sentence.listen.click()
        until(lambda: "sink input" in pactl("list", "sink-inputs").lower(), "the take is played")
        window.sentence.keep.click()
        assert window.recording.pack is not None
        sound = window.recording.pack.sound(text)
        if sound is None:
            raise RuntimeError(f"not kept: {told}")
        samples, rate = opus.read(sound)
        takes.append(
            {
                "text": text,
                "lufs": round(loudness(samples, rate), 2),
                "peak": round(float(np.abs(samples).max()), 3),
                "under_the_ceiling": bool(np.abs(samples).max() <= CEILING * 1.06),  # Opus rounds a peak
                "seconds": round(len(samples) / rate, 2),
                "stopped_after_s": round(took, 1),
                "told": told,
            }
        )
    window.recording.choose(0)
    window.sentence.record.click()
    until(lambda: not window.recording.taking.going, "nobody speaks")
    return {
        "takes": takes,
        "silence": window.sentence.telling.text(),
        "kept": window.sentence.keep.isEnabled(),
    }


def main(engine: str, picture: str) -> dict[str, Any]:
    """All of it."""
    with tempfile.TemporaryDirectory(prefix="recording-") as name, null_sinks([SINK]):
        folder, errors = Path(name), list[BaseException]()
        # A monitor alone is no microphone to Qt.
        pactl("load-module", "module-remap-source", f"master={SINK}.monitor", "source_name=microphone")
        pactl("set-default-source", "microphone")
        app = QApplication([])
        load_fonts(ROOT / "assets" / "fonts")
        parts = parts_in(folder, errors)
        window = RecordWindow(parts)
        window.show()
        window.begin(make(parts.packs, Kind.ENGLISH, "espeak-ng", "a test", "a test"))
        until(lambda: not window.recording.reading, "reading")
        result = record_all(window, engine, folder, picture)
        window.close()
        app.processEvents()
        return {**result, "errors": [repr(error) for error in errors], "platform": app.platformName()}


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "espeak"
    missing = [need for need in ("pulseaudio", "pactl", "paplay") if shutil.which(need) is None]
    if missing:
        sys.exit(f"missing: {', '.join(missing)}")
    print(json.dumps(main(chosen, sys.argv[2] if len(sys.argv) > 2 else ""), indent=2))
