"""The network that reads a character's picture: PP-OCRv6's small recogniser of lines, through onnxruntime."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk.writing.hand.characters import is_writable
from kiosk.writing.hand.drawing import Picture
from kiosk.writing.hand.model import check_model

SIDE = 48
"""The character's square, in pixels: the network reads lines of this height."""

_TWINS = {"•": "·", "・": "·", "●": "·", "﹒": "·", "°": "·"}
"""What looks the same when written by hand, and the one of them that is offered."""


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
