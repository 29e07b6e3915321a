"""What of the kiosk a visit runs on, for whoever keeps the visit, takes it up again or mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from screens.shell.calls import CallFollower
from screens.shell.looks import Looks
from screens.shell.machine import Machine
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.serving import Serving
from screens.shell.stage import Stage


@dataclass(frozen=True)
class Workings:
    """report: told of every error."""

    parts: KioskParts
    machine: Machine
    stage: Stage
    serving: Serving
    looks: Looks
    calls: CallFollower
    prompts: Prompts
    report: Callable[[BaseException], None]
