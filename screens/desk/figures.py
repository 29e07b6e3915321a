"""The leader's page: how quickly residents were reached, where they get stuck, who helped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.failure import StoreFailed
from kiosk.figures.book import Figures, FiguresBook
from kiosk.figures.period import Period
from kiosk.figures.spread import Spread
from kiosk.figures.table import csv_text, tables
from kiosk.officers.officer import Role
from screens.desk.charts import HourBars, StepPath
from screens.desk.figures_pdf import write_pdf
from screens.desk.look import button, frame, label
from screens.desk.pages import Desk, DeskPage
from screens.desk.parts import Titles

DAYS = {"today": 1, "week": 7, "month": 30, "year": 365}
"""The periods to choose from, each up to today: days."""
GOAL_MEDIAN_S, GOAL_95_S = 60, 180
"""From the call to the officer beside the resident: what a station aims at."""
MOST_OFFICERS = 8
SERVICES_A_ROW = 2

Steps = Mapping[str, Sequence[str]]
"""Of each service its steps, in their order."""


class FiguresPage(DeskPage):
    """folder: asks where the tables are to be written; None: nowhere."""

    title = "figures.title"
    roles = frozenset({Role.LEADER})

    def __init__(
        self,
        desk: Desk,
        book: FiguresBook,
        titles: Titles,
        steps: Steps,
        folder: Callable[[QWidget], Path | None] | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._book, self._titles, self._steps = desk, book, titles, steps
        self._folder = folder or _ask_for_folder
        self._days = DAYS["week"]
        self.figures: Figures | None = None
        say = desk.words.say
        self.periods: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(10)
        for name, days in DAYS.items():
            key = button(say(f"figures.{name}"))
            key.setCheckable(True)
            key.setChecked(days == self._days)
            key.clicked.connect(lambda _c=False, d=days: self.show_days(d))
            group.addButton(key)
            self.periods[name] = key
            top.addWidget(key)
        top.addStretch(1)
        self.csv = button(say("figures.csv"))
        self.csv.clicked.connect(self.write_csv)
        self.pdf = button(say("figures.pdf"))
        self.pdf.clicked.connect(self.write_pdf)
        top.addWidget(self.pdf)
        top.addWidget(self.csv)
        self.told = label("", "bold", wrap=True)
        self.told.hide()
        self.tiles: dict[str, tuple[QLabel, QLabel]] = {}
        grid = QGridLayout()
        grid.setSpacing(12)
        names = ("arrival", "claim", "done", "calls", "priority", "solved", "satisfied", "stars")
        for place, name in enumerate(names):
            grid.addWidget(self._tile(name), place // 4, place % 4)
            grid.setColumnStretch(place % 4, 1)
        self.hours = HourBars(desk.palette)
        self.services: dict[str, QPushButton] = {}
        self.path = StepPath(desk.palette)
        stuck = QGridLayout()
        stuck.setSpacing(10)
        services = QButtonGroup(self)
        for place, service in enumerate(steps):
            key = button(titles(service, None, desk.words.locale)[0])
            key.setCheckable(True)
            key.clicked.connect(lambda _c=False: self._show_path())
            services.addButton(key)
            stuck.addWidget(key, place // SERVICES_A_ROW, place % SERVICES_A_ROW)
            self.services[service] = key
        self.officers = QGridLayout()
        self.officers.setSpacing(8)
        self.sheet = QWidget()
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(grid)
        column.addWidget(label(say("figures.hours"), "head"))
        column.addWidget(self.hours)
        column.addWidget(label(say("figures.stuck"), "head"))
        column.addLayout(stuck)
        column.addWidget(self.path)
        column.addWidget(label(say("figures.officers"), "head"))
        column.addLayout(self.officers)
        made = QWidget()
        outer = QVBoxLayout(made)
        outer.setContentsMargins(24, 12, 24, 16)
        outer.setSpacing(14)
        outer.addLayout(top)
        outer.addWidget(self.told)
        outer.addWidget(self.sheet)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidget(made)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _tile(self, name: str) -> QFrame:
        box = frame("row")
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(0)
        value, more = label("-", "front_bold"), label("", "detail", wrap=True)
        column.addWidget(label(self._desk.words.say(f"figures.{name}"), "detail", wrap=True))
        column.addWidget(value)
        column.addWidget(more)
        self.tiles[name] = value, more
        return box

    # --- reading --------------------------------------------------------------------------------

    def come(self) -> None:
        """Read anew."""
        self._desk.session.do(self.read())

    def show_days(self, days: int) -> None:
        """Another period."""
        self._days = days
        self.come()

    async def read(self) -> None:
        """Ask for the figures, and show them."""
        today, days = self._desk.clock.today(), self._days
        period = Period(today - timedelta(days=days - 1), today)
        try:
            figures = await self._book.figures(period, self._desk.session.officer)
        except StoreFailed:
            self._tell("figures.not_read")
            return
        if days == self._days:
            self.told.hide()
            self.show_figures(figures)

    def forget(self) -> None:
        """Figures are for leaders."""
        self.figures = None

    def _tell(self, id_: str, **params: str) -> None:
        self.told.setText(self._desk.words.say(id_, **params))
        self.told.show()

    # --- showing --------------------------------------------------------------------------------

    def show_figures(self, figures: Figures) -> None:
        """Show these."""
        self.figures = figures
        say, calls, ratings = self._desk.words.say, figures.calls, figures.ratings
        self._show_times("arrival", calls.to_arrival, say("figures.goal", median=60, most=180))
        self._show_times("claim", calls.to_claim, "")
        self._show_times("done", calls.to_done, "")
        self._show("calls", str(calls.total), say("figures.open", open=calls.still_open))
        share = _percent(calls.priority_share)
        self._show("priority", str(calls.priority), say("figures.of_all", share=share) if share else "")
        ends = {"helped": calls.helped, "window": calls.to_window, "not_solved": calls.not_solved}
        solved = say("figures.outcomes", **ends)
        self._show("solved", _percent(calls.solved_share) or "-", solved)
        if ratings is None:
            self._show("satisfied", "-", say("figures.at_the_kiosks"))
        else:
            rate = _percent(ratings.response_rate)
            told = say("figures.rated", count=ratings.ratings, rate=rate or "-")
            self._show("satisfied", _percent(ratings.satisfied_share) or "-", told)
        if figures.officers:
            best = figures.officers[0]
            self._show("stars", best.officer, say("figures.helped", count=best.helped))
        else:
            self._show("stars", "-", "")
        busy = "; ".join(f"{hour}: {count}" for hour, count in enumerate(calls.by_hour) if count)
        self.hours.show_hours(calls.by_hour, f"{say('figures.hours')}. {busy}")
        self._show_services(figures)
        self._show_officers(figures)

    def _show(self, name: str, value: str, more: str) -> None:
        shown, below = self.tiles[name]
        shown.setText(value)
        below.setText(more)
        below.setVisible(bool(more))

    def _show_times(self, name: str, spread: Spread, goal: str) -> None:
        say = self._desk.words.say
        if spread.median_s is None or spread.p90_s is None or spread.p95_s is None:
            self._show(name, "-", goal)
            return
        if goal:
            more = say("figures.p95", time=self._time(spread.p95_s)) + " " + goal
        else:
            more = say("figures.p90", time=self._time(spread.p90_s))
        self._show(name, self._time(spread.median_s), more)

    def _time(self, seconds: float) -> str:
        whole = round(seconds)
        if whole < 120:
            return self._desk.words.say("figures.seconds", seconds=whole)
        return self._desk.words.say("figures.minutes", minutes=round(whole / 60))

    def _show_services(self, figures: Figures) -> None:
        """With how many calls each; the one with the most is shown until another is chosen."""
        counted: Counter[str] = Counter()
        for each in figures.calls.by_step:
            if each.service is not None:
                counted[each.service] += each.calls
        say, locale = self._desk.words.say, self._desk.words.locale
        for service, key in self.services.items():
            title, count = self._titles(service, None, locale)[0], counted[service]
            key.setText(say("desk.tab_waiting", title=title, count=count) if count else title)
        if self.services and not any(key.isChecked() for key in self.services.values()):
            self.services[max(self.services, key=lambda service: counted[service])].setChecked(True)
        self._show_path()

    def _show_path(self) -> None:
        service = next((each for each, key in self.services.items() if key.isChecked()), None)
        if self.figures is None or service is None:
            return
        calls = {each.step: each.calls for each in self.figures.calls.by_step if each.service == service}
        steps = self._steps[service]
        # Steps of an older release stand at the end.
        steps = [*steps, *(step for step in calls if step is not None and step not in steps)]
        locale = self._desk.words.locale
        shown = [(self._titles(service, step, locale)[1], calls.get(step, 0)) for step in steps]
        self.path.show_steps(shown, "; ".join(f"{name}: {count}" for name, count in shown if count))

    def _show_officers(self, figures: Figures) -> None:
        while (item := self.officers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        say = self._desk.words.say
        head = ("figures.officer", "figures.helped_head", "figures.claim", "figures.arrival")
        for place, id_ in enumerate(head):
            self.officers.addWidget(label(say(id_), "detail"), 0, place)
        for row, each in enumerate(figures.officers[:MOST_OFFICERS], 1):
            times = [
                "-" if spread.median_s is None else self._time(spread.median_s)
                for spread in (each.to_claim, each.to_arrival)
            ]
            for place, words in enumerate((each.officer, str(each.helped), *times)):
                self.officers.addWidget(label(words, "bold"), row, place)

    # --- taking along ---------------------------------------------------------------------------

    def write_pdf(self) -> None:
        """The whole page on one sheet, named by its days."""
        if self.figures is None or (folder := self._folder(self)) is None:
            return
        period, say = self.figures.period, self._desk.words.say
        heading = say("figures.heading", first=str(period.first), last=str(period.last))
        path = folder / f"figures_{period.first}_{period.last}.pdf"
        try:
            write_pdf(self.sheet, heading, path)
        except OSError as error:
            self._tell("figures.not_written", why=error.strerror or type(error).__name__)
            return
        self._tell("figures.written", folder=str(path))

    def write_csv(self) -> None:
        """One file a table, for a spreadsheet."""
        if self.figures is None or (folder := self._folder(self)) is None:
            return
        try:
            for table in tables(self.figures.period, self.figures.calls, self.figures.ratings):
                path = folder / f"{table.name}.csv"
                path.write_text(csv_text(table), encoding="utf-8-sig", newline="")
        except OSError as error:
            self._tell("figures.not_written", why=error.strerror or type(error).__name__)
            return
        self._tell("figures.written", folder=str(folder))


def _ask_for_folder(parent: QWidget) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent)
    return Path(chosen) if chosen else None


def _percent(share: float | None) -> str:
    return "" if share is None else f"{round(share * 100)}%"
