"""``kiosk run``: the supervisor in a process of its own."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence

from kiosk.own_memory import keep_to_itself
from kiosk.program import kiosk_command
from kiosk.supervise.child import Child, Process
from kiosk.supervise.supervisor import Supervisor
from kiosk.supervise.systemd import Systemd

TURN_S = 0.25
"""It looks at least so often; sooner where something was said or ended."""

ALONE = ("--unsupervised", "--lifeline", "--help")


def is_supervised(words: Sequence[str]) -> bool:
    """Whether these words of the command line start a kiosk that is to be kept alive."""
    return tuple(words[:1]) == ("run",) and not any(word.partition("=")[0] in ALONE for word in words)


def supervise(words: Sequence[str], program: Callable[..., Sequence[str]] = kiosk_command) -> int:
    """Keep the kiosk that these words start alive until it is ended; its exit code.

    program: what is started for these words.
    """
    keep_to_itself()
    environment = dict(os.environ)
    systemd = Systemd.take(environment, time.monotonic)
    command = program(*words)

    def start() -> Child:
        return Process.start(command, environment)

    supervisor = Supervisor(start, time.monotonic, systemd, _say)
    # A signal's number arrives here as a byte: what waits wakes up at once.
    woken, wakes = socket.socketpair()
    woken.setblocking(False)
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno())
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: asked.append(number))
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    while True:
        if asked:
            supervisor.end()
        code = supervisor.turn()
        if code is not None:
            return code
        lines = [each.file for each in supervisor.children]
        ready, _, _ = select.select([woken, *lines], [], [], TURN_S)
        if woken in ready:
            woken.recv(4096)


def _say(words: str) -> None:
    print(f"kiosk: {words}", file=sys.stderr, flush=True)  # noqa: T201  systemd's journal takes it
