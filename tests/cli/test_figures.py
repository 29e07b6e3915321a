from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.assist.call import NewCall, Outcome
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

Kiosk = Callable[..., tuple[int, str, str]]

DAYS = ("--from", "2026-11-24", "--to", "2026-11-25")
NAMES = {
    "totals",
    "call_times",
    "calls_by_hour",
    "calls_by_day",
    "calls_by_step",
    "officers",
    "ratings_by_level",
}
NAMES |= {"visits_by_service", "give_ups_by_step"}


class StandingClock:
    """Five past midnight in the hall, while it is still the day before in UTC."""

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 16, 5, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    def today(self) -> date:
        return date(2026, 11, 24)


async def _fill(folder: Path) -> None:
    store = LocalStore(folder, "01", StandingClock(), kiosk_lock=False)
    try:
        for kiosk, service, quiet in (
            ("1", "household", False),
            ("2", "=evil()", False),
            ("3", "move", True),
        ):
            step = None if quiet else "name"
            call = NewCall(new_id(), kiosk, "01号机", "大厅", service, step, "zh_CN", False, quiet)
            await store.calls.open_call(call)
            await store.calls.claim(call.id, "007")
            await store.calls.close(call.id, "007", Outcome.HELPED, "鹦鹉阿婆")
        await store.cases.rate("visit", 5)
        now = StandingClock().now()
        await store.ends.keep(
            VisitEnd("visit", "01", "household", 1, "zh_CN", "name", Ending.LEFT, True, now, now)
        )
    finally:
        await store.close()


@pytest.fixture
def filled(bare: Path) -> Path:
    folder = bare / "share" / "caring-kiosk"
    asyncio.run(_fill(folder))
    return folder


def test_figures_are_told_in_words(kiosk: Kiosk, filled: Path) -> None:
    code, out, err = kiosk("figures", *DAYS)
    assert (code, err) == (0, "")
    assert "  calls  3\n" in out
    assert "  household  name  1\n" in out
    assert "  seen  0  -  -  -\n" in out
    assert "鹦鹉" not in out


def test_figures_as_json(kiosk: Kiosk, filled: Path) -> None:
    code, out, _ = kiosk("figures", *DAYS, "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == NAMES
    assert (told["totals"]["calls"], told["totals"]["solved_share"]) == (3, 1.0)
    assert told["calls_by_hour"][0] == {"hour": 0, "calls": 3}
    assert told["calls_by_day"] == [{"day": "2026-11-24", "calls": 3}, {"day": "2026-11-25", "calls": 0}]
    assert told["give_ups_by_step"] == [{"service": "household", "step": "name", "left": 1, "timed_out": 0}]
    assert told["totals"]["visits_given_up_share"] == 1.0
    assert "move" not in {row["service"] for row in told["calls_by_step"]}


def test_one_csv_a_table_that_no_spreadsheet_calculates(kiosk: Kiosk, filled: Path, tmp_path: Path) -> None:
    out_dir = tmp_path / "new" / "folder"
    code, out, _ = kiosk("figures", *DAYS, "--csv", str(out_dir))
    assert (code, out) == (0, f"9 tables in {out_dir}\n")
    assert {path.name for path in out_dir.iterdir()} == {f"{name}.csv" for name in NAMES}
    assert (out_dir / "totals.csv").read_bytes().startswith(b"measure,value\r\n")
    with (out_dir / "calls_by_step.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == [["'=evil()", "name", "1"], ["household", "name", "1"]]


def test_without_a_store_all_is_nothing_and_none_is_made(kiosk: Kiosk, bare: Path) -> None:
    code, out, _ = kiosk("figures", *DAYS, "--json")
    assert code == 0
    assert json.loads(out)["totals"]["calls"] == json.loads(out)["totals"]["visits"] == 0
    assert not (bare / "share").exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--from", "2026-11-24"),
        ("--from", "24.11.2026", "--to", "2026-11-25"),
        ("--from", "2026-11-25", "--to", "2026-11-24"),
    ],
)
def test_wrong_days_are_told(kiosk: Kiosk, words: tuple[str, ...]) -> None:
    code, out, err = kiosk("figures", *words)
    assert (code, out) == (2, "")
    assert "--to" in err or "--from" in err


def test_a_folder_that_cannot_be_written(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, err = kiosk("figures", *DAYS, "--csv", str(tmp_path / "file" / "csv"))
    assert code == 2
    assert "cannot be written" in err
