"""By which way a question came."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """Where it was asked: at a kiosk of the hall, from home, or by telephone, noted by an officer."""

    KIOSK = "kiosk"
    HOME = "home"
    PHONE = "phone"
