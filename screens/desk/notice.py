"""What the desk has to say beside the calls: a trouble, a call for the leader, what just happened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kiosk.words import Words
from screens.desk.look import Picture, label
from screens.desk.session import DeskSession
from screens.desk.wording import Wording
from screens.icons import Icons
from screens.theme import Palette


class Notice(QFrame):
    """Hidden while there is nothing to say. text: what it says."""

    def __init__(self, words: Words, wording: Wording, icons: Icons, palette: Palette) -> None:
        super().__init__()
        self._words, self._wording = words, wording
        self.setProperty("part", "message")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label("", "bold", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 18, 8)
        row.setSpacing(14)
        row.addWidget(Picture(icons, "info", 32, palette.ink))
        row.addWidget(self.text, 1)

    def show_session(self, session: DeskSession) -> None:
        """Say how things stand now."""
        say, notice = self._words.say, session.notice
        lines = [say("desk.trouble")] if session.trouble else []
        for call in session.for_leader:
            # What a quiet call is about stands with the call alone.
            lines.append(say("desk.for_leader", where=self._wording.text(call).where))
        if notice is not None:
            lines.append(say(notice.id, **notice.params))
        self.text.setText("\n".join(lines))
        self.setVisible(bool(lines))
