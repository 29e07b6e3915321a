"""Recording as a program of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from screens.fonts import load_fonts
from screens.garbage import GuiGarbage
from screens.record.parts import RecordParts
from screens.record.window import RecordWindow


def run(parts: RecordParts, once_up: Callable[[], None] = lambda: None) -> int:
    """Show the window until it is closed; returns the exit code. once_up: called when Qt is up."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    garbage = GuiGarbage()
    once_up()
    QApplication.setQuitOnLastWindowClosed(False)
    load_fonts(parts.fonts)
    window = RecordWindow(parts)
    window.closed.connect(app.quit)
    window.show()
    code = app.exec()
    garbage.stop()
    return code
