"""One release among all: what it changed, since when residents meet it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from kiosk.clock import HALL_ZONE
from kiosk.studio.releases import Published
from screens.desk.days import written
from screens.desk.look import button, label
from screens.studio.form import Studio


class ReleaseRow(QFrame):
    """One release. state: live, scheduled, proposed or earlier."""

    def __init__(self, studio: Studio, one: Published, state: str, lines: list[str]) -> None:
        super().__init__()
        say = self._say = studio.words.say
        self.setProperty("part", "mine" if state == "live" else "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(say("studio.release_number", number=one.number), "bold")
        self.state = label(say(f"studio.release_state.{state}"), part="mark")
        self.lines = label("\n".join(lines), wrap=True)
        self.lines.hide()
        self.more = button(say("studio.release_more"))
        self.more.setVisible(bool(lines))
        self.compare = button(say("studio.release_compare"))
        self.compare.setVisible(state != "live")
        self.back = button(say("studio.release_back"))
        self.back.setVisible(state == "earlier")
        self.withdraw = button(say("studio.release_withdraw"))
        self.withdraw.setVisible(state in ("scheduled", "proposed"))
        self.approve = button(say("studio.release_approve"), "go")
        self.approve.setVisible(state == "proposed")
        keys: tuple[QPushButton, ...] = (self.more, self.compare, self.back, self.withdraw, self.approve)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.title)
        top.addWidget(self.state)
        top.addStretch(1)
        for key in keys:
            key.setAccessibleName(f"{key.text()} {self.title.text()}")
            top.addWidget(key)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 8)
        column.addLayout(top)
        column.addWidget(label(self._since(studio, one), "detail", wrap=True))
        column.addWidget(self.lines)
        self.more.clicked.connect(lambda: self.show_lines(lines))

    def show_lines(self, lines: list[str]) -> None:
        """What changed."""
        self.lines.setText("\n".join(lines))
        self.lines.show()

    def _since(self, studio: Studio, one: Published) -> str:
        say = self._say
        if one.published_at is None:
            return say("studio.release_shipped")
        here = one.published_at.astimezone(HALL_ZONE)
        day = written(here.date(), studio.words)
        words = say("studio.release_by", officer=one.author, day=day, time=f"{here:%H:%M}")
        if one.approved_by:
            words += say("studio.release_approved", officer=one.approved_by)
        if one.starts_on is not None:
            words += say("studio.release_from", day=written(one.starts_on, studio.words))
        return words
