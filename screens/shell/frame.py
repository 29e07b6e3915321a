"""The frame round every screen: settings keys, navigation keys, guide bar, always in the same places."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from screens.layout.zones import Zones, zones
from screens.screen import NavKey, Screen
from screens.shell.guide_bar import GuideBar
from screens.theme import Role, Size
from screens.ui import Ui
from screens.widgets.key import Key, Look

SETTINGS = ("language", "size", "voice", "restart")


class Frame(QWidget):
    """Shows one screen at a time.

    setting: one of :data:`SETTINGS` was touched. guide_wanted, cancel_wanted: as the guide bar says.
    """

    setting = Signal(str)
    guide_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.screen_shown: Screen | None = None
        self._plain = False
        self._settings: dict[str, Key] = {}
        for name in SETTINGS:
            key = Key(ui, ui.say(f"shell.{name}"), bold=False, parent=self)
            key.clicked.connect(lambda _c=False, n=name: self.setting.emit(n))
            self._settings[name] = key
        self.guide = GuideBar(ui, self)
        self.guide.wanted.connect(self.guide_wanted)
        self.guide.cancel_wanted.connect(self.cancel_wanted)
        self.nav_keys: dict[str, Key] = {}

    @property
    def settings_keys(self) -> dict[str, Key]:
        """The settings keys by name."""
        return self._settings

    def zones(self) -> Zones:
        """The zones at the present size."""
        long = self.ui.locale != "zh_CN" and self.ui.theme.size is Size.LARGEST
        return zones(self.ui.theme, 2 if long else 1, with_settings=not self._plain)

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
        self._place()
        screen.show()
        screen.lower()
        self._nav()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Everything follows the panel."""
        self._place()
        self._nav()

    def _place(self) -> None:
        z = self.zones()
        gap = self.ui.theme.gap
        wanted = {n: k.width_wanted() for n, k in self._settings.items()}
        room = z.settings.width() - gap * (len(wanted) - 1)
        even = room // len(wanted)
        # Even widths where all words fit, else each by its words: never a smaller type.
        fits = all(w <= even for w in wanted.values())
        spare = (room - sum(wanted.values())) // len(wanted)
        x = z.settings.left()
        for name, key in self._settings.items():
            width = even if fits else wanted[name] + spare
            key.setGeometry(x, z.settings.top(), width, z.settings.height())
            key.setVisible(not self._plain)
            x += width + gap
        self.guide.setGeometry(z.guide)
        if self.screen_shown is not None:
            self.screen_shown.setGeometry(self.rect())
            self.screen_shown.place(z)

    def _nav(self) -> None:
        screen = self.screen_shown
        wanted: tuple[NavKey, ...] = screen.nav() if screen is not None else ()
        if tuple(self.nav_keys) != tuple(k.id for k in wanted):
            for key in self.nav_keys.values():
                key.hide()
                key.deleteLater()
            self.nav_keys = {k.id: self._nav_key(k) for k in wanted}
        for nav in wanted:
            key = self.nav_keys[nav.id]
            key.set_words(nav.text)
            key.setEnabled(nav.enabled)
        self._place_nav(self.zones())
        self._order()

    def _nav_key(self, nav: NavKey) -> Key:
        after = nav.icon if nav.icon == "forward" else ""
        look = Look.GO if nav.go else Look.PLAIN
        key = Key(
            self.ui,
            nav.text,
            icon="" if after else nav.icon,
            icon_after=after,
            look=look,
            role=Role.BODY,
            parent=self,
        )
        key.clicked.connect(lambda _c=False, i=nav.id: self.screen_shown and self.screen_shown.press(i))
        key.show()
        return key

    def _place_nav(self, z: Zones) -> None:
        keys = list(self.nav_keys.values())
        if not keys:
            return
        gap = self.ui.theme.gap
        if z.nav_in_column:
            y = z.nav.bottom() + 1
            for key in reversed(keys):
                height = max(self.ui.theme.px(28), key.height_for(z.nav.width()))
                y -= height
                key.setGeometry(QRect(z.nav.left(), y, z.nav.width(), height))
                y -= gap
            return
        room = z.nav.width() - gap * (len(keys) - 1)
        wanted = [k.width_wanted() for k in keys]
        if sum(wanted) > room:  # the words wrap in a share by their length
            widths = [max(self.ui.theme.target, room * w // sum(wanted)) for w in wanted]
        else:
            spare = room - sum(wanted)
            widths = list(wanted)
            widths[-1] += spare
            if len(keys) == 2 and widths[0] < room * 36 // 100 <= room - wanted[1]:
                widths = [room * 36 // 100, room - room * 36 // 100]
        x = z.nav.left()
        for key, width in zip(keys, widths, strict=True):
            key.setGeometry(x, z.nav.top(), width, z.nav.height())
            x += width + gap

    def _order(self) -> None:
        """Reading order for four keys and screen readers: content, navigation, guide, settings."""
        content = self.screen_shown.findChildren(Key) if self.screen_shown is not None else []
        chain: list[QWidget] = [
            *content,
            *self.nav_keys.values(),
            self.guide,
            *self._settings.values(),
        ]
        for first, second in zip(chain, chain[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper."""
        QPainter(self).fillRect(self.rect(), self.ui.theme.palette.paper)

    def keyPressEvent(self, event: object) -> None:
        """Keys that no widget wants do nothing: nothing unseen happens."""

    def focusPolicy(self) -> Qt.FocusPolicy:
        """Focus stands on keys only."""
        return Qt.FocusPolicy.NoFocus
