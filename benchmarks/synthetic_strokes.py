"""Handwriting made up from the middle lines of printed strokes: crooked, slanted, joined, trembling; seeded.

The middle lines come from the npm package hanzi-writer-data (Arphic Public License), for measuring only.
"""

from __future__ import annotations

import json
import random
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE = "hanzi-writer-data@2.0.1"
CACHE = Path.home() / ".cache" / "kiosk-benchmarks"
_BOX, _TOP = 1024.0, 900.0
_NEAR = 0.45

Stroke = NDArray[np.float64]


@dataclass(frozen=True)
class Hand:
    """How somebody writes. Lengths are shares of the character's box, chances are per stroke."""

    shift: float
    """How far each stroke stands from its place (standard deviation)."""
    bend: float
    """How far each stroke's inner points do."""
    turn: float
    """Degrees by which the character (and, by half of it, each stroke) is turned, at most."""
    slant: float
    stretch: float
    """How much wider or narrower than printed, at most, as a share."""
    joined: float
    swapped: float
    tremor: float
    """How far the hand trembles to either side."""


HANDS = {
    "light": Hand(0.008, 0.006, 3, 0.08, 0.08, 0.05, 0.05, 0.003),
    "moderate": Hand(0.012, 0.010, 4, 0.12, 0.12, 0.15, 0.15, 0.006),
    "severe": Hand(0.020, 0.015, 7, 0.20, 0.20, 0.25, 0.25, 0.018),
    # An otherwise good hand that trembles: by a thirtieth of the box to either side.
    "severe tremor": Hand(0.008, 0.006, 3, 0.08, 0.08, 0.05, 0.05, 0.028),
}


def fetched() -> Path:
    """The folder with one file a character; fetched the first time with npm."""
    folder = CACHE / PACKAGE.replace("@", "-")
    if not (folder / "package").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        with tarfile.open(next(folder.glob("*.tgz"))) as packed:
            packed.extractall(folder, filter="data")
    return folder / "package"


def middle_lines(folder: Path, text: str) -> list[Stroke] | None:
    """Strokes in the box from 0 to 1, y downwards; none where the package lacks the character."""
    path = folder / f"{text}.json"
    if not path.is_file():
        return None
    lines = json.loads(path.read_text(encoding="utf-8"))["medians"]
    return [np.array([(x / _BOX, (_TOP - y) / _BOX) for x, y in line]) for line in lines]


def written(strokes: list[Stroke], hand: Hand, chance: random.Random) -> list[list[list[int]]]:
    """As this hand would write it on a pad, in whole pixels."""
    rng = np.random.default_rng(chance.getrandbits(32))
    strokes = [_displaced(_dense(stroke), hand, rng) for stroke in strokes]
    strokes = _swapped(_joined(strokes, hand, rng), hand, rng)
    strokes = [_trembling(stroke, hand, rng) for stroke in strokes]
    strokes = [stroke @ _posture(hand, rng) for stroke in strokes]
    side = rng.uniform(90, 420)
    low = np.concatenate(strokes).min(axis=0)
    corner = rng.uniform(10, 120, 2)
    return [np.rint((stroke - low) * side + corner).astype(int).tolist() for stroke in strokes]


def _dense(stroke: Stroke, step: float = 1 / 70) -> Stroke:
    """Points as a screen gives them, on a line without the corners of its few control points."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))))
    at = np.linspace(0, along[-1], max(4, int(along[-1] / step)))
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _displaced(stroke: Stroke, hand: Hand, rng: np.random.Generator) -> Stroke:
    middle = stroke.mean(axis=0)
    turn = _turn(rng.uniform(-hand.turn, hand.turn) / 2)
    size = 1 + rng.normal(0, hand.stretch / 3)
    at = np.linspace(0, 1, len(stroke))
    bends = rng.normal(0, hand.bend, (4, 2))
    bent = np.stack([np.interp(at, np.linspace(0, 1, 4), bends[:, axis]) for axis in (0, 1)], axis=1)
    return (stroke - middle) @ turn * size + middle + rng.normal(0, hand.shift, 2) + bent


def _joined(strokes: list[Stroke], hand: Hand, rng: np.random.Generator) -> list[Stroke]:
    """A stroke that begins near where the last one ended is written without lifting the finger."""
    joined = [strokes[0]]
    for stroke in strokes[1:]:
        near = float(np.hypot(*(stroke[0] - joined[-1][-1]))) < _NEAR
        if near and rng.random() < hand.joined:
            way = _dense(np.stack([joined[-1][-1], stroke[0]]))
            joined[-1] = np.concatenate((joined[-1], way[1:-1], stroke))
        else:
            joined.append(stroke)
    return joined


def _swapped(strokes: list[Stroke], hand: Hand, rng: np.random.Generator) -> list[Stroke]:
    strokes = list(strokes)
    for place in range(len(strokes) - 1):
        if rng.random() < hand.swapped:
            strokes[place], strokes[place + 1] = strokes[place + 1], strokes[place]
    return strokes


def _trembling(stroke: Stroke, hand: Hand, rng: np.random.Generator) -> Stroke:
    """To both sides about five times a second, with the noise of a fingertip on glass."""
    count = len(stroke)
    waves = np.zeros((count, 2))
    for _ in range(2):
        period = rng.uniform(7, 14)
        phase = rng.uniform(0, 2 * np.pi, 2)
        waves += np.sin(2 * np.pi * np.arange(count)[:, None] / period + phase) * rng.uniform(0.4, 1.0, 2)
    return stroke + hand.tremor * (waves * 0.7 + rng.normal(0, 0.25, (count, 2)))


def _posture(hand: Hand, rng: np.random.Generator) -> NDArray[np.float64]:
    stretch = np.diag([1 + rng.uniform(-hand.stretch, hand.stretch), 1.0])
    slant = np.array([[1.0, 0.0], [rng.uniform(-hand.slant, hand.slant), 1.0]])
    return stretch @ slant @ _turn(rng.uniform(-hand.turn, hand.turn))


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
