"""What the officers' page is made of."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.assist.queue import DeskQueue
from kiosk.assist.wording import Titles
from kiosk.cases.window_desk import WindowDesk
from kiosk.officers.roll import DeskRoll


@dataclass(frozen=True)
class DutyParts:
    """queue, roll, window: this machine's, or the hall's, as a desk has them; without a window there are no
    visits. titles: what services are called."""

    queue: DeskQueue
    roll: DeskRoll
    titles: Titles
    window: WindowDesk | None = None
