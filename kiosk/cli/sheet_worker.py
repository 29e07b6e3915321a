"""Draws one notice sheet as a PDF file: what it says comes through a pipe, the file leaves through one."""

from __future__ import annotations

import sys


def main() -> int:
    """Read the sheet, write the file. Returns the exit code: 0, or 1 where what came in is no sheet."""
    from pydantic import ValidationError

    from kiosk import outfit
    from kiosk.paths import Paths
    from kiosk.portal.paper import Wanted
    from kiosk.sheet.page import POINTS, POINTS_LARGE
    from screens.fonts import ready_without_display
    from screens.notice_sheet import PdfSheetDrawer

    paths = Paths.here()
    try:
        wanted = Wanted.model_validate_json(sys.stdin.buffer.read())
        words = outfit.load_words(paths.locales, (wanted.sheet.locale,))[wanted.sheet.locale]
    except (ValidationError, KeyError):
        return 1
    app = ready_without_display(paths.fonts)
    drawer = PdfSheetDrawer(POINTS_LARGE if wanted.large else POINTS)
    sys.stdout.buffer.write(drawer.pdf(wanted.sheet, words))
    sys.stdout.buffer.flush()
    del app
    return 0
