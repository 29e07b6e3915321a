"""Each call is said once, in both languages, digit by digit."""

from __future__ import annotations

import pytest

from kiosk.cases.waiting import Board, Called
from screens.board.calling import Calling
from tests.board.conftest import HeardVoice

FIRST = Called(12, 2, 1)


def in_both(number: str, window: int) -> list[tuple[str, str]]:
    return [
        ("zh_CN", f"请 {number} 号到 {window} 号窗口。"),
        ("en", f"Number {number}, please go to window {window}."),
    ]


@pytest.fixture
def voice() -> HeardVoice:
    return HeardVoice()


@pytest.fixture
def calling(words, voice) -> Calling:
    made = Calling(words, voice)
    made.look(Board())
    return made


def test_a_new_call_is_said_digit_by_digit_and_once(calling, voice):
    for _ in range(3):
        calling.look(Board((FIRST,)))
        calling.tick()
    assert voice.said == [in_both("1 2", 2)]


def test_what_was_called_before_is_not_said_when_the_board_comes_up(words, voice):
    calling = Calling(words, voice)
    calling.look(Board((FIRST,)))
    calling.tick()
    assert voice.said == []
    calling.look(Board((Called(12, 2, 2),)))
    calling.tick()
    assert len(voice.said) == 1


def test_a_call_that_is_repeated_is_said_again(calling, voice):
    for times in (1, 2, 3):
        calling.look(Board((Called(12, 2, times),)))
        calling.tick()
    assert voice.said == [in_both("1 2", 2)] * 3


def test_one_after_the_other_in_the_order_of_the_calls(calling, voice):
    later = Called(107, 1, 1)
    voice.speaking = True
    calling.look(Board((later, FIRST)))
    calling.tick()
    assert voice.said == []
    voice.speaking = False
    calling.tick()
    calling.tick()
    calling.tick()
    assert voice.said == [in_both("1 2", 2), in_both("1 0 7", 1)]


def test_who_has_come_meanwhile_is_not_called_any_more(calling, voice):
    voice.speaking = True
    calling.look(Board((FIRST,)))
    calling.tick()
    calling.look(Board())
    voice.speaking = False
    calling.tick()
    assert voice.said == []


def test_in_silence_nothing_happens(words):
    calling = Calling(words, None)
    calling.look(Board())
    calling.look(Board((FIRST,)))
    calling.tick()
