"""The keypad."""

from __future__ import annotations

from itertools import combinations
from typing import Protocol

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from screens.ui import Ui
from screens.widgets.keypad import Keypad
from tests.finger import Finger


class Watch(Protocol):
    """The keys' sense of time in milliseconds."""

    now: int


def shown(ui: Ui, qtbot: QtBot, more: str = "") -> Keypad:
    pad = Keypad(ui, more=more)
    pad.resize(998, 600)
    qtbot.addWidget(pad)
    pad.show()
    return pad


def tap(key: object) -> None:
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def test_digits_and_erase_are_told(ui: Ui, qtbot: QtBot) -> None:
    pad = shown(ui, qtbot, "X")
    typed: list[str] = []
    erased: list[bool] = []
    pad.typed.connect(typed.append)
    pad.erased.connect(lambda: erased.append(True))
    for sign in "1X0":
        tap(pad.keys[sign])
    tap(pad.erase)
    assert typed == ["1", "X", "0"]
    assert erased == [True]


def test_a_bounce_is_one_digit_and_two_deliberate_taps_are_two(ui: Ui, qtbot: QtBot, finger: Finger) -> None:
    pad = shown(ui, qtbot)
    typed: list[str] = []
    pad.typed.connect(typed.append)
    finger.tap(pad.keys["1"])
    finger.wait(299)
    finger.tap(pad.keys["1"])
    assert typed == ["1"]
    finger.wait(300)
    finger.tap(pad.keys["1"])
    assert typed == ["1", "1"]


def test_a_held_key_does_not_repeat(ui: Ui, qtbot: QtBot) -> None:
    pad = shown(ui, qtbot)
    typed: list[str] = []
    pad.typed.connect(typed.append)
    assert not any(key.autoRepeat() for key in pad.keys.values())
    QTest.mousePress(pad.keys["1"], Qt.MouseButton.LeftButton)  # type: ignore[call-overload]
    assert typed == []
    QTest.mouseRelease(pad.keys["1"], Qt.MouseButton.LeftButton, pos=QPoint(-40, -40))  # type: ignore[call-overload]
    assert typed == []


@pytest.mark.parametrize("more", ["", "X"])
def test_at_their_least_the_keys_keep_the_floors(ui: Ui, qtbot: QtBot, more: str) -> None:
    pad = Keypad(ui, more=more)
    qtbot.addWidget(pad)
    pad.resize(pad.least_width(), pad.least_height(pad.least_width()))
    pad.show()
    keys = [*pad.keys.values(), pad.erase]
    for key in keys:
        assert min(key.width(), key.height()) >= ui.theme.px(15)
        assert not key.cut()
    for one, two in combinations(keys, 2):
        gap = ui.theme.px(5)
        assert not one.geometry().adjusted(0, 0, gap - 1, gap - 1).intersects(two.geometry())
