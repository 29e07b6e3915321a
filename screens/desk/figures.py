"""The leader's page: how quickly residents were reached, where they get stuck, who helped."""

from __future__ import annotations

from collections.abc import Callable
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
from kiosk.figures.questions import QuestionFigures
from kiosk.figures.spread import Spread
from kiosk.figures.table import csv_text, tables
from kiosk.figures.visits import VisitFigures
from kiosk.officers.officer import Role
from screens.desk.charts import HourBars
from screens.desk.figures_path import ServicePaths, Steps
from screens.desk.figures_pdf import write_pdf
from screens.desk.look import button, frame, label
from screens.desk.pages import Desk, DeskPage
from screens.desk.parts import Titles

DAYS = {"today": 1, "week": 7, "month": 30, "year": 365}
"""The periods to choose from, each up to today: days."""
GOAL_MEDIAN_S, GOAL_95_S = 60, 180
"""From the call to the officer beside the resident: what a station aims at."""
MOST_OFFICERS = 8
TILES = (
    *("arrival", "claim", "done", "calls"),
    *("priority", "solved", "satisfied", "stars"),
    *("visits", "handed_in", "given_up", "to_window"),
    *("questions", "answered"),
)
"""Four a row."""


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
        self._desk, self._book = desk, book
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
        for place, name in enumerate(TILES):
            grid.addWidget(self._tile(name), place // 4, place % 4)
            grid.setColumnStretch(place % 4, 1)
        self.hours = HourBars(desk.palette)
        self.stuck = ServicePaths(desk.words, desk.palette, titles, steps)
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
        column.addWidget(self.stuck)
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
        column.addStretch(1)
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
        told = say("figures.priority_told", share=share, helped=calls.priority_helped) if share else ""
        self._show("priority", str(calls.priority), told)
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
        self._show_visits(figures.visits)
        self._show_questions(figures.questions)
        self.stuck.show_figures(figures)
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

    def _show_visits(self, visits: VisitFigures | None) -> None:
        say = self._desk.words.say
        if visits is None:
            for name in ("visits", "handed_in", "given_up", "to_window"):
                self._show(name, "-", say("figures.visits_at_the_kiosks"))
            return
        self._show("visits", str(visits.visits), say("figures.only_told", told=visits.told))
        share = _percent(visits.handed_in_share)
        self._show("handed_in", str(visits.handed_in), say("figures.of_visits", share=share) if share else "")
        ways = say("figures.left_or_timed_out", left=visits.left, timed_out=visits.timed_out)
        self._show("given_up", _percent(visits.given_up_share) or "-", ways)
        self._show("to_window", str(visits.to_window), "")

    def _show_questions(self, questions: QuestionFigures | None) -> None:
        say = self._desk.words.say
        if questions is None:
            for name in ("questions", "answered"):
                self._show(name, "-", say("figures.visits_at_the_kiosks"))
            return
        told = say("figures.question_ends", answered=questions.answered, open=questions.open)
        self._show("questions", str(questions.asked), told)
        self._show_times("answered", questions.to_answer, "")

    def _show_officers(self, figures: Figures) -> None:
        while (item := self.officers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        say = self._desk.words.say
        head = (
            "figures.officer",
            "figures.helped_head",
            "figures.thanked_head",
            "figures.claim",
            "figures.arrival",
        )
        for place, id_ in enumerate(head):
            self.officers.addWidget(label(say(id_), "detail"), 0, place)
        for row, each in enumerate(figures.officers[:MOST_OFFICERS], 1):
            times = [
                "-" if spread.median_s is None else self._time(spread.median_s)
                for spread in (each.to_claim, each.to_arrival)
            ]
            for place, words in enumerate((each.officer, str(each.helped), str(each.thanked), *times)):
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
            for table in tables(self.figures):
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
