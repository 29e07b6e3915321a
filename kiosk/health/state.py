"""How each part of a kiosk does, at one moment. Nothing of a resident is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.message import Message


class State(StrEnum):
    """How a part does. POOR: it works, and somebody should look after it. BROKEN: it does not work."""

    OK = "ok"
    POOR = "poor"
    BROKEN = "broken"


WORST_FIRST = (State.BROKEN, State.POOR, State.OK)


class Part(StrEnum):
    """What is looked at."""

    STORE = "store"
    DISK = "disk"
    CLOCK = "clock"
    VOICE = "voice"
    HANDWRITING = "handwriting"
    PRINTER = "printer"
    PAPER = "paper"
    READER = "reader"
    QUEUE = "queue"
    """What the hall's hub has still to hear."""
    HUB = "hub"
    CRASH = "crash"
    """How the kiosk ended last."""
    BACKUP = "backup"
    RECOVERY = "recovery"
    """Whether the database was put back since somebody looked, and what is missing."""


FINE = Message("health.fine")
NONE = Message("health.none")
"""This kiosk has no such part, and is to have none."""


@dataclass(frozen=True)
class PartHealth:
    """One part. told: what is the matter and what to do, in one message of the catalogue."""

    part: Part
    state: State = State.OK
    told: Message = FINE


@dataclass(frozen=True)
class Health:
    """The whole kiosk. at: when it was looked at; began: when this run of it did; both UTC.

    restarts: how often it came back without having been ended. pid: of its process. ended: it was ended, and
    says nothing more.
    """

    kiosk: str
    version: str
    at: datetime
    began: datetime
    restarts: int
    pid: int
    parts: tuple[PartHealth, ...] = ()
    ended: bool = False

    @property
    def worst(self) -> State:
        """How the worst of its parts does."""
        return min((each.state for each in self.parts), key=WORST_FIRST.index, default=State.OK)

    def of(self, part: Part) -> PartHealth | None:
        """One part; None where it was not looked at."""
        return next((each for each in self.parts if each.part is part), None)

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON; :meth:`read` is the other way."""
        return {
            "kiosk": self.kiosk,
            "version": self.version,
            "state": str(self.worst),
            "at": self.at.isoformat(),
            "began": self.began.isoformat(),
            "restarts": self.restarts,
            "pid": self.pid,
            "ended": self.ended,
            "parts": [
                {
                    "part": str(each.part),
                    "state": str(each.state),
                    "id": each.told.id,
                    "params": dict(each.told.params),
                }
                for each in self.parts
            ],
        }

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Health:
        """Raises ValueError, KeyError or TypeError where it is none."""
        parts = tuple(
            PartHealth(
                Part(each["part"]),
                State(each["state"]),
                Message(str(each["id"]), {str(k): _param(v) for k, v in each["params"].items()}),
            )
            for each in given["parts"]
        )
        at, began = (datetime.fromisoformat(given[name]) for name in ("at", "began"))
        if at.tzinfo is None or began.tzinfo is None:
            raise ValueError("times are in UTC")
        return cls(
            kiosk=str(given["kiosk"]),
            version=str(given["version"]),
            at=at,
            began=began,
            restarts=int(given["restarts"]),
            pid=int(given["pid"]),
            parts=parts,
            ended=bool(given["ended"]),
        )


def _param(told: Any) -> str | int:
    if not isinstance(told, str | int):
        raise ValueError("no parameter of a sentence")
    return told
