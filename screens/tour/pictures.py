"""Taking the pictures: each screen in every locale, size and theme, all its pages, without a display."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.words import Words
from kiosk.writing.aids import WritingAids
from screens.icons import Icons
from screens.shell.bar import show_on
from screens.shell.frame import Frame
from screens.shell.parts import Hall
from screens.theme import Panel, Size, Theme
from screens.tour.png import write_png
from screens.tour.shots import Shot
from screens.ui import Ui

MOST_PAGES = 20


@dataclass(frozen=True)
class Looks:
    """One way to look at a screen."""

    locale: str
    size: Size
    high_contrast: bool = False
    sitting: bool = False
    panel: Panel = field(default_factory=Panel)

    @property
    def name(self) -> str:
        """For a file's name."""
        parts = [self.locale, self.size.value, "contrast" if self.high_contrast else "paper"]
        if self.sitting:
            parts.append("sitting")
        if self.panel.landscape:
            parts.append("landscape")
        if self.panel.diagonal_inch != Panel().diagonal_inch:
            parts.append(f"{self.panel.diagonal_inch:g}in")
        return "-".join(parts)


def every_look(locales: Iterable[str], panel: Panel) -> Iterator[Looks]:
    """Both themes, three sizes, every locale."""
    for locale in locales:
        for size in Size:
            for contrast in (False, True):
                yield Looks(locale, size, contrast, panel=panel)


@dataclass(frozen=True)
class Picture:
    """A picture taken."""

    shot: Shot
    looks: Looks
    page: int
    file: Path


class Camera:
    """Builds a screen in given looks and takes a picture of each of its pages."""

    def __init__(self, out: Path, hall: Hall, words: dict[str, Words], icons: Path, today: date) -> None:
        self._out, self._hall, self._words, self._today = out, hall, words, today
        self._icons = Icons(icons)

    def take(self, shot: Shot, looks: Looks, aids: WritingAids) -> Iterator[Picture]:
        """Pictures of all pages, named by group, name, page, locale, size and theme."""
        theme = Theme(looks.panel, looks.size, looks.high_contrast, looks.sitting, looks.locale)
        ui = Ui(theme, self._words[looks.locale], looks.locale, self._icons, lambda: self._today, aids)
        frame = Frame(ui)
        frame.resize(looks.panel.width, looks.panel.height)
        show_on(frame.guide, ui, shot.telling, self._hall.staffed_window.in_(looks.locale))
        screen = shot.build(ui)
        frame.show_screen(screen, plain=shot.plain)
        frame.show()
        shot.act(frame)
        for page in range(min(screen.page_count, MOST_PAGES)):
            if page:
                screen.turn(1)
            suffix = f"-page{page + 1}" if screen.page_count > 1 else ""
            file = self._out / f"{shot.group}-{shot.name}{suffix}-{looks.name}.png"
            write_png(frame.grab().toImage(), file)
            yield Picture(shot, looks, page, file)
        frame.hide()
        frame.deleteLater()
        QApplication.processEvents()


def without_display() -> None:
    """Qt draws into memory; must be called before the first QApplication."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
