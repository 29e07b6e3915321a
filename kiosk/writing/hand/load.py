"""The recogniser, put together from what is on this machine."""

from __future__ import annotations

from pathlib import Path

from kiosk.writing.hand.fused import FusedRecogniser
from kiosk.writing.hand.network import Network
from kiosk.writing.hand.recogniser import Recogniser
from kiosk.writing.hand.zinnia import Zinnia, ZinniaMissing


def load(model: Path) -> Recogniser:
    """Both engines, or the network alone where Zinnia is not installed. Takes half a second.

    model: the network's file. Raises ModelUnusable where it is missing or damaged. Imports onnxruntime, and
    so belongs into a process of its own.
    """
    return FusedRecogniser(Network(model), zinnia_if_there())


def zinnia_if_there() -> Zinnia | None:
    """Zinnia, where its library and its model are installed."""
    try:
        return Zinnia()
    except ZinniaMissing:
        return None
