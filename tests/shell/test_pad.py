"""The pad under a hand: touches write on it, a palm does not; and how one writes is kept for the visit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint

from screens.shell.machine import Event, Mode
from screens.widgets.writing_pad import WritingPad
from tests.shell.hands import Hands
from tests.shell.panel import Panelled, plain_ui
from tests.shell.test_steady import Glass

LEFT, RIGHT = QPoint(60, 460), QPoint(260, 480)


@pytest.fixture
def pad(panelled: Panelled) -> WritingPad:
    """In place of the wide key."""
    made = WritingPad(plain_ui(), panelled.window)
    panelled.wide.hide()
    made.setGeometry(20, 380, 400, 300)
    made.show()
    return made


@pytest.fixture
def glass(panelled: Panelled) -> Glass:
    return Glass(panelled.window)


def test_a_touch_draws(pad: WritingPad, glass: Glass) -> None:
    glass.touch(press=(1, LEFT))
    glass.touch(move=(1, QPoint(160, 470)))
    glass.touch(release=(1, RIGHT))
    (stroke,) = pad.ink
    assert stroke[0] == pytest.approx((LEFT.x() - 20, LEFT.y() - 380), abs=3)
    assert len(stroke) >= 2


def test_a_second_finger_is_not_drawn(pad: WritingPad, glass: Glass) -> None:
    glass.touch(press=(1, LEFT))
    glass.touch(move=(1, QPoint(160, 470)))
    glass.touch(press=(2, QPoint(300, 600)))
    glass.touch(move=(2, QPoint(330, 640)))
    glass.touch(release=(2, QPoint(330, 640)))
    glass.touch(release=(1, RIGHT))
    (stroke,) = pad.ink
    assert all(y < 150 for _, y in stroke)


def test_a_hand_that_rests_on_the_pad_lets_the_finger_write(pad: WritingPad, glass: Glass) -> None:
    glass.touch(press=(1, QPoint(300, 640)))
    glass.touch(press=(2, LEFT))
    glass.touch(move=(2, QPoint(160, 470)))
    glass.touch(release=(2, RIGHT))
    glass.touch(release=(1, QPoint(300, 640)))
    (stroke,) = pad.ink
    assert stroke[0] == pytest.approx((LEFT.x() - 20, LEFT.y() - 380), abs=3)


def test_a_stroke_that_leaves_the_pad_presses_no_key(
    pad: WritingPad, glass: Glass, panelled: Panelled
) -> None:
    glass.touch(press=(1, LEFT))
    glass.touch(move=(1, panelled.middle("5")))
    glass.touch(release=(1, panelled.middle("5")))
    assert panelled.chosen == []
    assert len(pad.ink) == 1


def test_quick_strokes_on_one_spot_are_no_bounces(pad: WritingPad, glass: Glass) -> None:
    for at in (LEFT, LEFT + QPoint(30, 0), LEFT + QPoint(60, 0)):
        glass.touch(press=(1, at))
        glass.touch(move=(1, at + QPoint(0, 40)))
        glass.touch(release=(1, at + QPoint(0, 60)))
    assert len(pad.ink) == 3


def test_how_one_writes_is_kept_for_the_visit(play, walks, hands) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("residence_permit")
        for step_id, answer in walks["residence_permit"]:
            assert hands.run.step is not None
            if hands.run.step.kind == "name":
                break
            assert hands.run.step.id == step_id
            await hands.answer(answer)
        screen = hands.kiosk.stage.screen
        hands.tap("拆字")
        assert hands.kiosk.stage.screen is screen, "nothing is built anew"
        await hands.answer(answer)
        assert hands.kiosk.stage.screen is not screen
        assert hands.kiosk.stage.screen.ui.way == "parts"
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        assert hands.kiosk.looks.ui().way == ""
        await hands.start()
        assert hands.kiosk.stage.screen.ui.way == ""

    play(scene)
