"""How a resident wants the kiosk to look and speak; back to caring mode after each visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens.theme import Panel, Size, Theme


@dataclass(frozen=True)
class Comfort:
    """The settings of one visit."""

    locale: str
    size: Size = Size.CARING
    high_contrast: bool = False
    sitting: bool = False

    def theme(self, panel: Panel) -> Theme:
        """The theme on a panel."""
        return Theme(panel, self.size, self.high_contrast, self.sitting)

    def after(self, action: str, argument: str) -> Comfort:
        """The settings after a key of a sheet (``language``, ``size``, ``contrast``, ``sitting``)."""
        match action:
            case "language":
                return replace(self, locale=argument)
            case "size":
                return replace(self, size=Size(argument))
            case "contrast":
                return replace(self, high_contrast=not self.high_contrast)
            case "sitting":
                return replace(self, sitting=not self.sitting)
            case _:
                return self
