"""What a resident sees when the machine is not well: words and a person's place, never a trace-back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.paths import Paths
from kiosk.words import Words
from tests.journeys.conftest import Hall

pytestmark = pytest.mark.journey


@pytest.fixture
def words() -> Words:
    return Words.load(Paths.here().locales, "zh_CN")


def test_a_damaged_database(hall: Hall, words: Words) -> None:
    hall.data.mkdir(parents=True)
    (hall.data / "kiosk.db").write_bytes(b"this is no database " * 500)
    hall.start("run")
    hall.sees(words.say("broken.title"))
    hall.sees("人工窗口")
    assert "Traceback" not in hall.log()


def test_two_kiosks_on_one_folder(hall: Hall, words: Words, tmp_path: Path) -> None:
    hall.start("run")
    hall.sees(words.say("attract.hello"))
    second = Hall(tmp_path / "second", data=hall.data)
    try:
        second.start("run")
        second.sees(words.say("broken.in_use"))
        assert "Traceback" not in second.log()
    finally:
        second.close()


def test_a_broken_flow_leaves_the_other_services_working(hall: Hall, words: Words, tmp_path: Path) -> None:
    flows = tmp_path / "flows"
    flows.mkdir()
    for file in Paths.here().flows.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        (flows / file.name).write_text(
            text.replace("kind: choice", "kind: chioce") if file.stem == "household" else text,
            encoding="utf-8",
        )
    hall.start("run", KIOSK_FLOWS_DIR=str(flows))
    hall.tap(words.say("attract.start"))
    hall.sees("居住证")
    names = " ".join(n.name for n in hall.showing())
    assert "户口 " not in names
    assert "flow_refused" in (hall.data / "log" / "kiosk.log").read_text(encoding="utf-8")
