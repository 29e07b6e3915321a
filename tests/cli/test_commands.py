from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.assist.call import NewCall
from kiosk.cases.case import Filing
from kiosk.cli import commands as cli
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import PhoneNo, Wish
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

Kiosk = Callable[..., tuple[int, str, str]]

SECRET = "13812345678"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("run",),
        ("desk",),
        ("tour",),
        ("doctor",),
        ("flows",),
        ("flows", "check"),
        ("calls", "list"),
        ("figures",),
        ("difficult",),
        ("difficult", "list"),
        ("difficult", "show"),
    ],
)
def test_help(kiosk: Kiosk, words: tuple[str, ...]) -> None:
    code, out, err = kiosk(*words, "--help")
    assert (code, err) == (0, "")
    assert "Usage" in out
    assert "worker" not in out


def test_a_wrong_setting_ends_in_one_line(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_IDLE_AFTER_S", "10")
    code, out, err = kiosk("doctor")
    assert (code, out) == (2, "")
    assert err == (
        "kiosk: idle_after_s = '10': must be 120 to 300 seconds. Mend it in the variable KIOSK_IDLE_AFTER_S\n"
    )


@pytest.mark.parametrize("size", ["1080", "1080x", "x1920", "axb", "1080*1920"])
def test_a_wrong_size(kiosk: Kiosk, size: str) -> None:
    code, _, err = kiosk("run", "--size", size)
    assert code == 2
    assert "1080x1920" in err


def test_a_display_that_does_not_answer(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":9876")
    code, _, err = kiosk("run")
    assert code == 2
    assert err.startswith("kiosk: DISPLAY=:9876 does not answer.")


def test_flows_in_force_are_in_order(kiosk: Kiosk) -> None:
    code, out, _ = kiosk("flows", "check")
    assert code == 0, out
    assert "problem(s)" in out
    assert "endorsement: " in out
    assert out.count("all covered; ") == 7
    code, out, _ = kiosk("flows", "check", "--json")
    told = json.loads(out)
    assert told["problems"] == []
    services = {
        "endorsement",
        "homestay",
        "household",
        "question",
        "residence_permit",
        "special_trade",
        "truck_pass",
    }
    assert {each["service"] for each in told["reports"]} == services
    assert all(each["complete"] and each["texts"]["en"] == each["texts"]["zh_CN"] for each in told["reports"])


def test_a_broken_flow_is_told(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("id: broken\nversion: x\n", encoding="utf-8")
    code, out, err = kiosk("flows", "check", str(tmp_path))
    assert (code, err) == (1, "")
    assert "broken.yaml:2: error: " in out
    code, out, _ = kiosk("flows", "check", str(tmp_path / "broken.yaml"), "--json")
    assert code == 1
    told = json.loads(out)
    assert told["reports"] == []
    one = next(problem for problem in told["problems"] if problem["field"] == "version")
    assert one == {
        "file": "broken.yaml",
        "line": 2,
        "field": "version",
        "severity": "error",
        "kind": "no_whole_number",
        "id": "flowcheck.no_whole_number",
        "params": {"given": "x"},
        "message": {
            "zh_CN": "“x”不是整数。请写整数，不加引号。",
            "en": '"x" is no whole number. Write one, without quotes.',
        },
    }
    code, out, _ = kiosk("flows", "check", str(tmp_path), "--locale", "zh_CN")
    assert "broken.yaml:2: error: “x”不是整数。" in out
    assert kiosk("flows", "check", "--locale", "xx")[0] == 2


def test_nothing_to_check_is_no_success(kiosk: Kiosk, tmp_path: Path) -> None:
    assert kiosk("flows", "check", str(tmp_path))[0] == 2
    assert kiosk("flows", "check", str(tmp_path / "gone.yaml"))[0] == 2


def test_looking_makes_no_store(kiosk: Kiosk, bare: Path) -> None:
    assert kiosk("calls", "list", "--json")[:2] == (0, "[]\n")
    assert kiosk("cases", "list", "--json")[:2] == (0, "[]\n")
    kiosk("doctor")
    assert not (bare / "share").exists()


async def _fill(folder: Path) -> None:
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
    try:
        await store.start()
        await store.calls.open_call(
            NewCall(new_id(), "01", "01号机", "大厅", "household", "phone", "zh_CN", priority=True)
        )
        answers = {"phone": PhoneNo(number=SECRET)}
        wish = Wish(wish="no")
        await store.cases.hand_in(
            Filing(new_id(), "01", "household", 1, "0" * 64, "id: x", "zh_CN", True, answers, wish)
        )
    finally:
        await store.close()


@pytest.fixture
def filled(bare: Path) -> Path:
    folder = bare / "share" / "caring-kiosk"
    asyncio.run(_fill(folder))
    return folder


def test_lists(kiosk: Kiosk, filled: Path) -> None:
    code, out, _ = kiosk("calls", "list", "--json")
    assert code == 0
    (call,) = json.loads(out)
    assert (call["service"], call["state"]) == ("household", "waiting")
    assert "household" in kiosk("calls", "list")[1]


def test_answers_are_masked_unless_revealed(kiosk: Kiosk, filled: Path) -> None:
    for words in (("cases", "list"), ("cases", "list", "--json")):
        code, out, _ = kiosk(*words)
        assert code == 0
        assert SECRET not in out
        assert "household" in out
    code, out, _ = kiosk("cases", "list", "--json", "--reveal")
    (case,) = json.loads(out)
    assert case["answers"]["phone"]["number"] == SECRET
    entries = json.loads(kiosk("record", "list", "--json")[1])
    (entry,) = entries
    assert (entry["who"], entry["deed"], entry["about"]) == ("console", "answers_seen", case["number"])
    assert "wish" not in json.dumps(case).lower()


def test_a_damaged_store_ends_in_one_line(kiosk: Kiosk, filled: Path) -> None:
    (filled / "kiosk.db").write_bytes(b"not a database at all, whatever it is called" * 200)
    for rest in ("-wal", "-shm"):
        (filled / f"kiosk.db{rest}").unlink(missing_ok=True)
    code, out, err = kiosk("calls", "list")
    assert (code, out) == (3, "")
    assert err == (
        "kiosk: The data folder is damaged; the kiosk puts the last backup back at its start; "
        "or: kiosk backup restore. See also: kiosk doctor\n"
    )
    code, out, _ = kiosk("doctor")
    assert code == 1
    assert "MISSING database: does not open (damaged)" in out


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_its_words(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, trouble: Trouble) -> None:
    def fail() -> None:
        raise StoreFailed(trouble, f"detail {SECRET}")

    monkeypatch.setattr(cli, "app", fail)
    code, _, err = kiosk()
    assert code == 3
    assert err.count("\n") == 1
    assert SECRET not in err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError(f"invalid literal: {SECRET}"), "(ValueError at tests.cli.test_commands:"),
        (ModuleNotFoundError("No module named 'qasync'", name="qasync"), "package qasync is missing"),
        (ImportError("libpulse.so.0: cannot open shared object file"), "library libpulse.so.0 is missing"),
    ],
)
def test_the_unforeseen_ends_in_one_line_without_its_words(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, "app", fail)
    code, out, err = kiosk()
    assert (code, out) == (70, "")
    assert told in err
    assert err.count("\n") == 1
    assert SECRET not in err


def test_an_unwritable_data_folder(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "file" / "data"))
    code, _, err = kiosk("run")
    assert code == 2
    assert "cannot be written" in err
