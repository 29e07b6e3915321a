"""Laying out all screens of a service in every look, a share of them in each process."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.flow.laid_out import LaidOut, Misfit, Rule, Stand
from kiosk.flow.load import Release
from kiosk.flow.source import Where
from kiosk.words import Words as Spoken
from kiosk.writing.aids import WritingAids
from screens.audit import touch, words
from screens.audit.asked import AskedTheme
from screens.audit.looks import SECOND_ON
from screens.audit.measure import Measure
from screens.audit.page import Drawing, DrawnBefore, Glanced, Page, Studio, words_of
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
    """One service: see :func:`lay_out_all`."""
    return lay_out_all(parts, (release,), share, of)[0]


def lay_out_all(
    parts: FitParts, releases: Sequence[Release], share: int = 0, of: int = 1
) -> tuple[LaidOut, ...]:
    """This share of each service's screens, by every so manieth of them; look by look for all of them.

    In each look it is the turn of others: neighbours in a service are often alike and take alike long. Raises
    ValueError for a flow of which no step applies.
    """
    without_display()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts(parts.fonts)
    fitters = [_Fitter(parts, release, share, of) for release in releases]
    looks = list(every_look(parts.locales, parts.panels))
    for turn, look in enumerate(look for look in looks if not look.sitting):
        drawn: DrawnBefore = {}
        with known_once():
            for fitter in fitters:
                fitter.look(look, turn, drawn)
        drawn.clear()
        gc.collect()
    del app
    return tuple(fitter.laid_out(len(looks)) for fitter in fitters)


class _Panel(Frame):
    """Nobody goes from key to key here; somebody may sit down."""

    def _order(self) -> None:
        pass

    def seat(self, theme: AskedTheme, sits: bool) -> None:
        """Everything takes the place it has for who sits, or for who stands."""
        theme.seat(sits)
        self._place()
        self._nav()


class _Fitter:
    """One service."""

    def __init__(self, parts: FitParts, release: Release, share: int, of: int) -> None:
        self._parts = parts
        found, self._left_out = scenes(release, parts.hall, parts.today)
        self._found, self._share, self._of = found, share, of
        self._icons = Icons(parts.icons)
        self._words = {locale: Words(release.flow, locale) for locale in parts.locales}
        self._studio = Studio()
        self._drawn: DrawnBefore = {}
        self._measured: set[object] = set()
        self._read: set[Drawing] = set()
        self._misfits: dict[Misfit, None] = {}
        self._shown: set[Where] = set()
        self._laid = self._pages_laid = 0

    def laid_out(self, looks: int) -> LaidOut:
        """What came of it."""
        return LaidOut(
            misfits=tuple(self._misfits),
            looks=looks,
            screens=self._laid,
            pages=self._pages_laid,
            shown=frozenset(self._shown),
            left_out=self._left_out,
        )

    def look(self, look: Looks, turn: int, drawn: DrawnBefore) -> None:
        """Its share of the screens, one after the other in one frame, as a kiosk shows them.

        drawn: what was drawn in this look before; added to.
        """
        self._measured.clear()
        self._read.clear()
        self._drawn = drawn
        theme = AskedTheme(look.panel, look.size, look.high_contrast, False, look.locale)
        frame = self._frame(theme, look)
        for scene in self._found[(self._share + turn) % self._of :: self._of]:
            self._scene(frame, theme, scene, look)
        frame.hide()
        frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()

    def _frame(self, theme: Theme, look: Looks) -> _Panel:
        parts = self._parts
        said = parts.words[look.locale]
        ui = Ui(theme, said, look.locale, self._icons, lambda: parts.today, parts.aids)
        frame = _Panel(ui)
        frame.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # nothing is painted but what is asked
        frame.resize(look.panel.width, look.panel.height)
        show_on(frame.guide, ui, Telling(guide_present=True), parts.hall.staffed_window.in_(look.locale))
        return frame

    def _scene(self, frame: _Panel, theme: AskedTheme, scene: Scene, look: Looks) -> None:
        """The screen for who stands. On a wide panel it is as a rule the same for who sits.

        Elsewhere it is only placed anew, unless it is made otherwise.
        """
        sitting = replace(look, sitting=True)
        theme.forget()
        screen = scene.build(frame.ui)
        only_placed = not theme.asked and not look.panel.landscape
        last = scene.acts[-1] if scene.acts else None
        frame.show_screen(screen)
        frame.show()
        for act in (None, *scene.acts):
            if act is not None:
                act(frame)
            self._pages(frame, scene, look)
            if only_placed:
                frame.seat(theme, True)
                self._pages(frame, scene, sitting)
                if act is not last:
                    frame.seat(theme, False)
        theme.seat(False)
        if not only_placed and theme.asked:
            theme.seat(True)
            frame.show_screen(scene.build(frame.ui))
            for act in (None, *scene.acts):
                if act is not None:
                    act(frame)
                self._pages(frame, scene, sitting)
            theme.seat(False)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _pages(self, frame: Frame, scene: Scene, look: Looks) -> None:
        screen = frame.screen_shown
        assert screen is not None
        self._laid += 1
        count = screen.page_count
        if count > MOST_PAGES:
            self._misfit(self._words[look.locale].longest(scene.where), look, Rule.PAGES)
        if 1 < count <= MOST_PAGES and screen.last_page:
            by = -1  # as it was turned to for who stands
        else:
            by = 1
            screen.turn(-count)
        for at in range(min(count, MOST_PAGES)):
            if at:
                screen.turn(by)
            self._pages_laid += 1
            glanced = self._studio.glance(frame, self._drawn)
            if _stands(glanced) not in self._measured:
                page = self._studio.sketch(frame, self._drawn, glanced)
                self._measured.add(_stands_now(page))
                self._page(page, scene, look)

    def _page(self, page: Page, scene: Scene, look: Looks) -> None:
        own = self._words[look.locale]
        for seen in page.seen:
            if seen.drawing not in self._read:
                self._read.add(seen.drawing)
                self._shown.update(own.on(seen))
        failed = [m for m in (*words.measure(page), *touch.measure(page)) if m.failed]
        if failed:
            for each in page.noted:  # where they are seen again they are to be found again
                del self._drawn[each]
            rules = sorted((_rule(m) for m in failed), key=WORST_FIRST.index)
            worst = [m for m in failed if _rule(m) is rules[0]]
            self._misfit(to_blame(page, worst, own, scene.where), look, rules[0])

    def _misfit(self, where: Where, look: Looks, rule: Rule) -> None:
        upright, wide = (
            (Stand.UPRIGHT_SITTING, Stand.WIDE_SITTING) if look.sitting else (Stand.UPRIGHT, Stand.WIDE)
        )
        stand = wide if look.panel.landscape else upright
        misfit = Misfit(where=where, locale=look.locale, size=look.size.value, stand=stand, rule=rule)
        self._misfits[misfit] = None


def _stands(glanced: Sequence[Glanced]) -> object:
    """Two pages of a look where all stands alike and looks alike are the same page."""
    return tuple(
        [
            (at.x(), at.y(), before if before is not None else _looks_like(widget))
            for widget, at, _, before in glanced
        ]
    )


def _stands_now(page: Page) -> object:
    """The same of a page of which all that can be known is known by now."""
    return tuple([(*s.at[:2], s.drawing if s.drawing.kept else _looks_like(s.widget)) for s in page.seen])


def _looks_like(widget: QWidget) -> object:
    return type(widget).__name__, widget.width(), widget.height(), words_of(widget), widget.isEnabled()


def _rule(measure: Measure) -> Rule:
    return RULES.get(measure.check, Rule.CROWDED)
