"""A hall for a journey: an X server, a session bus with accessibility, and the programs as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from kiosk.writing.aids import Ink, Point, Stroke
from screens.theme import Panel
from screens.widgets.press import SPOT_MM
from tests.journeys.accessibility_tree import AccessibilityTree, Node

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 40.0
KEY_ROLES = ("button", "push button", "check box", "toggle button", "radio button")
SETTLE_S = 0.35
"""Longer than the 300 ms within which a second tap on a spot is the same tap."""


def until(
    found: Callable[[], Any], what: str, hall: Hall | None = None, deadline_s: float = DEADLINE_S
) -> Any:
    """Look until it is there. Each look takes a moment of its own (the bus, a process), so none is needed."""
    end = time.monotonic() + deadline_s
    while True:
        result = found()
        if result:
            return result
        if time.monotonic() > end:
            told = f"; there is {[n.name for n in hall.showing()]}\n{hall.logs()}" if hall else ""
            raise AssertionError(f"not seen within {deadline_s:.0f} s: {what}{told}")


def _smooth(stroke: Stroke) -> list[Point]:
    """The points of a stroke, and some between them."""
    found = [stroke[0]]
    for (ax, ay), (bx, by) in pairwise(stroke):
        found += [(ax + (bx - ax) * k / 6, ay + (by - ay) * k / 6) for k in range(1, 7)]
    return found


class Hall:
    """The machine's screen and what runs on it."""

    def __init__(self, folder: Path, data: Path | None = None, size: str = "1080x1920") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._last_touch = (-1000, -1000)
        self.same_spot = SPOT_MM / Panel().mm_per_px + 1
        self._processes: list[subprocess.Popen[bytes]] = []
        self.data = data or folder / "data"
        read, write = os.pipe()
        self._x = self._start(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
            dict(os.environ),
            "xvfb",
            pass_fds=(write,),
        )
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, "the X server did not start"
        bus = subprocess.run(  # the daemon prints its address and number, then goes on by itself
            ["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "DISPLAY": f":{number}"},
        ).stdout.split()
        self._bus_pid = int(bus[1])
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("KIOSK_", "QT_"))},
            "DISPLAY": f":{number}",
            "DBUS_SESSION_BUS_ADDRESS": bus[0],
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "KIOSK_DATA_DIR": str(self.data),
            "PYTHONPATH": str(ROOT),
        }
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.tree = AccessibilityTree(bus[0])

    # --- processes ----------------------------------------------------------------------------

    def _start(
        self, command: list[str], environment: dict[str, str], name: str, **more: Any
    ) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{name}.log").open("wb")
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, **more)
        log.close()
        self._processes.append(process)
        return process

    def start(self, *arguments: str, name: str = "kiosk", **environment: str) -> subprocess.Popen[bytes]:
        """Start one of the commands."""
        command = [sys.executable, "-m", "kiosk", *arguments]
        return self._start(command, {**self.environment, **environment}, name, cwd=ROOT)

    def json(self, *arguments: str) -> Any:
        """What a command prints as JSON."""
        command = [sys.executable, "-m", "kiosk", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def log(self, name: str = "kiosk") -> str:
        """What a process has said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def logs(self) -> str:
        """What all of them have said."""
        return "\n".join(self.log(path.stem) for path in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        """End all that was started here, the X server last."""
        self.tree.close()
        for process in reversed(self._processes[1:]):
            process.terminate()
        for process in reversed(self._processes[1:]):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        os.kill(self._bus_pid, 15)
        self._x.terminate()
        self._x.wait(10)

    def pixels(self, name: str) -> QImage:
        """What the screen shows now. name: of the file that is left with the test's other files."""
        path = self.folder / f"{name}.png"
        grab = (
            "import sys; from PySide6.QtGui import QGuiApplication; app = QGuiApplication([]); "
            "assert app.primaryScreen().grabWindow(0).save(sys.argv[1])"
        )
        command = [sys.executable, "-c", grab, str(path)]
        subprocess.run(command, env=self.environment, check=True, timeout=60)
        return QImage(str(path))

    # --- what a resident does -----------------------------------------------------------------

    def showing(self) -> list[Node]:
        """All that shows, in reading order."""
        return list(self.tree.showing())

    def key(self, name: str, *, starts: bool = False) -> Node | None:
        """The enabled key of this name, if it shows."""
        for node in self.showing():
            fits = node.name == name or (starts and node.name.startswith(name))
            if fits and node.enabled and node.role in KEY_ROLES:
                return node
        return None

    def sees(self, text: str) -> Node:
        """Wait until something with these words shows."""
        return until(
            lambda: next((n for n in self.showing() if text in n.name), None),
            f"{text!r} on the screen",
            self,
        )

    def tap(self, name: str, *, starts: bool = False) -> Node:
        """Press and release on a key, through the X server's own test extension."""
        node = until(lambda: self.key(name, starts=starts), f"the key {name!r}", self)
        self.touch(*self.aim(node))
        return node

    def aim(self, node: Node) -> tuple[int, int]:
        """Where the finger goes to touch a key: its middle."""
        return node.centre

    def touch(self, x: int, y: int) -> None:
        """A finger on the glass; near the last touch only after a moment."""
        self._xdotool(*self.settle(x, y), "mousemove", str(x), str(y), "click", "1")

    def settle(self, x: int, y: int) -> tuple[str, ...]:
        """The moment to wait before a touch that would else be taken for a bounce of the last one."""
        far = hypot(x - self._last_touch[0], y - self._last_touch[1])
        self._last_touch = (x, y)
        return () if far > self.same_spot else ("sleep", str(SETTLE_S))

    def hold(self, x: int, y: int) -> None:
        """A finger that comes down after a moment, and stays."""
        self._xdotool("sleep", str(SETTLE_S), "mousemove", str(x), str(y), "mousedown", "1")
        self._last_touch = (x, y)

    def lift(self) -> None:
        """The finger goes."""
        self._xdotool("mouseup", "1")

    def draw(self, box: Node, ink: Ink) -> None:
        """Write in a box, as a finger does. ink: in parts of its shorter side, from its middle."""
        (x0, y0), side = box.centre, min(box.width, box.height)
        script: list[str] = []
        for stroke in ink:
            points = [(str(round(x0 + x * side)), str(round(y0 + y * side))) for x, y in _smooth(stroke)]
            script += ["mousemove", *points[0], "mousedown", "1"]
            for point in points[1:]:
                script += ["sleep", "0.01", "mousemove", *point]
            script += ["mouseup", "1", "sleep", "0.1"]
        self._xdotool(*script)

    def letters(self, letters: str) -> dict[str, Node]:
        """The keys that bear one sign, once the first of the letters shows."""
        until(lambda: self.key(letters[0]), f"the key {letters[0]!r}", self)
        return {n.name: n for n in self.showing() if len(n.name) == 1 and n.enabled}

    def type(self, letters: str) -> None:
        """Tap a key for each letter. The same key again only after a moment: a bounce is no second tap."""
        keys = self.letters(letters)
        script: list[str] = []
        for letter in letters:
            x, y = self.aim(keys[letter])
            script += [*self.settle(x, y), "mousemove", str(x), str(y), "click", "1"]
        self._xdotool(*script)

    def _xdotool(self, *script: str) -> None:
        subprocess.run(["xdotool", *script], env=self.environment, check=True)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall with nothing running in it yet."""
    made = Hall(tmp_path)
    yield made
    made.close()
