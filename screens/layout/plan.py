"""What is arranged on a screen, how it likes to stand, and where it came to stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget


class Block(Protocol):
    """A widget that knows its height at a width.

    It may also have ``comfort_for(width)``, a height it likes better where there is room; ``width_wanted()``,
    the width at which two of it may stand side by side; ``only_words``, true where nothing can be touched;
    ``ornament``, true where it is left out as soon as it costs a page.
    """

    def height_for(self, width: int) -> int:
        """In pixels."""
        ...


@dataclass(frozen=True)
class Manner:
    """How a screen likes to stand.

    page_keys: pages have keys of their own. whole: nothing is chosen here, so that the words may take the
    touch zone too. centred, keys_last: the title in the middle, "listen again" below everything.
    roomy: keys grow where there is room. nav: whether there are navigation keys.
    """

    page_keys: bool = True
    whole: bool = False
    centred: bool = False
    keys_last: bool = False
    roomy: bool = True
    nav: bool = True


@dataclass
class Parts:
    """The widgets of a screen."""

    head: Sequence[QWidget]
    help: QWidget | None
    keys: Sequence[QWidget]
    items: Sequence[QWidget]
    page_keys_width: int = 0
    """The width in pixels that the two page keys need beside others."""


@dataclass
class Plan:
    """Where everything of the page shown stands, in pixels.

    pages: indices of the items; page_row: where the page keys stand; rest: the room left in the touch zone.
    complete: whether the words have the room they need.
    """

    pages: list[list[int]]
    page: int = 0
    places: dict[QWidget, QRect] = field(default_factory=dict)
    page_row: QRect = field(default_factory=QRect)
    rest: QRect = field(default_factory=QRect)
    complete: bool = True
