from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from kiosk import display
from kiosk.display import DisplayError, Viewing, has_screen


def test_what_counts_as_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_screen({})
    assert not has_screen({"DISPLAY": ""})
    assert has_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert has_screen({"QT_QPA_PLATFORM": "offscreen"})


def test_a_display_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(display, "_X_SOCKETS", tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "X77"))
        server.listen()
        assert has_screen({"DISPLAY": ":77.0"})
    for dead in (":78", "nonsense", "127.0.0.1:3999"):
        with pytest.raises(DisplayError, match="does not answer"):
            has_screen({"DISPLAY": dead})


def test_a_viewer_takes_a_free_port_of_this_machine_alone() -> None:
    first, second = (Viewing.open(1080, 1920, 21.5) for _ in range(2))
    try:
        assert first.port != second.port
        assert first.listener.getsockname()[0] == "127.0.0.1"
        assert f"127.0.0.1:{first.port}" in first.sentence
        assert "\n" not in first.sentence
        assert first.platform.startswith("vnc:size=1080x1920:mmsize=267.7x476.0")
    finally:
        first.listener.close()
        second.listener.close()


def test_every_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "VNC_PORTS", range(0))
    with pytest.raises(DisplayError, match="No free port"):
        Viewing.open(1080, 1920, 21.5)


def test_the_open_socket_is_exchanged_before_anybody_gets_in() -> None:
    viewing = Viewing.open(1080, 1920, 21.5)
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as open_to_all:
        open_to_all.bind(("::", 0))
        open_to_all.listen()
        open_port = open_to_all.getsockname()[1]
        viewing.confine()
        with socket.socket() as stranger:
            assert stranger.connect_ex(("127.0.0.1", open_port)) != 0
        with (
            socket.create_connection(("127.0.0.1", viewing.port), timeout=5) as guest,
            socket.socket(fileno=os.dup(open_to_all.fileno())) as exchanged,
        ):
            exchanged.settimeout(5)
            taken, address = exchanged.accept()
            taken.close()
            assert address == guest.getsockname()


def test_no_window_where_the_socket_is_not_found() -> None:
    viewing = Viewing.open(1080, 1920, 21.5)
    try:
        with pytest.raises(DisplayError, match="could not be kept"):
            viewing.confine()
    finally:
        viewing.listener.close()


def test_looking_for_the_socket_leaves_no_file_open() -> None:
    before = os.listdir("/proc/self/fd")
    Viewing.open(1080, 1920, 21.5).listener.close()
    assert len(os.listdir("/proc/self/fd")) == len(before)
