"""A form of the studio with the condition that is changed in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from kiosk.flow.source import Where
from screens.desk.look import scrolling
from screens.studio.condition_form import ConditionForm
from screens.studio.form import Form, Studio


class Aside(QStackedWidget):
    """A form, and the condition of one of its parts while that is changed."""

    def __init__(self, studio: Studio, form: Form) -> None:
        super().__init__()
        self.form, self.condition = form, ConditionForm(studio)
        self.addWidget(scrolling(form))
        self.addWidget(scrolling(self.condition))
        form.condition_wanted.connect(self._open)
        self.condition.left.connect(lambda: self.setCurrentIndex(0))

    def _open(self, where: Where) -> None:
        self.condition.begin(where)
        self.setCurrentIndex(1)
