"""What the officers' page is made of."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.assist.queue import DeskQueue
from kiosk.assist.wording import Titles
from kiosk.officers.roll import DeskRoll


@dataclass(frozen=True)
class DutyParts:
    """queue, roll: this machine's, or the hall's, as a desk has them. titles: what services are called."""

    queue: DeskQueue
    roll: DeskRoll
    titles: Titles
