"""Both engines together: several drawings for the network, the strokes themselves for Zinnia."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.writing.aids import Ink
from kiosk.writing.hand.drawing import Picture, distances, drawn
from kiosk.writing.hand.ink import Strokes, clean
from kiosk.writing.hand.network import SIDE, Network
from kiosk.writing.hand.recogniser import Guess
from kiosk.writing.hand.shaping import fitted, sheared, steadied, turned, way
from kiosk.writing.hand.usualness import leaning
from kiosk.writing.hand.zinnia import Zinnia

Logs = NDArray[np.float32]
"""For each character the natural logarithm of how likely it is; up to a constant."""

_PAPER = 2 * SIDE
"""The character stands in the middle of a strip of paper this wide: the network was made for lines."""

_MARGIN = 2
"""Pixels between the ends of the strokes and the edge, so that thick lines are not cut."""

_FLOOR = 1e-13

ZINNIA_WEIGHT = 1.0
"""What one point of Zinnia's score is worth in logarithms; measured with benchmarks/writing.py."""

_ZINNIA_ALONE = -12.0
"""The network's part for a character that it does not know, where that is among Zinnia's first ten."""

_NEVER = -40.0

_PLAIN_AT_ONCE = 5.0
"""Where the first drawing is ahead by so much, the others say the same and are not made: each takes 8 ms."""

_BEYOND_DOUBT = 4.0
"""Where the network is ahead by so much, Zinnia could not turn the order and is not asked: it takes 8 ms."""

_ZINNIA_LOOKS_AT = 150
_ZINNIA_FIRST = 10
_ZINNIA_SMOOTH = 0.05

LEAST_SURE = -2.1
"""Where even the best character's mean logarithm is less than this, it is a scribble."""

_LONGEST_WAY = 25.0
"""No character's strokes are together longer than this many sides of its box."""


@dataclass(frozen=True)
class Rendering:
    """One way to draw the ink. side, width: of the character and its lines in pixels; turn: degrees."""

    side: int
    width: float
    smooth: float
    slant: float = 0.0
    turn: float = 0.0
    stretch: float = 0.0


RENDERINGS = (
    Rendering(38, 2.2, 0.05, slant=0.12),
    Rendering(38, 2.2, 0.05, turn=-4.0),
    Rendering(38, 2.2, 0.05, stretch=0.6),
)
"""The three of nine that do best together; all nine do no better."""


class Drawings:
    """The network, asked with several drawings of the same ink."""

    def __init__(self, network: Network, usual: Mapping[str, float], renderings: Sequence[Rendering]) -> None:
        self.characters = network.characters
        self._network = network
        self._leaning = leaning(network.characters, usual)
        self._renderings = renderings

    def logs(self, strokes: Strokes) -> Logs:
        """Over ``characters``; the mean of all drawings. None stands out where it is a scribble."""
        steady = {smooth: steadied(strokes, smooth) for smooth in {each.smooth for each in self._renderings}}
        read: list[Logs] = []
        for rendering in self._renderings:
            (likely,) = self._network.likelihoods([picture(steady[rendering.smooth], rendering)])
            read.append(np.log(np.maximum(likely, _FLOOR)))
            if ahead(self.leant(read[0])) > _PLAIN_AT_ONCE:
                break
        logs: Logs = np.mean(read, axis=0)
        return logs

    def leant(self, logs: Logs) -> Logs:
        """Without what the network has learnt of texts."""
        leant: Logs = logs + self._leaning
        return leant


class NetworkRecogniser:
    """The network alone."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings

    def guesses(self, ink: Ink, limit: int = 20) -> Sequence[Guess]:
        """See Recogniser."""
        strokes = clean(ink)
        if not strokes or way(strokes) > _LONGEST_WAY:
            return ()
        logs = self._drawings.logs(strokes)
        if float(logs.max()) < LEAST_SURE:
            return ()
        return best(self._drawings.characters, self._drawings.leant(logs), limit)


class ZinniaRecogniser:
    """Zinnia alone."""

    def __init__(self, zinnia: Zinnia) -> None:
        self._zinnia = zinnia

    def guesses(self, ink: Ink, limit: int = 20) -> Sequence[Guess]:
        """See Recogniser; it cannot tell a scribble."""
        strokes = clean(ink)
        if not strokes:
            return ()
        scored = self._zinnia.scores(steadied(strokes, _ZINNIA_SMOOTH), limit)
        return best([text for text, _ in scored], np.array([s for _, s in scored], dtype=np.float32), limit)


class FusedRecogniser:
    """The network, helped by Zinnia."""

    def __init__(self, drawings: Drawings, zinnia: Zinnia, usual: Mapping[str, float]) -> None:
        self._drawings = drawings
        self._zinnia = zinnia
        known = frozenset(drawings.characters)
        more = tuple(sorted(zinnia.characters - known))
        self._characters = (*drawings.characters, *more)
        self._known, self._more = len(drawings.characters), leaning(more, usual)
        self._places = {text: place for place, text in enumerate(self._characters)}

    def guesses(self, ink: Ink, limit: int = 20) -> Sequence[Guess]:
        """See Recogniser."""
        strokes = clean(ink)
        if not strokes or way(strokes) > _LONGEST_WAY:
            return ()
        logs = self._drawings.logs(strokes)
        if float(logs.max()) < LEAST_SURE:
            return ()
        leant = self._drawings.leant(logs)
        if ahead(leant) > _BEYOND_DOUBT:
            return best(self._drawings.characters, leant, limit)
        together = np.concatenate((leant, self._more))
        return best(self._characters, together + ZINNIA_WEIGHT * self._second(strokes), limit)

    def _second(self, strokes: Strokes) -> Logs:
        logs = np.zeros(len(self._characters), dtype=np.float32)
        logs[self._known :] = _NEVER
        scored = self._zinnia.scores(steadied(strokes, _ZINNIA_SMOOTH), _ZINNIA_LOOKS_AT)
        if not scored:
            return logs
        top, last = scored[0][1], scored[-1][1]
        logs[: self._known] = last - top
        for rank, (text, score) in enumerate(scored):
            place = self._places[text]
            if place < self._known:
                logs[place] = score - top
            elif rank < _ZINNIA_FIRST:
                logs[place] = score - top + _ZINNIA_ALONE / ZINNIA_WEIGHT
        return logs


def picture(steady: Strokes, rendering: Rendering) -> Picture:
    """Smoothed strokes in the middle of a strip of paper."""
    if rendering.slant:
        steady = sheared(steady, rendering.slant)
    if rendering.turn:
        steady = turned(steady, rendering.turn)
    side = rendering.side
    placed = fitted(steady, side - 1 - 2 * _MARGIN, rendering.stretch)
    field = distances(tuple(each + _MARGIN for each in placed), side)
    paper = np.zeros((SIDE, _PAPER), dtype=np.float32)
    top, left = (SIDE - side) // 2, (_PAPER - side) // 2
    paper[top : top + side, left : left + side] = drawn(field, rendering.width)
    return paper


def ahead(logs: Logs) -> float:
    """How far the best is ahead of the next."""
    second, first = np.partition(logs, -2)[-2:]
    return float(first - second)


def best(characters: Sequence[str], logs: Logs, limit: int) -> tuple[Guess, ...]:
    """The first ``limit``, with scores that are logarithms of shares of the whole."""
    if not len(logs):
        return ()
    total = float(np.logaddexp.reduce(logs))
    order = np.argsort(-logs, kind="stable")[:limit]
    return tuple(Guess(characters[place], min(0.0, float(logs[place]) - total)) for place in order)
