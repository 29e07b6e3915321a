"""What stands at the desk beside the calls: each page is given the desk, and stands alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.clock import Clock
from kiosk.officers.officer import AT_THE_DESK, Role
from kiosk.words import Words
from screens.desk.entrance import Entrance
from screens.desk.roster_watch import RosterWatch
from screens.desk.session import DeskSession
from screens.icons import Icons
from screens.theme import Palette


@dataclass(frozen=True)
class Desk:
    """Where a page stands.

    entrance: who sits there, in ``officer``. session: also runs a page's work (``do``). roster: who is on
    duty when; None where that is not known.
    """

    words: Words
    session: DeskSession
    entrance: Entrance
    clock: Clock
    icons: Icons
    palette: Palette
    roster: RosterWatch | None = None


class DeskPage(QWidget):
    """One page. title: a text's id. roles: who may see it. waiting_changed: ``waiting`` is another number."""

    waiting_changed = Signal()
    title: ClassVar[str]
    roles: ClassVar[frozenset[Role]] = AT_THE_DESK
    above: QWidget | None = None
    """What it has to say whichever page is in front; it hides itself."""

    @property
    def waiting(self) -> int:
        """How many things on it wait for the officer; shown on its key."""
        return 0

    def come(self) -> None:
        """It comes to the front now: read what it shows anew."""

    def tick(self, now: datetime) -> None:
        """Four times a second while somebody is signed in, in front or not."""

    def forget(self) -> None:
        """The officer has signed out: what belongs to them alone goes. A locked desk forgets nothing."""


MakePage = Callable[[Desk], DeskPage]
