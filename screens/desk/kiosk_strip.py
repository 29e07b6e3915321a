"""All kiosks in a few lines below the calls: which are in use, and which want somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk.clock import HALL_ZONE
from kiosk.duty.kiosks import Condition, KioskStanding
from kiosk.put_back import PutBack
from kiosk.words import Words
from screens.desk.kiosk_watch import KioskWatch
from screens.desk.look import button, label
from screens.icons import Icons
from screens.theme import Palette

ICONS = {
    Condition.OFFLINE: "close",
    Condition.OUT_OF_SERVICE: "warning",
    Condition.NO_PAPER: "printer",
    Condition.SILENT: "speaker_off",
    Condition.OLD_SERVICE: "document",
    Condition.IN_USE: "hand_touch",
    Condition.IDLE: "check",
}
ICON_PX, GAP_PX, MOST_ROWS = 24, 8, 2


class Chips(QWidget):
    """The kiosks' keys, in rows from the left; the last row is as low as it must be.

    placed: they stand in rows now, perhaps in more or fewer than before.
    """

    placed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[QPushButton, ...] = ()
        self.row_px = 0

    def show_keys(self, keys: tuple[QPushButton, ...]) -> None:
        """Show these, in this order; that is the keyboard's order too."""
        self._keys = keys
        for before, after in pairwise(keys):
            QWidget.setTabOrder(before, after)
        self._place()

    def _place(self) -> None:
        left = top = 0
        self.row_px = max((key.sizeHint().height() for key in self._keys), default=0)
        for key in self._keys:
            size = key.sizeHint().boundedTo(QSize(max(self.width(), 1), 1000))
            if left and left + size.width() > self.width():
                left, top = 0, top + self.row_px + GAP_PX
            key.setGeometry(left, top, size.width(), self.row_px)
            key.show()
            left += size.width() + GAP_PX
        self.setMinimumHeight(top + self.row_px if self._keys else 0)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rows break elsewhere now."""
        super().resizeEvent(event)
        self._place()


class KioskStrip(QFrame):
    """Hidden where there is no kiosk. told: what is to be done at the kiosk chosen, or first in trouble; else
    whose database was put back, or which runs on an older copy, until somebody has looked at it."""

    def __init__(self, words: Words, watch: KioskWatch, icons: Icons, palette: Palette) -> None:
        super().__init__()
        self._words, self._watch, self._icons, self._palette = words, watch, icons, palette
        self._chosen = ""
        self._looked_at: set[tuple[str, datetime]] = set()
        self._reads: PutBack | None = None
        """Of the kiosk chosen: it stays to be read after it counts as looked at."""
        self.keys: dict[str, QPushButton] = {}
        self.setProperty("part", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chips = Chips()
        self._area = QScrollArea()
        self._area.setWidget(self._chips)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._chips.placed.connect(self._make_room)
        self.told = label("", "bold", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(6)
        column.addWidget(self.told)
        column.addWidget(self._area)
        watch.changed.connect(self.show_kiosks)
        self.show_kiosks()

    def _make_room(self) -> None:
        rows = MOST_ROWS * self._chips.row_px + (MOST_ROWS - 1) * GAP_PX
        self._area.setFixedHeight(min(self._chips.minimumHeight(), rows))

    def show_kiosks(self) -> None:
        """Show how they stand now; a key that stays keeps its focus."""
        standings = self._watch.standings or ()
        for kiosk in self.keys.keys() - {each.report.kiosk for each in standings}:
            gone = self.keys.pop(kiosk)
            gone.hide()
            gone.deleteLater()
        for each in standings:
            self._show(each)
        self._chips.show_keys(tuple(self.keys[each.report.kiosk] for each in standings))
        self._area.setVisible(bool(standings))
        self._tell()

    def _show(self, standing: KioskStanding) -> None:
        kiosk, words = standing.report.kiosk, self._brief(standing)
        key = self.keys.get(kiosk)
        if key is None:
            key = self.keys[kiosk] = button("", "chip")
            key.setParent(self._chips)
            key.setIconSize(QSize(ICON_PX, ICON_PX))
            key.clicked.connect(lambda _checked=False: self._choose(kiosk))
        part = "chip_alert" if standing.in_trouble else "chip"
        if (key.text(), key.property("part")) == (words, part):
            return
        key.setText(words)
        key.setAccessibleName(self._sentence(standing))
        key.setIcon(self._icon(standing.conditions[0]))
        key.setProperty("part", part)
        key.style().unpolish(key)
        key.style().polish(key)

    def _choose(self, kiosk: str) -> None:
        self._chosen, self._reads = "" if kiosk == self._chosen else kiosk, None
        self._tell()

    def _tell(self) -> None:
        standings = self._watch.standings
        if standings is None:
            self.told.setText(self._words.say("desk.kiosks_unknown"))
        else:
            chosen = [each for each in standings if each.report.kiosk == self._chosen]
            troubled = [each for each in standings if each.in_trouble]
            if chosen:
                version, told = chosen[0].report.version, self._sentence(chosen[0])
                lines = [self._words.say("desk.kiosk_version", told=told, version=version)]
                self._read(chosen[0])
                if self._reads is not None:
                    lines.append(self._put_back(self._reads))
                if chosen[0].set_back_at is not None:
                    self._looked_at.add((self._chosen, chosen[0].set_back_at))
                    lines.append(self._set_back(chosen[0].set_back_at))
                self.told.setText("\n".join(lines))
            elif troubled:
                self.told.setText(self._sentence(troubled[0]))
            else:
                self.told.setText(self._put_back_unseen(standings) or self._set_back_last(standings))
        self.told.setVisible(bool(self.told.text()))
        self.setVisible(standings is None or bool(standings))

    def _read(self, chosen: KioskStanding) -> None:
        """How its database was put back stands there, and so it is looked at."""
        if chosen.put_back not in (None, self._reads):
            self._reads = chosen.put_back
            self._watch.looked_at(self._chosen, chosen.put_back.at)

    # --- words ----------------------------------------------------------------------------------

    def _brief(self, standing: KioskStanding) -> str:
        say = self._words.say
        name = standing.report.kiosk_name.replace(" ", "\u00a0")
        states = [say(f"desk.kiosk.{condition}") for condition in standing.conditions]
        return f"{name} {say('desk.kiosk_and').join(states)}"

    def _sentence(self, standing: KioskStanding) -> str:
        say, where = self._words.say, self._where(standing)
        at = standing.heard_at.astimezone(HALL_ZONE).strftime("%H:%M")
        todo = " ".join(say(f"desk.kiosk_do.{c}", at=at) for c in standing.conditions)
        return say("desk.kiosk_told", where=where, todo=todo)

    def _set_back_last(self, standings: Sequence[KioskStanding]) -> str:
        """Of the last one that nobody has looked at since; empty where there is none."""
        found = {each.set_back_at: each for each in standings if each.set_back_at is not None}
        for at in sorted(found, reverse=True):
            if (found[at].report.kiosk, at) not in self._looked_at:
                where, todo = self._where(found[at]), self._set_back(at)
                return self._words.say("desk.kiosk_told", where=where, todo=todo)
        return ""

    def _put_back_unseen(self, standings: Sequence[KioskStanding]) -> str:
        """Of the first that nobody has looked at; empty where there is none."""
        for each in standings:
            if each.put_back is not None:
                told = f"{self._put_back(each.put_back)}{self._words.say('desk.kiosk_put_back_look')}"
                return self._words.say("desk.kiosk_told", where=self._where(each), todo=told)
        return ""

    def _put_back(self, found: PutBack) -> str:
        at = found.at.astimezone(HALL_ZONE).strftime("%Y-%m-%d %H:%M")
        if not found.lost:
            return self._words.say("desk.kiosk_put_back", at=at)
        return self._words.say("desk.kiosk_put_back_lost", at=at, count=found.lost)

    def _set_back(self, at: datetime) -> str:
        return self._words.say("desk.kiosk_set_back", at=at.astimezone(HALL_ZONE).strftime("%H:%M"))

    def _where(self, standing: KioskStanding) -> str:
        report = standing.report
        return self._words.say("desk.where", place=report.place, kiosk=report.kiosk_name)

    def _icon(self, condition: Condition) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(QSize(ICON_PX, ICON_PX) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._icons.draw(painter, ICONS[condition], QRectF(0, 0, ICON_PX, ICON_PX), self._palette.ink)
        painter.end()
        return QIcon(picture)


def with_strip(page: QWidget, strip: KioskStrip) -> QWidget:
    """The page with the strip below it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(page, 1)
    column.addWidget(strip)
    return made
