"""What a look at this machine found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """What was looked at. state: ``missing`` stops the kiosk from serving, ``note`` it can do without."""

    what: str
    state: Literal["ok", "note", "missing"]
    told: str
    mend: str = ""

    @property
    def stops(self) -> bool:
        """Whether the kiosk cannot serve because of it."""
        return self.state == "missing"

    def sentence(self) -> str:
        """One line."""
        mark = {"ok": "ok     ", "note": "note   ", "missing": "MISSING"}[self.state]
        return f"{mark} {self.what}: {self.told}" + (f" -> {self.mend}" if self.mend else "")

    def as_json(self) -> dict[str, str]:
        """Ready for JSON."""
        return asdict(self)
