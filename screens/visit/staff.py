"""The page for staff behind the greeting: how each part does, and what can be done with the kiosk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kiosk.health.state import Health, State
from screens.screen import NavKey, Screen, Spoken
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key
from screens.widgets.label import Label

DONE_HERE = ("restart", "end")


class StaffScreen(Screen):
    """acted: "restart", "end", or "close" for back to residents. It is silent: it is no resident's.

    health: None before the first look.
    """

    def __init__(
        self, ui: Ui, kiosk_name: str, health: Health | None, now: datetime, parent: QWidget | None = None
    ) -> None:
        about = "" if health is None else _about(ui, kiosk_name, health, now)
        super().__init__(ui, ui.say("staff.title"), about, parent)
        if self.listen is not None:  # there is nothing to listen to
            self._header_keys.remove(self.listen)
            self.listen.hide()
        for what in DONE_HERE:  # first: they are on the first page however much is amiss
            key = Key(ui, ui.say(f"staff.{what}"), role=Role.CHOICE)
            key.clicked.connect(lambda _c=False, w=what: self.acted.emit(w, ""))
            self.add(key)
        for line in _lines(ui, health):
            self.add(Label(ui, line, Role.BODY))

    def spoken(self) -> tuple[Spoken, ...]:
        """Nothing."""
        return ()

    def nav(self) -> tuple[NavKey, ...]:
        """Back to residents."""
        return (NavKey("forward", self.ui.say("staff.back"), go=True),)

    def press(self, _key: str) -> None:
        """Back."""
        self.acted.emit("close", "")


class StaffSureScreen(Screen):
    """Whether it is really to be done; ``acted``: "yes" or "no"."""

    def __init__(self, ui: Ui, what: str, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say(f"staff.{what}"), ui.say(f"staff.{what}_sure"), parent)
        if self.listen is not None:
            self._header_keys.remove(self.listen)
            self.listen.hide()

    def spoken(self) -> tuple[Spoken, ...]:
        """Nothing."""
        return ()

    def nav(self) -> tuple[NavKey, ...]:
        """The strong key keeps the kiosk running."""
        return (NavKey("yes", self.ui.say("staff.yes")), NavKey("no", self.ui.say("staff.no"), go=True))

    def press(self, key: str) -> None:
        """Which one."""
        self.acted.emit(key, "")


def _about(ui: Ui, kiosk_name: str, health: Health, now: datetime) -> str:
    minutes = max(0, int((now - health.began).total_seconds())) // 60
    return ui.say(
        "staff.about",
        kiosk=kiosk_name,
        version=health.version,
        hours=minutes // 60,
        minutes=minutes % 60,
    )


def _lines(ui: Ui, health: Health | None) -> Sequence[str]:
    """What wants somebody, each for itself; then all the rest in one line."""
    if health is None:
        return (ui.say("staff.not_looked"),)
    names = {each.part: ui.say(f"health.part_{each.part}") for each in health.parts}
    wanting = [each for each in health.parts if each.state is not State.OK]
    well = [names[each.part] for each in health.parts if each.state is State.OK]
    told = [ui.say("staff.part", part=names[each.part], told=ui.tell(each.told)) for each in wanting]
    between = "、" if ui.locale in ("zh_CN", "ja") else ", "
    return (*told, ui.say("staff.in_order", parts=between.join(well)))
