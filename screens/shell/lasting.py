"""What holds when something breaks: the visit's draft, its going on after a new start, and the mending."""

from __future__ import annotations

from PySide6.QtCore import QObject

from screens.shell.coming_back import ComingBack
from screens.shell.keeping import Keeping
from screens.shell.mending import Mending
from screens.shell.workings import Workings


class Lasting(QObject):
    """works: what a visit runs on."""

    def __init__(self, works: Workings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        drafts = works.parts.drafts
        left = drafts.take() if drafts is not None else None
        machine, stage, serving, report = works.machine, works.stage, works.serving, works.report
        self.back = ComingBack(left, works, self)
        self.keeping = Keeping(
            drafts, machine, stage, serving, works.looks, lambda: self.back.draft is not None, report, self
        )
        self.mending = Mending(machine, stage, serving, works.prompts, works.parts.clock, report, self)
