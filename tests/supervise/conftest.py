"""A supervisor whose kiosks are made of paper, and whose clock goes only when it is turned."""

from __future__ import annotations

from collections import deque

import pytest

from kiosk.supervise.lifeline import Begin, Says
from kiosk.supervise.supervisor import Supervisor
from kiosk.supervise.systemd import Systemd

KEY = bytes(range(32))


class PaperKiosk:
    def __init__(self) -> None:
        self.begun: Begin | None = None
        self.said: deque[bytes] = deque()
        self.ended_with: int | None = None
        self.asked = 0
        self.killed = 0
        self.asked_where = 0

    @property
    def file(self):
        raise AssertionError("nobody waits for paper")

    def begin(self, how: Begin) -> None:
        assert self.begun is None
        self.begun = how

    def heard(self) -> list[bytes]:
        found = list(self.said)
        self.said.clear()
        return found

    def code(self) -> int | None:
        return self.ended_with

    def ask_where(self) -> None:
        self.asked_where += 1

    def terminate(self) -> None:
        self.asked += 1

    def kill(self) -> None:
        self.killed += 1
        self.ended_with = -9 if self.ended_with is None else self.ended_with

    def says(self, what: Says, more: bytes = b"") -> None:
        self.said.append(bytes([what]) + more)


class Told(Systemd):
    def __init__(self) -> None:
        super().__init__(None, lambda: 0.0)
        self.words: list[str] = []

    def ready(self) -> None:
        self.words.append("ready")

    def alive(self) -> None:
        self.words.append("alive")

    def stopping(self) -> None:
        self.words.append("stopping")


class Watched:
    """The supervisor with all that it touches."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.kiosks: list[PaperKiosk] = []
        self.refuses = 0
        self.lines: list[str] = []
        self.told = Told()
        self.supervisor = Supervisor(self._start, lambda: self.now, self.told, self.lines.append)

    def _start(self) -> PaperKiosk:
        if self.refuses:
            self.refuses -= 1
            raise OSError(11, "Resource temporarily unavailable")
        self.kiosks.append(PaperKiosk())
        return self.kiosks[-1]

    def turn(self, seconds: float = 0.0) -> int | None:
        self.now += seconds
        return self.supervisor.turn()

    def live(self, seconds: float) -> None:
        """Time passes, and the kiosk that shows beats."""
        for _ in range(int(seconds * 2)):
            self.shows.says(Says.BEAT)
            assert self.turn(0.5) is None

    @property
    def begun(self) -> list[PaperKiosk]:
        """Those that were told to show, in order."""
        return [k for k in self.kiosks if k.begun is not None]

    @property
    def shows(self) -> PaperKiosk:
        return self.supervisor.children[0]

    def show(self) -> PaperKiosk:
        """The kiosk comes up."""
        self.turn()
        self.shows.says(Says.SHOWN)
        self.turn()
        return self.shows


@pytest.fixture
def watched() -> Watched:
    return Watched()
