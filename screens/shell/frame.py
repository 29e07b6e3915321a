"""The frame round every screen: settings keys, navigation keys, guide bar, always in the same places."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from screens.layout.rows import even, share
from screens.layout.zones import Zones, nav_height, zones
from screens.screen import NavKey, Screen
from screens.shell.guide_bar import GuideBar
from screens.shell.reading_order import put_in_order, stops
from screens.ui import Ui
from screens.widgets.guide_sees import GUIDE_MAY_SEE, let_guide_see, let_guide_see_signs
from screens.widgets.key import Key, Look

SETTINGS = ("language", "size", "voice", "restart")
ICONS = {"restart": "restart"}
"""The settings keys that bear a pictogram where it fits."""


class Frame(QWidget):
    """Shows one screen at a time.

    setting: one of :data:`SETTINGS` was touched. guide_wanted, cancel_wanted, unseen_wanted,
    here_wanted: as the guide bar says.
    """

    setting = Signal(str)
    guide_wanted = Signal()
    cancel_wanted = Signal()
    unseen_wanted = Signal()
    here_wanted = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.screen_shown: Screen | None = None
        self._plain = False
        self._placed: QSize | None = None
        self._settings: dict[str, Key] = {}
        self._rows_for: tuple[object, ...] = ()
        self._rows: list[list[tuple[str, int]]] = []
        for name in SETTINGS:
            key = Key(ui, ui.say(f"shell.{name}"), bold=False, parent=self)
            key.clicked.connect(lambda _c=False, n=name: self.setting.emit(n))
            self._settings[name] = key
        self._settings["voice"].reserve((ui.say("shell.voice"), ui.say("shell.voice_silent")))
        self.guide = GuideBar(ui, self)
        let_guide_see(*self._settings.values())
        let_guide_see_signs(self.guide, self.guide.cancel_key)
        self.guide.wanted.connect(self.guide_wanted)
        self.guide.cancel_wanted.connect(self.cancel_wanted)
        self.guide.unseen_wanted.connect(self.unseen_wanted)
        self.guide.here_wanted.connect(self.here_wanted)
        self.nav_keys: dict[str, Key] = {}
        self._nav_known: tuple[list[list[tuple[Key, int]]], int] | None = None
        self._guide_height = self.guide.height_wanted()

    @property
    def settings_keys(self) -> dict[str, Key]:
        """The settings keys by name."""
        return self._settings

    def zones(self) -> Zones:
        """The zones at the present size. The guide bar and the settings stand alike on every screen."""
        theme = self.ui.theme
        rows = len(self._settings_rows(zones(theme).settings.width()))
        nav = max(nav_height(theme), self._nav_rows()[1]) if not theme.panel.landscape else None
        return zones(
            theme, guide=self._guide_height, nav=nav, settings_rows=rows, with_settings=not self._plain
        )

    def show_screen(self, screen: Screen, *, plain: bool = False) -> None:
        """Show ``screen``; ``plain`` leaves the settings keys out (the attract screen bears its own)."""
        if self.screen_shown is not None:
            old = self.screen_shown
            old.hide()
            old.deleteLater()
        self.screen_shown = screen
        self._plain = plain
        screen.setParent(self)
        screen.nav_changed.connect(self._nav)
        self._bear(screen.nav())
        self._place()
        screen.show()
        screen.lower()
        self._nav()

    def showEvent(self, _event: QShowEvent) -> None:
        """Only what shows has a place in the reading order."""
        self._order()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Everything follows the panel; the size that comes with the first showing may be the same."""
        if self._placed != self.size():
            self._place()
            self._nav()

    def _place(self) -> None:
        z = self.zones()
        gap, y = self.ui.theme.gap, z.settings.top()
        rows = self._settings_rows(z.settings.width())
        height = (z.settings.height() - gap * (len(rows) - 1)) // len(rows)
        for row in rows:
            x = z.settings.left()
            for name, width in row:
                self._settings[name].setGeometry(x, y, width, height)
                self._settings[name].setVisible(not self._plain)
                x += width + gap
            y += height + gap
        self.guide.setGeometry(z.guide)
        if self.screen_shown is not None:
            self.screen_shown.columns_at = z.touch.left() if z.nav_in_column and not z.shared else None
            self.screen_shown.setGeometry(self.rect())
            self.screen_shown.place(z)
            self._placed = self.size()

    # --- settings -------------------------------------------------------------------------

    def _settings_rows(self, room: int) -> list[list[tuple[str, int]]]:
        """Names and widths in rows: with pictograms if they fit, else words alone, else two rows."""
        asked = (room, *(key.text() for key in self._settings.values()))
        if self._rows_for != asked:
            self._rows_for, self._rows = asked, self._rows_in(room)
        return self._rows

    def _rows_in(self, room: int) -> list[list[tuple[str, int]]]:
        gap = self.ui.theme.gap
        for icons in (True, False):
            for name, key in self._settings.items():
                key.set_icon(ICONS.get(name, "") if icons else "")
            wanted = [k.width_wanted() for k in self._settings.values()]
            widths = even(wanted, room, gap) or (None if icons else share(wanted, wanted, room, gap))
            if widths is not None:
                return [list(zip(SETTINGS, widths, strict=True))]
        half = (room - gap) // 2
        return [[(name, half) for name in SETTINGS[:2]], [(name, half) for name in SETTINGS[2:]]]

    # --- navigation -----------------------------------------------------------------------

    def _nav(self) -> None:
        screen = self.screen_shown
        before = self._nav_rows()[1]
        self._bear(screen.nav() if screen is not None else ())
        if self._nav_rows()[1] != before:
            self._place()
        self._place_nav(self.zones())
        self._order()

    def _bear(self, wanted: tuple[NavKey, ...]) -> None:
        """Let the navigation keys bear these words; keys of the same names stay the same widgets."""
        if tuple(self.nav_keys) != tuple(k.id for k in wanted):
            for key in self.nav_keys.values():
                key.hide()
                key.deleteLater()
            self.nav_keys = {k.id: self._nav_key(k) for k in wanted}
        self._nav_known = None
        for nav in wanted:
            key = self.nav_keys[nav.id]
            key.set_words(nav.text)
            key.reserve(nav.also)
            key.setEnabled(nav.enabled)
            key.setProperty(GUIDE_MAY_SEE, not nav.tells)

    def _nav_key(self, nav: NavKey) -> Key:
        after = nav.icon if nav.icon == "forward" else ""
        look = Look.GO if nav.go else Look.PLAIN
        before = "" if after else nav.icon
        key = Key(self.ui, nav.text, icon=before, icon_after=after, look=look, parent=self)
        key.clicked.connect(lambda _c=False, i=nav.id: self._pressed(i))
        key.show()
        return key

    def _pressed(self, id_: str) -> None:
        if self.screen_shown is not None:
            self.screen_shown.press(id_)

    def _nav_rows(self) -> tuple[list[list[tuple[Key, int]]], int]:
        """The keys of a portrait panel with their widths, in one row or two, and the height of them all.

        Back is narrow and forward wide where the words allow; then each has what its words want; then
        they wrap; then they go without pictograms; then forward has a row of its own. Known until the keys
        bear other words.
        """
        if self._nav_known is None:
            self._nav_known = self._share_nav()
        return self._nav_known

    def _share_nav(self) -> tuple[list[list[tuple[Key, int]]], int]:
        keys = list(self.nav_keys.values())
        theme = self.ui.theme
        gap, room = theme.gap, theme.panel.width - 2 * theme.margin
        if not keys:
            return [], 0
        least_h = nav_height(theme)
        wanted = [k.width_wanted() for k in keys]
        narrow = room * 36 // 100
        if len(keys) == 2 and wanted[0] <= narrow and wanted[1] <= room - narrow - gap:
            return [[(keys[0], narrow), (keys[1], room - narrow - gap)]], least_h
        if widths := share(wanted, wanted, room, gap):
            return [list(zip(keys, widths, strict=True))], least_h
        if widths := share(wanted, [k.width_least() for k in keys], room, gap):
            row = list(zip(keys, widths, strict=True))
            return [row], max(least_h, *(k.height_for(w) for k, w in row))
        bare = [k.width_bare() for k in keys]
        if widths := share(bare, bare, room, gap):
            return [list(zip(keys, widths, strict=True))], least_h
        first, last = keys[:-1], keys[-1]
        shared = share([k.width_wanted() for k in first], [k.width_least() for k in first], room, gap)
        widths = shared or [(room - gap * (len(first) - 1)) // len(first)] * len(first)
        upper = list(zip(first, widths, strict=True))
        each = max(least_h, last.height_for(room), *(k.height_for(w) for k, w in upper))
        return [upper, [(last, room)]], 2 * each + gap

    def _place_nav(self, z: Zones) -> None:
        gap = self.ui.theme.gap
        if z.nav_in_column:
            y = z.nav.bottom() + 1
            for key in reversed(self.nav_keys.values()):
                height = max(self.ui.theme.px(28), key.height_for(z.nav.width()))
                y -= height
                key.setGeometry(QRect(z.nav.left(), y, z.nav.width(), height))
                y -= gap
            return
        rows, _ = self._nav_rows()
        height = (z.nav.height() - gap * (len(rows) - 1)) // max(1, len(rows))
        y = z.nav.top()
        for row in rows:
            x = z.nav.left()
            for key, width in row:
                key.setGeometry(x, y, width, height)
                x += width + gap
            y += height + gap

    def in_order(self) -> list[QWidget]:
        """The children as they are read: content, navigation, guide, settings."""
        content = [self.screen_shown] if self.screen_shown is not None else []
        return [*content, *self.nav_keys.values(), self.guide, *self._settings.values()]

    def _order(self) -> None:
        """Reading order for screen readers, and for whoever goes from key to key, once it shows."""
        if not self.isVisible():
            return
        put_in_order(self)
        keys = [w for w in stops(self, self.screen_shown, resting=True) if isinstance(w, Key)]
        for first, second in pairwise(keys):
            QWidget.setTabOrder(first, second)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper."""
        QPainter(self).fillRect(self.rect(), self.ui.theme.palette.paper)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no widget wants do nothing: nothing unseen happens."""

    def focusPolicy(self) -> Qt.FocusPolicy:
        """Focus stands on keys only."""
        return Qt.FocusPolicy.NoFocus
