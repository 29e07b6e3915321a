"""Bringing the store up, and trying again while it cannot serve."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from kiosk.failure import StoreFailed
from screens.shell.parts import Storage

RETRY_S = 5.0
"""A store that cannot serve is tried again this often."""


class Opening(QObject):
    """broke: the store cannot serve, with the trouble's name. mended: it can again."""

    broke = Signal(str)
    mended = Signal()

    def __init__(
        self,
        storage: Storage,
        report: Callable[[BaseException], None],
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage, self._report, self._wait = storage, report, wait
        self._trying = False

    async def open(self) -> None:
        """Start the store; returns once it serves."""
        await self._until_it_serves(self._storage.start)

    async def probe(self) -> None:
        """Between two residents: can it serve the next one?"""
        await self._until_it_serves(self._storage.probe)

    async def _until_it_serves(self, attempt: Callable[[], Awaitable[None]]) -> None:
        if self._trying:
            return
        self._trying, said = True, ""
        try:
            while True:
                try:
                    await attempt()
                except StoreFailed as failed:
                    if failed.trouble != said:
                        said = failed.trouble
                        self._report(failed)
                        self.broke.emit(said)
                    await self._wait(RETRY_S)
                    continue
                if said:
                    self.mended.emit()
                return
        finally:
            self._trying = False
