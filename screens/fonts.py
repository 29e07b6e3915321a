"""The kiosk's own fonts: registered from its folder, never taken from the machine by chance."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from screens.theme import FAMILY, OF_SCRIPT, families

STYLES = ("Regular", "Bold")
"""Of each family a file; without a real bold, Qt would smear the regular one."""


_REGISTERED = "registered_font"
"""The application's property that names the file of one of its fonts."""


class FontMissing(Exception):
    """A font of the kiosk is not there or cannot be read; the text names the file."""


def load_fonts(folder: Path) -> None:
    """Register the fonts of ``folder`` with Qt; needs a QGuiApplication.

    Raises :class:`FontMissing` where a file is missing, unreadable or of another family or style: the
    wrong font shows Chinese in the wrong regional shapes, and nobody notices until a resident does.
    """
    for family in (FAMILY, *OF_SCRIPT.values()):
        for style in STYLES:
            _register(folder / f"{family.replace(' ', '')}-{style}.otf", family, style)


def forget_shapes() -> None:
    """Let go of the shapes of all characters that were drawn so far, which Qt keeps for as long as it runs.

    At the end of a visit: else each rare character that a resident wrote stays in memory for good, a few
    kilobytes in each size. Qt forgets them whenever its fonts change, so one is added again and taken away;
    what is drawn next is drawn anew (some 20 ms for a page).
    """
    app = QCoreApplication.instance()
    path = app.property(_REGISTERED) if app is not None else None
    if path is not None:
        QFontDatabase.removeApplicationFont(QFontDatabase.addApplicationFont(path))


def _register(path: Path, family: str, style: str) -> None:
    if not path.is_file():
        raise FontMissing(f"the font {path} is missing")
    number = QFontDatabase.addApplicationFont(str(path))
    found = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if family not in found:
        raise FontMissing(f"{path} is not a font of the family {family!r}: {found}")
    if style not in QFontDatabase.styles(family):
        raise FontMissing(f"{path} does not bring the style {style!r} of {family!r}")
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_REGISTERED, str(path))


def unshowable(text: str) -> str:
    """The characters of ``text`` that no font of the kiosk has, each once; needs a QGuiApplication.

    Signs that only change the character before them (variation selectors) are not looked at: where a font
    lacks the variant, it shows the usual form.
    """
    left = {
        c: None for c in text if unicodedata.category(c)[0] not in "MZ" and unicodedata.category(c) != "Cf"
    }
    for family in families():
        if not left:
            break
        font = QRawFont.fromFont(QFont(family))
        left = {c: None for c in left if not font.supportsCharacter(ord(c))}
    return "".join(left)


def ready_without_display(folder: Path) -> QCoreApplication:
    """For a command that has no window, and keeps it: what drawing with the fonts of ``folder`` needs."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts(folder)
    return app


def unshowable_in(folder: Path) -> Callable[[str], str]:
    """:func:`unshowable` by the fonts of ``folder``, for a command that has no window."""
    app = ready_without_display(folder)

    return lambda text: unshowable(text) if app else text


def family_of(character: str) -> str | None:
    """The family in which a character is shown; None where none has it."""
    for family in families():
        if QRawFont.fromFont(QFont(family)).supportsCharacter(ord(character)):
            return family
    return None
