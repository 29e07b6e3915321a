"""In which looks texts are laid out: those that stand for all others."""

from __future__ import annotations

from kiosk.flow.load import Release
from screens.audit.examine import Examiner
from screens.audit.looks import PANELS, SECOND_ON
from screens.fit.run import FitParts, every_look
from screens.fit.scenes import Scene, scenes
from screens.icons import Icons
from screens.shell.frame import Frame
from screens.theme import Panel, Theme
from screens.tour.pictures import Looks
from screens.ui import Ui
from tests.fit.conftest import Data, Written


def test_letters_are_largest_on_the_panels_that_are_taken() -> None:
    for panel in PANELS:
        (taken,) = [each for each in SECOND_ON if each.landscape == panel.landscape]
        assert (taken.width, taken.height) == (panel.width, panel.height)
        assert taken.mm_per_px <= panel.mm_per_px


def test_the_kiosks_own_panel_is_taken_too(parts: FitParts) -> None:
    own = Panel(1080, 1920, 15.6)
    assert FitParts(**{**vars(parts), "panel": own}).panels == (*SECOND_ON, own)
    assert parts.panels == SECOND_ON


def framed(parts: FitParts, scene: Scene, look: Looks) -> Frame:
    theme = Theme(look.panel, look.size, look.high_contrast, look.sitting)
    words = parts.words[look.locale]
    frame = Frame(Ui(theme, words, look.locale, Icons(parts.icons), lambda: parts.today, parts.aids))
    frame.resize(look.panel.width, look.panel.height)
    frame.show_screen(scene.build(frame.ui))
    frame.show()
    return frame


def test_the_second_theme_moves_nothing(parts: FitParts, everything: Data, written: Written) -> None:
    release: Release = written(everything)
    found, _ = scenes(release, parts.hall, parts.today)
    studio = Examiner().studio
    look = list(every_look(("en",), SECOND_ON))[4]
    second = Looks(look.locale, look.size, True, look.sitting, look.panel)
    for scene in found:
        frames = [framed(parts, scene, each) for each in (look, second)]
        assert studio.widgets(frames[0]) == studio.widgets(frames[1])
        for frame in frames:
            frame.close()
            frame.deleteLater()
