"""The design tokens: sizes in millimetres, colours, type. One place, three text sizes, two themes.

Sizes are physical: a panel's diagonal and resolution turn millimetres into pixels. Text is measured
by the face of a Hanzi, 0.875 of the em in Noto Sans SC.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import product
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontDatabase

from kiosk.locales import FIRST, script

FAMILY = "Noto Sans SC"
FAR_FAMILIES = ("HanaMinA", "HanaMinB")
"""For characters that the first family lacks; packages of the system (fonts-hanazono)."""
OF_SCRIPT = MappingProxyType({"Jpan": "Noto Sans Japanese", "Kore": "Noto Sans Korean"})
"""The families of scripts that share characters with Chinese and write them otherwise, by ISO 15924."""
FACE_OF_EM = 0.875
MIDDLE_OF_EM = 0.38
"""How far above the base line the middle of a Hanzi lies."""
LINE_HEIGHT = 1.3
"""MIIT app rule for the elderly: 1.3 or more."""


class Size(StrEnum):
    """The three text sizes; caring is the default and comes back after each visit."""

    STANDARD = "standard"
    CARING = "caring"
    LARGEST = "largest"


class Role(StrEnum):
    """What a text is for."""

    BODY = "body"
    CHOICE = "choice"
    TITLE = "title"
    NUMBER = "number"
    HERO = "hero"


# Face of a Hanzi in mm. Floors: 7.3 mm standard (EN 301 549 5.1.4), 12 mm caring and 16 mm largest
# (Korea's barrier-free kiosk notice, 2025).
FACES: dict[Size, dict[Role, float]] = {
    Size.STANDARD: {
        Role.BODY: 7.6,
        Role.CHOICE: 8.8,
        Role.TITLE: 11.5,
        Role.NUMBER: 18.0,
        Role.HERO: 24.0,
    },
    Size.CARING: {
        Role.BODY: 12.1,
        Role.CHOICE: 14.2,
        Role.TITLE: 18.4,
        Role.NUMBER: 27.0,
        Role.HERO: 32.0,
    },
    Size.LARGEST: {
        Role.BODY: 16.1,
        Role.CHOICE: 16.6,
        Role.TITLE: 19.6,
        Role.NUMBER: 29.0,
        Role.HERO: 34.0,
    },
}


@dataclass(frozen=True)
class Panel:
    """A screen: pixels and the diagonal in inches."""

    width: int = 1080
    height: int = 1920
    diagonal_inch: float = 21.5

    @cached_property
    def mm_per_px(self) -> float:
        """Millimetres a pixel."""
        return self.diagonal_inch * 25.4 / math.hypot(self.width, self.height)

    @property
    def landscape(self) -> bool:
        """Wider than high."""
        return self.width > self.height


def families(locale: str = FIRST) -> list[str]:
    """The family of the locale, the kiosk's own, and of those for other characters the ones that are there.

    Only these: Qt looks long, and says so, for a family that is missing. Needs a QGuiApplication: without one
    Qt's data base of fonts ends the program.
    """
    first = dict.fromkeys((OF_SCRIPT.get(script(locale), FAMILY), FAMILY))
    others = (each for each in (*FAR_FAMILIES, *OF_SCRIPT.values()) if each not in first)
    return [*first, *(family for family in others if QFontDatabase.hasFamily(family))]


@dataclass(frozen=True)
class Palette:
    """Colours by use."""

    paper: QColor
    card: QColor
    ink: QColor
    go: QColor
    on_go: QColor
    chosen: QColor
    guide: QColor
    on_guide: QColor
    guide_edge: QColor
    done: QColor
    spoken: QColor
    on_spoken: QColor
    rule: QColor


PAPER = Palette(
    paper=QColor("#FAF6EC"),
    card=QColor("#FFFDF7"),
    ink=QColor("#1B1A17"),
    go=QColor("#0A3580"),
    on_go=QColor("#FFFFFF"),
    chosen=QColor("#E1EBFB"),
    guide=QColor("#FFC233"),
    on_guide=QColor("#1B1A17"),
    guide_edge=QColor("#1B1A17"),
    done=QColor("#17592A"),
    spoken=QColor("#FFE08A"),
    on_spoken=QColor("#1B1A17"),
    rule=QColor("#565348"),
)
CONTRAST = Palette(
    paper=QColor("#000000"),
    card=QColor("#000000"),
    ink=QColor("#FFFFFF"),
    go=QColor("#BFE9FF"),
    on_go=QColor("#000000"),
    chosen=QColor("#0A0800"),
    guide=QColor("#FFD75C"),
    on_guide=QColor("#000000"),
    guide_edge=QColor("#FFFFFF"),
    done=QColor("#FFFFFF"),
    spoken=QColor("#FFE08A"),
    on_spoken=QColor("#000000"),
    rule=QColor("#FFFFFF"),
)


@dataclass(frozen=True)
class Theme:
    """Everything a widget needs to draw itself on this panel for this resident."""

    panel: Panel = Panel()
    size: Size = Size.CARING
    high_contrast: bool = False
    sitting: bool = False
    locale: str = FIRST

    def with_(self, **changes: object) -> Theme:
        """A copy with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def palette(self) -> Palette:
        """The colours."""
        return CONTRAST if self.high_contrast else PAPER

    def px(self, mm: float) -> int:
        """Millimetres to pixels, rounded up so that a floor stays a floor."""
        return math.ceil(mm / self.panel.mm_per_px - 1e-6)

    def em(self, role: Role) -> int:
        """The font size in pixels whose Hanzi face has the role's height."""
        return math.ceil(FACES[self.size][role] / FACE_OF_EM / self.panel.mm_per_px)

    def font(self, role: Role, *, bold: bool = False) -> QFont:
        """The font of a role; not to be changed."""
        return self._fonts[role, bold]

    @cached_property
    def _fonts(self) -> dict[tuple[Role, bool], QFont]:
        """Made once: every label and key asks for its font whenever it is laid out."""
        fonts = {}
        its_families = families(self.locale)
        for role, bold in product(Role, (False, True)):
            font = fonts[role, bold] = QFont(its_families)
            font.setPixelSize(self.em(role))
            font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return fonts

    @property
    def margin(self) -> int:
        """The page's edge, 10 mm."""
        return self.px(10)

    @property
    def gap(self) -> int:
        """Between touch targets, 5 mm at the least (MIIT, VVSG 2.0 asks for half)."""
        return self.px(5)

    @property
    def target(self) -> int:
        """The least height and width of a touch target, 20 mm."""
        return self.px(20)

    @property
    def key(self) -> int:
        """The least height and width of a keypad or candidate key, 15 mm."""
        return self.px(15)

    @property
    def line(self) -> int:
        """An outline's width, 1 mm."""
        return self.px(1)

    @property
    def radius(self) -> int:
        """A corner's radius, 6 mm."""
        return self.px(6)
