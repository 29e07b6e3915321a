"""How a resident wants the kiosk to look and speak; back to caring mode after each visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.visit.travelling import Look
from screens.theme import Panel, Size, Theme


@dataclass(frozen=True)
class Comfort:
    """The settings of one visit.

    slow: a key works when it is held a moment. dark: the panel shows nothing, the voice leads. dialect: how
    the locale is spoken, ``""`` the usual way. way: how one writes (``hand``, ``pinyin``, ``parts``), ``""``
    what is usual in the language.
    """

    locale: str
    size: Size = Size.CARING
    high_contrast: bool = False
    sitting: bool = False
    slow: bool = False
    dark: bool = False
    dialect: str = ""
    way: str = ""

    def theme(self, panel: Panel) -> Theme:
        """The theme on a panel."""
        return Theme(panel, self.size, self.high_contrast, self.sitting, self.locale)

    def look(self) -> Look:
        """What goes along to a window: a dark screen does not, an officer must see it too."""
        return Look(
            size=self.size,
            high_contrast=self.high_contrast,
            sitting=self.sitting,
            slow=self.slow,
            dialect=self.dialect,
            way=self.way,
        )

    @classmethod
    def of(cls, locale: str, look: Look) -> Comfort:
        """As it was at the kiosk. Raises ValueError for a size that is none."""
        return cls(
            locale=locale,
            size=Size(look.size),
            high_contrast=look.high_contrast,
            sitting=look.sitting,
            slow=look.slow,
            dialect=look.dialect,
            way=look.way,
        )

    def after(self, action: str, argument: str) -> Comfort:
        """The settings after a key of a sheet.

        action: ``language``, ``dialect`` (its argument is ``locale/id``), ``size``, ``contrast``,
        ``sitting``, ``slow``, ``dark`` or ``way``.
        """
        match action:
            case "language":
                return replace(self, locale=argument, dialect="")
            case "dialect":
                locale, _, dialect = argument.partition("/")
                return replace(self, locale=locale, dialect=dialect)
            case "size":
                return replace(self, size=Size(argument))
            case "contrast":
                return replace(self, high_contrast=not self.high_contrast)
            case "sitting":
                return replace(self, sitting=not self.sitting)
            case "slow":
                return replace(self, slow=not self.slow)
            case "dark":
                return replace(self, dark=not self.dark)
            case "way":
                return replace(self, way=argument)
            case _:
                return self
