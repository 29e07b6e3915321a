"""A kiosk that one resident after the other uses until it is killed; tells each thing that a resident saw.

    python -m tests.killing.visited FOLDER SEED

``ready``; ``receipt NUMBER`` once the number stands on the panel; ``calling ID`` once the bar says that the
call is noted; ``failed`` where a resident was told that it did not work.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QWidget

from kiosk.assist.call import Call
from kiosk.cases.number import grouped
from kiosk.failure import StoreFailed
from kiosk.flow.run import FlowRun
from kiosk.visit.visit import Visit
from screens.shell.calls import Phase
from screens.shell.kiosk import Kiosk
from screens.shell.machine import Event, Mode
from screens.shell.parts import KioskParts
from screens.theme import Panel
from screens.widgets.label import Label
from tests.monkey.at_hand import Amiss, at_hand
from tests.monkey.hand import MonkeyHand
from tests.monkey.monkey import DeadEnd, Monkey, Way, every_way

PATIENT_MS = 2000
LONGEST_S = 20.0
NOTED = (Phase.CALLING, Phase.AT_DESK, Phase.NOBODY, Phase.UNSENT, Phase.LATE)


def tell(words: str) -> None:
    """To whoever kills."""
    os.write(1, f"{words}\n".encode())


class Residents:
    """One after the other, until the end."""

    def __init__(self, kiosk: Kiosk, window: QWidget, parts: KioskParts, random: Random) -> None:
        self._kiosk, self._parts, self._random = kiosk, parts, random
        self._hand = MonkeyHand(window, random)
        ways = every_way(parts.load_releases(), parts.clock.today())
        self._ways = [way for way in ways if self._ends_in_review(way)]
        self._monkey = Monkey(kiosk, window, _Still(), parts.clock.today, lambda: self._ways, random)
        self._call: Call | None = None
        kiosk.calls.followed.connect(self._followed)

    def _ends_in_review(self, way: Way) -> bool:
        run = FlowRun(way[0].flow, self._parts.clock.today)
        for value in way[1]:
            run.answer(value)
        return run.step is not None and run.step.kind == "review"

    def _followed(self, call: Call | None) -> None:
        self._call = call

    async def go_on(self) -> None:
        """For ever."""
        tell("ready")
        while True:
            try:
                await self._one()
            except DeadEnd:
                if self._kiosk.machine.mode is not Mode.OUT_OF_SERVICE:
                    raise
            while self._kiosk.machine.mode is Mode.OUT_OF_SERVICE:  # noqa: ASYNC110 - and says so
                await asyncio.sleep(0.05)

    async def _one(self) -> None:
        await self._monkey.go_home()
        self._kiosk.machine.post(Event.START)
        if not await self._until(lambda: self._kiosk.machine.mode is Mode.HOME):
            return
        whole = self._random.random() < 0.8
        self._begin(self._random.choice(self._ways), whole=whole)
        await self._until(lambda: self._kiosk.machine.mode is not Mode.HOME)
        for _ in range(self._random.randrange(3)):
            self._hand.tap(self._hand.anywhere())
            await asyncio.sleep(0)
        if self._random.random() < 0.5:
            await self._call_guide()
        if whole:
            await self._hand_in()

    def _begin(self, way: Way, *, whole: bool) -> None:
        release, answers = way
        run = FlowRun(release.flow, self._parts.clock.today)
        for value in answers if whole else answers[: self._random.randrange(len(answers))]:
            run.answer(value)
        visit = Visit()
        visit.begin(release, run)
        self._kiosk.serving.take_up(visit)
        self._kiosk.machine.post(Event.SERVICE_CHOSEN)

    async def _call_guide(self) -> None:
        calls = self._kiosk.calls
        if self._call is not None:  # the one before is taken back, so that there is another to be lost
            try:
                await calls.cancel()
            except StoreFailed:
                return
            await self._until(lambda: not calls.telling.open)
        frame = self._kiosk.stage.frame
        assert frame is not None
        self._hand.tap(self._hand.on(frame.guide), later_ms=PATIENT_MS, held_ms=PATIENT_MS)
        await self._until(lambda: calls.telling.phase in (*NOTED, Phase.FAILED))
        if calls.telling.phase in NOTED and self._call is not None:
            tell(f"calling {self._call.id}")
        elif calls.telling.phase is Phase.FAILED:
            tell("failed")

    async def _hand_in(self) -> None:
        if self._kiosk.stage.top != "step":
            self._kiosk.stage.close_all()
        screen = self._kiosk.stage.screen
        if self._kiosk.machine.mode is not Mode.SERVING or screen is None:
            return
        screen.acted.emit("hand_in", "")
        await self._until(
            lambda: (
                self._kiosk.machine.mode in (Mode.RECEIPT, Mode.OUT_OF_SERVICE)
                or self._kiosk.stage.top == "hand_in_failed"
            )
        )
        if self._kiosk.stage.top == "receipt" and (shown := self._kiosk.stage.screen) is not None:
            words = {label.text for label in shown.findChildren(Label) if label.isVisible()}
            receipt = self._kiosk.serving.visit.receipt
            if receipt is not None and grouped(receipt.number) in words:
                tell(f"receipt {receipt.number}")
        else:
            tell("failed")

    async def _until(self, true: Callable[[], object]) -> bool:
        """Wait until it is so. False: the kiosk went out of service instead."""
        end = asyncio.get_event_loop().time() + LONGEST_S
        while not true():
            if self._kiosk.machine.mode is Mode.OUT_OF_SERVICE:
                return False
            if asyncio.get_event_loop().time() > end:
                tell(f"stuck {self._kiosk.machine.mode} {self._kiosk.stage.top}")
                raise TimeoutError
            await asyncio.sleep(0.002)
        return True


class _Still:
    def turn(self, seconds: float) -> None:
        """Time goes by itself here."""


def main(folder: Path, seed: int) -> None:
    """Until it is killed."""
    amiss = Amiss(expected=StoreFailed)

    async def scene(kiosk: Kiosk, window: QWidget, parts: KioskParts) -> None:
        await Residents(kiosk, window, parts, Random(seed)).go_on()

    try:
        at_hand(folder, Panel(), amiss, scene)
    finally:
        tell(f"amiss {amiss.first}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
