"""Where the kiosk's window appears: the machine's screen, or, with none, a viewer on this machine alone.

Qt's VNC platform has no password and listens on every address. So that nobody on the network can look, its
listening socket is exchanged for one bound to 127.0.0.1 before the first connection can be taken.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
VNC_PORTS = range(5900, 6000)
_X_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108  where X servers put their sockets


class DisplayError(Exception):
    """The window cannot appear; the message is one line that says what to do."""


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether the environment names a platform or a screen of its own. Raises :class:`DisplayError`.

    A DISPLAY that does not answer is an error, since Qt would end the program with a core dump.
    """
    if environ.get("QT_QPA_PLATFORM"):
        return True
    if environ.get("WAYLAND_DISPLAY"):
        return True
    display = environ.get("DISPLAY", "")
    if not display:
        return False
    if not _answers(display):
        raise DisplayError(
            f"DISPLAY={display} does not answer. Start it, or unset DISPLAY to look through VNC."
        )
    return True


def _answers(display: str) -> bool:
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not number.isdigit():
        return False
    if host not in ("", "unix"):
        return _connects(socket.AF_INET, (host, 6000 + int(number)))
    path = str(_X_SOCKETS / f"X{number}")
    return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, "\0" + path)


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as probe:
        probe.settimeout(2)
        return probe.connect_ex(address) == 0


@dataclass(frozen=True)
class Viewing:
    """The kiosk looked at through VNC, from this machine only."""

    listener: socket.socket
    port: int
    platform: str
    already: frozenset[int]

    @classmethod
    def open(cls, width: int, height: int, diagonal_inch: float) -> Viewing:
        """Take the first free port of 5900 to 5999 on 127.0.0.1. Raises :class:`DisplayError`."""
        listener = _listen()
        mm = diagonal_inch * 25.4 / (width**2 + height**2) ** 0.5
        size = f"size={width}x{height}:mmsize={width * mm:.1f}x{height * mm:.1f}"
        return cls(
            listener, listener.getsockname()[1], f"vnc:{size}:depth=32:port=0", frozenset(_listening_files())
        )

    @property
    def sentence(self) -> str:
        """How to look, in one line."""
        return (
            f"No screen here. Look with: vncviewer {LOOPBACK}:{self.port} "
            f"(from elsewhere first: ssh -L {self.port}:{LOOPBACK}:{self.port} THIS-MACHINE)"
        )

    def confine(self) -> None:
        """Exchange Qt's listening socket for ours; call it when Qt listens, before its loop runs.

        Raises :class:`DisplayError` where Qt's socket is not found: better no window than an open one.
        """
        theirs = set(_listening_files()) - self.already
        if len(theirs) != 1:
            raise DisplayError("The viewer could not be kept to this machine alone. Set DISPLAY instead.")
        os.dup2(self.listener.fileno(), theirs.pop(), inheritable=False)
        self.listener.close()


def _listen() -> socket.socket:
    for port in VNC_PORTS:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
            listener.listen(8)
        except OSError:
            listener.close()
            continue
        listener.setblocking(False)
        return listener
    raise DisplayError("No free port from 5900 to 5999 to look through. Set DISPLAY instead.")


def _listening_files() -> list[int]:
    """The descriptors of this process that listen for internet connections."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            file = os.dup(int(name))
        except OSError:
            continue  # it was closed meanwhile
        try:
            probe = socket.socket(fileno=file)
        except OSError:
            os.close(file)
            continue
        with probe:
            inet = probe.family in (socket.AF_INET, socket.AF_INET6) and probe.type == socket.SOCK_STREAM
            if inet and probe.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                found.append(int(name))
    return found
