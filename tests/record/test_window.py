"""Recording sentence by sentence, as an officer does it."""

from __future__ import annotations

import shutil
import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.voice import opus
from kiosk.voice.loudness import TARGET_LUFS, loudness
from kiosk.voice.pack import Pack, key
from kiosk.voice.plan import State
from kiosk.voice.wanted import Wanted
from screens.record.meter import LevelMeter
from screens.record.taking import Zone
from screens.record.window import RecordWindow
from tests.record.conftest import SENTENCES, OpenWindow, Room, take
from tests.record.sounds import quiet_room, spoken


def press(window: RecordWindow, key_: Qt.Key) -> None:
    QTest.keyClick(window.focusWidget() or window, key_)


def record(qtbot: QtBot, window: RecordWindow, room: Room, samples: opus.Samples | None = None) -> None:
    press(window, Qt.Key.Key_Space)
    room.microphone.give(take() if samples is None else samples)
    qtbot.waitUntil(lambda: not window.recording.taking.going)


def says(window: RecordWindow) -> str:
    return window.sentence.telling.text()


def loaded(window: RecordWindow) -> Pack:
    pack = window.recording.pack
    assert pack is not None
    return Pack.load(pack.folder)


def test_a_sentence_is_recorded_heard_and_kept_as_loud_as_all(
    qtbot: QtBot, window: RecordWindow, room: Room
) -> None:
    assert window.sentence.text.text() == SENTENCES[0]
    assert not window.sentence.keep.isEnabled()
    record(qtbot, window, room)
    assert says(window) == "录好了。可以听一遍，或者留下。"
    QTest.mouseClick(window.sentence.listen, Qt.MouseButton.LeftButton)
    assert len(room.player.played) == 1
    assert loaded(window).sound(SENTENCES[0]) is None
    press(window, Qt.Key.Key_Return)
    sound = loaded(window).sound(SENTENCES[0])
    assert sound is not None
    samples, rate = opus.read(sound)
    assert abs(loudness(samples, rate) - TARGET_LUFS) <= 0.5
    assert len(samples) / rate == pytest.approx(1.2 + 0.16 + 0.4, abs=0.1)
    assert window.sentence.text.text() == SENTENCES[1]
    assert window.list.count.text() == "录了 1 句，还差 4 句"


def test_a_take_ends_by_itself_two_seconds_after_the_last_word(
    qtbot: QtBot, window: RecordWindow, room: Room
) -> None:
    press(window, Qt.Key.Key_Space)
    room.microphone.give(
        np.concatenate([quiet_room(1), spoken(1, -24), quiet_room(1.8), spoken(1, -24), quiet_room(1.8)])
    )
    assert window.recording.taking.going
    room.microphone.give(quiet_room(0.4))
    qtbot.waitUntil(lambda: not window.recording.taking.going)
    assert not room.microphone.on


def test_whoever_speaks_at_once_is_heard_too(qtbot: QtBot, window: RecordWindow, room: Room) -> None:
    press(window, Qt.Key.Key_Space)
    room.microphone.give(np.concatenate([spoken(0.4, -28), quiet_room(1.9)]))
    assert window.recording.taking.going
    room.microphone.give(quiet_room(0.3))
    qtbot.waitUntil(lambda: not window.recording.taking.going)


def test_a_hissing_word_is_as_loud_in_the_pack_as_the_others(
    qtbot: QtBot, window: RecordWindow, room: Room
) -> None:
    hiss = quiet_room(0.3, -26) * np.hanning(round(0.3 * 48_000)).astype(np.float32)
    said = np.concatenate([quiet_room(0.5), spoken(0.2, -26), hiss, quiet_room(2.3)])
    record(qtbot, window, room, said)
    press(window, Qt.Key.Key_Return)
    sound = loaded(window).sound(SENTENCES[0])
    assert sound is not None
    assert abs(loudness(*opus.read(sound)) - TARGET_LUFS) <= 0.25


def test_a_take_ends_at_once_when_asked(window: RecordWindow, room: Room) -> None:
    press(window, Qt.Key.Key_Space)
    assert window.sentence.record.text() == "说完了（空格键）"
    room.microphone.give(np.concatenate([quiet_room(0.5), spoken(1, -24)]))
    press(window, Qt.Key.Key_Space)
    assert not room.microphone.on
    assert window.sentence.record.text() == "重录（空格键）"
    assert window.sentence.keep.isEnabled()


def test_nobody_speaks(qtbot: QtBot, window: RecordWindow, room: Room) -> None:
    record(qtbot, window, room, quiet_room(10.2))
    assert says(window).startswith("没有听到话。")
    assert not window.sentence.keep.isEnabled()
    press(window, Qt.Key.Key_Return)
    assert loaded(window).sound(SENTENCES[0]) is None
    assert window.sentence.text.text() == SENTENCES[0]


@pytest.mark.parametrize(
    ("level_db", "zone", "told"),
    [
        (-44, Zone.QUIET, "太轻了。请靠近一点说。"),
        (-24, Zone.GOOD, "正好。请接着说。"),
        (-8, Zone.LOUD, "太响了。请离远一点说。"),
        (-70, Zone.SILENT, "请说，我在听。"),
    ],
)
def test_the_meter_tells_in_words_how_loud_one_is(
    window: RecordWindow, room: Room, level_db: float, zone: Zone, told: str
) -> None:
    press(window, Qt.Key.Key_Space)
    room.microphone.give(np.clip(spoken(1.0, level_db), -1, 1))
    meter: LevelMeter = window.sentence.meter
    assert (meter.zone, says(window), meter.accessibleDescription()) == (zone, told, told)


def test_a_bad_take_says_what_to_do_and_may_be_recorded_again(
    qtbot: QtBot, window: RecordWindow, room: Room
) -> None:
    record(qtbot, window, room, np.clip(take(level_db=2.0) * 2, -1, 1).astype(np.float32))
    assert says(window) == "太响了，声音破了。请离话筒远一点，再录一次。"
    record(qtbot, window, room)
    assert says(window) == "录好了。可以听一遍，或者留下。"


def test_without_a_microphone_it_says_so_and_goes_on_once_there_is_one(
    qtbot: QtBot, window: RecordWindow, room: Room
) -> None:
    room.microphone.there = False
    press(window, Qt.Key.Key_Space)
    assert says(window) == "没有找到话筒。请插好话筒，再点“录音”。"
    assert not window.recording.taking.going
    room.microphone.there = True
    record(qtbot, window, room)
    assert window.sentence.keep.isEnabled()


def test_a_microphone_that_is_pulled_out_leaves_no_half_take(window: RecordWindow, room: Room) -> None:
    press(window, Qt.Key.Key_Space)
    room.microphone.give(spoken(1, -24))
    room.microphone.pull_the_plug()
    assert says(window).startswith("没有找到话筒。")
    assert not window.sentence.keep.isEnabled()


def test_without_a_loudspeaker_it_says_so(qtbot: QtBot, window: RecordWindow, room: Room) -> None:
    room.player.there = False
    record(qtbot, window, room)
    window.sentence.listen.click()
    assert says(window).startswith("没有找到喇叭。")
    assert room.player.played == []


def test_skipping_and_going_back_keep_a_take_in_memory(
    qtbot: QtBot, window: RecordWindow, room: Room
) -> None:
    record(qtbot, window, room)
    window.sentence.skip.click()
    assert window.sentence.text.text() == SENTENCES[1]
    assert not window.sentence.keep.isEnabled()
    window.sentence.back.click()
    assert window.sentence.text.text() == SENTENCES[0]
    assert window.sentence.keep.isEnabled()
    folder = loaded(window).folder
    assert list((folder / "sentences").iterdir()) == []


def test_going_elsewhere_drops_a_take_that_is_running(window: RecordWindow, room: Room) -> None:
    press(window, Qt.Key.Key_Space)
    window.list.list.setCurrentRow(2)
    assert not room.microphone.on
    assert window.sentence.text.text() == SENTENCES[2]
    assert not window.recording.taking.going


def test_what_is_kept_can_be_heard_and_replaced(qtbot: QtBot, window: RecordWindow, room: Room) -> None:
    record(qtbot, window, room)
    press(window, Qt.Key.Key_Return)
    window.list.list.setCurrentRow(0)
    assert window.sentence.state.text() == "第 1 句，共 5 句　录好了"
    window.sentence.listen.click()
    (played, rate) = room.player.played[-1]
    assert (len(played) > rate, rate) == (True, opus.RATE)
    record(qtbot, window, room, take(seconds=2.5))
    press(window, Qt.Key.Key_Return)
    sound = loaded(window).sound(SENTENCES[0])
    assert sound is not None
    assert len(opus.read(sound)[0]) / opus.RATE > 2.9


def test_a_disk_that_is_full_loses_nothing(
    qtbot: QtBot, window: RecordWindow, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    record(qtbot, window, room)
    with monkeypatch.context() as patch:
        patch.setattr(Pack, "add", full)
        press(window, Qt.Key.Key_Return)
        assert says(window).startswith("没能存下来")
        assert window.sentence.keep.isEnabled()
        assert len(room.errors) == 1
    press(window, Qt.Key.Key_Return)
    assert loaded(window).sound(SENTENCES[0]) is not None


def test_a_unit_is_kept_as_a_unit_and_the_end_is_told(qtbot: QtBot, window: RecordWindow, room: Room) -> None:
    for _ in range(5):
        record(qtbot, window, room, take(seconds=0.4))
        press(window, Qt.Key.Key_Return)
    assert says(window) == "都录好了，谢谢！"
    assert window.list.count.text() == "录了 5 句，还差 0 句"
    pack = loaded(window)
    assert pack.unit("yuan") is not None
    assert pack.units["yuan"].text == "元"
    assert all(pack.sound(text) for text in SENTENCES)


def test_after_a_flow_changed_what_is_new_or_reworded_is_told(
    qtbot: QtBot, window: RecordWindow, room: Room, open_window: OpenWindow
) -> None:
    for _ in range(5):
        record(qtbot, window, room, take(seconds=0.4))
        press(window, Qt.Key.Key_Return)
    window.close()
    room.wanted = Wanted(
        (SENTENCES[0], SENTENCES[1], "请您带上身份证。", "手机号是多少？"), room.wanted.units
    )
    again = open_window()
    again.choosing.packs["own-mandarin"].click()
    qtbot.waitUntil(lambda: not again.recording.reading)
    assert again.message.isVisible()
    assert again.message.text() == "上次以后，新添了 2 句。"
    states = {line.text: line.state for line in again.recording.lines}
    assert states["请您带上身份证。"] is State.CHANGED
    assert states["手机号是多少？"] is State.MISSING
    assert again.sentence.text.text() == "请您带上身份证。"
    assert again.sentence.was.text() == "上次录的是：请带上您的身份证。"
    for _ in range(2):
        record(qtbot, again, room, take(seconds=0.4))
        press(again, Qt.Key.Key_Return)
    assert not again.message.isVisible()


def test_what_is_heard_most_comes_first_with_its_share(
    qtbot: QtBot, room: Room, window: RecordWindow, open_window: OpenWindow
) -> None:
    window.close()
    heard = room.parts().heard
    for _ in range(95):
        heard.note(key(SENTENCES[2]))
    heard.save()
    again = open_window()
    again.choosing.packs["own-mandarin"].click()
    qtbot.waitUntil(lambda: not again.recording.reading)
    assert again.sentence.text.text() == SENTENCES[2]
    item = again.list.list.item(0)
    assert item is not None
    assert item.text() == f"○ 还没录　听过 95 次\n{SENTENCES[2]}"
    assert again.list.coverage.text() == "居民听到的话，0% 是这个声音。\n再录 5 句，就有 100%。"
    record(qtbot, again, room)
    press(again, Qt.Key.Key_Return)
    assert again.list.coverage.text().startswith("居民听到的话，96% ")


def test_services_that_cannot_be_read_are_told(
    qtbot: QtBot, room: Room, window: RecordWindow, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.close()

    def broken(_room: Room, _locale: str) -> Wanted:
        raise OSError("no flows")

    monkeypatch.setattr(Room, "load", broken)
    again = open_window()
    again.choosing.packs["own-mandarin"].click()
    qtbot.waitUntil(lambda: not again.recording.reading)
    assert says(again).startswith("没能看到要录的话。")
    assert not again.sentence.record.isEnabled()
    assert len(room.errors) == 1


def test_a_window_that_is_closed_while_it_looks_up_the_sentences_just_closes(
    qtbot: QtBot, room: Room, window: RecordWindow, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.close()
    go_on, asked = threading.Event(), threading.Event()

    def slow(_room: Room, _locale: str) -> Wanted:
        asked.set()
        assert go_on.wait(10)
        return Wanted(SENTENCES)

    monkeypatch.setattr(Room, "load", slow)
    again = open_window()
    again.choosing.packs["own-mandarin"].click()
    assert asked.wait(10)
    assert again.sentence.state.text().startswith("正在看要录哪些话")
    assert not again.sentence.record.isEnabled()
    recording = again.recording
    again.close()
    go_on.set()
    qtbot.waitUntil(lambda: not any(t.name.endswith("(_look)") for t in threading.enumerate()))
    assert recording.lines == []


def test_a_folder_that_is_gone_meanwhile_is_no_end(qtbot: QtBot, window: RecordWindow, room: Room) -> None:
    record(qtbot, window, room)
    shutil.rmtree(room.packs)
    press(window, Qt.Key.Key_Return)
    assert says(window).startswith("没能存下来")


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1024, 720), (1280, 800), (1920, 1080)])
def test_the_longest_sentence_is_seen_whole(
    qtbot: QtBot,
    window: RecordWindow,
    room: Room,
    open_window: OpenWindow,
    locale: str,
    size: tuple[int, int],
) -> None:
    window.close()
    room.locale = locale
    long = "接下来请把号码记下来。看牌子找窗口。老人先办。窗口看过材料，才算受理。搬好以后三天内登记。"
    room.wanted = Wanted((long,))
    again = open_window()
    again.resize(*size)
    again.choosing.packs["own-mandarin"].click()
    qtbot.waitUntil(lambda: not again.recording.reading)
    text = again.sentence.text
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()))
    area = again.sentence.text.parentWidget().parentWidget()
    assert area is not None
    assert text.visibleRegion().boundingRect().height() == text.height()
