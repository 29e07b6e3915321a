"""A monkey before the kiosk: whatever it does, no exception, and home and the guide stay within reach."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Protocol

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from kiosk.flow.answer import Answer
from kiosk.flow.explore import explore, walks
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.visit.visit import Visit
from screens.fonts import forget_shapes
from screens.shell.kiosk import Kiosk
from screens.shell.machine import Event, Mode
from screens.widgets.key import Key
from screens.widgets.ring import HoldRing
from tests.monkey.hand import MonkeyHand

LONGEST_JUMP_S = 240
LOOK_HOME_EVERY = 400
"""So many touches apart it is tried whether the way home is really open."""
MOST_TO_HOME = 6
PATIENT_MS = 2000
"""Whoever goes home touches slowly, and holds a key as long as was wished."""
DEADLINE_S = 30.0


class Turned(Protocol):
    """A clock that goes when it is turned."""

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        ...


class DeadEnd(Exception):
    """Somebody who stands there cannot go home, or cannot call the guide."""


@dataclass
class Seen:
    """What the monkey came by."""

    touches: int = 0
    strokes: int = 0
    keys: int = 0
    jumps: int = 0
    homes: int = 0
    """So many times the way home was tried."""
    modes: Counter[str] = field(default_factory=Counter)
    screens: Counter[str] = field(default_factory=Counter)
    services: Counter[str] = field(default_factory=Counter)


Way = tuple[Release, tuple[Answer, ...]]


def every_way(releases: Sequence[Release], today: date) -> list[Way]:
    """Through each service along each of its ways."""
    found: list[Way] = []
    for release in releases:
        ways = walks(explore(release.flow, today))
        found += [(release, tuple(value for _, value in way.answers)) for way in ways]
    return found


class Ways:
    """Every way on the present day: an answer of yesterday, such as a date to come, may be none today."""

    def __init__(self, releases: Sequence[Release], today: Callable[[], date]) -> None:
        self._releases, self._today = releases, today
        self._day = today()
        self._ways = every_way(releases, self._day)

    def now(self) -> list[Way]:
        """Those of today."""
        if self._today() != self._day:
            self._day = self._today()
            self._ways = every_way(self._releases, self._day)
        return self._ways


def _left_behind(ring: HoldRing) -> bool:
    return ring.isVisible() and not (Shiboken.isValid(ring.around) and ring.around.isVisible())


class Monkey:
    """Plays with one kiosk. ways: tells where it finds itself now and then, as one who went on there."""

    def __init__(
        self,
        kiosk: Kiosk,
        window: QWidget,
        clock: Turned,
        today: Callable[[], date],
        ways: Callable[[], Sequence[Way]],
        random: Random,
    ) -> None:
        self._kiosk, self._window, self._clock, self._today = kiosk, window, clock, today
        self._ways, self._random = ways, random
        self._hand = MonkeyHand(window, random)
        self.seen = Seen()

    async def play(self, touches: int, amiss: Callable[[], str]) -> None:
        """So many touches. amiss: what went wrong so far, asked after each. Raises :class:`DeadEnd`."""
        end = self.seen.touches + touches
        while self.seen.touches < end:
            self._act()
            await asyncio.sleep(0)
            if wrong := amiss():
                raise DeadEnd(f"{wrong} {self._where()}")
            self._look()
            if self.seen.touches % LOOK_HOME_EVERY == 0:
                await self.go_home()

    async def see_every_step(self, amiss: Callable[[], str]) -> None:
        """Stand at each step of each service once: what is loaded at its first use is there after it."""
        met: set[tuple[str, str]] = set()
        for release, answers in self._ways():
            for given in range(len(answers) + 1):
                run = self._answered(release, answers[:given])
                if run.step is None or (release.flow.id, run.step.id) in met:
                    continue
                met.add((release.flow.id, run.step.id))
                self._kiosk.machine.post(Event.START)
                await self._come_to(Mode.HOME)
                self._go_on(release, run)
                await self._come_to(Mode.SERVING, Mode.MATERIALS)
                if wrong := amiss():
                    raise DeadEnd(f"{wrong} {self._where()}")
                self._look()
                await self.go_home()

    async def _come_to(self, *modes: Mode) -> None:
        end = time.monotonic() + DEADLINE_S
        while self._kiosk.machine.mode not in modes:
            if time.monotonic() > end:
                raise DeadEnd(f"{modes[0]} never comes {self._where()}")
            await asyncio.sleep(0)

    # --- what it does -----------------------------------------------------------------------------

    def _act(self) -> None:
        what = self._random.random()
        if self._kiosk.machine.mode is Mode.HOME and what < 0.3:
            self._find_itself_somewhere()
        elif what < 0.04:
            self.seen.jumps += 1
            self._clock.turn(self._random.choice((1, 5, 30, LONGEST_JUMP_S)) * self._random.random())
            self._kiosk.idle.tick()
        elif what < 0.08:
            self.seen.keys += 1
            self._hand.key()
        elif what < 0.14:
            self.seen.strokes += 1
            self._hand.drag()
        else:
            self.seen.touches += 1
            keys = self._keys() if what < 0.7 else []
            self._hand.tap(self._hand.on(self._random.choice(keys)) if keys else self._hand.anywhere())

    def _keys(self) -> list[Key]:
        """What can be touched; mostly without the settings, which would be all it ever sees."""
        keys, frame = self._hand.keys(), self._kiosk.stage.frame
        if frame is None or self._random.random() < 0.1:
            return keys
        round_it = {*frame.settings_keys.values(), frame.guide}
        return [key for key in keys if key not in round_it]

    def _find_itself_somewhere(self) -> None:
        release, answers = self._random.choice(self._ways())
        run = self._answered(release, answers[: self._random.randrange(len(answers) + 1)])
        if run.step is not None:
            self._go_on(release, run)

    def _answered(self, release: Release, answers: Sequence[Answer]) -> FlowRun:
        run = FlowRun(release.flow, self._today)
        for value in answers:
            run.answer(value)
        return run

    def _go_on(self, release: Release, run: FlowRun) -> None:
        visit = Visit()
        visit.begin(release, run)
        self._kiosk.serving.take_up(visit)
        self._kiosk.machine.post(Event.SERVICE_CHOSEN)
        self.seen.services[release.flow.id] += 1

    # --- what must be so ------------------------------------------------------------------------------

    def _look(self) -> None:
        kiosk, frame = self._kiosk, self._kiosk.stage.frame
        mode, screen = kiosk.machine.mode, kiosk.stage.screen
        self.seen.modes[mode] += 1
        if frame is None or screen is None or not screen.isVisible():
            raise DeadEnd(f"nothing is shown {self._where()}")
        self.seen.screens[type(screen).__name__] += 1
        if any(map(_left_behind, self._window.findChildren(HoldRing))):
            raise DeadEnd(f"a ring was left behind {self._where()}")
        guide = frame.guide
        if not (guide.isVisible() and guide.isEnabled() and frame.rect().contains(guide.geometry())):
            raise DeadEnd(f"the guide is out of reach {self._where()}")
        if mode is Mode.ATTRACT or frame.settings_keys["restart"].isVisible():
            return
        if not any(key.isVisible() and key.isEnabled() for key in frame.nav_keys.values()):
            raise DeadEnd(f"there is no way on {self._where()}")

    def _where(self) -> str:
        kiosk = self._kiosk
        screen = type(kiosk.stage.screen).__name__
        return f"at touch {self.seen.touches}: {kiosk.machine.mode} {kiosk.stage.top} {screen}"

    async def go_home(self) -> None:
        """From wherever it is to the attract screen, by keys alone. Raises :class:`DeadEnd`."""
        self.seen.homes += 1
        for _ in range(MOST_TO_HOME):
            await self._settle()
            if self._kiosk.machine.mode is Mode.ATTRACT and self._kiosk.stage.top == "attract":
                return
            frame = self._kiosk.stage.frame
            assert frame is not None
            keys = frame.nav_keys
            restart = frame.settings_keys["restart"]
            if "yes" in keys and self._kiosk.stage.top == "restart":
                key = keys["yes"]
            elif restart.isVisible() and restart.isEnabled():
                key = restart
            elif keys:
                key = list(keys.values())[-1]
            else:
                raise DeadEnd(f"there is no way home {self._where()}")
            self._hand.tap(self._hand.on(key), later_ms=PATIENT_MS, held_ms=PATIENT_MS)
        raise DeadEnd(f"home is too far {self._where()}")

    async def _settle(self) -> None:
        """Let what was begun come to its end; what is being saved is waited for."""
        end = time.monotonic() + DEADLINE_S
        for _ in range(3):
            await asyncio.sleep(0)
        while self._kiosk.stage.top in ("wait", "saving"):
            if time.monotonic() > end:
                raise DeadEnd(f"it is never saved {self._where()}")
            await asyncio.sleep(0.01)

    async def rest(self) -> None:
        """Home, and all that is done with is really gone: for measuring what is left."""
        await self.go_home()
        QPixmapCache.clear()  # Qt's own, of 10 MB at the most: it fills and empties for long
        forget_shapes()  # as at the end of a visit
        for _ in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            gc.collect()
            await asyncio.sleep(0.05)
