"""A key: one finger, tap only, and never twice by accident."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from screens.ui import Ui
from screens.widgets.key import Key, Mark
from tests.finger import Finger


class Counted:
    """A window with keys that counts what was chosen."""

    def __init__(self, qtbot: QtBot, ui: Ui) -> None:
        self.ui, self.chosen = ui, []
        self.window = QWidget()
        self.window.resize(1000, 600)
        qtbot.addWidget(self.window)
        self.window.show()

    def key(self, name: str, y: int, **how: Any) -> Key:
        key = Key(self.ui, name, parent=self.window, **how)
        key.setGeometry(0, y, 400, 120)
        key.clicked.connect(lambda: self.chosen.append(name))
        key.show()
        return key


@pytest.fixture
def counted(qtbot: QtBot, caring: Ui) -> Counted:
    return Counted(qtbot, caring)


@pytest.fixture
def finger() -> Finger:
    return Finger()


def test_a_tap_ends_where_it_began(counted: Counted, finger: Finger) -> None:
    key = counted.key("one", 0)
    finger.press(key, QPoint(50, 50))
    finger.release(key, QPoint(50, 500))
    assert counted.chosen == []
    finger.press(key, QPoint(50, 50))
    finger.release(key, QPoint(350, 110))
    assert counted.chosen == ["one"]


def test_a_bounce_is_the_same_tap(counted: Counted, finger: Finger) -> None:
    key = counted.key("one", 0)
    for at in (QPoint(50, 50), QPoint(52, 50), QPoint(50, 52)):
        finger.tap(key, at)
        finger.wait(200)
    assert counted.chosen == ["one"]


def test_what_qt_calls_a_double_click_is_a_tap_after_a_while(counted: Counted, finger: Finger) -> None:
    key = counted.key("one", 0)
    finger.tap(key)
    for wait, chosen in ((200, ["one"]), (300, ["one", "one"])):
        finger.wait(wait)
        finger.press(key, double=True)
        finger.release(key)
        assert counted.chosen == chosen


def test_a_bounce_is_ignored_by_what_stands_there_next(counted: Counted, finger: Finger) -> None:
    first = counted.key("one", 0)
    finger.tap(first, QPoint(50, 50))
    first.hide()
    second = counted.key("two", 0)
    finger.tap(second, QPoint(50, 50))
    assert counted.chosen == ["one"]


def test_another_spot_answers_at_once(counted: Counted, finger: Finger) -> None:
    one, two = counted.key("one", 0), counted.key("two", 300)
    finger.tap(one, QPoint(50, 50))
    finger.tap(two, QPoint(50, 50))
    assert counted.chosen == ["one", "two"]


def test_a_later_tap_on_the_same_spot_counts(counted: Counted, finger: Finger) -> None:
    key = counted.key("one", 0)
    finger.tap(key, QPoint(50, 50))
    finger.wait(300)
    finger.tap(key, QPoint(50, 50))
    assert counted.chosen == ["one", "one"]


@pytest.mark.parametrize("code", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select])
def test_a_held_key_does_not_repeat(counted: Counted, code: Qt.Key) -> None:
    key = counted.key("one", 0)
    for repeat in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, "", repeat)
        QApplication.sendEvent(key, event)
    assert counted.chosen == ["one"]


def test_the_focus_is_drawn_four_pixels_wide_at_least(counted: Counted) -> None:
    counted.window.activateWindow()
    key = counted.key("", 0)
    key.setFocus()
    without = key.grab().toImage()
    counted.window.setProperty("keys_in_use", True)
    with_ring = key.grab().toImage()
    middle = key.height() // 2
    changed = [x for x in range(key.width() // 2) if with_ring.pixel(x, middle) != without.pixel(x, middle)]
    assert key.hasFocus()
    assert len(changed) >= 4


@pytest.mark.parametrize("mark", [Mark.RADIO, Mark.BOX])
def test_choosing_changes_shape_and_moves_nothing(counted: Counted, mark: Mark) -> None:
    key = counted.key("搬去和家人一起住", 0, mark=mark, bold=False)
    before, height = key.grab().toImage(), key.height_for(400)
    key.setChecked(True)
    after = key.grab().toImage()
    assert key.height_for(400) == height
    edge = [
        x
        for x in range(12)
        if abs(after.pixelColor(x, 60).lightness() - before.pixelColor(x, 60).lightness()) > 60
    ]
    assert len(edge) >= 3, "the edge is thicker, whatever its colour"
