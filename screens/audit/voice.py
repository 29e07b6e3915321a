"""The voice says what stands there, all of it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from screens.audit.measure import Measure
from screens.audit.page import Page, Seen, bare, box_of, words_of
from screens.steps.reading import ReviewLine
from screens.visit.attract import AttractScreen
from screens.visit.home import AskScreen
from screens.visit.staff import StaffScreen, StaffSureScreen
from screens.widgets.field import Field
from screens.widgets.key import Key, PadKey
from screens.widgets.label import Label
from screens.widgets.understood import Understood

SILENT = (StaffScreen, StaffSureScreen)
PRIVATE = (ReviewLine, Field, Understood)
"""What a resident entered is spoken by earphones alone, if at all."""


def measure(page: Page) -> Iterator[Measure]:
    """What is shown is said; what is said is shown. A page for staff alone says nothing."""
    if isinstance(page.screen, SILENT):
        yield Measure("voice-same", len(page.screen.spoken()), 0, "a page for staff")
        return
    said = "".join(bare(s.text) for s in page.screen.spoken())
    for seen in _to_say(page):
        words = bare(words_of(seen.widget) or "")
        if words:
            lost = int(not _said(seen, said))
            yield Measure("voice", lost, 0, seen.name, (box_of(seen.box),) if lost else ())
    shown = "".join(bare("".join(t.words for t in s.drawn.texts)) for s in page.seen)
    private = [s for s in page.screen.spoken() if s.private]
    for spoken in page.screen.spoken():
        if spoken not in private and bare(spoken.text):
            yield Measure("voice-same", int(bare(spoken.text) not in shown), 0, spoken.text[:40])


def _said(seen: Seen, said: str) -> bool:
    """The words, and the line below them, need not be one sentence."""
    sub = getattr(seen.widget, "sub", "") or ""
    words = words_of(seen.widget) or ""
    return all(bare(part) in said for part in (words.removesuffix(sub), sub))


def _to_say(page: Page) -> Iterator[Seen]:
    """Title, help, lines, and whatever can be chosen."""
    screen = page.screen
    answers: list[QWidget] = list(screen.items)
    if isinstance(screen, AskScreen):
        answers += page.frame.nav_keys.values()
    for seen in page.seen:
        widget = seen.widget
        if _private(widget, screen):
            continue
        chosen = widget in answers or (isinstance(screen, AttractScreen) and page.within(seen))
        if isinstance(widget, Label) or (
            chosen and isinstance(widget, Key) and not isinstance(widget, PadKey)
        ):
            yield seen


def _private(widget: QWidget, screen: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None and at is not screen:
        if isinstance(at, PRIVATE):
            return True
        at = at.parentWidget()
    return False
