from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from kiosk.assist.call import CallState, Outcome
from screens.desk.entrance import Ask
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import PIN, CountingChime, MakeWindow, MemoryQueue, TurnedClock, new_call, words


async def until(holds: Callable[[], bool]) -> None:
    """Let the loop run until something holds."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0)


async def given(window: DeskWindow, digits: str) -> None:
    """Type what is asked for, and wait for the next question."""
    page, entrance = window.sign_in, window.entrance
    asked = entrance.asked
    QTest.keyClicks(page.number, digits)
    QTest.keyClick(page.number, Qt.Key.Key_Return)
    await until(lambda: entrance.asked > asked)


async def signed_in(window: DeskWindow, session: DeskSession) -> None:
    await given(window, "0235")
    await given(window, PIN)
    assert session.officer == "0235"


def press(key: Qt.Key) -> None:
    """A key, where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


# --- signing in -----------------------------------------------------------------------------------


async def test_signing_in_by_the_keys_of_the_screen(make_window: MakeWindow, session: DeskSession) -> None:
    window = make_window()
    for digit in "02359":
        QTest.mouseClick(window.sign_in.keys[digit], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.sign_in.erase, Qt.MouseButton.LeftButton)
    assert window.sign_in.number.text() == "0235"
    QTest.mouseClick(window.sign_in.go, Qt.MouseButton.LeftButton)
    await until(lambda: window.entrance.ask is Ask.PIN)
    for digit in PIN:
        QTest.mouseClick(window.sign_in.keys[digit], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.sign_in.go, Qt.MouseButton.LeftButton)
    await until(lambda: session.officer == "0235")
    assert window.front.isVisible()
    assert window.who.text() == "值班：0235"


async def test_a_call_that_arrives_moves_no_key_under_a_finger(make_window: MakeWindow) -> None:
    window = make_window()
    page = window.sign_in
    before = {digit: key.mapTo(window, key.rect().center()) for digit, key in page.keys.items()}
    page.show_waiting(2)
    page.layout().activate()  # type: ignore[union-attr]
    QApplication.sendPostedEvents()
    assert page.waiting.isVisible()
    assert {digit: key.mapTo(window, key.rect().center()) for digit, key in page.keys.items()} == before


async def test_signing_in_by_the_keyboard_and_out_again(
    make_window: MakeWindow, session: DeskSession
) -> None:
    window = make_window()
    await signed_in(window, session)
    assert not window.sign_in.isVisible()
    QTest.mouseClick(window.sign_out, Qt.MouseButton.LeftButton)
    await until(lambda: session.officer == "")
    await until(window.sign_in.isVisible)
    assert window.sign_in.number.text() == ""
    assert not window.sign_out.isVisible()


@pytest.mark.parametrize(("typed", "kept"), [("12", "12"), ("1a2", "12"), ("123456789", "12345678")])
async def test_a_number_is_digits_of_the_right_length(
    make_window: MakeWindow, session: DeskSession, typed: str, kept: str
) -> None:
    window = make_window()
    QTest.keyClicks(window.sign_in.number, typed)
    assert window.sign_in.number.text() == kept
    assert window.sign_in.go.isEnabled() is (len(kept) >= 3)


async def test_whoever_comes_sees_that_somebody_waits(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, chime: CountingChime
) -> None:
    window = make_window()
    assert not window.sign_in.waiting.isVisible()
    await queue.open_call(new_call("a"))
    await session.look()
    assert window.sign_in.waiting.isVisible()
    assert window.sign_in.waiting.text() == "有 1 位在等"
    assert chime.rings == 1


# --- the call that comes first --------------------------------------------------------------------


async def test_the_first_call_says_all_there_is_and_its_time_runs(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a", priority=True))
    clock.turn(59)
    await session.look()
    front = window.front
    assert front.words.texts == ("一楼大厅东侧　1\u00a0号机", "迁户口", "您的电话是多少？")
    assert (front.language.text(), front.priority.text()) == ("中文", "优先")
    assert front.priority.isVisible()
    assert front.waited.text() == "等了 59 秒"
    clock.turn(6)
    window.tick()
    assert front.waited.text() == "等了 1 分 05 秒"
    clock.turn(3600)
    window.tick()
    assert front.waited.text() == "等了 1 小时 01 分"


async def test_a_call_without_priority_or_service_says_no_more(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a", service=None, step=None, locale="xx"))
    await session.look()
    assert window.front.words.texts[1:] == ("还没选办什么",)
    assert window.front.language.text() == "xx"
    assert not window.front.priority.isVisible()


async def test_a_quiet_call_is_its_service_and_a_hint_and_no_sound(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, chime: CountingChime
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a", quiet=True, step="phone"))
    await session.look()
    assert window.front.words.texts[1:] == ("迁户口", "不要声张，单独问一问本人")
    assert chime.rings == 0


async def test_return_goes_to_the_first_call(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("old"))
    clock.turn(1)
    await queue.open_call(new_call("new"))
    await session.look()
    press(Qt.Key.Key_Return)
    await until(lambda: queue.calls["old"].state is CallState.CLAIMED)
    assert queue.calls["old"].officer == "0235"
    assert window.front.call is not None
    assert window.front.call.id == "new"


async def test_pressing_goes_too(make_window: MakeWindow, session: DeskSession, queue: MemoryQueue) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.look()
    QTest.mouseClick(window.front.claim, Qt.MouseButton.LeftButton)
    await until(lambda: queue.calls["a"].officer == "0235")


async def test_without_a_call_the_page_is_calm_and_promises_only_what_is(
    make_window: MakeWindow, session: DeskSession, chime: CountingChime
) -> None:
    window = make_window()
    await signed_in(window, session)
    press(Qt.Key.Key_Return)
    assert window.front.calm.isVisible()
    assert "会响" in window.front.calm_more.text()
    chime.heard = False
    window.tick()
    assert "不会响" in window.front.calm_more.text()
    assert window.sound.text() == "没有声音，请看着屏幕"


# --- the others -----------------------------------------------------------------------------------


async def test_the_list_has_ones_own_first_then_the_waiting_then_the_others(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    for call_id in ("first", "theirs", "waiting", "mine"):
        await queue.open_call(new_call(call_id))
        clock.turn(1)
    await queue.claim("theirs", "011888")
    await session.claim("mine")
    assert [row.call.id for row in window.list.rows] == ["mine", "waiting", "theirs"]
    assert [[b.text() for b in row.buttons] for row in window.list.rows] == [
        ["转给别人", "放回去", "办完了"],
        ["我去"],
        [],
    ]
    theirs = [x.text() for x in window.list.rows[2].findChildren(QLabel)]
    assert "011888 去了" in theirs


async def test_another_waiting_call_can_be_taken_and_put_back(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("first"))
    clock.turn(1)
    await queue.open_call(new_call("second"))
    await session.look()
    row = window.list.row("second")
    assert row is not None
    QTest.mouseClick(row.buttons[0], Qt.MouseButton.LeftButton)
    await until(lambda: len(session.mine) == 1)
    mine = window.list.row("second")
    assert mine is not None
    assert mine.mine
    QTest.mouseClick(mine.buttons[1], Qt.MouseButton.LeftButton)
    await until(lambda: queue.calls["second"].state is CallState.WAITING)


async def test_being_seen_does_not_take_the_focus_from_a_row(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("first"))
    await queue.open_call(new_call("second"))
    await session.look()
    row = window.list.rows[0]
    queue.calls["second"] = dataclasses.replace(queue.calls["second"], seen_at=clock.now())
    await session.look()
    assert window.list.rows[0] is row


async def test_a_claim_lost_is_a_clear_line(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.look()
    await queue.claim("a", "011888")
    press(Qt.Key.Key_Return)
    await until(lambda: session.notice is not None)
    assert window.message.isVisible()
    assert window.message.text() == "一楼大厅东侧　1 号机：011888 已经去了。"


async def test_trouble_is_a_clear_line_until_it_is_over(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    assert not window.message.isVisible()
    queue.broken = True
    await session.look()
    assert window.message.isVisible()
    assert window.message.text() == "队列现在读不到，正在再试。"
    queue.broken = False
    await session.look()
    assert not window.message.isVisible()


# --- how it ended ---------------------------------------------------------------------------------


async def in_hand(window: DeskWindow, session: DeskSession, queue: MemoryQueue) -> None:
    await signed_in(window, session)
    await queue.open_call(new_call("a"))
    await session.claim("a")
    row = window.list.row("a")
    assert row is not None
    QTest.mouseClick(row.buttons[2], Qt.MouseButton.LeftButton)
    assert window.finish.isVisible()


async def test_no_outcome_is_chosen_beforehand(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await in_hand(window, session, queue)
    assert not any(made.isChecked() for made in window.finish.outcomes.values())
    assert not window.finish.write.isEnabled()
    press(Qt.Key.Key_Return)
    await session.look()
    assert queue.calls["a"].state is CallState.CLAIMED


async def test_ending_by_the_keyboard_with_a_note(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await in_hand(window, session, queue)
    press(Qt.Key.Key_2)
    window.finish.note.setFocus()
    QTest.keyClicks(window.finish.note, " 3 hao ")
    press(Qt.Key.Key_Return)
    await until(lambda: queue.calls["a"].state is CallState.DONE)
    assert (queue.calls["a"].outcome, queue.calls["a"].note) == (Outcome.TO_WINDOW, "3 hao")
    await until(lambda: not window.finish.isVisible())
    assert window.list.rows == ()


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_ending_by_pressing(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, outcome: Outcome
) -> None:
    window = make_window()
    await in_hand(window, session, queue)
    QTest.mouseClick(window.finish.outcomes[outcome], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.finish.write, Qt.MouseButton.LeftButton)
    await until(lambda: queue.calls["a"].outcome is outcome)


async def test_escape_goes_back_and_the_next_time_begins_empty(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await in_hand(window, session, queue)
    press(Qt.Key.Key_1)
    window.finish.note.setText("x")
    window.finish.setFocus()
    press(Qt.Key.Key_Escape)
    assert not window.finish.isVisible()
    row = window.list.row("a")
    assert row is not None
    QTest.mouseClick(row.buttons[2], Qt.MouseButton.LeftButton)
    assert not any(made.isChecked() for made in window.finish.outcomes.values())
    assert window.finish.note.text() == ""


async def test_what_was_not_written_can_be_written_again(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await in_hand(window, session, queue)
    press(Qt.Key.Key_3)
    window.finish.note.setText("x")
    queue.broken = True
    press(Qt.Key.Key_Return)
    await until(lambda: session.notice is not None)
    assert window.finish.isVisible()
    assert window.finish.note.text() == "x"
    queue.broken = False
    press(Qt.Key.Key_Return)
    await until(lambda: queue.calls["a"].outcome is Outcome.NOT_SOLVED)


async def test_return_does_not_claim_while_one_says_how_it_ended(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await in_hand(window, session, queue)
    await queue.open_call(new_call("b"))
    await session.look()
    assert window.front.words.isVisible()
    assert not window.front.claim_key.isVisible()
    press(Qt.Key.Key_Return)
    await session.look()
    assert queue.calls["b"].state is CallState.WAITING


async def test_a_call_taken_back_meanwhile_ends_the_asking(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await in_hand(window, session, queue)
    await queue.cancel("a")
    await session.look()
    assert not window.finish.isVisible()
    assert "那位说不用了" in window.message.text()


# --- size, names, words ---------------------------------------------------------------------------


async def busy(window: DeskWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock) -> None:
    await signed_in(window, session)
    english = window.windowTitle() == "Guide desk"
    place = "Ground floor hall, on the east side" if english else "一楼办事大厅东侧靠窗"
    for call_id in ("mine", "front", "next", "theirs"):
        kiosk = f"Kiosk {call_id}" if english else f"{call_id} 号机"
        call = new_call(call_id, place=place, kiosk_name=kiosk, priority=True, quiet=call_id == "next")
        await queue.open_call(call)
        clock.turn(700)
    await queue.claim("theirs", "011888")
    await session.claim("mine")


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (1920, 1080)])
async def test_the_first_call_is_the_largest_thing_and_nothing_is_cut(
    make_window: MakeWindow,
    session: DeskSession,
    queue: MemoryQueue,
    clock: TurnedClock,
    locale: str,
    size: tuple[int, int],
) -> None:
    window = make_window(locale)
    window.resize(*size)
    await busy(window, session, queue, clock)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    front = window.front
    assert not front.words.cut()
    assert front.width() * front.height() > window.width() * window.height() * 0.3
    for large in (front.waited, front.language, front.priority, front.claim):
        assert large.font().pixelSize() >= 40
    kinds = (QLabel, QAbstractButton, QLineEdit)
    for shown in (x for x in window.findChildren(QWidget) if isinstance(x, kinds) and x.isVisible()):
        assert shown.font().pixelSize() >= 18
        if isinstance(shown, QLabel) and shown is not front.waited and not shown.wordWrap():
            assert shown.width() >= shown.sizeHint().width()
        if isinstance(shown, QAbstractButton) and shown.text():
            assert shown.width() >= shown.fontMetrics().horizontalAdvance(shown.text())
    assert front.waited.fontMetrics().horizontalAdvance(front.waited.text()) <= front.waited.width()


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_everything_that_can_be_pressed_has_a_name_and_the_focus_reaches_it(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock, locale: str
) -> None:
    window = make_window(locale)
    await busy(window, session, queue, clock)
    buttons = [b for b in window.findChildren(QAbstractButton) if b.isVisible()]
    names = [b.accessibleName() for b in buttons]
    assert all(names)
    assert len(names) == len(set(names)), "two buttons are called the same"
    reached: set[QWidget] = set()
    window.setFocus()
    for _ in range(30):
        press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
    assert set(buttons) <= reached
    assert window.front.words.accessibleName().startswith(window.front.words.texts[0])


async def test_a_first_call_alone_has_all_the_room_and_larger_type(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("first"))
    await session.look()
    QApplication.processEvents()
    alone = window.front.height(), window.front.words.largest
    clock.turn(1)
    await queue.open_call(new_call("second"))
    await session.look()
    QApplication.processEvents()
    assert (window.front.height(), window.front.words.largest) < alone
    assert window.front.words.largest >= 40
    assert not window.front.words.cut()


async def test_space_presses_what_has_the_focus(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue, clock: TurnedClock
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("first"))
    clock.turn(1)
    await queue.open_call(new_call("second"))
    await session.look()
    window.list.rows[0].buttons[0].setFocus()
    press(Qt.Key.Key_Space)
    await until(lambda: queue.calls["second"].state is CallState.CLAIMED)
    assert queue.calls["first"].state is CallState.WAITING


def test_both_languages_have_the_same_sentences_with_the_same_gaps() -> None:
    zh, en = words("zh_CN"), words("en")
    ids = {i for i in zh.ids if i.startswith("desk.")}
    assert ids == {i for i in en.ids if i.startswith("desk.")}


async def test_a_name_is_never_read_as_markup(
    make_window: MakeWindow, session: DeskSession, queue: MemoryQueue
) -> None:
    window = make_window()
    await signed_in(window, session)
    await queue.open_call(new_call("a", place="<b>x</b>"))
    await session.claim("a")
    assert all(x.textFormat() is Qt.TextFormat.PlainText for x in window.findChildren(QLabel))
    assert window.list.rows[0].where.text().startswith("<b>x</b>")
