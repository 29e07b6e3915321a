"""Choosing a voice, or beginning a new one."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kiosk.voice.pack import Manifest, Pack
from screens.record.voices import Kind, found, make
from tests.record.conftest import OpenWindow, Room


def test_a_new_voice_says_whose_it_is_and_what_it_may_be_used_for(
    qtbot: QtBot, room: Room, open_window: OpenWindow
) -> None:
    window = open_window()
    page = window.choosing
    assert page.lacks.text() == "先选一种话。"
    page.kinds[Kind.CHONGMING].click()
    assert page.lacks.text() == "再写上说话的人怎么称呼。"
    page.speaker.setText("  王师傅 ")
    assert page.lacks.text().startswith("先问一问说话的人。")
    assert not page.go.isEnabled()
    page.agreed.click()
    page.go.click()
    qtbot.waitUntil(lambda: not window.recording.reading)
    assert Pack.load(room.packs / "chongming").manifest == Manifest(
        id="chongming",
        locale="zh_CN",
        dialect="chongming",
        names={"zh_CN": "崇明话", "en": "Chongming"},
        speaker="王师傅",
        licence="只在本站的自助机上使用。说话的人 2026-11-25 已同意。",
        source="在本站录音，2026-11-25",
        recorded=True,
    )
    assert window.voice.text() == "崇明话　王师傅"
    assert room.asked == ["zh_CN"]


def test_the_speaker_is_asked_anew_for_each_voice(room: Room, open_window: OpenWindow) -> None:
    window = open_window()
    page = window.choosing
    page.kinds[Kind.ENGLISH].click()
    page.speaker.setText("Mrs Chen")
    page.agreed.click()
    page.go.click()
    window.other.click()
    assert not page.agreed.isChecked()
    assert not page.go.isEnabled()


def test_without_a_use_there_is_no_recording(open_window: OpenWindow) -> None:
    window = open_window()
    page = window.choosing
    page.kinds[Kind.MANDARIN].click()
    page.speaker.setText("王师傅")
    page.agreed.click()
    assert page.go.isEnabled()
    page.licence.setText(" ")
    assert page.lacks.text() == "再写上录音可以怎么用。"
    assert not page.go.isEnabled()


def test_two_speakers_of_the_same_have_a_folder_each(room: Room) -> None:
    first = make(room.packs, Kind.MANDARIN, "王师傅", "x", "y")
    second = make(room.packs, Kind.MANDARIN, "李师傅", "x", "y")
    assert (first.folder.name, second.folder.name) == ("own-mandarin", "own-mandarin-2")
    assert second.manifest.id == "own-mandarin-2"
    assert [pack.manifest.speaker for pack in found(room.packs).packs] == ["王师傅", "李师傅"]


def test_what_an_engine_made_is_not_recorded_over(room: Room) -> None:
    Pack.create(room.packs / "made", Manifest("made", "zh_CN", recorded=False))
    assert found(room.packs).packs == ()


def test_a_damaged_pack_is_told_and_left_alone(room: Room, open_window: OpenWindow) -> None:
    pack = make(room.packs, Kind.MANDARIN, "王师傅", "x", "y")
    make(room.packs, Kind.ENGLISH, "Mrs Chen", "x", "y")
    (pack.folder / "index.json").write_text("{")
    window = open_window()
    assert window.choosing.message.text().startswith("“own-mandarin”这套录音打不开。")
    assert list(window.choosing.packs) == ["own-english"]
    assert (pack.folder / "index.json").read_text() == "{"


def test_a_folder_that_cannot_be_written_is_told(room: Room, open_window: OpenWindow) -> None:
    window = open_window()
    room.packs.write_text("in the way")
    page = window.choosing
    page.kinds[Kind.MANDARIN].click()
    page.speaker.setText("王师傅")
    page.agreed.click()
    page.go.click()
    assert page.message.isVisible()
    assert page.message.text().startswith("这台机器上放不下新的录音。")
    assert len(room.errors) == 1
