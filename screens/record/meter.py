"""How loud the speaker is, as a bar with three places named in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.words import Words
from screens.desk.look import DETAIL, LINE
from screens.record.taking import LOUD_DBFS, QUIET_DBFS, Zone
from screens.theme import FAMILY, Palette

LOWEST_DBFS = -60.0
_BAR, _WORDS = 34, 34


class LevelMeter(QWidget):
    """The zone that the level is in is framed thick, its word bold; the sentence below is a label's."""

    def __init__(self, words: Words, palette: Palette) -> None:
        super().__init__()
        self._words, self._palette = words, palette
        self.level, self.zone = LOWEST_DBFS, Zone.SILENT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words.say("record.meter"))

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(480, _BAR + _WORDS + 8)

    def show_level(self, level: float, zone: Zone) -> None:
        """What is heard now."""
        self.level, self.zone = level, zone
        self.setAccessibleDescription(self._words.say(f"record.zone.{zone.value}"))
        self.update()

    def rest(self) -> None:
        """Nobody records."""
        self.show_level(LOWEST_DBFS, Zone.SILENT)

    def _at(self, level: float) -> float:
        return (min(0.0, max(LOWEST_DBFS, level)) / -LOWEST_DBFS + 1) * (self.width() - 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Three places, the level across them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._palette
        places = (
            (Zone.QUIET, LOWEST_DBFS, QUIET_DBFS, palette.card),
            (Zone.GOOD, QUIET_DBFS, LOUD_DBFS, palette.chosen),
            (Zone.LOUD, LOUD_DBFS, 0.0, palette.card),
        )
        for zone, start, stop, colour in places:
            box = QRectF(self._at(start) + 3, 3, self._at(stop) - self._at(start), _BAR - 6)
            self._place(painter, zone, box, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.go)
        painter.drawRoundedRect(QRectF(6, 11, max(0.0, self._at(self.level) - 3), _BAR - 22), 5, 5)

    def _place(self, painter: QPainter, zone: Zone, box: QRectF, colour: QColor) -> None:
        here = zone is self.zone
        painter.setPen(QPen(self._palette.ink if here else self._palette.rule, 5 if here else 2))
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 8, 8)
        font = QFont(FAMILY)
        font.setPixelSize(LINE if here else DETAIL)
        font.setBold(here)
        painter.setFont(font)
        painter.setPen(self._palette.ink)
        under = QRectF(box.left() - 60, _BAR + 2, box.width() + 120, _WORDS)
        under.setLeft(max(0.0, under.left()))
        under.setRight(min(float(self.width()), under.right()))
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, self._words.say(f"record.place.{zone.value}"))
