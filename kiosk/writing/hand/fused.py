"""Both engines together, on several drawings of the same ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.writing.aids import Ink
from kiosk.writing.hand.drawing import Picture, distances, drawn
from kiosk.writing.hand.ink import Strokes, clean
from kiosk.writing.hand.network import SIDE, Network
from kiosk.writing.hand.recogniser import Guess
from kiosk.writing.hand.shaping import fitted, steadied
from kiosk.writing.hand.zinnia import Zinnia

_MARGIN = 2
_PAPER = 24
"""Pixels of empty paper on either side of the square: the network was made for lines, not for squares."""


@dataclass(frozen=True)
class Rendering:
    """One way to draw the ink. smooth: see ``steadied``; widths of the lines in pixels."""

    smooth: float
    width: float


RENDERINGS = (Rendering(0.0, 2.7), Rendering(0.03, 2.7), Rendering(0.03, 4.0))

_FLOOR = 1e-7


class NetworkReader:
    """The network alone, asked several times."""

    def __init__(self, network: Network, renderings: Sequence[Rendering] = RENDERINGS) -> None:
        self._network = network
        self._renderings = renderings

    @property
    def characters(self) -> tuple[str, ...]:
        """What it can read."""
        return self._network.characters

    def logs(self, strokes: Strokes) -> NDArray[np.float32]:
        """For each of ``characters`` the mean logarithm of its likelihood over all drawings."""
        likely = self._network.likelihoods([picture(strokes, each) for each in self._renderings])
        logs: NDArray[np.float32] = np.log(np.maximum(likely, _FLOOR)).mean(axis=0)
        return logs

    def guesses(self, ink: Ink, limit: int = 20) -> Sequence[Guess]:
        """See Recogniser."""
        strokes = clean(ink)
        return best(self.characters, self.logs(strokes), limit) if strokes else ()


class FusedRecogniser:
    """The network, helped by Zinnia where that is installed."""

    def __init__(self, network: Network, zinnia: Zinnia | None) -> None:
        self._reader = NetworkReader(network)
        self._zinnia = zinnia

    def guesses(self, ink: Ink, limit: int = 20) -> Sequence[Guess]:
        """See Recogniser."""
        strokes = clean(ink)
        if not strokes:
            return ()
        return best(self._reader.characters, self._reader.logs(strokes), limit)


def picture(strokes: Strokes, rendering: Rendering) -> Picture:
    """Black on white, in the middle of a strip of paper."""
    steady = steadied(strokes, rendering.smooth) if rendering.smooth else strokes
    field = distances(tuple(each + _MARGIN for each in fitted(steady, SIDE - 1 - 2 * _MARGIN)), SIDE)
    return np.pad(drawn(field, rendering.width), ((0, 0), (_PAPER, _PAPER)))


def best(characters: Sequence[str], logs: NDArray[np.float32], limit: int) -> tuple[Guess, ...]:
    """The first ``limit``, with scores that are logarithms of shares of the whole."""
    total = float(np.logaddexp.reduce(logs))
    order = np.argsort(-logs, kind="stable")[:limit]
    return tuple(Guess(characters[place], min(0.0, float(logs[place]) - total)) for place in order)
