"""The services on offer: taken at the start, and anew only while nobody is being served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QTimer

from kiosk.failure import StoreFailed
from kiosk.flow.load import Release
from kiosk.studio.served import Served
from screens.shell.scenes import Scenes

LOOK_MS = 500
"""How often it is looked whether something was published. Taken within a second."""


class ReleaseWatch(QObject):
    """Puts the services into ``scenes``.

    served: None where nothing can be published. load: reads what came with the product, called off the GUI
    thread: offered as long as the store cannot be asked. free: whether nobody is being served.
    """

    def __init__(
        self,
        served: Served | None,
        load: Callable[[], tuple[Release, ...]],
        scenes: Scenes,
        free: Callable[[], bool],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._served, self._load, self._scenes, self._free = served, load, scenes, free
        self._spawn, self._report = spawn, report
        self._stamp: object = None
        self._looking = self._failed = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    async def first(self, *, every: bool) -> None:
        """What the kiosk begins with. every: older releases too, for a visit that was begun under one."""
        if self._served is not None:
            try:
                self._stamp = await self._served.stamp()
                found = await (self._served.known() if every else self._served.releases())
            except StoreFailed:  # told of by who opens the store
                self._stamp = None
            else:
                self._scenes.releases = found
                return
        self._scenes.releases = await asyncio.to_thread(self._load)

    def start(self) -> None:
        """Look from now on."""
        if self._served is not None:
            self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Take what was published, if nobody is being served."""
        if self._served is not None and self._timer.isActive() and self._free() and not self._looking:
            self._looking = True
            self._spawn(self._look(self._served))

    async def _look(self, served: Served) -> None:
        try:
            stamp = await served.stamp()
            if stamp == self._stamp:
                return
            found = await served.releases()
            # Somebody may have come meanwhile: then at the end of their visit.
            if self._free():
                self._scenes.releases, self._stamp = found, stamp
            self._failed = False
        except StoreFailed as failed:
            if not self._failed:
                self._failed = True
                self._report(failed)
        finally:
            self._looking = False
