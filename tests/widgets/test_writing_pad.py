"""The box in which one writes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF
from pytestqt.qtbot import QtBot

from screens.shell.steady import AWAY
from screens.ui import Ui
from screens.widgets.writing_pad import JOIN_MS, MOST_POINTS, MOST_STROKES, WritingPad
from tests.finger import Finger

SIDE = 400


@pytest.fixture
def pad(ui: Ui, qtbot: QtBot) -> WritingPad:
    made = WritingPad(ui)
    made.resize(SIDE, SIDE)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def stroke(pad: WritingPad, finger: Finger, *points: tuple[float, float]) -> None:
    finger.wait(200)
    finger.press(pad, QPointF(*points[0]))
    for point in points[1:]:
        finger.wait(10)
        finger.move(pad, QPointF(*point))
    finger.release(pad, QPointF(*points[-1]))


def test_strokes_are_told_with_their_times_and_kept_in_order(pad: WritingPad, finger: Finger) -> None:
    told: list[tuple[str, int]] = []
    pad.began.connect(lambda at: told.append(("began", at)))
    pad.lifted.connect(lambda at: told.append(("lifted", at)))
    stroke(pad, finger, (50, 50), (100, 60), (150, 50))
    stroke(pad, finger, (60, 200), (60, 300))
    assert [what for what, _ in told] == ["began", "lifted"] * 2
    assert all(one < two for (_, one), (_, two) in pairwise(told))
    assert pad.ink == (((50, 50), (100, 60), (150, 50)), ((60, 200), (60, 300)))


def test_a_dot_is_a_stroke(pad: WritingPad, finger: Finger) -> None:
    stroke(pad, finger, (50, 50))
    assert pad.ink == (((50, 50),),)


def test_a_stroke_is_drawn_before_the_finger_is_lifted(pad: WritingPad, finger: Finger, ui: Ui) -> None:
    finger.press(pad, QPointF(50, 100))
    finger.move(pad, QPointF(150, 100))
    seen = pad.grab().toImage().pixelColor(100, 100)
    assert seen == ui.theme.palette.ink


def test_only_what_is_new_is_painted(pad: WritingPad, finger: Finger, qtbot: QtBot) -> None:
    stroke(pad, finger, *((x, 30) for x in range(30, 370, 5)))
    pad.repaint()
    boxes = []

    class Eyes(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                boxes.append(event.region().boundingRect())  # type: ignore[attr-defined]
            return False

    eyes = Eyes()
    pad.installEventFilter(eyes)
    finger.wait(300)
    finger.press(pad, QPointF(200, 300))
    finger.move(pad, QPointF(210, 300))
    qtbot.waitUntil(lambda: bool(boxes))
    assert max(box.height() for box in boxes) < SIDE / 4


def test_what_leaves_the_box_goes_along_its_edge(pad: WritingPad, finger: Finger) -> None:
    stroke(pad, finger, (200, 200), (900, 200), (900, -700), (200, 100))
    (line,) = pad.ink
    assert all(0 <= x <= SIDE and 0 <= y <= SIDE for x, y in line)
    assert len(line) == 4


def test_a_stroke_begins_inside_only(pad: WritingPad, finger: Finger) -> None:
    finger.move(pad, QPointF(100, 100))
    finger.release(pad, QPointF(120, 100))
    assert pad.ink == ()


def test_a_bouncing_finger_writes_one_stroke(pad: WritingPad, finger: Finger) -> None:
    stroke(pad, finger, (50, 50), (100, 50))
    finger.wait(JOIN_MS - 20)
    finger.press(pad, QPointF(105, 50))
    finger.move(pad, QPointF(150, 50))
    finger.release(pad, QPointF(150, 50))
    assert len(pad.ink) == 1
    assert pad.ink[0][-1] == (150, 50)


def test_two_quick_strokes_are_two(pad: WritingPad, finger: Finger) -> None:
    stroke(pad, finger, (50, 50), (100, 50))
    finger.wait(JOIN_MS + 20)
    finger.press(pad, QPointF(100, 50), double=True)
    finger.release(pad, QPointF(150, 90))
    finger.wait(JOIN_MS - 20)
    finger.press(pad, QPointF(300, 300), double=True)
    finger.release(pad, QPointF(300, 300))
    assert len(pad.ink) == 3


def test_a_palm_leaves_nothing_and_a_stroke_cut_off_keeps_what_it_has(
    pad: WritingPad, finger: Finger
) -> None:
    finger.press(pad, QPointF(50, 50))
    finger.move(pad, AWAY)
    finger.release(pad, AWAY)
    assert pad.ink == ()
    stroke(pad, finger, (50, 50), (150, 50), (AWAY.x(), AWAY.y()))
    assert pad.ink == (((50, 50), (150, 50)),)


def test_ten_thousand_points_and_strokes_without_end_are_bounded(pad: WritingPad, finger: Finger) -> None:
    finger.press(pad, QPointF(10, 10))
    for k in range(10_000):
        finger.move(pad, QPointF(10 + (k * 7) % 380, 10 + (k * 11) % 380))
    finger.release(pad)
    for _ in range(MOST_STROKES + 5):
        stroke(pad, finger, (50, 50), (100, 50))
    assert max(len(s) for s in pad.ink) <= MOST_POINTS
    assert len(pad.ink) == MOST_STROKES


def test_what_was_written_keeps_its_shape_in_another_size(pad: WritingPad, finger: Finger) -> None:
    stroke(pad, finger, (100, 100), (300, 300))
    pad.resize(SIDE * 2, SIDE)
    ((one, two),) = pad.ink
    assert (two[0] - one[0], two[1] - one[1]) == pytest.approx((200, 200))
    pad.undo()
    assert pad.ink == ()


def test_a_screen_reader_is_told_what_the_box_is_for(pad: WritingPad) -> None:
    assert "手指" in pad.accessibleName()
    assert pad.rect().contains(QPoint(10, 10))
