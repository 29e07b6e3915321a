"""While the screen is seen the guide bar says so, and what the guide says, in every look, without a cut."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.assist.seeing import Sentence
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.writing.aids import NO_AIDS
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.shell.bar import show_on
from screens.shell.calls import Phase, Telling
from screens.shell.frame import Frame
from screens.theme import Panel, Size, Theme
from screens.ui import Ui

PATHS = Paths.here()
PANELS = {"portrait": Panel(), "landscape": Panel(1920, 1080)}
LOOKS = [f"{locale}-{size}-{panel}" for locale, size, panel in product(("zh_CN", "en"), Size, PANELS)]


@pytest.mark.parametrize("look", LOOKS)
def test_no_sentence_is_cut(qapp: QApplication, look: str) -> None:
    locale, size, panel = look.split("-")
    load_fonts(PATHS.fonts)
    theme = Theme(PANELS[panel], Size(size))
    ui = Ui(theme, load_words(PATHS.locales)[locale], locale, Icons(PATHS.icons), lambda: None, NO_AIDS)
    frame = Frame(ui)
    frame.resize(theme.panel.width, theme.panel.height)
    frame.show()
    height = frame.guide.height()
    for sentence in ("", *(f"seeing.say.{s}" for s in Sentence)):
        show_on(frame.guide, ui, Telling(Phase.SEEN, "0101", True, sentence), "1号窗口")
        assert not frame.guide.cut(), sentence or "seen"
        assert not frame.guide.cancel_key.cut()
        assert frame.guide.height() == height
    frame.hide()
    frame.deleteLater()
