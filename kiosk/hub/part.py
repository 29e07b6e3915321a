"""What someone is at the hub."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A kiosk or a desk; each has an endpoint of its own."""

    KIOSK = "kiosk"
    DESK = "desk"
