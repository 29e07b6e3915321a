"""Number and PIN, the first set-up, refusals, and locking."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from kiosk.assist.call import CallState
from kiosk.message import Message
from kiosk.officers.roll import WRONG, shut
from screens.desk.entrance import Ask, Entrance
from screens.desk.session import DeskSession
from tests.desk.conftest import PIN, CountingChime, MakeWindow, MemoryQueue, MemoryRoll, TurnedClock, new_call

from .test_window import given, signed_in, until


async def entered(entrance: Entrance) -> None:
    await entrance.give("0235")
    await entrance.give(PIN)
    assert entrance.open


async def test_number_then_pin(entrance: Entrance, session: DeskSession) -> None:
    assert entrance.ask is Ask.NUMBER
    await entrance.give("0235")
    assert (entrance.ask, session.officer) == (Ask.PIN, "")
    await entrance.give(PIN)
    assert (session.officer, entrance.open, entrance.ask, entrance.number) == ("0235", True, Ask.NUMBER, "")


async def test_a_wrong_pin_is_asked_for_again(entrance: Entrance, session: DeskSession) -> None:
    await entrance.give("0235")
    await entrance.give("999999")
    assert (entrance.ask, entrance.told, session.officer) == (Ask.PIN, WRONG, "")
    await entrance.give(PIN)
    assert (entrance.told, session.officer) == (None, "0235")


async def test_a_number_that_is_shut(entrance: Entrance, roll: MemoryRoll, session: DeskSession) -> None:
    roll.refusal = shut(30)
    await entrance.give("0235")
    await entrance.give(PIN)
    assert (entrance.told, session.officer) == (shut(30), "")


async def test_the_first_officer_chooses_a_pin_twice(
    entrance: Entrance, roll: MemoryRoll, session: DeskSession
) -> None:
    roll.pins.clear()
    await entrance.give("0400")
    assert entrance.ask is Ask.NEW_PIN
    await entrance.give("123456")
    assert (entrance.ask, entrance.told) == (Ask.NEW_PIN, Message("desk.pin_simple"))
    await entrance.give("739105")
    assert (entrance.ask, roll.pins) == (Ask.AGAIN, {})
    await entrance.give("739106")
    assert (entrance.ask, entrance.told, roll.pins) == (Ask.NEW_PIN, Message("desk.pins_differ"), {})
    await entrance.give("739105")
    await entrance.give("739105")
    assert (roll.pins, session.officer) == ({"0400": "739105"}, "0400")


async def test_a_store_that_cannot_serve(entrance: Entrance, roll: MemoryRoll, session: DeskSession) -> None:
    roll.broken = True
    await entrance.give("0235")
    assert (entrance.ask, entrance.told) == (Ask.NUMBER, Message("desk.not_written"))
    roll.broken = False
    await entered(entrance)


async def test_an_error_nobody_foresaw_is_reported_and_told(
    entrance: Entrance, roll: MemoryRoll, reports: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = RuntimeError("unforeseen")

    async def fails() -> bool:
        raise wrong

    with monkeypatch.context() as patch:
        patch.setattr(roll, "anybody", fails)
        await entrance.give("0235")
    assert (reports, entrance.told, entrance.busy) == ([wrong], Message("desk.not_written"), False)
    await entered(entrance)


async def test_nobody_stands_at_the_desk_whom_the_queue_could_not_write_down(
    entrance: Entrance, queue: MemoryQueue, session: DeskSession
) -> None:
    queue.broken = True
    await entrance.give("0235")
    await entrance.give(PIN)
    assert not entrance.open
    assert entrance.ask is Ask.PIN, "the PIN can be given again at once"


async def test_back_to_another_number(entrance: Entrance) -> None:
    await entrance.give("0235")
    entrance.back()
    assert (entrance.ask, entrance.number) == (Ask.NUMBER, "")


async def test_signing_out_is_on_record(entrance: Entrance, roll: MemoryRoll, session: DeskSession) -> None:
    await entered(entrance)
    await entrance.leave()
    assert (session.officer, roll.left) == ("", ["0235"])


async def test_whoever_has_a_call_in_hand_is_not_signed_out(
    entrance: Entrance, roll: MemoryRoll, session: DeskSession, queue: MemoryQueue
) -> None:
    await entered(entrance)
    await queue.open_call(new_call("a"))
    await session.look()
    await session.claim("a")
    await entrance.leave()
    assert (session.officer, roll.left) == ("0235", [])


async def test_it_locks_after_a_while_without_a_touch(entrance: Entrance, clock: TurnedClock) -> None:
    await entered(entrance)
    clock.turn(299)
    entrance.look()
    assert entrance.open
    entrance.touch()
    clock.turn(299)
    entrance.look()
    assert entrance.open
    clock.turn(1)
    entrance.look()
    assert (entrance.locked, entrance.ask, entrance.number) == (True, Ask.PIN, "0235")


async def test_a_locked_desk_still_rings_and_its_officer_stays_on_duty(
    make_window: MakeWindow,
    entrance: Entrance,
    session: DeskSession,
    queue: MemoryQueue,
    chime: CountingChime,
    clock: TurnedClock,
) -> None:
    window = make_window()
    await signed_in(window, session)
    clock.turn(300)
    window.tick()
    assert window.sign_in.isVisible()
    assert "0235" in window.sign_in.title.text()
    await queue.open_call(new_call("a"))
    await session.look()
    assert (chime.rings, window.sign_in.waiting.isVisible()) == (1, True)
    assert list(queue.officers) == ["0235"]
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert queue.calls["a"].state is CallState.WAITING, "nothing is done from a locked desk"
    await given(window, PIN)
    assert window.front.isVisible()


async def test_a_locked_desk_is_not_opened_by_a_wrong_pin(
    make_window: MakeWindow, entrance: Entrance, session: DeskSession
) -> None:
    window = make_window()
    await signed_in(window, session)
    QTest.mouseClick(window.lock, Qt.MouseButton.LeftButton)
    await given(window, "999999")
    assert entrance.locked
    assert not window.front.isVisible()
    assert window.sign_in.note.text() == "工号或密码不对，请再输一遍。"


async def test_another_officer_at_a_locked_desk(
    make_window: MakeWindow, entrance: Entrance, session: DeskSession, roll: MemoryRoll
) -> None:
    window = make_window()
    await signed_in(window, session)
    entrance.lock()
    assert roll.locked == [session.officer], "below the screens too"
    roll.pins["0300"] = "739105"
    QTest.mouseClick(window.sign_in.other, Qt.MouseButton.LeftButton)
    await until(lambda: roll.left == ["0235"])
    await given(window, "0300")
    await given(window, "739105")
    assert session.officer == "0300"


async def test_typing_keeps_the_desk_open(
    make_window: MakeWindow, entrance: Entrance, session: DeskSession, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    clock.turn(200)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    clock.turn(200)
    window.tick()
    assert entrance.open


async def test_a_pin_is_never_seen_and_the_number_is(make_window: MakeWindow, entrance: Entrance) -> None:
    window = make_window()
    field = window.sign_in.number
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    await given(window, "0235")
    assert (field.echoMode(), field.text()) == (QLineEdit.EchoMode.Password, "")
    QTest.keyClicks(field, PIN)
    assert field.displayText() != PIN


async def test_a_call_that_arrives_wipes_nothing_that_was_typed(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await given(window, "0235")
    await given(window, "999999")
    QTest.keyClicks(window.sign_in.number, PIN[:4])
    await queue.open_call(new_call("a"))
    await session.look()
    assert window.sign_in.number.text() == PIN[:4]


@pytest.mark.parametrize("digits", ["1", "12345"])
async def test_too_short_a_pin_is_not_given(make_window: MakeWindow, entrance: Entrance, digits: str) -> None:
    window = make_window()
    await given(window, "0235")
    QTest.keyClicks(window.sign_in.number, digits)
    assert not window.sign_in.go.isEnabled()
