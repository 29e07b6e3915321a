"""What is shown: one scene, and at most a few prompts over it, each built anew when looks change.

What was entered in a screen survives: its draft and its page are taken before and given back after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from screens.screen import Screen
from screens.shell.frame import Frame
from screens.ui import Ui

Builder = Callable[[Ui], Screen]


@dataclass
class Scene:
    """A screen to build. plain: without the settings keys. name: tells prompts apart."""

    name: str
    build: Builder
    plain: bool = False
    draft: object = None
    page: int = 0


class Stage(QObject):
    """Owns the frame inside ``window``.

    shown: a screen is on the panel now. framed: a new frame was made, its signals are to be connected.
    on_fault: given what a screen raises while it is built; None: it is raised.
    """

    shown = Signal(object)
    framed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._box = QVBoxLayout(window)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._ui: Ui | None = None
        self._frame: Frame | None = None
        self._scenes: list[Scene] = []
        self._built: Scene | None = None
        """What shows; not the scene on top where that could not be built."""
        self.on_fault: Callable[[BaseException], None] | None = None

    @property
    def frame(self) -> Frame | None:
        """The frame."""
        return self._frame

    @property
    def screen(self) -> Screen | None:
        """The screen shown."""
        return self._frame.screen_shown if self._frame is not None else None

    @property
    def top(self) -> str:
        """The name of the scene or prompt shown."""
        return self._scenes[-1].name if self._scenes else ""

    def dress(self, ui: Ui) -> None:
        """Show everything in new looks."""
        self._keep()
        self._ui = ui
        old = self._frame
        self._frame = frame = Frame(ui)
        self.framed.emit(frame)
        frame.resize(self._window.size())
        screen = self._build()
        if old is not None:
            self._box.removeWidget(old)  # first: the two must never share the window's height
        self._box.addWidget(frame)
        frame.show()
        if old is not None:
            old.hide()
            old.deleteLater()
        if screen is not None:
            self.shown.emit(screen)

    def renew(self, ui: Ui) -> None:
        """Build what comes next in these surroundings. What shows stays: a touch under way is not lost."""
        self._ui = ui
        if self._frame is not None:
            self._frame.ui = ui

    def lend(self, ui: Ui) -> None:
        """The surroundings of the screens to come, where nothing of what is shown changes."""
        self._ui = ui

    def show_scene(self, name: str, build: Builder, *, plain: bool = False) -> None:
        """Show a scene in place of all that was shown before."""
        self._scenes = [Scene(name, build, plain)]
        self._show()

    def prompt(self, name: str, build: Builder, *, plain: bool = False) -> None:
        """Show a prompt over what is shown; a prompt of the same name is replaced."""
        self._keep()
        self._scenes = [s for s in self._scenes if s.name != name]
        self._scenes.append(Scene(name, build, plain))
        self._show()

    def turn_to(self, name: str, build: Builder) -> None:
        """Another page of a prompt, where it lies: what was laid over it meanwhile stays over it.

        On top where no prompt of this name lies there.
        """
        if not self.has(name) or self.top == name:
            self.prompt(name, build)
            return
        self._scenes = [Scene(name, build) if s.name == name and k else s for k, s in enumerate(self._scenes)]

    def close(self, name: str) -> None:
        """Take a prompt away, wherever it lies."""
        if self.has(name):
            was_top = self.top == name
            if not was_top:
                self._keep()
            self._scenes = [s for k, s in enumerate(self._scenes) if k == 0 or s.name != name]
            if was_top:
                self._show()

    def has(self, name: str) -> bool:
        """Whether this prompt lies there."""
        return any(scene.name == name for scene in self._scenes[1:])

    def close_all(self) -> None:
        """Take all prompts away."""
        if len(self._scenes) > 1:
            self._scenes = self._scenes[:1]
            self._show()

    def entered(self, name: str) -> tuple[object, int]:
        """The draft and the page of the scene of this name, whether or not a prompt lies over it."""
        if not self._scenes or self._scenes[0].name != name:
            return None, 0
        screen = self.screen
        if self._built is self._scenes[0] and screen is not None:
            return screen.draft(), screen.page
        return self._scenes[0].draft, self._scenes[0].page

    def give_back(self, draft: object, page: int) -> None:
        """The scene that shows again, with what was entered in it."""
        self._scenes[-1].draft, self._scenes[-1].page = draft, page
        self._show()

    def rebuild(self) -> None:
        """The scene that shows, built anew with what was entered in it."""
        self._keep()
        self._show()

    def _keep(self) -> None:
        screen = self.screen
        if screen is None or not self._scenes or self._built is not self._scenes[-1]:
            return
        try:
            draft, page = screen.draft(), screen.page
        except Exception as error:
            if self.on_fault is None:
                raise
            self.on_fault(error)
            return
        self._built.draft, self._built.page = draft, page

    def _show(self) -> None:
        screen = self._build()
        if screen is not None:
            self.shown.emit(screen)

    def _build(self) -> Screen | None:
        if self._frame is None or self._ui is None or not self._scenes:
            return None
        scene, self._built = self._scenes[-1], None
        try:
            screen = self._made(scene, self._ui, self._frame)
        except Exception as error:
            if self.on_fault is None:
                raise
            self.on_fault(error)
            return None
        self._built = scene
        return screen

    def _made(self, scene: Scene, ui: Ui, frame: Frame) -> Screen:
        screen = scene.build(ui)
        if scene.draft is not None:
            screen.restore(scene.draft)
        frame.show_screen(screen, plain=scene.plain)
        for _ in range(scene.page):
            screen.turn(1)
        return screen
