"""The kiosk's VNC viewer as a process: who can reach it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from kiosk.display import Viewing
from screens.viewing import keep_to_this_machine
import os
viewing = Viewing.open(1080, 1920, 21.5)
os.environ["QT_QPA_PLATFORM"] = viewing.platform
app = QApplication(sys.argv[:1])
keep_to_this_machine(viewing)
print(viewing.port, flush=True)
app.exec()
"""


def _listening(pid: int) -> list[tuple[str, int]]:
    """(address in hex, port) of every socket on which the process listens."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        name = os.readlink(entry)
        if name.startswith("socket:["):
            inodes.add(name[8:-1])
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                address, port = fields[1].split(":")
                found.append((address, int(port, 16)))
    return found


def test_it_listens_on_the_loopback_alone_and_answers() -> None:
    environ = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout is not None
            port = int(program.stdout.readline())
            assert _listening(program.pid) == [("0100007F", port)]
            with socket.create_connection(("127.0.0.1", port), timeout=20) as guest:
                assert guest.recv(12).startswith(b"RFB ")
        finally:
            program.kill()
