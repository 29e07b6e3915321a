"""Telling systemd how it stands (sd_notify), where it was systemd that started the supervisor."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Mapping, MutableMapping
from typing import Self

VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
EVERY_S = 1.0
"""The watchdog hears no more often than that; see WatchdogSec in the unit."""


class Systemd:
    """address: of systemd's socket; None: nobody listens, and nothing is said."""

    def __init__(self, address: str | None, monotonic: Callable[[], float]) -> None:
        self._address, self._monotonic = address, monotonic
        self._ready = False
        self._last = -EVERY_S

    @classmethod
    def take(cls, environment: MutableMapping[str, str], monotonic: Callable[[], float]) -> Self:
        """As the environment says; taken out of it, because it is the supervisor's alone to say."""
        address = _address(environment)
        for name in VARIABLES:
            environment.pop(name, None)
        return cls(address, monotonic)

    def ready(self) -> None:
        """The first screen shows; only the first time counts."""
        if not self._ready:
            self._ready = True
            self._say("READY=1")

    def alive(self) -> None:
        """All moves."""
        now = self._monotonic()
        if now >= self._last + EVERY_S:
            self._last = now
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """It ends."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if self._address is None:
            return
        # A systemd that cannot be told ends what it does not hear of; the kiosk goes on meanwhile.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(words.encode(), self._address)


def _address(environment: Mapping[str, str]) -> str | None:
    given = environment.get("NOTIFY_SOCKET", "")
    if given.startswith("@"):
        return "\0" + given[1:]
    return given if given.startswith("/") else None
