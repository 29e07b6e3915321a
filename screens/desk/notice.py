"""What the desk has to say beside the calls: a trouble, a call for the leader, what just happened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kiosk.assist.wording import Wording
from kiosk.words import Words
from screens.desk.look import Picture, label
from screens.desk.roster_watch import RosterWatch
from screens.desk.session import DeskSession
from screens.icons import Icons
from screens.theme import Palette


class Notice(QFrame):
    """Hidden while there is nothing to say. text: what it says."""

    def __init__(
        self,
        words: Words,
        wording: Wording,
        icons: Icons,
        palette: Palette,
        roster: RosterWatch | None = None,
    ) -> None:
        super().__init__()
        self._words, self._wording, self._roster = words, wording, roster
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
            lines.append(self._for_leader(self._wording.text(call).where))
        if session.for_leader and self._roster is not None and self._roster.on_duty:
            lines.append(say("desk.roster_now", officers=say("desk.kiosk_and").join(self._roster.on_duty)))
        if notice is not None:
            lines.append(say(notice.id, **notice.params))
        self.text.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def _for_leader(self, where: str) -> str:
        """By number where the roster names somebody: the leader, or the deputy while the leader is away."""
        leader = "" if self._roster is None else self._roster.leader
        if not leader:
            return self._words.say("desk.for_leader", where=where)
        return self._words.say("desk.for_leader_named", leader=leader, where=where)
