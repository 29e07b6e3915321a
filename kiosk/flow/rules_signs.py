"""Characters and lengths that no text of a flow may have: what cannot be seen, said, or shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kiosk.flow.problem import Problem, wrong
from kiosk.flow.rules import Written, texts

MOST_CHARACTERS = 300
"""More are never read on a screen, nor listened to; the longest text of the product's services has 117."""
_JOINERS = frozenset("\u200c\u200d\u200e\u200f")
"""Letters of some scripts need these; Chinese and English never do."""
_WITHOUT_JOINERS = ("zh_CN", "en")


def sign_problems(written: Written) -> Iterator[Problem]:
    """In every locale that a text has, offered here or not."""
    for where, text in texts(written.flow):
        for locale, said in text.root.items():
            strange = next((sign for sign in said if _is_strange(sign, locale)), None)
            if strange is not None:
                message = wrong("strange_sign", sign=f"U+{ord(strange):04X}")
                yield written.error((*where, locale), message)
            if len(said) > MOST_CHARACTERS:
                message = wrong("long_text", length=len(said), most=MOST_CHARACTERS)
                yield written.error((*where, locale), message)


def _is_strange(sign: str, locale: str) -> bool:
    """Control characters, marks that turn the reading direction or have no width, private and unused ones.

    A line break is none: a text may stand on several lines of the file.
    """
    if sign in _JOINERS:
        return locale in _WITHOUT_JOINERS
    return sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn")
