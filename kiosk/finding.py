"""What a look at this machine found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

State = Literal["ok", "note", "missing"]


@dataclass(frozen=True)
class Finding:
    """What was looked at. state: ``missing`` stops kiosk or desk from serving, ``note`` it can do without."""

    what: str
    state: State
    told: str
    mend: str = ""

    @property
    def stops(self) -> bool:
        """Whether the kiosk, or the desk on this machine, cannot serve because of it."""
        return self.state == "missing"

    def sentence(self) -> str:
        """One line."""
        mark = {"ok": "ok     ", "note": "note   ", "missing": "MISSING"}[self.state]
        return f"{mark} {self.what}: {self.told}" + (f" -> {self.mend}" if self.mend else "")

    def as_json(self) -> dict[str, str]:
        """Ready for JSON."""
        return asdict(self)
