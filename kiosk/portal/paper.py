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
MOST_KEPT = 40
"""So many files stay in memory, some 100 KB each: a station's services in its languages, in both sizes."""
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

    async def pdf(self, sheet: NoticeSheet, *, large: bool) -> bytes:
        """The file. Raises :class:`NoPaper`."""
        async with self._turn:
            known = self._kept.get((sheet, large))
            paper = known if known is not None else await self._drawn(Wanted(sheet=sheet, large=large))
            self._kept[sheet, large] = paper
            self._kept.move_to_end((sheet, large))
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
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
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
