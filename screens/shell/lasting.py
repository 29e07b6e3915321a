"""What holds when something breaks: the visit's draft, its going on after a new start, and the mending."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from screens.shell.calls import CallFollower
from screens.shell.coming_back import ComingBack
from screens.shell.keeping import Keeping
from screens.shell.looks import Looks
from screens.shell.machine import Machine
from screens.shell.mending import Mending
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.serving import Serving
from screens.shell.stage import Stage


class Lasting(QObject):
    """report: told of every error."""

    def __init__(
        self,
        parts: KioskParts,
        machine: Machine,
        stage: Stage,
        serving: Serving,
        looks: Looks,
        calls: CallFollower,
        prompts: Prompts,
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        drafts = parts.drafts
        left = drafts.take() if drafts is not None else None
        self.back = ComingBack(left, parts, machine, stage, serving, calls, prompts, report, self)
        self.keeping = Keeping(
            drafts, machine, stage, serving, looks, lambda: self.back.draft is not None, report, self
        )
        self.mending = Mending(machine, stage, serving, prompts, parts.clock, report, self)
