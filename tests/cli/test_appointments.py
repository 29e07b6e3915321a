"""``kiosk appointments``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cases.visiting_hours import usual_plan
from kiosk.cli.appointments import read_plan
from tests.cli.conftest import Kiosk


@pytest.fixture
def plan(kiosk: Kiosk, bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plan in force, as a file."""
    monkeypatch.setenv("KIOSK_DATA_DIR", str(bare / "data"))
    code, out, err = kiosk("appointments", "plan")
    assert (code, err) == (0, "")
    path = bare / "plan.toml"
    path.write_text(out, encoding="utf-8")
    return path


def test_what_is_shown_can_be_set(kiosk: Kiosk, plan: Path) -> None:
    assert read_plan(plan) == usual_plan()
    text = plan.read_text("utf-8").replace("closed = []", "closed = [2026-12-31]")
    plan.write_text(text.replace("days_ahead = 14", "days_ahead = 5"), encoding="utf-8")
    assert kiosk("appointments", "set", str(plan)) == (0, "Done.\n", "")
    assert kiosk("appointments", "plan")[1] == plan.read_text("utf-8")
    told = json.loads(kiosk("appointments", "plan", "--json")[1])
    assert (told["days_ahead"], told["closed"]) == (5, ["2026-12-31"])


def test_it_is_told_what_is_free(kiosk: Kiosk, plan: Path) -> None:
    rows = json.loads(kiosk("appointments", "free", "household", "--elderly", "--json")[1])
    fewer = json.loads(kiosk("appointments", "free", "household", "--json")[1])
    assert {row["places"] for row in rows} == {6}
    assert fewer[-1]["places"] == 4
    assert kiosk("appointments", "free", "household")[1].endswith("in all\n")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("number = 2", "number = 1", "Window 1 stands there twice"),
        ('services = ["*"]', 'services = ["parking"]', "serves parking, which does not exist"),
        ("capacity = 4", "capacity = 1", "2 places are kept"),
        ("capacity = 4", "capacity = 0", "windows.0.capacity: Input should be greater than or equal to 1"),
        ('begins = "08:30"', 'begins = "08:40"', "08:40 is not on the hour"),
        ('"fri"', '"friday"', "hours.0.days.4"),
        ("days_ahead = 14", "days_ahead = ", "is no TOML"),
        ("days_ahead", "days_behind", "days_behind: Extra inputs are not permitted. Mend that place."),
    ],
)
def test_what_is_wrong_is_named_and_the_plan_stays(
    kiosk: Kiosk, plan: Path, before: str, after: str, said: str
) -> None:
    text = plan.read_text("utf-8")
    assert before in text
    plan.write_text(text.replace(before, after, 1), encoding="utf-8")
    code, out, err = kiosk("appointments", "set", str(plan))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert kiosk("appointments", "plan")[1] == text


def test_a_service_of_the_product_is_known(kiosk: Kiosk, plan: Path) -> None:
    text = plan.read_text("utf-8").replace('services = ["*"]', 'services = ["household"]', 1)
    plan.write_text(text, encoding="utf-8")
    assert kiosk("appointments", "set", str(plan))[0] == 0


def test_a_file_that_is_not_there_is_named(kiosk: Kiosk, plan: Path, bare: Path) -> None:
    code, _, err = kiosk("appointments", "set", str(bare / "nothing.toml"))
    assert code == 2
    assert "Name a TOML file with the plan for appointments." in err
