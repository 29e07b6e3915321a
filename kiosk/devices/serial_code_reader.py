"""Readers of picture codes on a serial line."""

from __future__ import annotations

import termios
from functools import partial
from pathlib import Path

from kiosk.devices.code_reader import CodeReaderFailed, Codes, Wanted
from kiosk.devices.serial_line import Gone, Line, SerialLine

THREAD = "picture-code reader"


class SerialCodeReader:
    """A reader that sends what it read as a line of text, as they do by default over a serial or USB port.

    The device is opened for each reading alone, and what it sent before is thrown away: a code held there
    for one resident never answers for the next.
    """

    def __init__(self, path: Path) -> None:
        self._line = SerialLine(path, termios.B9600, THREAD)

    async def read(self, wanted: Wanted) -> str:
        """See CodeReader. A thread waits for the line; cancelling wakes and ends it at once."""
        try:
            return await self._line.run(partial(_next, wanted))
        except Gone:
            raise CodeReaderFailed from None


def _next(wanted: Wanted, line: Line) -> str:
    codes = Codes(wanted)
    while True:
        for found in codes.take(line.read(None)):
            return found
