"""Writing by hand on a screen: what is taken, when, and what can be got back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.flow.answer import Written
from kiosk.writing.aids import Expected, Ink, NoHandwriting, Reading, WritingAids
from screens.shell.frame import Frame
from screens.steps.one_character import LONGEST_MS, PAUSE_MS
from screens.steps.writing import NameScreen, TextScreen
from screens.theme import Size
from screens.ui import Ui
from tests.finger import Finger

from .conftest import LOOKS, Wear, build, framed
from .test_entry_fits import check

GUESSES = ("王", "玉", "主", "五")


class SlowHand:
    """Reads when the test lets it. asked: what was to be read, with what was expected."""

    def __init__(self, there: bool = True) -> None:
        self.there = there
        self.asked: list[tuple[Ink, Expected]] = []
        self._then: Callable[[Reading], None] | None = None

    def read(self, ink: Ink, expected: Expected, then: Callable[[Reading], None]) -> None:
        self.asked.append((ink, expected))
        self._then = then

    def warm(self) -> None:
        pass

    def forget(self) -> None:
        self._then = None

    async def close(self) -> None:
        pass

    def answer(self, *guesses: str, problem: str = "") -> None:
        assert self._then is not None, "nothing was asked"
        then, self._then = self._then, None
        then(Reading(guesses or (() if problem else GUESSES), problem))  # type: ignore[arg-type]


class ThreeStones:
    """Knows one character by its parts."""

    def made_of(self, parts: tuple[str, ...], limit: int = 60) -> tuple[str, ...]:
        return ("磊",) if tuple(parts) == ("石",) * 3 else ("岩",) if tuple(parts) == ("石",) else ()


class Seat:
    """A resident in front of a screen."""

    def __init__(self, ui: Ui, step: str, qtbot: QtBot, hand: SlowHand) -> None:
        screen = build(ui, step)
        assert isinstance(screen, NameScreen | TextScreen)
        self.screen, self.hand = screen, hand
        self.frame: Frame = framed(ui, screen)
        qtbot.addWidget(self.frame)
        self.frame.show()
        screen.turn(screen.page_count)
        self.finger = Finger()
        self.said: list[str] = []
        self.acts: list[tuple[str, str]] = []
        self.answers: list[object] = []
        screen.said.connect(self.said.append)
        screen.acted.connect(lambda *act: self.acts.append(act))
        screen.answered.connect(self.answers.append)

    def stroke(self, after_ms: int = 300) -> None:
        pad = self.screen.keys.hand.pad
        self.finger.wait(after_ms)
        self.finger.press(pad, QPoint(100, 100))
        for x in range(110, 200, 10):
            self.finger.wait(10)
            self.finger.move(pad, QPoint(x, 110))
        self.finger.release(pad, QPoint(200, 110))

    def write(self, *guesses: str, strokes: int = 2) -> None:
        for _ in range(strokes):
            self.stroke()
        self.hand.answer(*guesses)

    def pause(self) -> None:
        assert self.screen.hand.pause.isActive(), "no pause is waited for"
        self.screen.hand.pause.stop()
        self.screen.hand.pause.timeout.emit()

    @property
    def pad_empty(self) -> bool:
        return not self.screen.keys.hand.pad.ink

    @property
    def forward(self) -> bool:
        return next(key for key in self.screen.nav() if key.id == "forward").enabled


@pytest.fixture
def hand() -> SlowHand:
    return SlowHand()


@pytest.fixture
def with_hand(aids: WritingAids, hand: SlowHand) -> WritingAids:
    return replace(aids, hand=hand, parts=ThreeStones())


@pytest.fixture
def seat(with_hand: WritingAids, hand: SlowHand, qtbot: QtBot) -> Seat:
    return Seat(Wear().ui(with_hand), "name", qtbot, hand)


def test_in_chinese_the_box_comes_first(seat: Seat) -> None:
    assert seat.screen.keys.hand.pad.isVisible()
    assert not seat.screen.keys.pinyin.isVisible()


def test_in_english_the_letters_do_and_the_box_is_one_key_away(
    with_hand: WritingAids, hand: SlowHand, qtbot: QtBot
) -> None:
    seat = Seat(Wear("en").ui(with_hand), "name", qtbot, hand)
    assert seat.screen.keys.pinyin.isVisible()
    seat.screen.keys.pinyin.ways.keys["hand"].click()
    assert seat.screen.keys.hand.pad.isVisible()


def test_each_stroke_is_read_with_those_before_it_and_with_what_is_expected(seat: Seat) -> None:
    seat.screen.text = "王"
    seat.stroke()
    seat.stroke()
    assert [len(ink) for ink, _ in seat.hand.asked] == [1, 2]
    assert seat.hand.asked[-1][1] == Expected("name", "王")


def test_a_candidate_is_taken_at_once_and_the_box_is_empty(seat: Seat) -> None:
    seat.write()
    assert seat.screen.row.texts == GUESSES
    seat.screen.row.keys[1].click()
    assert seat.screen.text == "玉"
    assert seat.pad_empty
    assert seat.screen.row.texts == ()


def test_the_first_candidate_is_marked(seat: Seat) -> None:
    seat.write()
    assert [key.isChecked() for key in seat.screen.row.keys[:2]] == [True, False]


def test_after_a_pause_the_first_one_moves_into_the_text_and_another_can_replace_it(seat: Seat) -> None:
    seat.write()
    seat.pause()
    assert seat.screen.text == "王"
    assert seat.screen.field.shown() == ("", "王")
    assert seat.pad_empty
    assert seat.screen.row.texts == GUESSES
    seat.screen.row.keys[2].click()
    assert seat.screen.text == "主"
    assert seat.screen.field.shown() == ("主", "")


def test_writing_on_keeps_what_was_taken_and_reads_the_next_one_alone(seat: Seat) -> None:
    seat.write()
    seat.pause()
    seat.stroke()
    assert seat.screen.text == "王"
    assert len(seat.hand.asked[-1][0]) == 1
    assert seat.hand.asked[-1][1].before == "王"
    seat.hand.answer("桂")
    seat.pause()
    assert seat.screen.text == "王桂"


def test_as_long_as_strokes_are_seen_the_next_one_belongs_to_them(seat: Seat) -> None:
    """However long the hand rested: nothing was taken, so nothing has begun anew."""
    seat.write()
    seat.stroke(after_ms=60_000)
    assert len(seat.hand.asked[-1][0]) == 3
    assert seat.screen.text == ""


def test_the_pause_waits_while_the_finger_is_down(seat: Seat) -> None:
    seat.write()
    pad = seat.screen.keys.hand.pad
    seat.finger.press(pad, QPoint(50, 50))
    assert not seat.screen.hand.pause.isActive()


def test_the_pause_waits_for_the_recogniser(seat: Seat) -> None:
    seat.stroke()
    seat.stroke()
    seat.pause()
    assert seat.screen.text == ""
    seat.hand.answer()
    assert seat.screen.text == "王"


def test_the_pause_follows_a_slow_hand(seat: Seat) -> None:
    seat.stroke()
    assert seat.screen.hand.wait_ms == PAUSE_MS + PAUSE_MS // 2, "one stroke is seldom a character"
    seat.stroke(after_ms=300)
    assert seat.screen.hand.wait_ms == PAUSE_MS
    seat.stroke(after_ms=2000)
    assert seat.screen.hand.wait_ms == 4000
    seat.stroke(after_ms=30_000)
    assert seat.screen.hand.wait_ms == LONGEST_MS


def test_what_was_taken_too_early_is_got_back_and_the_pause_is_longer_from_then_on(seat: Seat) -> None:
    seat.write()
    seat.pause()
    undo = seat.screen.keys.hand.undo
    assert undo.text() == "接着写"
    undo.click()
    assert seat.screen.text == ""
    assert len(seat.screen.keys.hand.pad.ink) == 2
    assert undo.text() == "退一笔"
    assert not seat.screen.hand.pause.isActive(), "nobody is hurried"
    seat.stroke()
    assert len(seat.hand.asked[-1][0]) == 3
    assert seat.screen.hand.wait_ms > PAUSE_MS


def test_a_stroke_is_taken_back_and_the_rest_is_read_again(seat: Seat) -> None:
    seat.write()
    seat.screen.keys.hand.undo.click()
    assert len(seat.hand.asked[-1][0]) == 1
    seat.screen.keys.hand.undo.click()
    assert seat.screen.row.texts == ()
    assert seat.pad_empty


def test_written_again_takes_what_the_pause_took_out_of_the_text(seat: Seat) -> None:
    seat.screen.text = "李"
    seat.write()
    seat.pause()
    seat.screen.keys.hand.clear.click()
    assert seat.screen.text == "李"
    seat.write()
    seat.screen.keys.hand.clear.click()
    assert seat.screen.text == "李"
    assert seat.pad_empty


def test_deleting_takes_the_last_character(seat: Seat) -> None:
    seat.screen.text = "李王"
    seat.screen.changed()
    seat.screen.keys.hand.erase.click()
    assert seat.screen.text == "李"


def test_a_dot_takes_what_was_written_before_it(seat: Seat) -> None:
    seat.write()
    seat.screen.keys.hand.extras["·"].click()
    assert seat.screen.text == "王·"
    assert seat.pad_empty


def test_forward_waits_until_what_is_written_is_seen_in_the_text(seat: Seat) -> None:
    seat.write()
    assert not seat.forward
    seat.screen.press("forward")
    assert seat.answers == []
    seat.pause()
    assert seat.forward
    seat.screen.press("forward")
    assert seat.answers == [Written(text="王")]


def test_an_answer_to_ink_that_is_gone_is_not_heard(seat: Seat) -> None:
    seat.stroke()
    then = seat.hand._then
    assert then is not None
    seat.screen.keys.hand.clear.click()
    then(Reading(GUESSES))
    assert seat.screen.row.texts == ()


# --- what cannot be read ------------------------------------------------------------------------


def test_unreadable_ink_is_asked_for_once_more_and_then_the_guide_is_offered(seat: Seat) -> None:
    for times in (1, 2):
        seat.stroke()
        seat.hand.answer(problem="again")
        assert len(seat.said) == times - 1, "nobody is interrupted while writing"
        seat.pause()
        assert seat.said == ["请再写一次"] * times
        assert seat.screen.row.hint.text == "请再写一次"
        assert seat.pad_empty
        assert seat.acts == [("offer_guide", "")] * (times - 1)


def test_a_character_in_between_counts_anew(seat: Seat) -> None:
    seat.stroke()
    seat.hand.answer(problem="again")
    seat.pause()
    seat.write()
    seat.screen.row.keys[0].click()
    seat.stroke()
    seat.hand.answer(problem="again")
    seat.pause()
    assert seat.acts == []


def test_a_recogniser_that_goes_leaves_pinyin_and_says_so(seat: Seat) -> None:
    seat.stroke()
    seat.hand.answer(problem="gone")
    assert seat.said == ["手写暂停，请用拼音"]
    assert seat.screen.keys.pinyin.isVisible()
    assert seat.acts == [], "it was not the resident's choice"


def test_without_a_recogniser_the_key_says_so_and_pinyin_stays(aids: WritingAids, qtbot: QtBot) -> None:
    seat = Seat(Wear().ui(replace(aids, hand=NoHandwriting())), "name", qtbot, SlowHand())
    assert seat.screen.keys.pinyin.isVisible()
    seat.screen.keys.pinyin.ways.keys["hand"].click()
    assert seat.said == ["手写暂停，请用拼音"]
    assert seat.screen.keys.pinyin.isVisible()


# --- ways -----------------------------------------------------------------------------------------


def test_each_way_leads_to_the_others_by_one_key_and_tells_it(
    with_hand: WritingAids, hand: SlowHand, qtbot: QtBot
) -> None:
    seat = Seat(Wear().ui(with_hand), "text", qtbot, hand)
    keys = seat.screen.keys
    for way in ("pinyin", "parts", "hand", "parts", "pinyin", "hand"):
        shown = keys.hand if keys.drawn else keys.pinyin
        shown.ways.keys[way].click()
        assert keys.way == way
        assert seat.acts[-1] == ("way", way)
    keys.hand.ways.keys["digits"].click()
    assert keys.signs["1"].isVisible()


def test_the_way_of_this_visit_is_used(with_hand: WritingAids, hand: SlowHand, qtbot: QtBot) -> None:
    seat = Seat(replace(Wear().ui(with_hand), way="pinyin"), "name", qtbot, hand)
    assert seat.screen.keys.pinyin.isVisible()


def test_with_the_four_keys_the_letters_are_used(seat: Seat, qtbot: QtBot) -> None:
    seat.write()
    seat.pause()
    seat.frame.window().setProperty("keys_in_use", True)
    qtbot.waitUntil(lambda: not seat.screen.keys.drawn)
    assert seat.screen.keys.way == "pinyin"
    assert seat.screen.text == "王"
    assert seat.acts == [], "it is not kept for the visit"


def test_ink_and_way_survive_other_looks(
    seat: Seat, with_hand: WritingAids, hand: SlowHand, qtbot: QtBot
) -> None:
    seat.screen.text = "李"
    seat.write()
    before = seat.screen.keys.hand.pad.relative()
    again = Seat(Wear(size=Size.LARGEST).ui(with_hand), "name", qtbot, hand)
    again.screen.restore(seat.screen.draft())
    assert again.screen.text == "李"
    after = again.screen.keys.hand.pad.relative()
    assert [len(s) for s in after] == [len(s) for s in before]
    assert after[0][0] == pytest.approx(before[0][0], abs=0.01)
    hand.answer()
    assert again.screen.row.texts == GUESSES


# --- parts ----------------------------------------------------------------------------------------


def test_a_character_of_three_stones(seat: Seat) -> None:
    keys = seat.screen.keys
    keys.hand.ways.keys["parts"].click()
    seat.write("石", "右")
    assert seat.screen.row.texts == ("石", "右")
    seat.screen.row.keys[0].click()
    assert seat.screen.parts == ("石",)
    assert seat.screen.row.texts == ("岩",)
    keys.hand.ways.keys["same_part"].click()
    assert seat.screen.row.hint.text == "请删一个部件"
    keys.hand.ways.keys["same_part"].click()
    assert not seat.forward
    seat.screen.row.keys[0].click()
    assert (seat.screen.text, seat.screen.parts) == ("磊", ())
    assert seat.forward


def test_parts_are_not_taken_by_a_pause(seat: Seat) -> None:
    seat.screen.keys.hand.ways.keys["parts"].click()
    seat.write("石", "右")
    seat.pause()
    assert (seat.screen.text, seat.screen.parts) == ("", ())
    assert seat.screen.row.texts == ("石", "右")


def test_a_part_can_be_spelt_and_taken_back(seat: Seat) -> None:
    keys = seat.screen.keys
    keys.hand.ways.keys["parts"].click()
    keys.hand.ways.keys["spell_part"].click()
    for letter in "shi":
        keys.letters[letter].click()
    assert all(len(text) == 1 for text in seat.screen.row.texts)
    seat.screen.row.picked.emit(seat.screen.row.texts.index("石"))
    assert seat.screen.parts == ("石",)
    keys.erase.click()
    assert seat.screen.parts == ()


def test_a_screen_that_is_gone_hears_no_answer(seat: Seat) -> None:
    seat.stroke()
    then = seat.hand._then
    assert then is not None
    seat.screen.hide()
    seat.screen.setParent(None)
    seat.screen.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    then(Reading(GUESSES))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("step", ["name", "text"])
def test_every_way_has_room_in_every_look(
    with_hand: WritingAids, hand: SlowHand, qtbot: QtBot, look: Wear, step: str
) -> None:
    seat = Seat(look.ui(with_hand), step, qtbot, hand)
    for way in ("hand", "parts", "spell_part"):
        seat.screen.keys.way_wanted.emit(way)
        if seat.screen.keys.drawn:
            seat.write(*GUESSES)
            pad = seat.screen.keys.hand.pad
            assert min(pad.width(), pad.height()) >= pad.least_side()
        assert seat.screen.fits, way
        check(seat.frame, seat.screen, look)
