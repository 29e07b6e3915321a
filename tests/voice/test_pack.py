from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.voice import opus
from kiosk.voice.opus import Samples
from kiosk.voice.pack import INDEX, MANIFEST, Manifest, Pack, PackDamaged, key

WHOSE = Manifest(
    "chongming",
    "zh_CN",
    dialect="chongming",
    names={"zh_CN": "崇明话", "en": 'the "Chongming" way'},
    speaker="Station",
    licence="CC0-1.0",
    source="recorded here",
    recorded=True,
)


def tone(seconds: float = 0.5, rate: int = 24_000, hertz: float = 220.0) -> Samples:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack.create(tmp_path / "pack", WHOSE)


def test_what_was_added_is_found_again_by_its_text(pack: Pack) -> None:
    added = pack.add("您好。", tone(), 24_000)
    pack.add_unit("120", tone(), 24_000, text="一百二十")
    again = Pack.load(pack.folder)
    assert again.manifest == WHOSE
    assert again.sound(" 您好。 ") == added
    assert again.sound("您好") is None
    assert again.unit("120") == pack.folder / "units" / "120.opus"
    assert again.unit("121") is None
    assert [entry.text for entry in again.sentences.values()] == ["您好。"]


def test_no_name_tells_the_text(pack: Pack) -> None:
    path = pack.add("请坐。", tone(), 24_000)
    assert path.name == key("请坐。") + ".opus"
    assert "请坐" not in str(path)


def test_a_sound_that_another_process_adds_is_found_at_once(pack: Pack) -> None:
    reading = Pack.load(pack.folder)
    pack.add("您好。", tone(), 24_000)
    assert reading.sound("您好。") is not None


def test_what_is_removed_is_gone(pack: Pack) -> None:
    path = pack.add("您好。", tone(), 24_000)
    pack.add_unit("7", tone(), 24_000)
    pack.remove("您好。")
    pack.remove_unit("7")
    assert not path.exists()
    assert Pack.load(pack.folder).sentences == {}
    assert Pack.load(pack.folder).units == {}


@pytest.mark.parametrize(
    "samples", [np.zeros(0, np.float32), np.full(100, np.nan, np.float32), np.zeros((100, 2), np.float32)]
)
def test_what_is_no_sound_is_refused_and_the_old_one_stays(pack: Pack, samples: Samples) -> None:
    before = pack.add("您好。", tone(), 24_000).read_bytes()
    with pytest.raises(ValueError, match="samples"):
        pack.add("您好。", samples, 24_000)
    assert pack.sound("您好。") is not None
    assert (pack.sound("您好。") or Path()).read_bytes() == before
    assert [path.name for path in (pack.folder / "sentences").iterdir()] == [key("您好。") + ".opus"]


def test_a_units_name_cannot_lead_out_of_the_pack(pack: Pack) -> None:
    with pytest.raises(ValueError, match="name"):
        pack.unit("../manifest")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (MANIFEST, "id = ", "cannot be read"),
        (MANIFEST, 'locale = "en"\n', "lacks id"),
        (MANIFEST, 'id = "a"\nlocale = "en"\nrecorded = "yes"\n', "true or false"),
        (MANIFEST, 'id = "a"\nlocale = "en"\nspeed = 2\n', "speed"),
        (MANIFEST, 'id = 3\nlocale = "en"\n', "no text"),
        (INDEX, "{", "cannot be read"),
        (INDEX, "[]", "cannot be read"),
        (INDEX, '{"sentences": {"a": 3}, "units": {}}', "cannot be read"),
    ],
)
def test_a_damaged_pack_says_what_is_wrong(pack: Pack, file: str, content: str, told: str) -> None:
    (pack.folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(PackDamaged, match=told):
        Pack.load(pack.folder)


def test_an_empty_sound_is_none(pack: Pack) -> None:
    pack.add("您好。", tone(), 24_000).write_bytes(b"")
    assert pack.sound("您好。") is None


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
def test_sounds_of_any_rate_keep_pitch_and_length(tmp_path: Path, rate: int) -> None:
    opus.write(tmp_path / "a.opus", tone(1.0, rate, 440.0), rate)
    samples, its_rate = opus.read(tmp_path / "a.opus")
    assert its_rate == opus.RATE
    assert len(samples) == pytest.approx(opus.RATE, abs=500)
    loudest = int(np.argmax(np.abs(np.fft.rfft(samples)))) * its_rate / len(samples)
    assert loudest == pytest.approx(440, abs=2)


def test_what_is_no_sound_file_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "a.opus").write_bytes(b"OggS but no more")
    with pytest.raises(OSError, match="cannot be read"):
        opus.read(tmp_path / "a.opus")
