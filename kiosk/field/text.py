"""Free text."""

from __future__ import annotations

import re
import unicodedata

from kiosk.flow.answer import Written
from kiosk.message import Message

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def tidy(text: str) -> str:
    """NFC, runs of space as one, none at the ends, nothing that cannot be seen or stored."""
    spaced = re.sub(r"\s+", " ", text)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", seen)).strip()


def without_last(text: str) -> str:
    """The text without its last character, together with what belongs to it: a variant's sign, an accent."""
    end = len(text)
    while end > 1 and unicodedata.category(text[end - 1]).startswith("M"):
        end -= 1
    return text[: max(0, end - 1)]


def read(text: str, longest: int) -> Written | Message:
    """The text, 1 to ``longest`` characters counted as code points, or what to do."""
    tidied = tidy(text)
    if not tidied:
        return Message("field.text.missing")
    if len(tidied) > longest:
        return Message("field.text.long", {"most": longest})
    return Written(text=tidied)
