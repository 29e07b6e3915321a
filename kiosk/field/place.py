"""Addresses: divisions that are picked, and the rest that is written."""

from __future__ import annotations

from kiosk.field.text import tidy
from kiosk.flow.answer import Place
from kiosk.message import Message

LONGEST = 100
"""Characters of the written part; the longest addresses of a register stay below."""


def read(divisions: tuple[str, ...], detail: str) -> Place | Message:
    """The address, or what to do. divisions: names from the province down, may be empty."""
    picked = tuple(name for name in (tidy(d) for d in divisions) if name)
    written = tidy(detail)
    if not written:
        return Message("field.place.missing")
    if len(written) > LONGEST:
        return Message("field.place.long", {"most": LONGEST})
    return Place(divisions=picked, detail=written)
