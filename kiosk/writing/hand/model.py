"""The file that the network is loaded from."""

from __future__ import annotations

import hashlib
from pathlib import Path

SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
"""Of the only file that may be loaded."""


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
