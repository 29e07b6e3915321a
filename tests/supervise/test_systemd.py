"""What systemd hears, on a real socket."""

from __future__ import annotations

import socket

import pytest

from kiosk.supervise.systemd import Systemd


@pytest.fixture
def listens(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.setblocking(False)
        yield line


def heard(line) -> list[str]:
    found = []
    while True:
        try:
            found.append(line.recv(1000).decode())
        except BlockingIOError:
            return found


def test_ready_once_alive_each_second_and_the_end(listens):
    now = [10.0]
    environment = {"NOTIFY_SOCKET": listens.getsockname(), "WATCHDOG_USEC": "9", "HOME": "/"}
    systemd = Systemd.take(environment, lambda: now[0])
    assert environment == {"HOME": "/"}  # the kiosk's own processes cannot speak for it
    systemd.ready()
    systemd.ready()
    for _ in range(4):
        systemd.alive()
        now[0] += 0.5
    systemd.stopping()
    assert heard(listens) == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_socket_without_a_file(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{tmp_path}")
        line.setblocking(False)
        Systemd.take({"NOTIFY_SOCKET": f"@{tmp_path}"}, lambda: 0.0).ready()
        assert heard(line) == ["READY=1"]


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "/nowhere/there"}])
def test_where_nobody_listens_nothing_happens(environment):
    systemd = Systemd.take(environment, lambda: 0.0)
    systemd.ready()
    systemd.alive()
    systemd.stopping()
