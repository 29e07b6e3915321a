"""Laying out all screens of a service in every look, a share of them in each process."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from kiosk.flow.laid_out import LaidOut, Misfit, Rule, Stand
from kiosk.flow.load import Release
from kiosk.flow.source import Where
from kiosk.words import Words as Spoken
from kiosk.writing.aids import WritingAids
from screens.audit import touch, words
from screens.audit.asked import AskedTheme
from screens.audit.looks import SECOND_ON
from screens.audit.measure import Measure
from screens.audit.page import DrawnBefore, Page, Studio, every_widget, words_of
from screens.fit.blame import Words, to_blame
from screens.fit.scenes import Scene, scenes
from screens.fonts import load_fonts
from screens.icons import Icons
from screens.layout.text import known_once
from screens.shell.bar import show_on
from screens.shell.calls import Telling
from screens.shell.frame import Frame
from screens.shell.parts import Hall
from screens.theme import Panel, Size, Theme
from screens.tour.pictures import MOST_PAGES, Looks, without_display
from screens.ui import Ui

RULES: Mapping[str, Rule] = MappingProxyType(
    {"cut": Rule.CUT, "overlap": Rule.OVERLAP, "outside": Rule.OUTSIDE, "line-length": Rule.LINES}
)
"""What the audit's measures are called here; whatever else it finds is :attr:`Rule.CROWDED`."""
WORST_FIRST = tuple(Rule)


@dataclass(frozen=True)
class FitParts:
    """What laying out needs. panel: the kiosk's own."""

    hall: Hall
    panel: Panel
    locales: tuple[str, ...]
    words: Mapping[str, Spoken]
    aids: WritingAids
    icons: Path
    fonts: Path
    today: date

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The audit's smallest, upright and wide, and the kiosk's own.

        On larger ones a millimetre has fewer pixels: what fits on these fits there too.
        """
        return tuple(dict.fromkeys((*SECOND_ON, self.panel)))


def every_look(locales: Sequence[str], panels: Sequence[Panel]) -> Iterator[Looks]:
    """In every size; who sits before an upright panel sees other places. The second theme moves nothing."""
    for locale in locales:
        for panel in panels:
            for size in Size:
                yield Looks(locale, size, panel=panel)
                if not panel.landscape:
                    yield Looks(locale, size, sitting=True, panel=panel)


def lay_out(parts: FitParts, release: Release, share: int = 0, of: int = 1) -> LaidOut:
    """This share of the service's screens, by every so manieth of them.

    Raises ValueError for a flow of which no step applies.
    """
    without_display()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts(parts.fonts)
    found, left_out = scenes(release, parts.hall, parts.today)
    fitter = _Fitter(parts, release)
    looks = list(every_look(parts.locales, parts.panels))
    for _, alike in groupby(looks, key=lambda look: (look.locale, look.panel, look.size)):
        fitter.looks(list(alike), found[share::of])
    del app
    return LaidOut(
        misfits=tuple(fitter.misfits),
        looks=len(looks),
        screens=fitter.screens,
        pages=fitter.pages,
        shown=frozenset(fitter.shown),
        left_out=left_out,
    )


class _Panel(Frame):
    """Nobody goes from key to key here."""

    def _order(self) -> None:
        pass


class _Fitter:
    def __init__(self, parts: FitParts, release: Release) -> None:
        self._parts = parts
        self._icons = Icons(parts.icons)
        self._words = {locale: Words(release.flow, locale) for locale in parts.locales}
        self._studio = Studio()
        self._measured: set[object] = set()
        self._drawn: DrawnBefore = {}
        self.misfits: dict[Misfit, None] = {}
        self.shown: set[Where] = set()
        self.screens = self.pages = 0

    def looks(self, looks: Sequence[Looks], found: Sequence[Scene]) -> None:
        """These screens in looks that differ but in where things stand."""
        self._drawn.clear()
        with known_once():
            for look in looks:
                self._look(look, found)

    def _look(self, look: Looks, found: Sequence[Scene]) -> None:
        """One after the other in one frame, as a kiosk shows them."""
        self._measured.clear()
        theme = AskedTheme(look.panel, look.size, look.high_contrast, look.sitting, look.locale)
        frame = self._frame(theme, look)
        sits: list[Scene] = []
        for scene in found:
            theme.forget()
            self._scene(frame, scene, look)
            if look.panel.landscape and not look.sitting and theme.asked:
                sits.append(scene)
        frame.hide()
        frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
        gc.collect()
        if sits:
            self._look(replace(look, sitting=True), sits)

    def _frame(self, theme: Theme, look: Looks) -> Frame:
        parts = self._parts
        said = parts.words[look.locale]
        ui = Ui(theme, said, look.locale, self._icons, lambda: parts.today, parts.aids)
        frame = _Panel(ui)
        frame.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # nothing is painted but what is asked
        frame.resize(look.panel.width, look.panel.height)
        show_on(frame.guide, ui, Telling(guide_present=True), parts.hall.staffed_window.in_(look.locale))
        return frame

    def _scene(self, frame: Frame, scene: Scene, look: Looks) -> None:
        frame.show_screen(scene.build(frame.ui))
        frame.show()
        self._pages(frame, scene, look)
        for act in scene.acts:
            act(frame)
            self._pages(frame, scene, look)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _pages(self, frame: Frame, scene: Scene, look: Looks) -> None:
        screen = frame.screen_shown
        assert screen is not None
        self.screens += 1
        screen.turn(-screen.page_count)
        if screen.page_count > MOST_PAGES:
            self._misfit(self._words[look.locale].longest(scene.where), look, Rule.PAGES)
        for at in range(min(screen.page_count, MOST_PAGES)):
            if at:
                screen.turn(1)
            self.pages += 1
            stands = _stands(frame)
            if stands not in self._measured:
                self._measured.add(stands)
                self._page(self._studio.sketch(frame, self._drawn), scene, look)

    def _page(self, page: Page, scene: Scene, look: Looks) -> None:
        own = self._words[look.locale]
        for seen in page.seen:
            self.shown.update(own.on(seen))
        failed = [m for m in (*words.measure(page), *touch.measure(page)) if m.failed]
        if failed:
            rules = sorted((_rule(m) for m in failed), key=WORST_FIRST.index)
            worst = [m for m in failed if _rule(m) is rules[0]]
            self._misfit(to_blame(page, worst, own, scene.where), look, rules[0])

    def _misfit(self, where: Where, look: Looks, rule: Rule) -> None:
        upright, wide = (
            (Stand.UPRIGHT_SITTING, Stand.WIDE_SITTING) if look.sitting else (Stand.UPRIGHT, Stand.WIDE)
        )
        stand = wide if look.panel.landscape else upright
        misfit = Misfit(where=where, locale=look.locale, size=look.size.value, stand=stand, rule=rule)
        self.misfits[misfit] = None


def _stands(frame: Frame) -> object:
    """Two pages of a look where all stands alike and bears the same words are the same page."""
    return tuple(
        (type(w).__name__, w.geometry().getRect(), words_of(w), w.isEnabled()) for w in every_widget(frame)
    )


def _rule(measure: Measure) -> Rule:
    return RULES.get(measure.check, Rule.CROWDED)
