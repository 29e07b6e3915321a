"""The base of every screen: words above, things to touch below, on as many pages as they need.

A screen is given values and emits values; it never navigates. The keys back and forward, the settings
and the guide bar belong to the frame; a screen says which words the navigation keys bear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from screens.layout.arrange import arrange
from screens.layout.plan import Manner, Parts
from screens.layout.rows import even, share
from screens.layout.zones import Zones
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key, Look
from screens.widgets.label import Label, Picture, Progress


@dataclass(frozen=True)
class NavKey:
    """A key in the navigation zone. id "back" and "forward" have their fixed places; others stand between.

    also: other words that the key bears on the same screen; room is kept for them. tells: the words tell
    something of what was entered.
    """

    id: str
    text: str
    go: bool = False
    enabled: bool = True
    icon: str = ""
    also: tuple[str, ...] = ()
    tells: bool = False


@dataclass(frozen=True)
class Spoken:
    """One sentence that the voice says; ``widget`` is marked meanwhile.

    private: only by earphones. fixed: the same for everybody, so that its sound may be kept.
    """

    text: str
    widget: QWidget | None = None
    private: bool = False
    fixed: bool = True


@runtime_checkable
class Marked(Protocol):
    """A thing whose words can be marked while they are spoken."""

    def set_speaking(self, speaking: bool) -> None:
        """Mark them, or no longer."""
        ...


class Screen(QWidget):
    """One thing on the panel.

    answered: the resident's answer (a ``kiosk.flow.answer`` value). acted: any other named wish with its
    argument (e.g. ``"service", "household"``). said: a sentence to say now. nav_changed: the navigation
    keys bear other words now. turned: another page is shown, to be spoken.
    """

    answered = Signal(object)
    acted = Signal(str, str)
    back_wanted = Signal()
    said = Signal(str)
    nav_changed = Signal()
    turned = Signal()

    page_keys = True
    """Whether pages are turned by keys of their own; else back and forward do."""
    whole = False
    """Whether nothing is chosen here, so that the words may take the touch zone too."""
    private_choice = False
    """Whether what is chosen here is said by earphones alone."""

    def __init__(self, ui: Ui, title: str = "", help_: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self._items: list[QWidget] = []
        self._header_keys: list[Key] = []
        self._icons_of: dict[Key, str] = {}
        self._pages: list[list[int]] = [[]]
        self._page = 0
        self._zones: Zones | None = None
        self.columns_at: int | None = None
        """Where the right one of two columns begins, in pixels; None where there is but one."""
        self.progress: Progress | None = None
        self.lead: Picture | None = None
        self.title = Label(ui, title, Role.TITLE, bold=True, balanced=True, parent=self) if title else None
        self.help = Label(ui, help_, Role.BODY, balanced=True, parent=self) if help_ else None
        self.listen: Key | None = None
        if title:
            self.listen = Key(ui, ui.say("shell.again"), icon="speaker", look=Look.QUIET, parent=self)
            self.listen.clicked.connect(lambda: self.acted.emit("repeat", ""))
            self._header_keys.append(self.listen)
        self._before = Key(ui, ui.say("shell.page_before"), icon="back", parent=self)
        self._more = Key(ui, ui.say("shell.more"), icon_after="forward", parent=self)
        self._before.clicked.connect(lambda: self.turn(-1))
        self._more.clicked.connect(lambda: self.turn(1))
        self._before.hide()
        self._more.hide()
        let_guide_see(self.title, self.help, self.listen, self._before, self._more)

    # --- what a screen is made of ---------------------------------------------------------

    def set_lead(self, picture: Picture) -> None:
        """Show a pictogram above the title, where there is room."""
        picture.setParent(self)
        self.lead = picture
        let_guide_see(picture)

    def set_progress(self, step: int, of: int) -> None:
        """Show "step k of n" above the title."""
        # A guide does not see it: how many steps there are follows from what was answered.
        self.progress = Progress(self.ui, step, of, self)

    def add(self, item: QWidget) -> None:
        """Add a thing below the words; it has ``height_for(width)``."""
        item.setParent(self)
        self._items.append(item)

    def add_header_key(self, key: Key) -> None:
        """Add a key beside "listen again"."""
        key.setParent(self)
        let_guide_see(key)
        self._header_keys.append(key)

    @property
    def items(self) -> Sequence[QWidget]:
        """The things below the words, in order."""
        return self._items

    def is_own(self, text: str) -> bool:
        """Whether these are the product's own words, which tell nothing of what was entered."""
        return self.ui.words.is_fixed(text)

    # --- what the host asks ---------------------------------------------------------------

    def nav(self) -> tuple[NavKey, ...]:
        """The navigation keys, in reading order."""
        return ()

    def press(self, key: str) -> None:
        """A navigation key was pressed."""

    def draft(self) -> object:
        """What was entered so far and must survive a change of language, size or theme."""
        return None

    def restore(self, draft: object) -> None:
        """Take over what :meth:`draft` of an earlier screen of the same step gave."""

    def spoken(self) -> tuple[Spoken, ...]:
        """What is said on arrival: title, help, what can be chosen on this page, if there is more."""
        said = [Spoken(w.text, w) for w in (self.title, self.help) if w is not None and not w.isHidden()]
        for item in self.page_items():
            text = getattr(item, "text", "")
            text = text() if callable(text) else text
            if text:
                said.append(Spoken(str(text), item))
            if sub := getattr(item, "sub", ""):
                said.append(Spoken(str(sub), item))
        return (*said, *self.told_more())

    def told_more(self) -> tuple[Spoken, ...]:
        """The key to the next page where there is one: whoever only listens must know that there is more."""
        if self.last_page:
            return ()
        if self.page_keys:
            return (Spoken(self._more.text(), self._more),)
        return tuple(Spoken(key.text) for key in self.nav()[-1:])

    def told_entry(self) -> Sequence[Spoken]:
        """What is heard of an entry after each key; what was entered by earphones alone."""
        return ()

    def mark(self, widget: QWidget | None) -> None:
        """Mark the words that are being spoken, and no others."""
        for each in (self.title, self.help, *self._items, self._more):
            if isinstance(each, Marked):
                each.set_speaking(each is widget)

    # --- pages ----------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many pages."""
        return len(self._pages)

    @property
    def last_page(self) -> bool:
        """Whether nothing more follows."""
        return self._page >= len(self._pages) - 1

    def page_items(self) -> list[QWidget]:
        """The items on the page shown."""
        return [self._items[i] for i in self._pages[self._page]] if self._pages else []

    def turn(self, by: int) -> None:
        """Show another page."""
        target = min(max(0, self._page + by), len(self._pages) - 1)
        if target != self._page:
            self._page = target
            self._lay_out()
            self.nav_changed.emit()
            self.turned.emit()

    # --- layout ---------------------------------------------------------------------------

    def manner(self) -> Manner:
        """How the screen likes to stand."""
        return Manner(
            page_keys=self.page_keys,
            whole=self.whole,
            roomy=type(self).placed is Screen.placed,
            nav=bool(self.nav()),
        )

    def place(self, zones: Zones) -> None:
        """Lay the screen out in the panel's zones; the screen itself covers the whole panel."""
        self._zones = zones
        self._lay_out()

    def relayout(self) -> None:
        """Lay out again after the items changed."""
        if self._zones is not None:
            self._lay_out()

    def _lay_out(self) -> None:
        if self._zones is None:
            return
        head = [w for w in (self.progress, self.lead, self.title) if w is not None]
        parts = Parts(head, self.help, self._header_keys, self._items, self._page_keys_width())
        manner = self.manner()
        for words in (self.title, self.help):
            if words is not None:
                words.set_centred(manner.centred)
        self._header_icons(self._zones.touch.width())
        plan = arrange(self.ui.theme, parts, manner, self._zones, self._page)
        self._pages, self._page = plan.pages, plan.page
        for each in (*head, self.help, *self._header_keys, *self._items):
            if each is not None:
                if each in plan.places:
                    each.setGeometry(plan.places[each])
                each.setVisible(each in plan.places)
        self._place_page_keys(plan.page_row)
        self.placed(plan.rest)

    def _header_icons(self, width: int) -> None:
        """The header keys bear their pictograms where these cost no further row."""
        for key in self._header_keys:
            key.set_icon(self._icons_of.setdefault(key, key.pictogram))
        gap = self.ui.theme.gap
        if sum(key.width_wanted() + gap for key in self._header_keys) - gap > width:
            for key in self._header_keys:
                key.set_icon()

    def placed(self, rest: QRect) -> None:
        """Called after layout with the room left in the touch zone; where overridden, keys stay small."""

    def _page_keys_width(self) -> int:
        """The width in pixels of both page keys without their pictograms."""
        self._before.set_icon()
        self._more.set_icon()
        return self._before.width_wanted() + self.ui.theme.gap + self._more.width_wanted()

    def _place_page_keys(self, row: QRect) -> None:
        gap = self.ui.theme.gap
        keys = (self._before, self._more)
        self._before.set_icon("back")
        self._more.set_icon(after="forward")
        widths = even([k.width_wanted() for k in keys], row.width(), gap)
        if widths is None:
            for key in keys:
                key.set_icon()
            wanted = [k.width_wanted() for k in keys]
            widths = share(wanted, wanted, row.width(), gap) or wanted
        self._before.setGeometry(row.left(), row.top(), widths[0], row.height())
        self._more.setGeometry(row.right() + 1 - widths[1], row.top(), widths[1], row.height())
        several = self.page_keys and len(self._pages) > 1
        self._before.setVisible(several and self._page > 0)
        self._more.setVisible(several and not self.last_page)
