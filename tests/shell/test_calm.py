"""A panel that goes mad is not listened to, and one finger counts again right after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from screens.shell.calm import MOST_A_SECOND, QUIET_S, Calm, Rate
from tests.shell.memory import TurnedClock


class Seen(QObject):
    """What gets through to the window."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[QEvent.Type] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.kinds.append(event.type())
        event.accept()
        return False

    def count(self, kind: QEvent.Type) -> int:
        return self.kinds.count(kind)


class Panel:
    """A window, what is done to it, and what it sees."""

    def __init__(self, window: QWidget, device: QPointingDevice, clock: TurnedClock, seen: Seen) -> None:
        self.window, self.device, self.clock, self.seen = window, device, clock, seen

    def touch(self) -> None:
        handle = self.window.windowHandle()
        QTest.touchEvent(self.window, self.device, autoCommit=False).press(0, QPoint(9, 9), handle).commit()
        QTest.touchEvent(self.window, self.device, autoCommit=False).release(0, QPoint(9, 9), handle).commit()

    def click(self) -> None:
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(9, 9))


@pytest.fixture
def panel(qapp, qtbot) -> Iterator[Panel]:
    window, clock, seen = QWidget(), TurnedClock(), Seen()
    window.resize(300, 300)
    window.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    device = QTest.createTouchDevice()
    assert isinstance(device, QPointingDevice)
    window.windowHandle().installEventFilter(seen)
    calm = Calm(window, clock)
    qapp.installEventFilter(calm)
    yield Panel(window, device, clock, seen)
    qapp.removeEventFilter(calm)


@pytest.mark.parametrize("how", ["touch", "click"])
def test_a_thousand_a_second_are_dropped_and_the_next_finger_counts(panel: Panel, how: str) -> None:
    begin = QEvent.Type.TouchBegin if how == "touch" else QEvent.Type.MouseButtonPress
    for _ in range(3000):
        getattr(panel, how)()
        panel.clock.turn(0.001)
    assert panel.seen.count(begin) == MOST_A_SECOND
    panel.clock.turn(QUIET_S)
    getattr(panel, how)()
    assert panel.seen.count(begin) == MOST_A_SECOND + 1


def test_what_begins_is_ended_too(panel: Panel) -> None:
    for _ in range(500):
        panel.touch()
        panel.click()
        panel.clock.turn(0.001)
    for begin, ends in (
        (QEvent.Type.TouchBegin, (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)),
        (QEvent.Type.MouseButtonPress, (QEvent.Type.MouseButtonRelease,)),
    ):
        assert panel.seen.count(begin) == sum(panel.seen.count(end) for end in ends)


def test_contacts_that_come_while_one_stays_count_too_and_the_finger_is_let_go(panel: Panel) -> None:
    handle = panel.window.windowHandle()
    QTest.touchEvent(panel.window, panel.device, autoCommit=False).press(0, QPoint(9, 9), handle).commit()
    for _ in range(100):
        for press in (True, False):
            touches = QTest.touchEvent(panel.window, panel.device, autoCommit=False).stationary(0)
            (touches.press if press else touches.release)(1, QPoint(50, 50), handle)
            touches.commit()
        panel.clock.turn(0.001)
    assert panel.seen.count(QEvent.Type.TouchCancel) == 1
    assert panel.seen.count(QEvent.Type.TouchUpdate) <= 2 * MOST_A_SECOND
    QTest.touchEvent(panel.window, panel.device, autoCommit=False).release(0, QPoint(9, 9), handle).commit()
    panel.clock.turn(QUIET_S)
    before = panel.seen.count(QEvent.Type.TouchBegin)
    panel.touch()
    assert panel.seen.count(QEvent.Type.TouchBegin) == before + 1


@pytest.mark.parametrize("a_second", [2, 8, 12, MOST_A_SECOND - 1])
def test_no_finger_is_too_fast(a_second: int) -> None:
    clock = TurnedClock()
    rate = Rate(clock.monotonic)
    for _ in range(200):
        assert not rate.too_fast(begins=True)
        assert not rate.too_fast(begins=False)
        clock.turn(1 / a_second)


def test_keys_are_no_flood_of_touches(panel: Panel) -> None:
    for _ in range(500):
        QTest.keyClick(panel.window.windowHandle(), Qt.Key.Key_A)
        panel.clock.turn(0.001)
    assert panel.seen.count(QEvent.Type.KeyPress) == MOST_A_SECOND
    panel.click()
    assert panel.seen.count(QEvent.Type.MouseButtonPress) == 1
