"""Laying out every screen in every look and measuring it, by several processes at once."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from kiosk.words import Words
from kiosk.writing.aids import WritingAids
from screens.audit.asked import AskedTheme
from screens.audit.examine import Examiner
from screens.audit.looks import Pair, all_pairs, covering_pairs, seated
from screens.audit.measure import Box, Measure, Tally
from screens.audit.page import Page, box_of
from screens.audit.pictures import Album
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.shell.bar import show_on
from screens.shell.frame import Frame
from screens.tour.pictures import MOST_PAGES, Looks, without_display
from screens.tour.run import TourParts, shots
from screens.tour.shots import Shot
from screens.ui import Ui


@dataclass
class Result:
    """What a part of the audit found. bars: where the call button stood in each look, and on which screen."""

    tally: Tally = field(default_factory=Tally)
    bars: dict[str, dict[Box, str]] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Take in another part."""
        self.tally.add(other.tally)
        self.pictures += other.pictures
        for look, places in other.bars.items():
            self.bars.setdefault(look, {}).update(
                {box: shot for box, shot in places.items() if box not in self.bars.get(look, {})}
            )

    def close(self) -> None:
        """The call button, over all screens of a look."""
        for look, places in self.bars.items():
            boxes = tuple(places)
            shot = list(places.values())[-1]
            self.tally.take([Measure("call-button", len(boxes), 1, "", boxes)], shot, look, 0)


class Auditor:
    """Builds screens in a frame and measures all their pages."""

    def __init__(self, parts: TourParts, words: dict[str, Words], aids: WritingAids, album: Album) -> None:
        self._parts, self._words, self._aids, self._album = parts, words, aids, album
        self._icons = Icons(parts.icons)
        self._examiner = Examiner()
        self.result = Result()

    def frame(self, shot: Shot, looks: Looks) -> Frame:
        """The shot in its frame, as the kiosk shows it."""
        theme = AskedTheme(looks.panel, looks.size, looks.high_contrast, looks.sitting, looks.locale)
        ui = Ui(
            theme, self._words[looks.locale], looks.locale, self._icons, lambda: self._parts.today, self._aids
        )
        frame = Frame(ui)
        frame.resize(looks.panel.width, looks.panel.height)
        show_on(frame.guide, ui, shot.telling, self._parts.hall.staffed_window.in_(looks.locale))
        frame.show_screen(shot.build(ui), plain=shot.plain)
        frame.show()
        shot.act(frame)
        return frame

    def audit(self, shot: Shot, pair: Pair) -> None:
        """All pages, on paper and in the second theme; for who sits too, where that is another look."""
        pages, asked = self._pair(shot, pair)
        sits = seated(pair)
        if sits is not None and asked:
            self._pair(shot, sits)
        elif sits is not None:
            self.result.tally.alike += pages

    def _pair(self, shot: Shot, pair: Pair) -> tuple[int, bool]:
        """Returns the number of pages, and whether anything on them asked who sits."""
        paper, second = pair
        before = self.result.tally.pages
        frame = self.frame(shot, paper)
        pages = []
        for at in _pages(frame):
            page = self._examiner.page(frame)
            pages.append(page)
            self._note(page, self._examiner.measure(page), shot, paper, at)
        frames = [frame]
        if second is not None:
            frames.append(self.frame(shot, second))
            for at in _pages(frames[-1]):
                known = pages[min(at, len(pages) - 1)]
                page, measures = self._examiner.in_other_theme(frames[-1], known)
                self._note(page, measures, shot, second, at)
        asked = any(isinstance(each.ui.theme, AskedTheme) and each.ui.theme.asked for each in frames)
        for each in frames:
            each.hide()
            each.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        # What the window system had to say of them would be looked through again at every later page.
        QCoreApplication.processEvents()
        return self.result.tally.pages - before, asked

    def _note(self, page: Page, measures: Iterable[Measure], shot: Shot, looks: Looks, at: int) -> None:
        name = f"{shot.group}-{shot.name}"
        tally = self.result.tally
        tally.pages += 1
        failed = tally.take(measures, name, looks.name, at)
        self.result.bars.setdefault(looks.name, {}).setdefault(box_of(page.frame.guide.geometry()), name)
        picture = self._album.mark(page, failed, name, looks, at)
        if picture:
            tally.give_picture(name, looks.name, at, picture)
        self.result.pictures += self._album.keep(page, name, looks, at)


def _pages(frame: Frame) -> Iterable[int]:
    screen = frame.screen_shown
    assert screen is not None
    screen.turn(-screen.page_count)
    for at in range(min(screen.page_count, MOST_PAGES)):
        if at:
            screen.turn(1)
        yield at


@dataclass(frozen=True)
class Plan:
    """What is laid out. shares: how many processes share it, each by every so manieth screen and look."""

    parts: TourParts
    covering: bool = False
    out: Path | None = None
    looks: tuple[Pair, ...] = ()

    def pairs(self) -> Sequence[Pair]:
        """The looks."""
        if self.looks:
            return self.looks
        return (covering_pairs if self.covering else all_pairs)(self.parts.locales)

    def work(self, found: Sequence[Shot]) -> list[tuple[Shot, Pair]]:
        """Every screen in every look; covering: each screen in one look of each locale, the looks in turn."""
        pairs = self.pairs()
        if not self.covering:
            return [(shot, pair) for pair in pairs for shot in found]
        by_locale = [[p for p in pairs if p[0].locale == locale] for locale in self.parts.locales]
        return [(shot, some[k % len(some)]) for k, shot in enumerate(found) for some in by_locale if some]


def audit_some(plan: Plan, share: int, of: int) -> Result:
    """One process's share."""
    without_display()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    parts = plan.parts
    load_fonts(parts.fonts)
    auditor = Auditor(parts, parts.load_words(), parts.load_aids(), Album(plan.out))
    gc.freeze()  # tables and services stay: they need not be looked through again and again
    for at, (shot, pair) in enumerate(plan.work(shots(parts))):
        if at % of == share:
            auditor.audit(shot, pair)
    del app
    return auditor.result


def audit(
    plan: Plan, processes: int | None = None, note: Callable[[Result], None] = lambda _r: None
) -> Result:
    """All of it."""
    without_display()
    count = processes or max(1, os.cpu_count() or 1)
    result = Result()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for future in [pool.submit(audit_some, plan, k, count) for k in range(count)]:
            result.add(future.result())
    result.close()
    note(result)
    return result
