"""Two at one draft: the second is asked whose words stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from screens.desk.look import button, label
from screens.studio.form import Studio


class Newer(QFrame):
    """Somebody else saved the same draft: whose is to be kept?"""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._work, self._say = studio.work, studio.words.say
        self.setProperty("part", "message")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.told = label("", "bold", wrap=True)
        self.theirs, self.mine = button(""), button(studio.words.say("studio.keep_mine"))
        self.theirs.clicked.connect(studio.work.take_theirs)
        self.mine.clicked.connect(studio.work.keep_mine)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.addWidget(self.told, 1)
        row.addWidget(self.theirs)
        row.addWidget(self.mine)
        self.hide()

    def show_newer(self) -> None:
        """As it stands."""
        newer = self._work.newer
        self.setVisible(newer is not None)
        if newer is not None:
            self.told.setText(self._say("studio.newer", officer=newer.by))
            self.theirs.setText(self._say("studio.take_theirs", officer=newer.by))
            self.theirs.setAccessibleName(self.theirs.text())
