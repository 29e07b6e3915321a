from __future__ import annotations

import json
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import pytest

from kiosk.voice.engine import VoiceFailed, has_sound
from kiosk.voice.worker import Worker

REAL_WORKER = (sys.executable, "-c", "from kiosk.voice.worker import main; raise SystemExit(main())")
CHINESE = "您的申请已经交好了，请拿好回执单。"
ENGLISH = "Your application has been handed in. Please take your receipt."


class FakeEngine:
    """Writes what it was given."""

    def __init__(self, failing: Exception | None = None) -> None:
        self.failing = failing
        self.written: list[tuple[str, str, int]] = []
        self.names: list[str] = []

    def write(self, text: str, locale: str, wpm: int, file: Path) -> None:
        self.written.append((text, locale, wpm))
        file.write_bytes(b"sound")
        self.names = [path.name for path in file.parent.iterdir()]
        if self.failing:
            raise self.failing


def request(out: Path, text: str = CHINESE, locale: str = "zh_CN", id: int = 1, wpm: int = 122) -> bytes:
    told = {"id": id, "text": text, "locale": locale, "wpm": wpm, "out": str(out)}
    return json.dumps(told).encode() + b"\n"


def ask_real(*lines: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(REAL_WORKER, input=b"".join(lines), capture_output=True, timeout=60, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def seconds(sound: Path) -> float:
    with wave.open(str(sound), "rb") as read:
        return read.getnframes() / read.getframerate()


def test_the_engine_speaks_both_languages_and_the_worker_ends_with_its_input(tmp_path: Path) -> None:
    zh, en = tmp_path / "zh.wav", tmp_path / "en.wav"
    replies = ask_real(request(zh, id=7), request(en, ENGLISH, "en", id=8))
    assert replies == [{"id": 7, "ok": True, "error": None}, {"id": 8, "ok": True, "error": None}]
    assert has_sound(zh)
    assert has_sound(en)
    assert 4 < seconds(zh) < 8  # 15 characters at 160 a minute, with pauses
    assert 3 < seconds(en) < 7  # 10 words at 122 a minute, with pauses


def test_many_sentences_in_a_row_are_each_whole(tmp_path: Path) -> None:
    speech = [
        ("zh_CN", "请点一下。", 122),
        ("en", "Touch it.", 122),
        ("zh_CN", "好。", 61),
        ("en", "Yes.", 244),
    ]
    places = [tmp_path / f"{number}.wav" for number in range(120)]
    lines = []
    for at, place in enumerate(places):
        locale, text, wpm = speech[at % 4]
        lines.append(request(place, text, locale, at, wpm))
    replies = ask_real(*lines)
    assert [reply["error"] for reply in replies] == [None] * len(places)
    for kind in range(4):
        lengths = [seconds(place) for place in places[kind::4]]
        assert max(lengths) - min(lengths) < 0.05


def test_the_slowest_pace_holds_from_the_first_sentence_on(tmp_path: Path) -> None:
    first, second = tmp_path / "1.wav", tmp_path / "2.wav"
    replies = ask_real(request(first, wpm=61), request(second, wpm=61))
    assert [reply["error"] for reply in replies] == [None, None]
    assert seconds(first) == pytest.approx(seconds(second), abs=0.1)
    assert seconds(first) > 10


def test_sounds_are_for_this_user_alone(tmp_path: Path) -> None:
    ask_real(request(tmp_path / "a.wav"))
    assert (tmp_path / "a.wav").stat().st_mode & 0o077 == 0


def test_a_locale_without_a_voice_is_refused_rather_than_misspoken(tmp_path: Path) -> None:
    assert ask_real(request(tmp_path / "a.wav", locale="xx"))[0]["error"] == "voice"
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_does_not_hang_the_worker(tmp_path: Path) -> None:
    replies = ask_real(request(tmp_path / "no" / "a.wav"), request(tmp_path / "b.wav", id=2))
    assert [reply["error"] for reply in replies] == ["file", None]


@pytest.mark.parametrize("line", [b"\n", b"no json\n", b"[]\n", b'{"id": 1}\n', b"\xff\n", b'{"id": {}}\n'])
def test_nonsense_is_answered_and_the_worker_goes_on(line: bytes) -> None:
    assert Worker(FakeEngine).answer(line) == {"id": None, "ok": False, "error": "request"}


def test_the_file_appears_only_when_whole(tmp_path: Path) -> None:
    engine = FakeEngine()
    assert Worker(lambda: engine).answer(request(tmp_path / "a.wav"))["ok"]
    assert engine.names == ["a.wav.part"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_the_engine_is_given_the_reading_not_the_writing(tmp_path: Path) -> None:
    engine = FakeEngine()
    Worker(lambda: engine).answer(request(tmp_path / "a.wav", "去银行"))
    assert "yin2 hang2" in engine.written[0][0]


def test_a_failed_sentence_leaves_no_file_and_names_no_text(tmp_path: Path) -> None:
    reply = Worker(lambda: FakeEngine(VoiceFailed("empty"))).answer(request(tmp_path / "a.wav"))
    assert reply == {"id": 1, "ok": False, "error": "empty"}
    assert not list(tmp_path.iterdir())


def test_nothing_to_say_is_not_given_to_the_engine(tmp_path: Path) -> None:
    engine = FakeEngine()
    assert Worker(lambda: engine).answer(request(tmp_path / "a.wav", "……！"))["error"] == "empty"
    assert engine.written == []


def test_a_machine_without_an_engine_is_tried_again_at_the_next_sentence(tmp_path: Path) -> None:
    engines: list[FakeEngine] = []

    def make() -> FakeEngine:
        if not engines:
            engines.append(FakeEngine())
            raise VoiceFailed("engine")
        return engines[0]

    worker = Worker(make)
    assert worker.answer(request(tmp_path / "a.wav"))["error"] == "engine"
    assert worker.answer(request(tmp_path / "a.wav"))["ok"]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all, only words"])
def test_what_is_no_sound_is_known_as_such(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "a.wav"
    place.write_bytes(content)
    assert not has_sound(place)


def test_pure_silence_is_no_sound(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((1, 2, 22050, 0, "NONE", "not compressed"))
        sound.writeframes(b"\0" * 4000)
    assert not has_sound(tmp_path / "a.wav")


def test_the_worker_never_loads_the_toolkit() -> None:
    seen = "import sys, kiosk.voice.worker; print(any(name.startswith('PySide6') for name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", seen], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
