"""How a visit ends is kept: the service, the step and the way, and nothing that was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from kiosk.cases.visit_end import Ending, VisitEnd
from screens.shell.machine import Mode
from screens.shell.parts import KioskParts
from screens.shell.serving import Serving


class VisitEnding:
    """Looks at each mode before anything of the visit is wiped. No visit waits for what is kept, and none
    fails with it. locale: the resident's, now."""

    def __init__(
        self,
        parts: KioskParts,
        serving: Serving,
        locale: Callable[[], str],
        spawn: Callable[[Coroutine[Any, Any, Any]], asyncio.Task[Any]],
    ) -> None:
        self._parts, self._serving, self._locale, self._spawn = parts, serving, locale, spawn
        self._left: VisitEnd | None = None
        self._kept = ""

    def entered(self, mode: Mode) -> None:
        """The machine has come to another mode."""
        match mode:
            case Mode.HOME:
                # The visit may go on with another service, which then tells of its end.
                self._left = self._stands(Ending.LEFT) or self._left
            case Mode.RECEIPT:
                self.over(Ending.HANDED_IN)
            case Mode.RATING:
                self.over(Ending.TOLD)
            case Mode.MOVED:
                self.over(Ending.TO_WINDOW)
            case Mode.OUT_OF_SERVICE:
                self.over(Ending.OUT_OF_SERVICE)
            case Mode.ATTRACT:
                self.over(Ending.LEFT)
            case _:
                pass

    def over(self, ending: Ending) -> None:
        """The visit ends so; where it has ended before, nothing happens."""
        end, self._left = self._stands(ending) or self._left, None
        if end is not None and end.visit_id != self._kept:
            self._kept = end.visit_id
            self._spawn(self._parts.storage.ends.keep(end))

    def _stands(self, ending: Ending) -> VisitEnd | None:
        visit, host = self._serving.visit, self._serving.host
        if visit.run is None or visit.began_at is None:
            return None
        return VisitEnd(
            visit_id=visit.id,
            kiosk=self._parts.hall.kiosk_no,
            service=visit.run.flow.id,
            flow_version=visit.run.flow.version,
            locale=self._locale(),
            step=host.nameable_step if host is not None else None,
            ending=ending,
            priority=visit.run.priority(),
            began_at=visit.began_at,
            ended_at=self._parts.clock.now(),
        )
