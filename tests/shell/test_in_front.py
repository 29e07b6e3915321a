"""The window comes back in front, and other monitors show nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from screens.shell.app import KioskWindow
from screens.shell.in_front import InFront

TWO = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from screens.shell.app import KioskWindow
from screens.shell.in_front import InFront

app = QApplication([])
first, second = app.screens()
window = KioskWindow(windowed=False, on_resize=lambda w, h: None, on_close=lambda: None)
window.setGeometry(first.geometry())
window.showFullScreen()
front = InFront(app, window)
app.processEvents()
(cover,) = front.covers.values()
assert list(front.covers) == [second]
assert cover.isVisible() and cover.geometry() == second.geometry(), cover.geometry()
assert window.geometry() == first.geometry()
image = cover.grab().toImage()
assert {image.pixelColor(x, y).name() for x in (0, 399, 799) for y in (0, 299, 599)} == {"#000000"}
cover.close()
assert cover.isVisible(), "nobody closes it"
assert cover.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus

app.screenRemoved.emit(second)  # the cable is pulled out
app.processEvents()
# Offscreen, the screen itself stays known: it is covered again at once, by a new cover.
assert list(front.covers) == [second] and front.covers[second] is not cover
assert not cover.isVisible()
app.screenAdded.emit(second)
app.processEvents()
assert list(front.covers) == [second]
kept = front.covers[second]
front.stop()
assert not kept.isVisible() and not front.covers
print("covered")
"""


def test_a_second_monitor_is_black_and_follows_its_cable(tmp_path: Path) -> None:
    screens = [
        {"name": "panel", "x": 0, "y": 0, "width": 1080, "height": 1920},
        {"name": "other", "x": 1080, "y": 0, "width": 800, "height": 600},
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}))
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path}/screens.json"}
    environment["PYTHONPATH"] = os.getcwd()
    done = subprocess.run([sys.executable, "-c", TWO], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "covered", done.stderr


@pytest.fixture
def window(qapp, qtbot) -> Iterator[KioskWindow]:
    made = KioskWindow(windowed=False, on_resize=lambda _w, _h: None, on_close=lambda: None)
    made.setGeometry(qapp.primaryScreen().geometry())
    made.showFullScreen()
    qtbot.waitExposed(made)
    front = InFront(qapp, made)
    qtbot.waitUntil(lambda: made.isActiveWindow() and not front._again.isActive())
    yield made
    front.stop()
    made.hide()
    made.deleteLater()


def test_it_stands_above_all_others(window: KioskWindow) -> None:
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint


def test_a_window_on_a_desk_does_not(qtbot) -> None:
    made = KioskWindow(windowed=True, on_resize=lambda _w, _h: None, on_close=lambda: None)
    qtbot.addWidget(made)
    assert not made.windowFlags() & Qt.WindowType.WindowStaysOnTopHint


def test_something_that_takes_the_focus_loses_it_again(window: KioskWindow, qapp, qtbot) -> None:
    focused: list[object] = []
    other = QWidget()
    qtbot.addWidget(other)
    qapp.focusWindowChanged.connect(focused.append)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: other.windowHandle() in focused and window.isActiveWindow())
    qapp.focusWindowChanged.disconnect(focused.append)


@pytest.mark.parametrize("how", ["showMinimized", "hide", "showNormal"])
def test_made_small_or_put_away_it_comes_back(window: KioskWindow, qtbot, how: str) -> None:
    getattr(window, how)()
    qtbot.waitUntil(lambda: window.isVisible() and window.isFullScreen() and not window.isMinimized())
