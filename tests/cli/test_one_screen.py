"""One kiosk on a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.display import DisplayError
from kiosk.one_screen import screen_of, screen_taken


@pytest.mark.parametrize(
    ("given", "screen"),
    [
        ({"DISPLAY": ":0"}, "x :0"),
        ({"DISPLAY": ":0.1"}, "x :0"),
        ({"DISPLAY": "unix:0"}, "x :0"),
        ({"DISPLAY": ":1"}, "x :1"),
        ({"DISPLAY": "east:0"}, "x east:0"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-1"}, "wayland wayland-1"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-1", "QT_QPA_PLATFORM": "xcb"}, "x :0"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, ""),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "vnc:size=1x1"}, ""),
        ({"QT_QPA_PLATFORM": "eglfs"}, "console eglfs"),
        ({}, ""),
    ],
)
def test_which_screen(given: dict[str, str], screen: str) -> None:
    assert screen_of(given) == screen


def environ(folder: Path, display: str = ":7") -> dict[str, str]:
    return {"DISPLAY": display, "XDG_RUNTIME_DIR": str(folder)}


def test_a_second_kiosk_on_the_screen_is_told_so_in_one_line(tmp_path: Path) -> None:
    with screen_taken(environ(tmp_path)):
        with (
            pytest.raises(DisplayError, match="Another kiosk is on this screen") as told,
            screen_taken(environ(tmp_path, ":7.0"), wait_s=0.0),
        ):
            pass
        assert "\n" not in str(told.value)
    with screen_taken(environ(tmp_path)):
        pass


def test_one_that_comes_while_the_other_ends_waits_for_it(tmp_path: Path) -> None:
    with screen_taken(environ(tmp_path)):
        words = (
            "from kiosk.one_screen import screen_taken\nprint('begun', flush=True)\n"
            f"with screen_taken({environ(tmp_path)!r}, wait_s=30.0):\n    print('taken')"
        )
        environment = os.environ | {"PYTHONPATH": os.getcwd()}
        other = subprocess.Popen(
            [sys.executable, "-c", words], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
    assert other.communicate()[0] == "taken\n"


def test_another_screen_and_another_account_are_free(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with (
        screen_taken(environ(tmp_path)),
        screen_taken(environ(tmp_path, ":8")),
        screen_taken(environ(tmp_path / "other")),
    ):
        pass


def test_a_kiosk_that_was_killed_leaves_the_screen_free(tmp_path: Path) -> None:
    program = (
        "import os\nfrom kiosk.one_screen import screen_taken\n"
        f"with screen_taken({environ(tmp_path)!r}):\n    os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": os.getcwd()})
    assert done.returncode == -9
    with screen_taken(environ(tmp_path)):
        pass


def test_without_a_session_the_account_has_its_own_folder_and_no_other_is_taken(tmp_path: Path) -> None:
    with screen_taken({"DISPLAY": ":7"}, tmp_path):
        (own,) = tmp_path.iterdir()
        assert own.stat().st_mode & 0o077 == 0
    for each in own.iterdir():
        each.unlink()
    own.rmdir()
    (tmp_path / "elsewhere").mkdir()
    own.symlink_to(tmp_path / "elsewhere")
    with (
        pytest.raises(DisplayError, match="not this account's own"),
        screen_taken({"DISPLAY": ":7"}, tmp_path),
    ):
        pass


def test_run_says_so_and_ends_with_2(kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("QT_QPA_PLATFORM", "eglfs")
    monkeypatch.setattr("screens.shell.app.run", lambda *_a: pytest.fail("it was opened"))
    with screen_taken(os.environ):
        code, _out, err = kiosk("run")
    assert code == 2
    assert err.strip() == (
        "kiosk: Another kiosk is on this screen already. End that one first, or use --windowed."
    )
