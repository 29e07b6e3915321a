"""Whether the earphones are spoken to instead of the hall."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FITTED = re.compile(r"(plug|socket):(\S.*)")


@dataclass(frozen=True)
class Fitting:
    """What a kiosk has for earphones.

    output: the name of the audio output that only they play; ``""``: nothing is fitted. by_plug: that output
    comes and goes with the plug; else it is always there and the resident says that they have earphones.
    """

    output: str = ""
    by_plug: bool = False

    @classmethod
    def read(cls, setting: str) -> Fitting:
        """``none``, ``plug:NAME`` or ``socket:NAME``. Raises ValueError."""
        if setting == "none":
            return cls()
        told = _FITTED.fullmatch(setting)
        if told is None:
            raise ValueError("must be 'none', 'plug:NAME' or 'socket:NAME'")
        return cls(told[2], told[1] == "plug")


class Earphones:
    """In use only while their output is there, and from a plug or a wish of this very visit."""

    def __init__(self, fitting: Fitting) -> None:
        self.fitting = fitting
        self._there: bool | None = None
        self._in_use = False

    @property
    def there(self) -> bool:
        """Whether they can be spoken to."""
        return bool(self._there)

    @property
    def in_use(self) -> bool:
        """Whether they alone are spoken to."""
        return self._in_use

    @property
    def output(self) -> str:
        """What to play on now: a device's name, ``""`` for the loudspeaker."""
        return self.fitting.output if self._in_use else ""

    def seen(self, there: bool) -> bool:
        """Whether their output is there now. Returns whether the sound goes elsewhere from now on.

        Earphones that were left plugged in when the kiosk started are nobody's yet.
        """
        came = there and self._there is False
        self._there = there
        if not there:
            return self._use(False)
        return self._use(True) if came and self.fitting.by_plug else False

    def wish(self, use: bool) -> bool:
        """The resident has earphones, or none. Returns whether the sound goes elsewhere from now on."""
        return self._use(use and self.there)

    def _use(self, use: bool) -> bool:
        changed = use != self._in_use
        self._in_use = use
        return changed
