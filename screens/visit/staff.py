"""The page for staff behind the greeting: how each part does, and what can be done with the kiosk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from kiosk.health.state import WORST_FIRST, Health, Part, PartHealth, State
from screens.layout.text import SENTENCE
from screens.screen import NavKey, Screen, Spoken
from screens.theme import Role, Size, Theme
from screens.ui import Ui
from screens.visit.home import AskScreen
from screens.widgets.key import Key
from screens.widgets.label import Card, Label

DONE_HERE = {"restart": "restart", "end": "close"}
"""What can be done, with its pictogram."""
IN_DAYS = timedelta(days=2)
"""From then on hours and minutes tell nobody how long it is."""
AT_ONCE = 4
"""Names of parts in a card, where a page is low."""


class StaffScreen(Screen):
    """acted: "restart", "end", "looked" (at how the database was put back), or "close" for back to residents.
    It is silent: it is no resident's.

    health: None before the first look.
    """

    def __init__(
        self, ui: Ui, kiosk_name: str, health: Health | None, now: datetime, parent: QWidget | None = None
    ) -> None:
        about = "" if health is None else _about(ui, kiosk_name, health, now)
        super().__init__(ui, ui.say("staff.title"), about, parent)
        self.health = health
        _silence(self)
        for what in DONE_HERE:  # first: they are on the first page however much is amiss
            self._add_key(what)
        if health is None:
            self.add(Label(ui, ui.say("staff.not_looked"), Role.BODY, balanced=True))
        else:
            for part in sorted(health.parts, key=lambda each: WORST_FIRST.index(each.state)):
                if part.state is not State.OK:
                    self._add_amiss(part)
            for card in _in_order(ui, health.parts):
                self.add(card)

    def _add_amiss(self, part: PartHealth) -> None:
        """What wants somebody; that the database was put back is told until somebody has looked at it."""
        ui = self.ui
        state = ui.say(f"staff.state_{part.state}")
        heading = ui.say("staff.part", part=ui.say(f"health.part_{part.part}"), told=state)
        for card in _told(ui, heading, ui.tell(part.told)):
            self.add(card)
        if part.part is Part.RECOVERY:
            self._add_key("looked")

    def _add_key(self, what: str) -> None:
        key = Key(self.ui, self.ui.say(f"staff.{what}"), role=Role.CHOICE)
        key.clicked.connect(lambda _c=False: self.acted.emit(what, ""))
        self.add(key)

    def spoken(self) -> tuple[Spoken, ...]:
        """Nothing."""
        return ()

    def nav(self) -> tuple[NavKey, ...]:
        """Back to residents."""
        return (NavKey("forward", self.ui.say("staff.back"), go=True),)

    def press(self, _key: str) -> None:
        """Back."""
        self.acted.emit("close", "")


class StaffSureScreen(AskScreen):
    """Whether it is really to be done; ``acted``: "yes" or "no". The strong key keeps the kiosk running."""

    def __init__(self, ui: Ui, what: str, parent: QWidget | None = None) -> None:
        yes, no = NavKey("yes", ui.say("staff.yes")), NavKey("no", ui.say("staff.no"), go=True)
        title, help_ = ui.say(f"staff.{what}"), ui.say(f"staff.{what}_sure")
        super().__init__(ui, title, help_, yes, no, icon=DONE_HERE[what], parent=parent)
        _silence(self)

    def spoken(self) -> tuple[Spoken, ...]:
        """Nothing."""
        return ()


def _silence(screen: Screen) -> None:
    """There is nothing to listen to."""
    if screen.listen is not None:
        screen._header_keys.remove(screen.listen)
        screen.listen.hide()


def _about(ui: Ui, kiosk_name: str, health: Health, now: datetime) -> str:
    runs = max(timedelta(0), now - health.began)
    hours, minutes = divmod(int(runs.total_seconds()) // 60, 60)
    if runs < IN_DAYS:
        return ui.say("staff.about", kiosk=kiosk_name, version=health.version, hours=hours, minutes=minutes)
    return ui.say(
        "staff.about_days", kiosk=kiosk_name, version=health.version, days=hours // 24, hours=hours % 24
    )


def _in_order(ui: Ui, parts: Sequence[PartHealth]) -> Iterator[Card]:
    """The names of all that is well."""
    well = [ui.say(f"health.part_{each.part}") for each in parts if each.state is State.OK]
    between = "、" if ui.locale in ("zh_CN", "ja") else ", "
    at_once = AT_ONCE if _is_low(ui.theme) else max(1, len(well))
    for first in range(0, len(well), at_once):
        listed = between.join(well[first : first + at_once])
        yield Card(ui, ui.say("staff.in_order"), (listed,), names=True)


def _told(ui: Ui, heading: str, told: str) -> Iterator[Card]:
    """What is the matter and what to do: in two where a page is low and the type large."""
    sentences = [each.strip() for each in SENTENCE.split(told) if each.strip()]
    first, *more = sentences if _is_low(ui.theme) else [told]
    yield Card(ui, heading, (first,))
    for each in more:
        yield Card(ui, "", (each,))


def _is_low(theme: Theme) -> bool:
    """Whether a page holds little more than a few lines."""
    return theme.size is Size.LARGEST and (theme.sitting or theme.panel.landscape)
