"""Where residents get stuck: a service as a path, with the calls and the give-ups at each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QVBoxLayout, QWidget

from kiosk.figures.book import Figures
from kiosk.words import Words
from screens.desk.charts import StepPath
from screens.desk.look import button, label
from screens.desk.parts import Titles
from screens.theme import Palette

SERVICES_A_ROW = 2

Steps = Mapping[str, Sequence[str]]
"""Of each service its steps, in their order."""


class ServicePaths(QWidget):
    """One service is shown: the one with most calls and give-ups, until another is chosen."""

    def __init__(self, words: Words, palette: Palette, titles: Titles, steps: Steps) -> None:
        super().__init__()
        self._words, self._titles, self._steps = words, titles, steps
        self._figures: Figures | None = None
        self.services: dict[str, QPushButton] = {}
        self.path = StepPath(palette, words.say("figures.path_calls"), words.say("figures.path_given_up"))
        self.unknown = label(words.say("figures.visits_at_the_kiosks"), "detail", wrap=True)
        self.unknown.hide()
        keys = QGridLayout()
        keys.setSpacing(10)
        group = QButtonGroup(self)
        for place, service in enumerate(steps):
            key = button(titles(service, None, words.locale)[0])
            key.setCheckable(True)
            key.clicked.connect(lambda _c=False: self._show_path())
            group.addButton(key)
            keys.addWidget(key, place // SERVICES_A_ROW, place % SERVICES_A_ROW)
            self.services[service] = key
        for place in range(SERVICES_A_ROW):
            keys.setColumnStretch(place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(keys)
        column.addWidget(self.unknown)
        column.addWidget(self.path)

    def show_figures(self, figures: Figures) -> None:
        """Show these."""
        self._figures = figures
        visits = figures.visits
        self.unknown.setVisible(visits is None)
        calls: Counter[str] = Counter()
        for each in figures.calls.by_step:
            if each.service is not None:
                calls[each.service] += each.calls
        ends = {} if visits is None else {each.service: each for each in visits.by_service}
        stuck = calls + Counter({service: each.given_up for service, each in ends.items()})
        say, locale = self._words.say, self._words.locale
        for service, key in self.services.items():
            title = self._titles(service, None, locale)[0]
            if service in ends:
                told = {"visits": ends[service].visits, "given_up": ends[service].given_up}
                key.setText(say("figures.service", title=title, calls=calls[service], **told))
            elif calls[service]:
                key.setText(say("desk.tab_waiting", title=title, count=calls[service]))
            else:
                key.setText(title)
        if self.services and not any(key.isChecked() for key in self.services.values()):
            self.services[max(self.services, key=lambda service: stuck[service])].setChecked(True)
        self._show_path()

    def _show_path(self) -> None:
        service = next((each for each, key in self.services.items() if key.isChecked()), None)
        figures = self._figures
        if figures is None or service is None:
            return
        calls = {each.step: each.calls for each in figures.calls.by_step if each.service == service}
        given_up: dict[str | None, int] = {}
        if figures.visits is not None:
            given_up = {e.step: e.given_up for e in figures.visits.by_step if e.service == service}
        steps = list(self._steps[service])
        # Steps of an older release stand at the end.
        steps += [step for step in {**calls, **given_up} if step is not None and step not in steps]
        locale = self._words.locale
        self.path.show_steps(
            [
                (self._titles(service, step, locale)[1], calls.get(step, 0), given_up.get(step, 0))
                for step in steps
            ]
        )
