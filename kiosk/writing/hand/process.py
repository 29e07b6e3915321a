"""Handwriting as the screens see it: the recogniser in a process that may hang or die at any time."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

import structlog

from kiosk.child.backoff import Backoff
from kiosk.child.process import ChildBroken, ChildProcess
from kiosk.writing.aids import Expected, Ink, Reading
from kiosk.writing.hand.worker import Request

MOST_STROKES = 128
"""Twice as many as the character with the most strokes has; more is no character."""
MOST_POINTS = 4000
REMEMBERED = 20
"""How many characters of what stands there already are told: the last ones."""
FAILED_STARTS = 2
"""After so many in a row handwriting is not offered, until a start goes well."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Asked:
    ink: Ink
    expected: Expected
    then: Callable[[Reading], None]


class HandwritingProcess:
    """Implements :class:`kiosk.writing.aids.Handwriting`. To be used within one running asyncio loop.

    command: how the process is started, which happens when it is first warmed or asked. deadline_s: how long
    one reading may take; after that the process is killed. start_s: the same for its start. A process that
    fails is replaced, at once the first time and then less and less often. Only the ink asked about last is
    answered; nothing of it is kept or noted.
    """

    def __init__(
        self,
        command: Sequence[str],
        deadline_s: float = 2.0,
        start_s: float = 15.0,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = tuple(command)
        self._deadline, self._start_limit = deadline_s, start_s
        self._backoff = Backoff(monotonic)
        self._failed_starts = 0
        self._numbers = count(1)
        self._asked: _Asked | None = None
        self._child: ChildProcess | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def there(self) -> bool:
        """False after its process could not be started several times."""
        return self._failed_starts < FAILED_STARTS

    @property
    def pid(self) -> int | None:
        """The process's number, None when there is none."""
        return self._child.pid if self._child else None

    def warm(self) -> None:
        """Start the process, if it is not there and not to be left alone for a while."""
        if not self._closed and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._work())
            self._task.add_done_callback(_report)

    def read(self, ink: Ink, expected: Expected, then: Callable[[Reading], None]) -> None:
        """Read one character. ``then`` is called later from the same loop; never, where asked anew before."""
        self._asked = _Asked(ink, expected, then)
        self.warm()

    def forget(self) -> None:
        """What was asked is not answered any more."""
        self._asked = None

    async def close(self) -> None:
        """End the process, whatever it does; nothing is answered any more."""
        self._closed = True
        self.forget()
        await self._drop()
        if self._task is not None:
            await asyncio.wait([self._task])
        await self._drop()  # it was being started

    async def _work(self) -> None:
        """Until what was asked last is answered and the process is ready for more."""
        done: _Asked | None = None
        while not self._closed:
            ready = await self._ready()
            asked = self._asked
            if asked is None or asked is done:
                if ready or self._resting:
                    return
                continue  # the first failure: once more at once
            if _no_character(asked.ink):
                reading = Reading(problem="again")
            elif ready:
                reading = await self._exchange(asked)
            elif self._resting:
                reading = Reading(problem="gone")
            else:
                continue
            done = asked
            # Not from within this task: what is called may open a window's own loop.
            asyncio.get_running_loop().call_soon(self._answer, asked, reading)

    @property
    def _resting(self) -> bool:
        return self._backoff.wait_s() > 0

    def _answer(self, asked: _Asked, reading: Reading) -> None:
        if asked is self._asked:
            self._asked = None
            asked.then(reading)

    async def _ready(self) -> bool:
        """Whether the process can be asked now; starts it where there is none."""
        if self._child is not None and not self._child.ended:
            return True
        if self._child is not None:
            await self._failed("ended")
        if self._resting:
            return False
        try:
            async with asyncio.timeout(self._start_limit):
                self._child = child = await ChildProcess.start(self._command)
                ready = not self._closed and _is_ready(await child.line())
        except (TimeoutError, ChildBroken, OSError):
            ready = False
        if ready:
            self._failed_starts = 0
        else:
            self._failed_starts += 1
            await self._failed("start")
        return ready

    async def _exchange(self, asked: _Asked) -> Reading:
        child = self._child
        assert child is not None
        expected = replace(asked.expected, before=asked.expected.before[-REMEMBERED:])
        request = Request(next(self._numbers), _thinned(asked.ink), expected)
        why: Literal["deadline", "broken"]
        try:
            async with asyncio.timeout(self._deadline):
                guesses = read_reply(await child.exchange(request.line()), request.id)
        except TimeoutError:
            why = "deadline"
        except ChildBroken:
            why = "broken"
        else:
            self._backoff.worked()
            return Reading(guesses) if guesses else Reading(problem="again")
        await self._failed(why)
        return Reading(problem="gone" if self._resting else "again")

    async def _failed(self, why: str) -> None:
        self._backoff.failed()
        if not self._closed:
            log.warning("writing.recogniser_failed", why=why, again_in_s=self._backoff.wait_s())
        await self._drop()

    async def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.kill()


def _no_character(ink: Ink) -> bool:
    finite = all(math.isfinite(x) and math.isfinite(y) for stroke in ink for x, y in stroke)
    return not any(ink) or len(ink) > MOST_STROKES or not finite


def _thinned(ink: Ink) -> Ink:
    """So many points that the pipe takes them at once; the ends of strokes stay."""
    step = math.ceil(sum(map(len, ink)) / MOST_POINTS)
    return ink if step <= 1 else tuple((*stroke[:-1:step], *stroke[-1:]) for stroke in ink)


def _is_ready(line: bytes) -> bool:
    try:
        return bool(json.loads(line) == {"ready": True})
    except (ValueError, RecursionError):
        return False


def read_reply(line: bytes, id: int) -> tuple[str, ...]:
    """The guesses. Raises :class:`ChildBroken` for nonsense."""
    try:
        reply = json.loads(line)
        answers, guesses = reply["id"], reply["guesses"]
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise ChildBroken from broken
    if answers != id or not isinstance(guesses, list) or not all(isinstance(g, str) and g for g in guesses):
        raise ChildBroken
    return tuple(guesses)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "handwriting", "exception": error})
