"""Rare characters where one writes: those that can be shown, and a word about the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.message import Message
from kiosk.writing.aids import Candidate
from kiosk.writing.part_names import parts_spelled
from screens.fonts import unshowable

MOST = 400
"""Candidates that are asked for: with the rare ones some sounds have so many."""
UNSHOWN = Message("rare.unshown")
"""A character stands in the text that no font here has; the guide is offered, and one may go on."""


def shown_only(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Without those of which nothing but an empty box would be seen."""
    found = tuple(candidates)
    missing = set(unshowable("".join(c.text for c in found)))
    return tuple(c for c in found if missing.isdisjoint(c.text)) if missing else found


def parts_called(letters: str) -> Sequence[Candidate]:
    """The parts whose name is spelled so: "sandianshui" is 氵."""
    return tuple(Candidate(part, len(letters)) for part in parts_spelled(letters))


def wants_word(text: str, refused: Message | None) -> bool:
    """Whether something in the text cannot be shown, and that has not been said yet."""
    return refused != UNSHOWN and bool(unshowable(text))
