"""A resident's finger and eyes, for tests inside the process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.run import FlowRun
from screens.shell.kiosk import Kiosk
from screens.shell.machine import Mode
from screens.shell.offering import NAME as READY
from screens.widgets.key import LAST_TAP, Key
from tests.shell.memory import HeardVoice, MemoryCases, MemoryPrinter, MemoryQueue, TurnedClock

DEADLINE_S = 60.0


@dataclass
class Hands:
    """A resident's finger and eyes."""

    kiosk: Kiosk
    window: QWidget
    clock: TurnedClock
    queue: MemoryQueue
    cases: MemoryCases
    voice: HeardVoice
    printer: MemoryPrinter
    errors: list[BaseException]
    storage: dict[str, Trouble | None]
    _moment: int = 0

    def offered(self) -> list[Key]:
        return [k for k in self.window.findChildren(Key) if k.isVisible() and k.isEnabled()]

    def find(self, name: str) -> Key | None:
        return next((k for k in self.offered() if name in (k.text(), k.accessibleName())), None)

    def tap(self, name: str) -> None:
        key = self.find(name)
        assert key is not None, f"no key {name!r} among {[k.text() for k in self.offered()]}"
        self.window.setProperty(LAST_TAP, None)  # this resident takes more than 300 ms between two taps
        self.touch(key)

    def touch(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Press and release. Sent, not played by QTest: that turns the event loop inside a running task."""
        spot = QPointF(at if at is not None else widget.rect().center())
        for kind, buttons in (
            (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            self._moment += 1
            event = QMouseEvent(
                kind,
                spot,
                widget.mapToGlobal(spot),
                Qt.MouseButton.LeftButton,
                buttons,
                Qt.KeyboardModifier.NoModifier,
            )
            event.setTimestamp(self._moment)
            QApplication.sendEvent(widget, event)

    def key(self, key: Qt.Key) -> None:
        """Press one of the four keys."""
        target = self.window.focusWidget() or self.window
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, event)

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Let the loop turn until it is so."""
        end = time.monotonic() + DEADLINE_S
        while not true():
            assert time.monotonic() < end, f"never came: {what}; the top is {self.kiosk.stage.top}"
            await asyncio.sleep(0)
            self._check()

    def _check(self) -> None:
        unforeseen = [e for e in self.errors if not isinstance(e, StoreFailed)]
        assert not unforeseen, unforeseen

    async def drawn(self) -> None:
        """All slips that are being drawn."""
        drawing = self.kiosk.serving._drawing
        await asyncio.get_running_loop().run_in_executor(drawing, lambda: None)

    async def mode(self, mode: Mode) -> None:
        await self.until(lambda: self.kiosk.machine.mode is mode, mode)

    @property
    def run(self) -> FlowRun:
        run = self.kiosk.serving.visit.run
        assert run is not None
        return run

    async def start(self) -> None:
        await self.until(lambda: self.kiosk.scenes.releases and self.kiosk.speech.voice, "ready")
        self.tap("开始")
        await self.mode(Mode.HOME)

    async def service(self, flow_id: str) -> None:
        await self.start()
        assert self.kiosk.scenes.releases
        flow = next(r.flow for r in self.kiosk.scenes.releases if r.flow.id == flow_id)
        title = flow.title.in_("zh_CN")
        if flow.audience == "enterprises":
            self.tap("企业和店家")
        self.tap(next(k.accessibleName() for k in self.offered() if k.text() == title))
        await self.until(lambda: self.kiosk.stage.top == "step", "the first question")

    async def answer(self, value: object) -> None:
        """Answer the present step as its screen would; what is often asked is none of these."""
        assert self.kiosk.stage.screen is not None
        if self.kiosk.stage.top == READY:
            self.kiosk.stage.screen.press("forward")
        self.kiosk.stage.screen.answered.emit(value)
        await asyncio.sleep(0)


async def to_review(hands: Hands, walk: list) -> None:
    for step_id, value in walk:
        assert hands.run.step is not None
        assert hands.run.step.id == step_id
        await hands.answer(value)
