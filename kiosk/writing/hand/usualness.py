"""How usual each character is in texts, and why it is taken out of a recogniser's answer.

The network was taught on texts and so leans to what is frequent there. Names and places follow no text:
whoever is called 桫 writes 桫. What the field expects is the context's part, which comes after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.writing.hand.characters import PLAIN

LEAN = 0.4
"""How much of it is taken out; measured with benchmarks/writing.py."""

_BEYOND = 8.0
_RARE = 3.0
"""Digits, letters and what is beyond GB 2312 count as middling usual; the last as less likely by so much."""


def load_usualness(path: Path) -> dict[str, float]:
    """Logarithms of counts. Raises OSError or ValueError."""
    usual: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        step, characters = line.split("\t")
        usual.update(dict.fromkeys(characters, float(step)))
    return usual


def leaning(characters: Sequence[str], usual: Mapping[str, float]) -> NDArray[np.float32]:
    """What is to be added to each character's logarithm."""

    def lean(text: str) -> float:
        if text in usual:
            return -LEAN * usual[text]
        return -LEAN * _BEYOND - (0.0 if text in PLAIN else _RARE)

    return np.array([lean(each) for each in characters], dtype=np.float32)
