"""Back, next, choose: going through what is shown in reading order, with each thing said on the way."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from screens.screen import Screen, Spoken
from screens.shell.focus_ring import FocusRing
from screens.shell.focus_voice import heard
from screens.shell.frame import Frame
from screens.shell.reading_order import stops
from screens.shell.speech import Speech
from screens.shell.stage import Stage
from screens.shell.touch import TouchWatch
from screens.widgets.key import Key

WORDS_WORK = ("attract", "idle")
"""The scenes that a touch anywhere answers, and so choose anywhere; elsewhere it reads the words again."""


class FourKeys(QObject):
    """Moves the focus while the four keys are in use; it is never lost and never unseen.

    words_chosen: choose was pressed on the words of a screen of :data:`WORDS_WORK`.
    """

    words_chosen = Signal()

    def __init__(self, window: QWidget, stage: Stage, speech: Speech, touch: TouchWatch) -> None:
        super().__init__(window)
        self._window, self._stage, self._speech, self._touch = window, stage, speech, touch
        self._ring: FocusRing | None = None
        self._at: QWidget | None = None
        self._order: list[QWidget] = []
        self._screen: Screen | None = None
        self._was: tuple[str, str, str] = ("", "", "")
        self._greeted = self._moving = self._said = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.settle)
        touch.moved.connect(self._move)
        touch.chosen.connect(self._choose)
        touch.keys_used.connect(self._used)
        stage.framed.connect(self._framed)
        stage.shown.connect(self._arrived)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    @property
    def at(self) -> QWidget | None:
        """What has the focus, where the four keys gave it."""
        return self._at

    def stops(self) -> list[QWidget]:
        """What can have the focus now, in reading order."""
        frame = self._stage.frame
        return stops(frame, frame.screen_shown) if frame is not None else []

    def lead(self) -> None:
        """The four keys lead from now on."""
        self._touch.use_keys(True)
        order = self.stops()
        if self._at is None and order:
            self._focus(order[0])

    def leave(self) -> None:
        """The visit is over; the next resident is told anew what the four keys do."""
        self._touch.use_keys(False)
        self._greeted = False

    # --- the keys -------------------------------------------------------------------------------

    def _move(self, forward: bool) -> None:
        order = self.stops()
        if not order:
            return
        if self._at is None:
            self._focus(order[0])
            self._read(order[0])
            return
        self.settle()
        at = order.index(self._at) if self._at in order else -1
        self._focus(order[(at + (1 if forward else -1)) % len(order)])
        self._read(self._at)

    def _choose(self) -> None:
        self.settle()
        at, screen = self._at, self._stage.screen
        if not isinstance(at, Key):
            self._choose_words(at)
            return
        page, words = screen.page if screen is not None else 0, at.accessibleName()
        self._said = False
        at.click()
        self.settle()
        if self._stage.screen is not screen or screen is None or screen.page != page:
            return  # the other screen, or page, is said as a whole
        if self._at is at and at.isCheckable():
            self._read(at, private=screen.private_choice)  # the words alone, said again, would tell it
        elif self._at is not at or at.accessibleName() != words:
            self._read(self._at)
        elif not self._said:
            self._speech.hear(screen.told_entry())

    def _choose_words(self, at: QWidget | None) -> None:
        order = self.stops()
        if at is None and order:
            self._focus(order[0])
        if self._stage.top in WORDS_WORK:
            self.words_chosen.emit()
        else:
            self._read(self._at)

    # --- what is shown changes ------------------------------------------------------------------

    def _arrived(self, screen: Screen) -> None:
        """A screen was built: at its title, or where one was if it is the same one in other looks."""
        self._screen = screen
        screen.turned.connect(self._turned)
        screen.nav_changed.connect(self._follow_soon)
        screen.said.connect(self._spoken)
        title = screen.title.text if screen.title is not None else ""
        was, self._was = self._was, (self._stage.top, title, type(screen).__name__)
        before, old = self._at, self._order
        self._at = None
        self._hide_ring()
        if not self._touch.keys_in_use:
            return
        order = self.stops()
        if was == self._was and before in old and len(order) == len(old):
            self._focus(order[old.index(before)])
            self._read(self._at)
        elif order:
            self._focus(order[0])

    def _turned(self) -> None:
        """Another page: at the first thing on it."""
        screen = self._stage.screen
        if screen is None or not self._touch.keys_in_use:
            return
        order = self.stops()
        own = [w for w in screen.page_items() if w in order]
        if own or order:
            self._focus((own or order)[0])

    def settle(self) -> None:
        """See that the focus is where it can be seen: what had it may have gone."""
        if not self._touch.keys_in_use or self._at is None:
            return
        order, focused = self.stops(), self._window.focusWidget()
        if self._at in order:
            # Somebody else may have moved it, such as a screen reader; then that holds.
            self._focus(focused if focused in order and focused is not None else self._at)
            return
        before = self._order[: self._order.index(self._at)] if self._at in self._order else []
        left = [w for w in before if w in order]
        if left or order:
            self._focus(left[-1] if left else order[0])

    def _follow_soon(self) -> None:
        self._soon.start(0)

    def _focus_changed(self, _old: QWidget | None, _now: QWidget | None) -> None:
        if not self._moving and self._touch.keys_in_use:
            self._soon.start(0)

    def _used(self, used: bool) -> None:
        if not used:
            self._at = None
            self._hide_ring()

    def _spoken(self, _text: str) -> None:
        self._said = True

    # --- focus and voice ------------------------------------------------------------------------

    def _focus(self, widget: QWidget) -> None:
        self._at, self._order = widget, self.stops()
        if not isinstance(widget, Key):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if self._window.focusWidget() is not widget:
            self._moving = True
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            self._moving = False
        if isinstance(widget, Key) or self._ring is None:
            self._hide_ring()
        else:
            self._ring.show_round(widget)

    def _framed(self, frame: Frame) -> None:
        self._ring = FocusRing(frame, frame.ui.theme)

    def _hide_ring(self) -> None:
        if self._ring is not None:
            self._ring.hide()

    def _read(self, widget: QWidget | None, *, private: bool = False) -> None:
        frame, screen = self._stage.frame, self._stage.screen
        if widget is None or frame is None or screen is None:
            return
        said = [replace(s, private=s.private or private) for s in heard(frame.ui, screen, widget)]
        if not self._greeted:
            self._greeted = True
            said = [*said, Spoken(frame.ui.say("focus.greeting"))]
        self._speech.hear(said)
