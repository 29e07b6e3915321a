"""What a guide may see of a screen: only what is marked here, while it says the product's own words.

Everything else is black in the picture: a new widget is hidden until somebody has thought of it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

GUIDE_MAY_SEE = "guide_may_see"
"""The property of a widget that may be in the picture."""
SIGNS = "signs"
"""Its value for a widget whose words are never anybody's own: a digit of a keypad, the guide bar."""


def let_guide_see(*widgets: QWidget | None) -> None:
    """Mark these: their words are the product's or a flow file's, and tell nothing of what was entered."""
    for widget in widgets:
        if widget is not None:
            widget.setProperty(GUIDE_MAY_SEE, True)


def let_guide_see_signs(*widgets: QWidget) -> None:
    """Mark these, whatever words they bear: see :data:`SIGNS`."""
    for widget in widgets:
        widget.setProperty(GUIDE_MAY_SEE, SIGNS)
