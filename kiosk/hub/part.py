"""What someone is at the hub."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A kiosk, a desk or a portal; each has an endpoint of its own."""

    KIOSK = "kiosk"
    DESK = "desk"
    PORTAL = "portal"
    """The pages for home: it faces the world, and may ask for least (see ``portal_asks``)."""


FOR_RESIDENTS = frozenset({Part.KIOSK, Part.PORTAL})
"""Where residents themselves are in front of it."""
