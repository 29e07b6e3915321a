"""``kiosk roster``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kiosk

WEEK = """
leader = "0101"
[[shifts]]
officer = "0101"
days = ["mon", "tue", "wed", "thu", "fri"]
begins = 08:30:00
ends = 17:00:00
[[lunch]]
officer = "0101"
by = "0102"
begins = "11:30"
ends = "12:30"
[[absences]]
officer = "0101"
deputy = "0102"
first = 2026-12-01
last = 2026-12-03
"""


@pytest.fixture
def week(kiosk: Kiosk, bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    for number in ("0101", "0102"):
        monkeypatch.setattr("sys.stdin", io.StringIO("482913\n"))
        assert kiosk("officers", "add", number, "--pin-stdin")[0] == 0
    path = bare / "week.toml"
    path.write_text(WEEK, encoding="utf-8")
    return path


def test_a_week_is_set_and_shown(kiosk: Kiosk, week: Path) -> None:
    assert kiosk("roster", "set", str(week)) == (0, "Done.\n", "")
    lines = kiosk("roster", "show")[1].splitlines()
    assert lines[0].startswith("On duty now: ")
    assert lines[2:] == [
        "0101  08:30-17:00  mon tue wed thu fri",
        "0101  11:30-12:30  covered by 0102",
        "0101  2026-12-01 to 2026-12-03  deputy 0102",
    ]
    assert json.loads(kiosk("roster", "show", "--json")[1])["leader"] == "0101"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('leader = "0101"', 'leader = "0999"', "The number 0999 in the roster is not on the roll"),
        ('leader = "0101"', "leader = ", "is no TOML"),
        ('"mon"', '"moon"', "shifts.0.days.0"),
        (
            "08:30:00",
            '"08:30+08:00"',
            "shifts.0.begins: a time of the hall's clock, such as 09:00, has no time",
        ),
        ('"0101"', "[" * 2000, "too many brackets"),
        ("17:00:00", "08:00:00", "This time of 0101 is empty: 08:30-08:00"),
    ],
    ids=["unknown", "no TOML", "no day", "time zone", "brackets", "empty"],
)
def test_a_wrong_week_says_what_to_do_and_changes_nothing(
    kiosk: Kiosk, week: Path, before: str, after: str, said: str
) -> None:
    week.write_text(WEEK.replace(before, after), encoding="utf-8")
    code, out, err = kiosk("roster", "set", str(week))
    assert (code, out) == (2, "")
    assert said in err
    assert kiosk("roster", "show")[1].splitlines()[1:] == ["Answers for the station now: nobody is named"]


def test_a_file_that_is_not_there(kiosk: Kiosk, week: Path) -> None:
    code, _out, err = kiosk("roster", "set", str(week.with_name("none.toml")))
    assert code == 2
    assert "Name a TOML file" in err
