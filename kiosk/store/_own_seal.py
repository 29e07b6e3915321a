"""The seal of a data folder, before anything of it is opened."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.keys import KeyFile, read_ring
from kiosk.store.seal import Seal


def own_seal(folder: Path) -> Seal | None:
    """With the keys that lie there; None where there are none. Raises OSError."""
    ring = read_ring(folder)
    return None if ring is None else Seal(KeyFile(folder, ring))
