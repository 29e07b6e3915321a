"""No edge of the panel does something unseen, and nothing has to be dragged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QApplication, QWidget

from kiosk.flow.load import Release
from kiosk.flow.model import Text
from kiosk.outfit import load_aids, load_words
from kiosk.paths import Paths
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.shell.app import KioskWindow
from screens.shell.bar import show_on
from screens.shell.frame import Frame
from screens.shell.parts import Hall
from screens.theme import Panel, Theme
from screens.tour.shots import Shot, all_shots
from screens.ui import Ui
from screens.widgets.tap import TapButton
from screens.widgets.writing_pad import WritingPad
from tests.finger import Finger

PATHS = Paths.here()
STEP, INSET, SWIPE = 9, 1, 500
PORTRAIT, LANDSCAPE = Panel(), Panel(1920, 1080)


def edge(panel: Panel) -> Iterator[tuple[QPoint, QPoint]]:
    """Places along all four edges, each with the way into the panel."""
    wide, high = panel.width - 1 - INSET, panel.height - 1 - INSET
    for x in range(INSET, wide, STEP):
        yield QPoint(x, INSET), QPoint(0, 1)
        yield QPoint(x, high), QPoint(0, -1)
    for y in range(INSET, high, STEP):
        yield QPoint(INSET, y), QPoint(1, 0)
        yield QPoint(wide, y), QPoint(-1, 0)


def seen_key(widget: QWidget | None) -> TapButton | None:
    while widget is not None and not isinstance(widget, TapButton):
        widget = widget.parentWidget()
    return widget


@pytest.fixture(scope="module")
def shots(qapp, releases: tuple[Release, ...]) -> list[Shot]:
    load_fonts(PATHS.fonts)
    hall = Hall(
        station=Text({"zh_CN": "派出所", "en": "Police station"}),
        kiosk_no="01",
        kiosk_name="1号机",
        place=Text({"zh_CN": "大厅", "en": "the hall"}),
        staffed_window=Text({"zh_CN": "1号窗口", "en": "window 1"}),
    )
    now = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    return list(all_shots(hall, releases, now, date(2026, 11, 24)))


class Told:
    """Everything that a frame and its screen can say."""

    def __init__(self, frame: Frame) -> None:
        self.said: list[str] = []
        screen = frame.screen_shown
        assert screen is not None
        for key in frame.findChildren(TapButton):
            for name in ("pressed", "clicked"):
                getattr(key, name).connect(lambda *_a, k=key, n=name: self.said.append(f"{n} {k.text()}"))
        for owner, names in (
            (frame, ("setting", "guide_wanted", "cancel_wanted")),
            (screen, ("answered", "acted", "back_wanted", "said", "nav_changed", "turned")),
        ):
            for name in names:
                getattr(owner, name).connect(lambda *_a, n=name: self.said.append(n))


@pytest.mark.parametrize("panel", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_a_touch_or_swipe_from_an_edge_does_nothing_but_on_a_key_seen(qtbot, shots, panel: Panel) -> None:
    words = load_words(PATHS.locales)["zh_CN"]
    ui = Ui(
        Theme(panel), words, "zh_CN", Icons(PATHS.icons), lambda: date(2026, 11, 24), load_aids(PATHS.data)
    )
    finger, keys = Finger(), 0
    assert len(shots) > 60
    for shot in shots:
        frame = Frame(ui)
        frame.resize(panel.width, panel.height)
        show_on(frame.guide, ui, shot.telling, "1号窗口")
        frame.show_screen(shot.build(ui), plain=shot.plain)
        frame.show()
        told = Told(frame)
        touched: set[QWidget] = set()
        for at, way in edge(panel):
            widget = frame.childAt(at) or frame
            key = seen_key(widget)
            if key is not None:
                assert key.isVisible()
                assert key.text()
                keys += 1
                continue
            if (widget, way) in touched:  # a widget is touched once an edge: it knows no more of the place
                continue
            touched.add((widget, way))
            here = widget.mapFrom(frame, at) if widget is not frame else at
            for far in (QPoint(0, 0), way * SWIPE):
                finger.press(widget, here)
                finger.move(widget, here + far)
                finger.release(widget, here + far)
        anywhere = {"acted"} if shot.name.startswith("attract") else set()  # "Touch anywhere", it says there
        assert set(told.said) == anywhere, f"{shot.group}-{shot.name}: {told.said}"
        frame.hide()
        frame.deleteLater()
    assert keys, "the guide's bar lies along an edge, and is seen"


def test_nothing_has_to_be_dragged_or_scrolled(qtbot, shots) -> None:
    words = load_words(PATHS.locales)["zh_CN"]
    ui = Ui(Theme(), words, "zh_CN", Icons(PATHS.icons), lambda: date(2026, 11, 24), load_aids(PATHS.data))
    for shot in shots:
        screen = shot.build(ui)
        qtbot.addWidget(screen)
        for widget in (screen, *screen.findChildren(QWidget)):
            assert not isinstance(widget, (QAbstractScrollArea, QAbstractSlider)), shot.name
            assert not widget.testAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents), "no gesture is read"
            handles = type(widget).mouseMoveEvent
            allowed = (QWidget.mouseMoveEvent, TapButton.mouseMoveEvent, WritingPad.mouseMoveEvent)
            assert handles in allowed or not hasattr(handles, "__code__"), (
                f"{type(widget).__name__} follows a finger"
            )


def test_the_window_bears_no_frame_no_menu_and_cannot_be_closed(qtbot) -> None:
    closed: list[bool] = []
    window = KioskWindow(windowed=False, on_resize=lambda _w, _h: None, on_close=lambda: closed.append(True))
    window.resize(300, 300)
    window.show()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert not window.actions()
    window.close()
    assert window.isVisible()
    assert closed == []
    middle = window.rect().center()
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, window.mapToGlobal(middle))
    QApplication.sendEvent(window, menu)
    wheel = QWheelEvent(
        QPointF(middle),
        QPointF(middle),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(window, wheel)
    assert QApplication.activePopupWidget() is None
    window.hide()
    window.deleteLater()
