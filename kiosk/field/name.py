"""Names of persons: Chinese, of minorities with their middle dot, and foreign ones."""

from __future__ import annotations

import re
import unicodedata

from kiosk.field.text import tidy
from kiosk.flow.answer import Written
from kiosk.message import Message

LONGEST = 50
MIDDLE_DOT = "\u00b7"

_HAN = (
    r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\ufe00-\ufe0f"
    r"\U00020000-\U0003ffff\U000e0100-\U000e01ef]"
)
_DOTS = re.compile(r"[\u2022\u2027\u2219\u22c5\u25cf\u2e31\u2e33\u30fb\uff65\u318d\u16eb]")
_FULL_STOP = re.compile(rf"(?<={_HAN}) ?[.\uff0e\u3002] ?(?={_HAN})")
_ROUND_DOT = re.compile(rf" *{MIDDLE_DOT} *")
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_INITIAL = re.compile(r"(?<=[A-Za-z\u00c0-\u024f])\.")
_ALSO = frozenset(" -'’" + MIDDLE_DOT + "\u3007")


def read(text: str) -> Written | Message:
    """The name, 1 to 50 characters counted as code points, or what to do.

    Every form of the middle dot becomes U+00B7, as identity cards have it. Characters of all planes are
    names' characters, those newer than this Python's tables and those for private use (older population
    registers hold them) included. Space between two Chinese characters is layout and falls.
    """
    name = _DOTS.sub(MIDDLE_DOT, tidy(text))
    name = _BETWEEN_HAN.sub("", _ROUND_DOT.sub(MIDDLE_DOT, _FULL_STOP.sub(MIDDLE_DOT, name)))
    if any(unicodedata.category(c) in ("Nd", "No") for c in name):
        return Message("field.name.digits")
    if not any(_is_letter(c) for c in name):
        return Message("field.name.missing" if set(name) <= _ALSO else "field.name.signs")
    signs = _INITIAL.sub("", name)
    if not all(_is_letter(c) or c in _ALSO or unicodedata.category(c).startswith("M") for c in signs):
        return Message("field.name.signs")
    if name.startswith(MIDDLE_DOT) or name.endswith(MIDDLE_DOT) or MIDDLE_DOT * 2 in name:
        return Message("field.name.dot")
    if len(name) > LONGEST:
        return Message("field.name.long", {"most": LONGEST})
    return Written(text=name)


def _is_letter(c: str) -> bool:
    # Planes 2 and 3 hold ideographs alone, the newest of which Python's tables call unassigned.
    return unicodedata.category(c)[0] == "L" or c == "\u3007" or re.fullmatch(_HAN, c) is not None
