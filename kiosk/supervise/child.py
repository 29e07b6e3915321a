"""The kiosk's process, as the supervisor sees it."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from typing import Protocol, Self

from kiosk.supervise.lifeline import PACKET, Begin


class Child(Protocol):
    """One process of the kiosk; it waits until it is told to begin."""

    @property
    def file(self) -> socket.socket:
        """Can be read when it has said something, or has ended."""
        ...

    def begin(self, how: Begin) -> None:
        """Show the kiosk."""
        ...

    def heard(self) -> list[bytes]:
        """What it has said since."""
        ...

    def code(self) -> int | None:
        """Its exit code once it has ended, as ``subprocess`` gives it: -9 for SIGKILL."""
        ...

    def ask_where(self) -> None:
        """Let it write down where it hangs."""
        ...

    def terminate(self) -> None:
        """Ask it to end in order."""
        ...

    def kill(self) -> None:
        """End it now."""
        ...


class Process:
    """A Child; see there."""

    def __init__(self, process: subprocess.Popen[bytes], line: socket.socket) -> None:
        self._process, self._line = process, line

    @classmethod
    def start(cls, command: Sequence[str], environment: Mapping[str, str]) -> Self:
        """``--lifeline`` and its number are added to the command. Raises OSError."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            number = theirs.fileno()
            process = subprocess.Popen(  # noqa: S603  this very program
                [*command, "--lifeline", str(number)], pass_fds=(number,), env=dict(environment)
            )
        ours.setblocking(False)
        return cls(process, ours)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def file(self) -> socket.socket:
        """Can be read when it has said something, or has ended."""
        return self._line

    def begin(self, how: Begin) -> None:
        """Where it is gone already, that is seen by its exit code."""
        try:
            self._line.send(how.packet())
        except OSError:
            return

    def heard(self) -> list[bytes]:
        """The packets, the oldest first."""
        found: list[bytes] = []
        while True:
            try:
                packet = self._line.recv(PACKET)
            except OSError:  # nothing more, or the kiosk is gone: its exit code tells that
                return found
            if not packet:
                return found
            found.append(packet)

    def code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def ask_where(self) -> None:
        """See ``kiosk.last_words``."""
        self._process.send_signal(signal.SIGUSR1)

    def terminate(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """SIGKILL: it may hang or be stopped."""
        self._process.kill()

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()
