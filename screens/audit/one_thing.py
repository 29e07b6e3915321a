"""One thing a screen: one title, one question, one help; on a step, how far one has come."""

from __future__ import annotations

from collections.abc import Iterator

from screens.audit.measure import Measure
from screens.audit.page import Page, box_of
from screens.steps.step import StepScreen
from screens.theme import Role
from screens.visit.attract import AttractScreen
from screens.widgets.label import Label, Progress


def measure(page: Page) -> Iterator[Measure]:
    """How many too many, or too few."""
    screen = page.screen
    labels = [s for s in page.of_kind(Label) if page.within(s) and isinstance(s.widget, Label)]
    questions = [s for s in labels if s.widget.text.rstrip().endswith(("？", "?"))]  # type: ignore[attr-defined]
    boxes = tuple(box_of(s.box) for s in questions)
    yield Measure("one-thing", max(0, len(questions) - 1), 0, "questions", boxes)
    if isinstance(screen, AttractScreen):
        return
    em = page.theme.em(Role.TITLE)
    titles = [s for s in labels if s.widget is screen.title]
    others = [
        s
        for s in labels
        if s.widget is not screen.title
        and s.widget not in screen.items
        and any(t.px >= em for t in s.drawn.texts)
    ]
    boxes = tuple(box_of(s.box) for s in (*titles, *others))
    yield Measure("one-thing", abs(len(titles) - 1) + len(others), 0, "titles", boxes)
    if isinstance(screen, StepScreen) and screen.shows_progress and page.screen.page == 0:
        shown = len(list(page.of_kind(Progress)))
        yield Measure("one-thing", abs(shown - 1), 0, "progress")
