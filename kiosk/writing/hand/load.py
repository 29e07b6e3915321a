"""The recogniser, put together from what is on this machine.

It imports onnxruntime, and so belongs into a process of its own.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

from kiosk.paths import Paths
from kiosk.writing.hand.fused import (
    RENDERINGS,
    Drawings,
    FusedRecogniser,
    NetworkRecogniser,
    ZinniaRecogniser,
)
from kiosk.writing.hand.network import Network
from kiosk.writing.hand.recogniser import Recogniser
from kiosk.writing.hand.usualness import load_usualness
from kiosk.writing.hand.zinnia import Zinnia, ZinniaMissing

_USUALNESS = "usualness.tsv"


def load(model: Path) -> Recogniser:
    """Both engines, or the network alone where Zinnia is not installed. Takes half a second.

    model: the network's file. Raises ModelUnusable where it is missing or damaged; OSError or ValueError
    where the table of usual characters is.
    """
    there = engines(model)
    return there.get("fused", there["network"])


def engines(model: Path) -> dict[str, Recogniser]:
    """``network``, and where Zinnia is installed ``zinnia`` and ``fused``. Raises what ``load`` raises."""
    usual = load_usualness(Paths.here().data / _USUALNESS)
    drawings = Drawings(Network(model), usual, RENDERINGS)
    _give_back_memory()
    there: dict[str, Recogniser] = {"network": NetworkRecogniser(drawings)}
    zinnia = zinnia_if_there()
    if zinnia is not None:
        there["zinnia"] = ZinniaRecogniser(zinnia)
        there["fused"] = FusedRecogniser(drawings, zinnia, usual)
    return there


def zinnia_if_there() -> Zinnia | None:
    """Zinnia, where its library and its model are installed."""
    try:
        return Zinnia()
    except ZinniaMissing:
        return None


def _give_back_memory() -> None:
    # Reading the file took twice what the network needs; the C library would keep it.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
