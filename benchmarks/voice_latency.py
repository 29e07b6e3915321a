"""How soon the kiosk is heard: from a sentence's arrival to the first sample at a null sink's monitor.

Run: .venv/bin/python benchmarks/voice_latency.py [rounds]. Needs what null_sink.py needs. The goal
is 150 ms at most for anything in a pack or cache. Measured with the kiosk's own Speaker and QtPlayer: ``say``
for a kept sound at several speeds, and a screen that is shown. The loudspeaker's own latency comes on top.
Prints a table, and writes it to benchmarks/results/voice_latency.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import random
import statistics
import struct
import sys
import tempfile
import wave
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia*=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import qasync
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.null_sink import Monitor, null_sinks
from kiosk.outfit import load_words, worker_command
from kiosk.paths import Paths
from kiosk.voice import opus
from kiosk.voice.cache import SoundCache
from kiosk.voice.maker import WorkerMaker
from kiosk.voice.pace import NORMAL_WPM
from kiosk.voice.pack import Manifest, Pack
from kiosk.voice.pack_maker import PackMaker
from kiosk.voice.sentence import Sentence, SoundMaker
from kiosk.voice.shelf import Shelf
from kiosk.voice.speaker import Speaker, VoiceSettings
from kiosk.writing.aids import NO_AIDS
from screens.icons import Icons
from screens.screen import NavKey, Screen
from screens.shell.speech import Speech
from screens.shell.stage import Stage
from screens.sound import QtPlayer
from screens.theme import Panel, Size, Theme
from screens.ui import Ui
from screens.visit.home import AskScreen

RATES = (100, 75, 150)
WAIT_S = 3.0
TITLE = "您还在吗？"
GOAL_MS = 150


def tone(place: Path) -> None:
    """A sound that begins with its first sample, so that no silence of a sentence's own is measured."""
    place.parent.mkdir(parents=True, exist_ok=True)
    samples = (round(9000 * math.cos(at / 12)) for at in range(24_000))
    with wave.open(str(place), "wb") as sound:
        sound.setparams((1, 2, 24_000, 0, "NONE", "not compressed"))
        sound.writeframes(struct.pack("<24000h", *samples))


async def first_sound(monitor: Monitor, begin: Callable[[], None], speaker: Speaker) -> float:
    """Milliseconds from ``begin`` to the first sound; then quiet again."""
    monitor.clear()
    began = perf_counter()
    begin()
    while (heard := monitor.first_sound()) is None:
        if perf_counter() - began > WAIT_S:
            raise RuntimeError("nothing was heard")
        await asyncio.sleep(0.002)
    speaker.stop()
    await asyncio.sleep(0.3 + random.random() / 20)
    return (heard - began) * 1000


def told(name: str, took: list[float]) -> dict[str, Any]:
    """One line of the table."""
    took = sorted(took)
    line = {
        "what": name,
        "rounds": len(took),
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[math.ceil(0.95 * len(took)) - 1], 1),
        "worst_ms": round(took[-1], 1),
    }
    print(
        "{what:44} n {rounds:4}  median {median_ms:6}  95th {p95_ms:6}  worst {worst_ms:6} ms".format(**line)
    )
    return line


def a_ui() -> Ui:
    """Caring mode in Chinese."""
    paths = Paths.here()
    theme = Theme(Panel(), Size.CARING)
    return Ui(theme, load_words(paths.locales)["zh_CN"], "zh_CN", Icons(paths.icons), date.today, NO_AIDS)


def cached_maker(folder: Path) -> WorkerMaker:
    """The kiosk's maker with the title's sound in its cache."""
    place = SoundCache(folder).place(Sentence(TITLE, "zh_CN"), NORMAL_WPM)
    tone(place)
    return WorkerMaker(worker_command("voice"), folder)


async def measure(rounds: int, maker: SoundMaker, sentence: Sentence, source: str) -> list[dict[str, Any]]:
    """Each line of the table."""
    lines = []
    monitor = Monitor("loudspeaker")
    player = QtPlayer()
    for rate in RATES:
        speaker = Speaker(
            maker,
            player,
            on_sentence=lambda _: None,
            on_silent=lambda silent: print("silent", silent) if silent else None,
            defaults=VoiceSettings(rate=rate, loudness=5),
        )
        first = await first_sound(monitor, lambda s=speaker: s.say([sentence]), speaker)
        took = [
            await first_sound(monitor, lambda s=speaker: s.say([sentence]), speaker) for _ in range(rounds)
        ]
        lines.append(told(f"say(), {source}, at {rate} %", took) | {"first_ms": round(first, 1)})
    speech = Speech()
    usual = Speaker(
        maker, player, on_sentence=speech.mark, on_silent=lambda _: None, defaults=VoiceSettings(loudness=5)
    )
    speech.lend(usual)
    window = QWidget()
    window.resize(1080, 1920)
    stage = Stage(window)
    stage.shown.connect(lambda screen: speech.arrive(screen, "zh_CN"))
    stage.dress(a_ui())
    window.show()

    def build(ui: Ui) -> Screen:
        return AskScreen(ui, sentence.text, "", NavKey("here", "在", go=True), NavKey("leave", "不"))

    took = [await first_sound(monitor, lambda: stage.show_scene("idle", build), usual) for _ in range(rounds)]
    lines.append(told(f"a screen is built and shown, {source}, at 100 %", took))
    monitor.close()
    await usual.close()  # and the maker, which all of them shared
    return lines


def pack_maker(packs: Path, folder: Path) -> PackMaker:
    """The kiosk's maker over the packs in a folder."""
    engine = WorkerMaker(worker_command("voice"), folder / "voice")
    return PackMaker(Shelf(folder / "none", packs), engine, SoundCache(folder / "joined"))


def packed_tone(folder: Path) -> Path:
    """Packs with one compressed sound that begins with its first sample."""
    tone(folder / "tone.wav")
    samples, rate = opus.read(folder / "tone.wav")
    Pack.create(folder / "packs" / "tone", Manifest("tone", "zh_CN")).add(TITLE, samples, rate)
    return folder / "packs"


async def all_of_it(rounds: int, folder: Path) -> list[dict[str, Any]]:
    """From the cache, from a pack, and from the shipped pack with the lead-in of its own."""
    sentence, shipped = Sentence(TITLE, "zh_CN"), Paths.here().voice
    lines = await measure(rounds, cached_maker(folder / "cache"), sentence, "cache")
    lines += await measure(rounds, pack_maker(packed_tone(folder), folder / "b"), sentence, "pack")
    if Shelf(folder / "none", shipped).clips(sentence) is not None:
        lines += await measure(rounds, pack_maker(shipped, folder / "c"), sentence, "shipped pack")
    return lines


def main() -> int:
    """0 where every 95th percentile is within the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=100)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, null_sinks(("loudspeaker",)):
        app = QApplication.instance() or QApplication([])
        loop = qasync.QEventLoop(app)
        with loop:
            lines = loop.run_until_complete(all_of_it(rounds, Path(folder)))
    results = Path(__file__).with_name("results") / "voice_latency.json"
    results.parent.mkdir(exist_ok=True)
    results.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    late = [line for line in lines if line["p95_ms"] > GOAL_MS]
    print(f"goal {GOAL_MS} ms:", "missed" if late else "met")
    return 1 if late else 0


if __name__ == "__main__":
    raise SystemExit(main())
