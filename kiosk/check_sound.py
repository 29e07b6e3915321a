"""What a kiosk needs to be heard: packs, an engine for what they lack, a loudspeaker, earphones."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kiosk.finding import Finding
from kiosk.outfit import pack_folders
from kiosk.settings import Settings
from kiosk.voice.earphones import Fitting
from kiosk.voice.pack import Pack, PackDamaged


def sound_findings(settings: Settings, *, engine: bool) -> Iterator[Finding]:
    """What is there and what is missing. engine: espeak-ng is installed."""
    if not settings.voice:
        yield Finding("voice", "ok", "switched off")
        return
    if engine:
        yield Finding("voice", "ok", "espeak-ng")
    else:
        yield Finding("voice", "note", "espeak-ng is not installed", "apt-get install espeak-ng")
    yield from _packs(settings)
    yield _loudspeaker()
    fitting = Fitting.read(settings.earphones)
    if fitting.output:
        yield _earphones(fitting)


def _packs(settings: Settings) -> Iterator[Finding]:
    there = [
        each for folder in pack_folders(settings) if folder.is_dir() for each in sorted(folder.iterdir())
    ]
    good = []
    for folder in (each for each in there if each.is_dir()):
        try:
            good.append(f"{Pack.load(folder).manifest.id}")
        except PackDamaged as damaged:
            mend = f"copy the folder back from the backup, or move it away: {folder}"
            yield Finding("voice pack", "note", str(damaged), mend)
    if good:
        yield Finding("voice packs", "ok", ", ".join(good))
    else:
        yield Finding("voice packs", "note", "none; every sentence is made live", "install the kiosk again")


def _loudspeaker() -> Finding:
    cards = Path("/proc/asound/cards")
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    server = os.environ.get("PULSE_SERVER") or (runtime / "pulse" / "native").exists()
    if not server and not (cards.exists() and "[" in cards.read_text(encoding="utf-8", errors="replace")):
        return Finding("loudspeaker", "note", "no sound device; the kiosk is silent", "connect one")
    return Finding("loudspeaker", "ok", "a sound device is there")


def _earphones(fitting: Fitting) -> Finding:
    pactl = shutil.which("pactl")
    if pactl is None:
        return Finding(
            "earphones",
            "note",
            "nothing tells whether they are plugged in, so they are not used",
            "apt-get install pulseaudio-utils",
        )
    if fitting.by_plug:
        return Finding("earphones", "ok", f"used when {fitting.output} is plugged in")
    if fitting.output not in _outputs(pactl):
        mend = "pactl list sinks names the outputs; set earphones to one of them"
        return Finding("earphones", "note", f"there is no output {fitting.output}", mend)
    return Finding("earphones", "ok", fitting.output)


def _outputs(pactl: str) -> str:
    try:
        asked = subprocess.run(  # noqa: S603
            [pactl, "list", "sinks"], capture_output=True, timeout=10, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout
