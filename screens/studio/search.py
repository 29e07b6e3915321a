"""Finding words in a draft, in any language."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.flow.source import Where


@dataclass(frozen=True)
class Found:
    """Where the words stand, and the text that they stand in."""

    where: Where
    words: str


def find(data: object, wanted: str, where: Where = ()) -> tuple[Found, ...]:
    """Every text that has these words in it, in the file's order; of capital letters nothing is made."""
    wanted = wanted.strip().casefold()
    return tuple(_find(data, wanted, where)) if wanted else ()


def _find(data: object, wanted: str, where: Where) -> list[Found]:
    if isinstance(data, str):
        is_text = len(where) > 1 and isinstance(where[-1], str) and where[-1] not in _NO_WORDS
        return [Found(where, data)] if is_text and wanted in data.casefold() else []
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for key, part in parts for found in _find(part, wanted, (*where, key))]


_NO_WORDS = frozenset({"id", "kind", "icon", "step", "is", "has", "unsure", "range", "name", "fills"})
