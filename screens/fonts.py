"""The kiosk's own fonts: registered from its folder, never taken from the machine by chance."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from screens.theme import FAMILY

FILES = {"Regular": "NotoSansSC-Regular.otf", "Bold": "NotoSansSC-Bold.otf"}
"""The font file of each style; without a real bold, Qt would smear the regular one."""


class FontMissing(Exception):
    """A font of the kiosk is not there or cannot be read; the text names the file."""


def load_fonts(folder: Path) -> None:
    """Register the fonts of ``folder`` with Qt; needs a QGuiApplication.

    Raises :class:`FontMissing` where a file is missing, unreadable or of another family or style: the
    wrong font shows Chinese in the wrong regional shapes, and nobody notices until a resident does.
    """
    for style, name in FILES.items():
        path = folder / name
        if not path.is_file():
            raise FontMissing(f"the font {path} is missing")
        number = QFontDatabase.addApplicationFont(str(path))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if FAMILY not in families:
            raise FontMissing(f"{path} is not a font of the family {FAMILY!r}: {families}")
        if style not in QFontDatabase.styles(FAMILY):
            raise FontMissing(f"{path} does not bring the style {style!r} of {FAMILY!r}")
