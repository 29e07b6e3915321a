"""A kiosk that walks every way through a service by itself, with a picture of each screen that differs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from kiosk.flow.load import Release
from kiosk.studio.ways import Way
from screens.screen import Screen
from screens.shell.kiosk import Kiosk
from screens.shell.machine import Event, Mode
from screens.steps.step import StepScreen
from screens.tour.png import png_of

PATIENCE_S = 20.0
"""For how long the next screen may keep one waiting, before the way counts as stuck."""
HOME, RECEIPT = "home", "receipt"
"""Pictures that belong to no step."""


@dataclass(frozen=True)
class Shown:
    """A page of a screen. step: its id, :data:`HOME` or :data:`RECEIPT`. png: in the panel's pixels."""

    step: str
    page: int
    pages: int
    png: bytes


@dataclass(frozen=True)
class Walked:
    """How a way went. screens: so many were met. shown: the pictures of them, by their place in the whole.

    stuck: the step at which the kiosk did not go on as the service says; ``""``, it did.
    """

    way: Way
    screens: int
    shown: tuple[int, ...]
    stuck: str = ""


class _Stuck(Exception):
    """What should come next does not."""


class Walker(QObject):
    """shown: a :class:`Shown` is there. walked: a way was gone to its end, a :class:`Walked`.

    All pictures are in memory; they bear example answers alone.
    """

    shown = Signal(object)
    walked = Signal(object)

    def __init__(self, kiosk: Kiosk, release: Release) -> None:
        super().__init__(kiosk)
        self._kiosk, self._release = kiosk, release
        self._pictures: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._count = 0

    async def walk(self, ways: Sequence[Way]) -> None:
        """Each of them from the home page to its end, one turn of the loop after the other."""
        self._pictures, self._count = {}, 0
        # The bar says what it says in a hall at work once it has heard that a guide is there.
        with suppress(_Stuck):
            await self._until(lambda: self._kiosk.calls.telling.guide_present)
        for way in ways:
            self.walked.emit(await self._walk(way))

    async def _walk(self, way: Way) -> Walked:
        kiosk, screens, met = self._kiosk, 0, list[int]()
        at = HOME
        try:
            kiosk.machine.post(Event.RESTART)  # from wherever it is; in attract it changes nothing
            await self._until(lambda: kiosk.machine.mode is Mode.ATTRACT)
            kiosk.machine.post(Event.START)
            await self._until(lambda: kiosk.machine.mode is Mode.HOME and kiosk.stage.top == "home")
            met += self._look(HOME)
            kiosk.scenes.service.emit(self._release.flow.id)
            for step_id, answer in way.answers:
                at = step_id
                screen = await self._step(step_id)
                met += self._look(step_id)
                screens += 1
                screen.answered.emit(answer)
            if way.end == "review":
                run = kiosk.serving.visit.run
                at = run.step.id if run is not None and run.step is not None else RECEIPT
                await self._step(at)
                met += self._look(at)
                kiosk.serving.hand_in()
                await self._until(lambda: kiosk.machine.mode is Mode.RECEIPT and kiosk.stage.top == "receipt")
                met += self._look(RECEIPT)
                screens += 1
            elif way.end == "told":
                await self._until(lambda: kiosk.machine.mode is Mode.RATING)
        except _Stuck:
            return Walked(way, screens, tuple(dict.fromkeys(met)), at)
        return Walked(way, screens, tuple(dict.fromkeys(met)))

    async def _step(self, step_id: str) -> StepScreen:
        """The screen of this step, once it shows and the machine stands still."""

        def there() -> bool:
            screen = self._kiosk.stage.screen
            materials = self._kiosk.serving.kind == "checklist"
            wanted = Mode.MATERIALS if materials else Mode.SERVING
            return (
                isinstance(screen, StepScreen)
                and screen.view.step.id == step_id
                and self._kiosk.stage.top == "step"
                and self._kiosk.machine.mode is wanted
            )

        await self._until(there)
        screen = self._kiosk.stage.screen
        assert isinstance(screen, StepScreen)
        return screen

    async def _until(self, true: Callable[[], bool]) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE_S
        await asyncio.sleep(0)
        while not true():
            if loop.time() > end:
                raise _Stuck
            await asyncio.sleep(0)

    # --- pictures -------------------------------------------------------------------------------------

    def _look(self, step: str) -> tuple[int, ...]:
        """The pictures of what shows now: taken where nothing like it was seen before."""
        screen, run = self._kiosk.stage.screen, self._kiosk.serving.visit.run
        assert screen is not None
        key = (step, *_differs(screen))
        if step == RECEIPT and run is not None:
            key += tuple(line.id for line in run.next_steps())
        if key not in self._pictures:
            self._pictures[key] = tuple(self._take(step, screen))
        return self._pictures[key]

    def _take(self, step: str, screen: Screen) -> Iterator[int]:
        frame = self._kiosk.stage.frame
        assert frame is not None
        for page in range(screen.page_count):
            if page:
                screen.turn(1)
            self.shown.emit(Shown(step, page, screen.page_count, png_of(frame.grab().toImage())))
            self._count += 1
            yield self._count - 1


def _differs(screen: Screen) -> Iterator[str]:
    """What tells a step's screen from another of the same step: the entries it offers."""
    if isinstance(screen, StepScreen):
        view = screen.view
        yield from (choice.id for choice in view.choices)
        if view.step.kind == "checklist":
            yield from (material.id for material in view.materials)
        if view.step.kind == "fee":
            yield from (fee.id for fee in view.fees)
        yield from (row.step_id for row in view.review)
