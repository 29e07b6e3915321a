from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import doctor
from kiosk.doctor import Finding, examine
from kiosk.paths import Paths
from kiosk.settings import load

Kiosk = Callable[..., tuple[int, str, str]]


def found(what: str) -> Finding:
    return next(finding for finding in examine(load()) if finding.what == what)


def test_this_machine_can_serve(kiosk: Kiosk) -> None:
    code, out, _ = kiosk("doctor", "--json")
    findings = json.loads(out)
    assert code == 0, findings
    assert {"ok", "note"} >= {finding["state"] for finding in findings}
    assert {"Python", "fonts", "services", "database", "voice", "slip printer"} <= {
        f["what"] for f in findings
    }


def test_what_stops_the_kiosk_ends_with_1(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_libraries_here", frozenset)
    code, out, _ = kiosk("doctor")
    assert code == 1
    assert "MISSING libraries for the screen: 9 not installed -> apt-get install libxcb-cursor0" in out


def test_missing_sound_only_is_a_note(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = doctor._libraries_here() - {"libpulse.so.0"}
    monkeypatch.setattr(doctor, "_libraries_here", lambda: there)
    assert found("libraries for sound").state == "note"
    assert found("libraries for Qt").state == "ok"


def test_a_key_open_to_others(bare: Path) -> None:
    key = load().data_dir / "key"
    key.parent.mkdir(parents=True)
    key.write_bytes(b"0" * 32)
    key.chmod(0o644)
    assert found("key file").stops
    assert f"chmod 600 {key}" in found("key file").sentence()


def test_a_data_folder_that_cannot_be(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / "file").write_text("in the way")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "file" / "data"))
    assert found("data folder").stops


def test_services(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_FLOWS_DIR", str(bare))
    assert found("services").stops
    (bare / "broken.yaml").write_text("id: [", encoding="utf-8")
    assert found("services").stops


def test_a_language_whose_file_is_damaged_is_named_by_doctor_and_by_every_command(
    kiosk: Kiosk, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = Paths.here().locales
    folder = bare / "locales"
    shutil.copytree(shipped, folder)
    broken = folder / "en" / "card.po"
    broken.write_bytes(broken.read_bytes() + b"msgstr: 1\n")
    monkeypatch.setattr(Paths, "locales", folder)
    stopped = found("words in en")
    assert stopped.stops
    assert f"{broken}, line " in stopped.told
    code, out, err = kiosk("locales", "check", "en")
    assert (code, out) == (2, "")
    assert err.startswith(f"kiosk: {broken}, line ")
    assert "Mend that place" in err


def test_a_misspelt_variable(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PRINTR", "none")
    assert any("KIOSK_PRINTR" in finding.told for finding in examine(load()))


def test_a_printer_that_cups_does_not_know(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PRINTER", "cups:nothing-of-that-name")
    assert found("slip printer").state == "note"


def test_a_card_reader_that_is_not_there(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_ID_READER", "/dev/nothing")
    assert found("card reader").state == "note"


def test_voice_packs_are_named_and_a_damaged_one_is_told(bare: Path) -> None:
    assert "zh_CN" in found("voice packs").told
    own = load().data_dir / "voice-packs" / "own"
    own.mkdir(parents=True)
    (own / "manifest.toml").write_text("id = ", encoding="utf-8")
    assert str(own) in found("voice pack").mend


def test_earphones_need_a_way_to_see_their_plug(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(finding.what == "earphones" for finding in examine(load()))
    monkeypatch.setenv("KIOSK_EARPHONES", "plug:nothing-of-that-name")
    monkeypatch.setenv("PATH", str(bare))
    assert "pulseaudio-utils" in found("earphones").mend


def test_a_socket_whose_output_is_not_there(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pactl = bare / "pactl"
    pactl.write_text("#!/bin/sh\necho 'Name: desk'\n", encoding="utf-8")
    pactl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bare}:/usr/bin:/bin")
    monkeypatch.setenv("KIOSK_EARPHONES", "socket:ears")
    assert found("earphones").state == "note"
    monkeypatch.setenv("KIOSK_EARPHONES", "socket:desk")
    assert found("earphones").state == "ok"


def test_without_the_far_font_the_kiosk_serves_and_the_package_is_named(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_FONT_FOLDERS", (str(bare),))
    told = found("font for rare characters")
    assert told.state == "note"
    assert told.sentence().endswith("apt-get install fonts-hanazono")
    (bare / "hanazono").mkdir()
    (bare / "hanazono" / "HanaMinB.ttf").write_bytes(b"")
    assert found("font for rare characters").state == "ok"


def test_handwriting_that_cannot_be_read_is_told_and_mended(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Paths, "handwriting", bare / "no.onnx")
    assert found("handwriting").state == "note"
    assert "missing" in found("handwriting").told
    assert found("handwriting").mend == "run: make setup"


def test_a_damaged_network_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / "bad.onnx").write_bytes(b"no network")
    monkeypatch.setattr(Paths, "handwriting", bare / "bad.onnx")
    assert "damaged" in found("handwriting").told


def test_the_second_engine_is_a_package(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = doctor._libraries_here() - {"libzinnia.so.0"}
    monkeypatch.setattr(doctor, "_libraries_here", lambda: there)
    assert (found("handwriting").state, found("handwriting").mend) == ("note", "apt-get install libzinnia0")
