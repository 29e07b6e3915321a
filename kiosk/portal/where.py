"""What the portal tells of cases with."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.cases.whereabouts import WhereaboutsBook
from kiosk.flow.model import Text


@dataclass(frozen=True)
class Where:
    """What the portal tells of cases with. book: where they are. window: where a person answers."""

    book: WhereaboutsBook
    window: Text
