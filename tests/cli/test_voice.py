"""``kiosk voice``, with a few sentences in place of all that residents hear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cli import voice as cli
from kiosk.voice.manifest import Manifest
from kiosk.voice.pack import Pack
from kiosk.voice.wanted import Wanted
from tests.cli.conftest import Kiosk

ESPEAK = ("--engine", "command", "--command", "espeak-ng -v {voice} -w {out} {text}", "--voice", "en")


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> dict[str, Wanted]:
    asked = {"en": Wanted(("Hello.", "Sit down, please."), {"1": "one"}), "zh_CN": Wanted(())}
    monkeypatch.setattr(cli, "_wanted", lambda _settings, locale, *, recorded=False: asked[locale])
    return asked


def test_build_makes_a_pack_that_check_finds_whole(
    kiosk: Kiosk, wanted: dict[str, Wanted], tmp_path: Path
) -> None:
    code, out, _ = kiosk("voice", "build", "--locale", "en", "--out", str(tmp_path / "packs"), *ESPEAK)
    assert code == 0
    assert "3 sounds made" in out
    pack = Pack.load(tmp_path / "packs" / "en")
    assert pack.sound("Hello.") is not None
    assert pack.manifest.locale == "en"
    code, out, _ = kiosk("voice", "check", "--pack", str(pack.folder))
    assert (code, out) == (0, "en: nothing is missing\n")


def test_check_names_what_is_missing_and_stale_and_says_how_to_mend_it(
    kiosk: Kiosk, wanted: dict[str, Wanted], tmp_path: Path
) -> None:
    kiosk("voice", "build", "--locale", "en", "--out", str(tmp_path), *ESPEAK)
    wanted["en"] = Wanted(("Hello.", "Take a seat, please."), {"1": "one"})
    code, out, err = kiosk("voice", "check", "--pack", str(tmp_path / "en"))
    assert code == 1
    assert out.splitlines() == [
        "en: 1 missing",
        "  Take a seat, please.",
        "en: 1 stale",
        "  Sit down, please.",
    ]
    assert "make voice" in err
    code, out, _ = kiosk("voice", "check", "--pack", str(tmp_path / "en"), "--json")
    assert code == 1
    assert json.loads(out)[0]["missing"] == ["Take a seat, please."]


def test_a_pack_in_a_language_that_is_not_offered_is_passed_over(
    kiosk: Kiosk, wanted: dict[str, Wanted], tmp_path: Path
) -> None:
    """It asks for sentences of a language that this kiosk has not read."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.toml").write_text('id = "other"\nlocale = "xx"\n')
    code, out, err = kiosk("voice", "check", "--pack", str(tmp_path / "other"))
    assert (code, out) == (0, "")
    assert err.startswith("other: not looked at: its language 'xx' is not offered; ")


def test_a_name_that_toml_writes_otherwise_comes_back(tmp_path: Path) -> None:
    told = Manifest("a", "zh_CN", names={"a b": '\x7f\n"', "zh_CN": "好"})
    told.write(tmp_path)
    assert Manifest.read(tmp_path) == told
    assert 'zh_CN = "好"' in (tmp_path / "manifest.toml").read_text("utf-8")


def test_a_damaged_pack_is_told_in_one_line(kiosk: Kiosk, wanted: dict[str, Wanted], tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.toml").write_text("id = ")
    code, _, err = kiosk("voice", "check", "--pack", str(tmp_path / "broken"))
    assert code == 1
    assert err.splitlines()[0] == "broken: manifest.toml cannot be read"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("voice", "build", "--engine", "robot"), "choose natural, pyttsx3 or command"),
        (("voice", "build", "--engine", "command", "--command", "say {text}"), "must have {out}"),
        (("voice", "check", "--locale", "fr"), "choose one of zh_CN, en"),
    ],
)
def test_wrong_use_is_told_in_one_line(kiosk: Kiosk, words: tuple[str, ...], told: str) -> None:
    code, _, err = kiosk(*words)
    assert code == 2
    assert told in err
    assert len(err.splitlines()) == 1


def test_without_the_natural_voice_the_command_says_what_to_run(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    code, _, err = kiosk("voice", "build", "--locale", "en", "--out", str(tmp_path))
    assert code == 1
    assert "kiosk voice fetch" in err or "make voice" in err
