"""The notice sheets as PDF files, drawn by a child process: drawing takes a window system's parts."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE
from collections import OrderedDict
from collections.abc import Sequence

from pydantic import BaseModel

from kiosk.program import kiosk_command
from kiosk.sheet.contents import NoticeSheet

LONGEST_S = 30.0
"""After so long a child that still draws is ended."""
MOST_KEPT = 120
"""So many files stay in memory, some 100 KB each: a station's services in its languages, in both sizes."""
MOST_WAIT = 8
"""So many wait for a child at once; whoever comes then is told at once that there is none now."""
REST_S = 60.0
"""So long nobody tries again what could not be drawn."""
BEGINS = b"%PDF-"


class NoPaper(Exception):
    """It could not be drawn; the page says the same."""


class Wanted(BaseModel):
    """What the child is given, as one JSON value. large: in larger letters."""

    sheet: NoticeSheet
    large: bool


class SheetPapers:
    """Draws each sheet once for as long as it says the same; one at a time. command: starts the child;
    where none is given, this program's own."""

    def __init__(self, command: Sequence[str] = ()) -> None:
        self._command = tuple(command or kiosk_command("worker", "sheet"))
        self._kept: OrderedDict[tuple[NoticeSheet, bool], bytes] = OrderedDict()
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._failed: dict[tuple[NoticeSheet, bool], float] = {}

    async def pdf(self, sheet: NoticeSheet, *, large: bool) -> bytes:
        """The file. Raises :class:`NoPaper`."""
        wanted = sheet, large
        if wanted in self._kept:
            self._kept.move_to_end(wanted)
            return self._kept[wanted]
        if self._waiting >= MOST_WAIT:
            raise NoPaper
        self._waiting += 1
        try:
            async with self._turn:
                return self._kept.get(wanted) or await self._anew(wanted)
        finally:
            self._waiting -= 1

    async def _anew(self, wanted: tuple[NoticeSheet, bool]) -> bytes:
        now = asyncio.get_running_loop().time()
        self._failed = {each: until for each, until in self._failed.items() if now < until}
        if wanted in self._failed:
            raise NoPaper
        try:
            paper = await self._drawn(Wanted(sheet=wanted[0], large=wanted[1]))
        except NoPaper:
            self._failed[wanted] = now + REST_S
            raise
        self._kept[wanted] = paper
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return paper

    async def _drawn(self, wanted: Wanted) -> bytes:
        try:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(),
            )
        except OSError as error:
            raise NoPaper from error
        try:
            async with asyncio.timeout(LONGEST_S):
                paper, _ = await child.communicate(wanted.model_dump_json().encode())
        except TimeoutError as error:
            raise NoPaper from error
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode or not paper.startswith(BEGINS):
            raise NoPaper
        return paper


def _environment() -> dict[str, str]:
    """Of the settings that stand there a child that draws needs none."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    return plain | {"QT_QPA_PLATFORM": "offscreen"}
