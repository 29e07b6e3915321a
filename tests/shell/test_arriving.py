"""An officer says at the kiosk that they are there; the visit below stays as it was."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.assist.call import CallState
from kiosk.failure import StoreFailed, Trouble
from kiosk.officers.officer import Officer, Role
from kiosk.officers.roll import WRONG, Refused
from screens.shell.arriving import LEFT_ALONE_S
from screens.shell.calls import Phase
from screens.shell.machine import Assist, Mode
from screens.widgets.field import Field
from tests.shell.hands import Hands

OFFICER, PIN = "0101", "274913"


class Roll:
    """An ArrivalRoll in memory. failure: what every look-up ends in."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.tried: list[tuple[str, str]] = []

    async def prove(self, number: str, pin: str) -> Officer:
        self.tried.append((number, pin))
        if self.failure is not None:
            raise self.failure
        if pin != PIN:
            raise Refused(WRONG)
        return Officer(number, "", frozenset({Role.OFFICER}))


async def coming(hands: Hands) -> Roll:
    """A resident at the first question, to whom somebody comes."""
    roll = Roll()
    hands.kiosk._parts.storage.arrivals.find = lambda: roll  # type: ignore[attr-defined]
    await hands.service("household")
    hands.kiosk.guiding.call(quiet=False)
    await hands.until(lambda: hands.queue.calls, "the call")
    (call,) = hands.queue.calls.values()
    await hands.queue.claim(call.id, OFFICER)
    await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "somebody comes")
    return roll


def bar(hands: Hands) -> str:
    assert hands.kiosk.stage.frame is not None
    return hands.kiosk.stage.frame.guide.text()


async def given(hands: Hands, digits: str) -> None:
    for digit in digits:
        hands.tap(digit)
    hands.tap("好了")


async def sheet(hands: Hands) -> None:
    assert hands.kiosk.stage.frame is not None
    hands.window.setProperty("last_tap", None)
    hands.touch(hands.kiosk.stage.frame.guide)
    await hands.until(lambda: hands.kiosk.stage.top == "here", "the sheet")


def test_number_and_pin_and_the_officer_is_there(play) -> None:
    async def scene(hands: Hands) -> None:
        roll = await coming(hands)
        step = hands.run.step
        await sheet(hands)
        await given(hands, OFFICER)
        assert hands.kiosk.stage.screen is not None
        assert hands.find("请输密码") is None
        for digit in PIN:
            hands.tap(digit)
        (field,) = [f for f in hands.kiosk.stage.screen.findChildren(Field) if f.isVisible()]
        assert field.covered
        hands.tap("好了")
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.HERE, "there")
        assert roll.tried == [(OFFICER, PIN)]
        assert hands.kiosk.stage.top == "step"
        assert hands.run.step is step
        assert bar(hands) == "0101号在身边"
        await hands.until(lambda: hands.kiosk.machine.assist is Assist.HERE, "the machine knows")
        (call,) = hands.queue.calls.values()
        assert (call.state, call.officer) == (CallState.CLAIMED, OFFICER)
        assert call.arrived_at == hands.clock.now()

    play(scene)


def test_another_officer_than_the_one_who_said_so_may_be_there(play) -> None:
    async def scene(hands: Hands) -> None:
        await coming(hands)
        await sheet(hands)
        await given(hands, "0202")
        await given(hands, PIN)
        await hands.until(lambda: bar(hands) == "0202号在身边", "the other one")

    play(scene)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (None, "工号或密码不对"),
        (StoreFailed(Trouble.AWAY), "现在记不下来。不用管它，请先帮居民。"),
    ],
    ids=["wrong", "away"],
)
def test_what_is_not_taken_is_told_and_asked_anew(play, failure: Exception | None, words: str) -> None:
    async def scene(hands: Hands) -> None:
        roll = await coming(hands)
        roll.failure = failure
        await sheet(hands)
        await given(hands, OFFICER)
        await given(hands, "111999")
        screen = hands.kiosk.stage.screen
        await hands.until(lambda: hands.kiosk.stage.screen is not screen, "it is asked anew")
        screen = hands.kiosk.stage.screen
        assert screen is not None
        assert screen.help is not None
        assert words in screen.help.text
        assert hands.kiosk.calls.telling.phase is Phase.COMING
        hands.tap("返回")
        assert hands.kiosk.stage.top == "step"

    play(scene)


def test_after_a_wrong_pin_the_pin_alone_is_given_again(play) -> None:
    async def scene(hands: Hands) -> None:
        roll = await coming(hands)
        await sheet(hands)
        await given(hands, OFFICER)
        await given(hands, "111999")
        await hands.until(lambda: not hands.kiosk.arriving._proving._busy, "it was refused")
        await given(hands, PIN)
        await hands.until(lambda: bar(hands) == "0101号在身边", "there")
        assert roll.tried == [(OFFICER, "111999"), (OFFICER, PIN)]
        assert hands.kiosk.arriving._proving._number == ""

    play(scene)


def test_a_sheet_that_is_left_alone_goes_and_the_visit_stays(play) -> None:
    async def scene(hands: Hands) -> None:
        await coming(hands)
        step = hands.run.step
        await sheet(hands)
        hands.clock.turn(LEFT_ALONE_S - 1)
        await given(hands, OFFICER)
        hands.clock.turn(LEFT_ALONE_S - 1)
        hands.kiosk.arriving._proving._alone.tick()
        assert hands.kiosk.stage.top == "here"
        hands.clock.turn(1)
        await hands.until(lambda: hands.kiosk.stage.top == "step", "the resident's own page")
        assert hands.run.step is step
        assert hands.kiosk.arriving._proving._number == ""
        assert hands.kiosk.calls.telling.phase is Phase.COMING

    play(scene)


def test_whoever_proves_themselves_is_there_for_that_call_and_no_later_one(play) -> None:
    async def scene(hands: Hands) -> None:
        roll = await coming(hands)
        looked_up = asyncio.Event()
        prove = roll.prove

        async def slow(number: str, pin: str) -> Officer:
            await looked_up.wait()
            return await prove(number, pin)

        roll.prove = slow  # type: ignore[method-assign]
        await sheet(hands)
        await given(hands, OFFICER)
        await given(hands, PIN)
        (first,) = hands.queue.calls.values()
        await hands.queue.cancel(first.id)
        await hands.until(lambda: not hands.kiosk.calls.telling.open, "that call is over")
        hands.kiosk.guiding.call(quiet=False)
        await hands.until(lambda: len(hands.queue.calls) == 2, "another call")
        second = next(call for call in hands.queue.calls.values() if call.id != first.id)
        await hands.queue.claim(second.id, "0303")
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "somebody else comes")
        looked_up.set()
        await hands.until(lambda: not hands.kiosk.arriving._proving._busy, "it was looked up")
        later = hands.queue.calls[second.id]
        assert (later.officer, later.arrived_at) == ("0303", None)
        screen = hands.kiosk.stage.screen
        assert screen is not None
        assert screen.help is not None
        assert "已经没有呼叫" in screen.help.text

    play(scene)


def test_no_earphone_tells_the_digits_of_a_number_or_a_pin(play) -> None:
    async def scene(hands: Hands) -> None:
        await coming(hands)
        await sheet(hands)
        for digits in (OFFICER, PIN):
            for digit in digits:
                hands.tap(digit)
            screen = hands.kiosk.stage.screen
            assert screen is not None
            told = [spoken.text for spoken in screen.told_entry()]
            assert told == [screen.ui.say("focus.filled", count=len(digits))]
            hands.tap("好了")

    play(scene)


def test_a_resident_who_touches_the_bar_comes_back_and_before_a_claim_it_leads_nowhere(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.start()
        hands.kiosk.guiding.call(quiet=False)
        await hands.until(lambda: hands.kiosk.calls.telling.open, "the call")
        frame = hands.kiosk.stage.frame
        assert frame is not None
        hands.touch(frame.guide)
        assert hands.kiosk.stage.top == "home"
        (call,) = hands.queue.calls.values()
        await hands.queue.claim(call.id, OFFICER)
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "somebody comes")
        await sheet(hands)
        hands.tap("返回")
        assert hands.kiosk.stage.top == "home"
        assert hands.kiosk.machine.mode is Mode.HOME

    play(scene)


def test_handed_over_the_new_one_is_coming(play) -> None:
    async def scene(hands: Hands) -> None:
        await coming(hands)
        await sheet(hands)
        await given(hands, OFFICER)
        await given(hands, PIN)
        await hands.until(lambda: hands.kiosk.machine.assist is Assist.HERE, "there")
        (call,) = hands.queue.calls.values()
        await hands.queue.hand_over(call.id, OFFICER, "0202")
        await hands.until(lambda: bar(hands) == "0202号正走过来", "the new one")
        await hands.until(lambda: hands.kiosk.machine.assist is Assist.COMING, "the machine knows")

    play(scene)


def test_the_end_of_the_visit_takes_the_sheet_and_what_was_given(play) -> None:
    async def scene(hands: Hands) -> None:
        roll = await coming(hands)
        await sheet(hands)
        await given(hands, OFFICER)
        hands.tap("重来")
        hands.tap(hands.kiosk.looks.ui().say("ask.restart_yes"))
        await hands.mode(Mode.ATTRACT)
        assert hands.kiosk.stage.top == "attract"
        assert hands.kiosk.arriving._proving._number == ""
        assert roll.tried == []

    play(scene)
