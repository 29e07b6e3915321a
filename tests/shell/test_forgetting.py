"""When a visit is over, nothing of it is in memory any more: no answer, no run, no screen that showed it."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.flow.answer import IdentityNo, PhoneNo, Place, Value, Written
from kiosk.flow.example import number_born
from screens.shell.machine import Event, Mode

SERVICE = "residence_permit"
HEAD, TAIL = "翠鸟", "大叔"
"""Apart, so that this file does not hold what it looks for."""
DIGITS = ("1376", "5432", "190")


def canary(value: Any) -> Any:
    """The same answer in words that are nobody else's."""
    match value:
        case Written():
            return Written(text=HEAD + TAIL)
        case PhoneNo():
            return PhoneNo(number="".join(DIGITS))
        case Place():
            return Place(divisions=value.divisions, detail=HEAD + TAIL + "弄")
        case IdentityNo():
            return IdentityNo(number=number_born(date(1929, 3, 8)))
        case _:
            return value


def wanted() -> tuple[str, ...]:
    return HEAD + TAIL, "".join(DIGITS), number_born(date(1929, 3, 8))


def held() -> list[str]:
    """What holds one of the words: any object that Python knows of."""
    words = wanted()
    found = []
    for holder in gc.get_objects():
        if holder is words:
            continue
        for each in gc.get_referents(holder):
            if type(each) is str and any(word in each for word in words):
                found.append(f"{type(holder).__name__} holds {each[:40]!r}")
    return found


def shown() -> list[str]:
    """Widgets that bear one of the words."""
    return [
        type(each).__name__
        for each in QApplication.allWidgets()
        for text in (_text(each), each.accessibleName(), each.windowTitle())
        if any(word in str(text) for word in wanted())
    ]


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", "")
    return str(text() if callable(text) else text)


async def walk(hands: Any, walks: Any) -> list[weakref.ref[Any]]:
    """To the review. What must be gone at the end."""
    await hands.service(SERVICE)
    watched: list[weakref.ref[Any]] = []
    for step_id, value in walks[SERVICE]:
        assert hands.run.step.id == step_id
        watched.append(weakref.ref(hands.kiosk.stage.screen))
        await hands.answer(canary(value))
    serving = hands.kiosk.serving
    return [*watched, *map(weakref.ref, (serving.visit, serving.visit.run, serving.host))]


async def hand_in(hands: Any, clock: Any) -> None:
    hands.kiosk.serving.hand_in()
    await hands.mode(Mode.RECEIPT)
    hands.kiosk.machine.post(Event.RECEIPT_DONE)
    await hands.mode(Mode.RATING)
    hands.kiosk.machine.post(Event.RATED)


async def leave(hands: Any, clock: Any) -> None:
    hands.kiosk.machine.post(Event.RESTART)


async def go_away(hands: Any, clock: Any) -> None:
    for seconds in (180, 45):
        clock.turn(seconds)
        hands.kiosk.idle.tick()
        await hands.until(lambda: hands.kiosk.machine.mode in (Mode.IDLE_PROMPT, Mode.ATTRACT), "idle")


async def call_and_leave(hands: Any, clock: Any) -> None:
    hands.kiosk.guiding.call(quiet=False)
    await hands.until(lambda: hands.queue.calls, "the call")
    hands.kiosk.machine.post(Event.RESTART)


@pytest.mark.parametrize("end", [hand_in, leave, go_away, call_and_leave])
def test_nothing_of_a_visit_outlives_it(play, walks, cases, clock, end) -> None:
    async def scene(hands: Any) -> None:
        watched = await walk(hands, walks)
        assert held()  # the search finds them while they are there
        await end(hands, clock)
        await hands.mode(Mode.ATTRACT)
        # What the test's own stand-ins remember is not the kiosk's.
        cases.filed.clear()
        hands.voice.said.clear()
        hands.voice.sentences.clear()
        hands.printer.slips.clear()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await hands.until(lambda: gc.collect() >= 0 and not [ref() for ref in watched if ref()], "its end")
        answers = [each for each in gc.get_objects() if isinstance(each, Written | PhoneNo | IdentityNo)]
        assert [each for each in answers if _is_canary(each)] == []
        assert held() == []
        assert shown() == []

    play(scene)


def _is_canary(answer: Value) -> bool:
    return any(word in repr(answer) for word in wanted())


def test_a_widget_that_bears_a_word_would_be_found(qtbot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setAccessibleName(wanted()[0])
    assert shown() == ["QWidget"]
