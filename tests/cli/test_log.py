from __future__ import annotations

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from kiosk import log

SECRET = "310230194912310023"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield log.start(tmp_path / "log", to_stderr=False)
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    structlog.reset_defaults()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_of_json(path: Path) -> None:
    structlog.get_logger("kiosk").warning("voice.late", seconds=3)
    (line,) = lines(path)
    assert (line["event"], line["level"], line["seconds"]) == ("voice.late", "warning", 3)
    assert line["timestamp"].endswith("Z")


def test_closed_to_others(path: Path) -> None:
    structlog.get_logger().info("x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_error_loses_its_words(path: Path) -> None:
    try:
        int(SECRET + "X")
    except ValueError as error:
        log.note_error(error)
        structlog.get_logger("kiosk").exception("again")
        logging.getLogger("library").error("failed", exc_info=True)
    assert SECRET not in path.read_text(encoding="utf-8")
    for line in lines(path):
        assert line["error"] == "ValueError"
        assert any("test_an_error_loses_its_words" in place for place in line["at"])


def test_what_is_named_like_an_answer_is_left_out(path: Path) -> None:
    structlog.get_logger("kiosk").info("step", answer=SECRET, value=SECRET, phone=SECRET, step="phone")
    (line,) = lines(path)
    assert SECRET not in json.dumps(line)
    assert line["step"] == "phone"


def test_another_librarys_note_keeps_only_its_first_line_unfilled(path: Path) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError(%s)", SECRET)
    logging.getLogger("other").warning("refused %s", SECRET)
    assert SECRET not in path.read_text(encoding="utf-8")
    assert [line["event"] for line in lines(path)] == ["Task exception was never retrieved", "refused %s"]


def test_turned_over_by_size(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each, log._PrivateFile)]
    monkeypatch.setattr(handler, "maxBytes", 2000)
    for count in range(300):
        structlog.get_logger("kiosk").info("turn", count=count)
    old = sorted(path.parent.glob("kiosk.log.*"))
    assert len(old) == log.KEPT_FILES
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in [path, *old])


# --- a disk that is full or fails -----------------------------------------------------------------


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A log on a disk that has no room."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "kiosk.log").symlink_to("/dev/full")
    yield log.start(tmp_path / "log", to_stderr=False)
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_full_disk_stops_nobody_and_is_said_once_without_the_words(
    full: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(1000):
        structlog.get_logger("kiosk").warning("voice.late", seconds=3)
        logging.getLogger("library").warning("looked up %s", SECRET)
    log.note_error(ValueError(SECRET))
    said = capsys.readouterr().err
    assert said.count("the log cannot be written (OSError)") == 1
    assert SECRET not in said


def test_once_there_is_room_again_it_notes_how_many_lines_are_missing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each, log._PrivateFile))

    def fails(_record: logging.LogRecord) -> bool:
        raise OSError(28, "no room")

    with monkeypatch.context() as without_room:
        without_room.setattr(handler, "shouldRollover", fails)
        for _ in range(3):
            structlog.get_logger("kiosk").info("lost")
    structlog.get_logger("kiosk").info("kept")
    structlog.get_logger("kiosk").info("kept too")
    assert [line["event"] for line in lines(path)] == ["kept", "3 lines could not be written", "kept too"]


def test_a_log_that_cannot_be_turned_over_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        log._PrivateFile, "rotate", lambda *_a: (_ for _ in ()).throw(OSError(30, "read-only"))
    )
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each, log._PrivateFile))
    handler.maxBytes = 100
    for _ in range(20):
        structlog.get_logger("kiosk").info("voice.late", seconds=3)
    assert handler.lost
