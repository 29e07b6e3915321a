"""What of the natural voice can be known without its model."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kiosk.voice.natural import parts as natural_parts
from kiosk.voice.natural import phonemes
from kiosk.voice.natural.parts import Parts, PartsMissing


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Touch anywhere.", "tˈʌʧ ˈɛnɪwˌɛɹ."),
        ("I will go slowly.", "I wɪl ɡˌO slˈOli."),
        ("Your age, my boy?", "jʊɹ ˈAʤ, mI bˈY?"),
        ("Press the button.", "pɹˈɛs ðə bˈʌtn."),
        ("How now", "hˌW nˈW"),
    ],
)
def test_english_sounds_as_the_voice_was_taught(text: str, symbols: str) -> None:
    assert phonemes.english(text, phonemes.espeak_ipa) == symbols


def test_no_sign_of_espeak_is_left_that_the_voice_does_not_know() -> None:
    said = phonemes.english(
        "Bottle, water, certain, little birds, fire, here, near, child's toys, judge.", _ipa
    )
    assert not set(said) & set("^ː\u0329rɚɐʔɾ")


def _ipa(words: str) -> str:
    return phonemes.espeak_ipa(words)


def test_numbers_are_words_before_they_are_sounds() -> None:
    heard: list[str] = []

    def han(text: str) -> str:
        heard.append(text)
        return text

    phonemes.chinese("编号 0100 013，120元", han, _ipa)
    assert heard == ["编号 零幺零零,零幺三，一百二十元"]


def test_latin_words_in_chinese_are_said_in_english() -> None:
    said = phonemes.chinese("最后一位可能是X。", lambda han: f"<{han}>", lambda words: f"[{words}]")
    assert said == "<最后一位可能是> [X] <。>"


def test_each_part_is_checked_by_its_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts(tmp_path)
    with pytest.raises(PartsMissing, match="kiosk voice fetch"):
        parts.check()
    content = b"a part"
    its_sum = hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(natural_parts, "_MODEL_SUM", its_sum)
    monkeypatch.setattr(natural_parts, "_SYMBOLS_SUM", its_sum)
    monkeypatch.setattr(natural_parts, "_VOICE_SUMS", {"af_heart": its_sum})
    for path in (parts.model, parts.symbols, parts.voice("af_heart")):
        path.write_bytes(content)
    parts.check()
    parts.model.write_bytes(b"another")
    with pytest.raises(PartsMissing, match="damaged"):
        parts.check()


def test_what_is_there_and_whole_is_not_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_each_part_is_checked_by_its_sum(tmp_path, monkeypatch)
    Parts(tmp_path).model.write_bytes(b"a part")
    told: list[str] = []
    Parts(tmp_path).fetch(told.append)
    assert told == []


def test_without_the_network_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(natural_parts.sys, "executable", "/bin/false")
    with pytest.raises(PartsMissing, match="Is the network there"):
        Parts(tmp_path / "cache").fetch(lambda _: None)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == []
