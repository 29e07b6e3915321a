"""The windows of a preview: the column, the resident's screen with a kiosk at work in it, the pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.studio.ways import Ways
from kiosk.words import Words
from screens.preview.column import WIDTH, Choices, Column
from screens.preview.preview import Preview, fitted
from screens.preview.sheet import Sheet
from screens.preview.walker import Shown, Walked, Walker
from screens.shell.app import KioskWindow
from screens.shell.comfort import Comfort
from screens.shell.kiosk import Kiosk
from screens.shell.parts import KioskParts
from screens.shell.tasks import Tasks
from screens.theme import Panel, Size

FRAME = 40
"""Pixels that a desktop's frames and title bars take, about."""


_BY_HAND = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
    }
)


class _HandsOff(QObject):
    """While a way is walked by itself, nobody else presses anything in this window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Such a press gets nowhere."""
        inside = isinstance(watched, QWidget) and watched.window() is self._window
        return inside and event.type() in _BY_HAND


class Windows(QObject):
    """closed: the column or the resident's screen was closed; :meth:`close` ends the rest.

    make_ways: every way through the service; takes a moment and is called off this thread.
    """

    closed = Signal()

    def __init__(
        self,
        release: Release,
        standing: Mapping[str, FlowRun],
        make_ways: Callable[[], Ways],
        make_parts: Callable[[Callable[[], None]], KioskParts],
        comfort: Comfort,
        words: Words,
        tasks: Tasks,
    ) -> None:
        super().__init__()
        self.column = Column(words, release.flow.title.in_(words.locale))
        parts = make_parts(self.column.tell_nobody_called)
        self._comfort, self._panel = comfort, parts.panel
        self._room = QSize(parts.panel.width, parts.panel.height)
        self.resident = KioskWindow(
            windowed=True, on_resize=lambda w, h: self.kiosk.looks.resize(w, h), on_close=self.closed.emit
        )
        self.resident.setWindowTitle(words.say("preview.resident"))
        self.kiosk = Kiosk(parts, self.resident, tasks)
        self.preview = Preview(self.kiosk, release, standing)
        self.walker = Walker(self.kiosk, release)
        self.sheet = Sheet(words, release.flow)
        self._make_ways, self._words, self._tasks = make_ways, words, tasks
        self._walk: asyncio.Task[None] | None = None
        self._of = 0
        self._hands_off = _HandsOff(self.resident)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self.kiosk.touch)
        app.installEventFilter(self.kiosk.steady)  # the last is asked first
        self.column.show_service(release.flow, standing, self._looks(words, parts))
        self.column.begin.connect(self.preview.begin)
        self.column.step.connect(self.preview.go)
        self.column.chosen.connect(self._chosen)
        self.column.closed.connect(self.closed)
        self.column.try_all.connect(self.try_all)
        self.column.stop.connect(self._stop)
        self.column.pictures.connect(self._show_pictures)
        self.walker.shown.connect(self._met)
        self.walker.walked.connect(self._walked)
        self.preview.stands.connect(self.column.stand)

    def show(self, screen: QRect, step: str, *, all_: bool = False) -> None:
        """Side by side within ``screen``; from this step on, or from the home page where it is ``""``.

        all_: walk every way at once.
        """
        self._room = QSize(screen.width() - WIDTH - FRAME, screen.height() - FRAME)
        self.column.setGeometry(screen.x(), screen.y(), WIDTH, min(screen.height() - FRAME, 1000))
        self.resident.move(screen.x() + WIDTH + FRAME // 2, screen.y())
        self._lay_out()
        self.sheet.setGeometry(screen.adjusted(FRAME, FRAME, -FRAME, -FRAME))
        if step in self.preview.standing:
            self.preview.go(step)
        elif step:
            self.column.tell(self._words.say("preview.nobody_there"))
        if all_:
            self.kiosk.opened.connect(self.try_all)
        self.kiosk.start()
        self.kiosk.looks.begin_with(self._comfort)
        self.resident.show()
        self.column.show()

    async def close(self) -> None:
        """End the kiosk, and take both windows away."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self.kiosk.steady)
        app.removeEventFilter(self.kiosk.touch)
        for window in (self.resident, self.column, self.sheet):
            window.hide()
        self._stop()
        await self.kiosk.close()

    # --- every way ------------------------------------------------------------------------------------

    def try_all(self) -> None:
        """Walk every way through the service, one after the other; the pictures show once it is done."""
        if self._walk is None:
            self.sheet.clear()
            self.column.show_walking(True, met=False)
            self.column.tell(self._words.say("preview.finding_ways"))
            self._walk = self._tasks.spawn(self._try_all())

    async def _try_all(self) -> None:
        every = False
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self._hands_off)
        try:
            found = await asyncio.to_thread(self._make_ways)
            self._of, every = len(found.ways), found.all_
            await self.walker.walk(found.ways)
        finally:
            app.removeEventFilter(self._hands_off)
            self._walk = None
            gone, pictures = self.sheet.counts()
            self.column.show_walking(False, met=pictures > 0)
            self.column.tell(self._words.say("preview.walked", gone=gone, of=self._of, pictures=pictures))
            self.sheet.show_all(self._of, every and gone == self._of)
        self._show_pictures()
        self.preview.begin()

    def _stop(self) -> None:
        if self._walk is not None:
            self._walk.cancel()

    def _met(self, shown: Shown) -> None:
        self.sheet.add(shown)
        self._tell_walking()

    def _walked(self, walked: Walked) -> None:
        self.sheet.add_way(walked)
        self._tell_walking()

    def _tell_walking(self) -> None:
        gone, pictures = self.sheet.counts()
        self.column.tell(self._words.say("preview.walking", number=gone + 1, of=self._of, pictures=pictures))

    def _show_pictures(self) -> None:
        self.sheet.hide()  # shown anew it comes to the front
        self.sheet.show()

    def _lay_out(self) -> None:
        panel = fitted(self._panel, self._room)
        self.resident.resize(panel.width, panel.height)

    def _chosen(self, look: str, value: str) -> None:
        match look:
            case "locale":
                self._comfort = replace(self._comfort, locale=value, dialect="")
            case "size":
                self._comfort = replace(self._comfort, size=Size(value))
            case "theme":
                self._comfort = replace(self._comfort, high_contrast=value == "contrast")
            case "panel":
                width, _, height = value.partition("x")
                self._panel = Panel(int(width), int(height), self._panel.diagonal_inch)
                self._lay_out()
                return
        self.kiosk.looks.begin_with(self._comfort)

    def _looks(self, words: Words, parts: KioskParts) -> dict[str, tuple[str, Choices]]:
        """For each look the value now, and all that there are."""
        c, panel = self._comfort, parts.panel
        theme = "contrast" if c.high_contrast else "paper"
        panels = sorted([(panel.width, panel.height), (panel.height, panel.width)])
        return {
            "locale": (c.locale, [(each.locale, each.name) for each in words.offered]),
            "size": (c.size, [(size.value, words.say(f"preview.size.{size}")) for size in Size]),
            "theme": (theme, [(each, words.say(f"preview.theme.{each}")) for each in ("paper", "contrast")]),
            "panel": (
                f"{panel.width}x{panel.height}",
                [
                    (f"{w}x{h}", words.say("preview.upright" if h > w else "preview.across"))
                    for w, h in panels
                ],
            ),
        }
