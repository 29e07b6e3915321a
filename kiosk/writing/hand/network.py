"""The network that reads a character's picture: PP-OCRv6's small recogniser of lines, through onnxruntime."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk.writing.hand.characters import PLAIN, is_writable
from kiosk.writing.hand.drawing import Picture

SIDE = 48
"""The character's square, in pixels: the network reads lines of this height."""

SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
"""Of the only file that may be loaded."""

_TWINS = {"•": "·", "・": "·", "●": "·", "﹒": "·", "°": "·"}
"""What looks the same when written by hand, and the one of them that is offered."""


class ModelUnusable(Exception):
    """The network's file is missing, or is not the one that was measured. The text says which."""


def check_model(path: Path) -> None:
    """Raise ModelUnusable where the file is not there or is another one."""
    if not path.is_file():
        raise ModelUnusable("missing")
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != SHA256:
        raise ModelUnusable("another file, or damaged")


class Network:
    """Pictures to the likelihood of every character."""

    def __init__(self, path: Path, writable: Callable[[str], bool] = is_writable) -> None:
        """Load the network; takes a third of a second. Raises ModelUnusable."""
        check_model(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
        # Class 0 says that nothing is there; after the last of the names there is one for a space.
        names = [_TWINS.get(name, name) for name in self._names()]
        kept = [index for index, name in enumerate(names, start=1) if writable(name)]
        self._classes = np.array(kept)
        self.characters: tuple[str, ...] = tuple(dict.fromkeys(names[index - 1] for index in kept))
        places = {name: place for place, name in enumerate(self.characters)}
        self._places = np.array([places[names[index - 1]] for index in kept])
        _give_back_memory()

    def likelihoods(self, pictures: Sequence[Picture]) -> NDArray[np.float32]:
        """For each picture, SIDE high, how likely each of ``characters`` is; together at most about 1."""
        # One after the other: read together they are no faster and take more memory.
        return np.stack([self._read(picture) for picture in pictures])

    def _read(self, picture: Picture) -> NDArray[np.float32]:
        pixels = np.broadcast_to(1.0 - 2.0 * picture, (1, 3, *picture.shape)).astype(np.float32)
        (answer,) = self._session.run(None, {"x": pixels})
        likely = answer[0].max(axis=0)[self._classes]
        together = np.zeros(len(self.characters), dtype=np.float32)
        np.maximum.at(together, self._places, likely)
        return together

    def _names(self) -> list[str]:
        return str(self._session.get_modelmeta().custom_metadata_map["character"]).splitlines()


def plain(characters: Sequence[str]) -> NDArray[np.bool_]:
    """Which of them are no Hanzi."""
    return np.array([each in PLAIN for each in characters])


def _give_back_memory() -> None:
    # Reading the file took twice what the network needs; the C library would keep it.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
