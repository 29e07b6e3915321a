"""The two windows of a preview: the column, and the resident's screen with a kiosk at work in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QRect, QSize, Signal
from PySide6.QtWidgets import QApplication

from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.words import Words
from screens.preview.column import WIDTH, Choices, Column
from screens.preview.preview import Preview, fitted
from screens.shell.app import KioskWindow
from screens.shell.comfort import Comfort
from screens.shell.kiosk import Kiosk
from screens.shell.parts import KioskParts
from screens.shell.tasks import Tasks
from screens.theme import Panel, Size

FRAME = 40
"""Pixels that a desktop's frames and title bars take, about."""


class Windows(QObject):
    """closed: one of them was closed; :meth:`close` ends the rest."""

    closed = Signal()

    def __init__(
        self,
        release: Release,
        standing: Mapping[str, FlowRun],
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
            windowed=True, on_resize=lambda w, h: self.kiosk.resize(w, h), on_close=self.closed.emit
        )
        self.resident.setWindowTitle(words.say("preview.resident"))
        self.kiosk = Kiosk(parts, self.resident, tasks)
        self.preview = Preview(self.kiosk, release, standing)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self.kiosk.touch)
        app.installEventFilter(self.kiosk.steady)  # the last is asked first
        self.column.show_service(release.flow, standing, self._looks(words, parts))
        self.column.begin.connect(self.preview.begin)
        self.column.step.connect(self.preview.go)
        self.column.chosen.connect(self._chosen)
        self.column.closed.connect(self.closed)
        self.preview.stands.connect(self.column.stand)

    def show(self, screen: QRect, step: str) -> None:
        """Side by side within ``screen``; from this step on, or from the home page where it is ``""``."""
        self._room = QSize(screen.width() - WIDTH - FRAME, screen.height() - FRAME)
        self.column.setGeometry(screen.x(), screen.y(), WIDTH, min(screen.height() - FRAME, 1000))
        self.resident.move(screen.x() + WIDTH + FRAME // 2, screen.y())
        self._lay_out()
        if step:
            self.preview.go(step)
        self.kiosk.start()
        self.kiosk.wear(self._comfort)
        self.resident.show()
        self.column.show()

    async def close(self) -> None:
        """End the kiosk, and take both windows away."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self.kiosk.steady)
        app.removeEventFilter(self.kiosk.touch)
        self.resident.hide()
        self.column.hide()
        await self.kiosk.close()

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
        self.kiosk.wear(self._comfort)

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
