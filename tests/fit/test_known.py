"""What is looked up instead of being laid out or drawn again: it is what would come of doing so."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.flow.laid_out import Stand
from kiosk.flow.load import Release
from screens.audit import words
from screens.audit.asked import AskedTheme
from screens.audit.page import DrawnBefore, Studio
from screens.fit import run
from screens.fit.run import FitParts, every_look, lay_out
from screens.fit.scenes import scenes
from screens.layout import text
from screens.layout.text import Laid, known_once, lay, widest_piece, widest_word, width_of
from screens.theme import Role, Size, Theme
from screens.ui import Ui
from screens.widgets.label import Label
from tests.fit.conftest import Data, Written
from tests.fit.test_looks import framed
from tests.fit.test_planted import PLANTED, plant

SAID = "Please bring your identity card, and the card of whoever came with you. Both are needed."


def told(laid: Laid) -> tuple[object, ...]:
    lines = [laid.layout.lineAt(k) for k in range(laid.layout.lineCount())]
    places = [(line.textStart(), line.textLength(), line.position().toTuple()) for line in lines]
    return laid.width, laid.height, laid.lines, laid.cut, laid.indent, laid.layout.text(), places


def every_way(font: QFont, other: QFont) -> list[object]:
    return [
        (
            told(lay(SAID, each, width, align, balanced=balanced)),
            width_of(SAID, each),
            widest_piece(SAID, each),
        )
        for each in (font, other)
        for width in (300.0, 420.0)
        for align in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter)
        for balanced in (False, True)
    ]


def test_a_text_known_is_the_text_laid_out(qapp: QApplication) -> None:
    theme = Theme()
    fonts = theme.font(Role.BODY), theme.font(Role.BODY, bold=True)
    anew = every_way(*fonts)
    with known_once():
        assert every_way(*fonts) == anew
        assert every_way(*fonts) == anew
        assert lay(SAID, fonts[0], 300.0) is lay(SAID, fonts[0], 300.0)
        assert width_of("Both", fonts[0]) != widest_word("Both needed", fonts[0])


def test_nothing_is_kept_of_it_afterwards_or_on_a_kiosk(qapp: QApplication) -> None:
    font = Theme().font(Role.BODY)
    with known_once():
        lay(SAID, font, 300.0)
    assert text._known is None
    assert lay(SAID, font, 300.0) is not lay(SAID, font, 300.0)


def test_what_is_known_of_other_pages_is_what_is_drawn(
    parts: FitParts, everything: Data, written: Written
) -> None:
    release: Release = written(everything)
    found, _ = scenes(release, parts.hall, parts.today)
    studio = Studio()
    known: DrawnBefore = {}
    sitting = [look for look in every_look(("en",), parts.panels) if look.size is Size.LARGEST][:2]
    assert [look.sitting for look in sitting] == [False, True]
    taken = looked_up = 0
    for look in sitting:
        for scene in found:
            frame = framed(parts, scene, look)
            before = len(known)
            page = studio.sketch(frame, known)
            looked_up += len(page.seen) - (len(known) - before)
            for seen, fresh in zip(page.seen, studio.sketch(frame, {}).seen, strict=True):
                assert seen.box == fresh.box
                assert seen.drawn == fresh.drawn
                taken += 1
            frame.close()
            frame.deleteLater()
    assert looked_up > taken / 2


def test_what_was_whole_elsewhere_may_be_cut_off_by_what_holds_it(
    parts: FitParts, everything: Data, written: Written
) -> None:
    release = written(everything)
    found, _ = scenes(release, parts.hall, parts.today)
    look = next(iter(every_look(("en",), parts.panels)))
    frame = framed(parts, found[0], look)
    screen = frame.screen_shown
    assert screen is not None
    holder = QWidget(screen)
    Label(frame.ui, SAID, parent=holder).setGeometry(0, 0, 600, 400)
    holder.setGeometry(100, 100, 600, 400)
    holder.show()
    studio = Studio()
    known: DrawnBefore = {}
    for wide, cut in ((600, False), (200, True)):
        holder.resize(wide, 400)
        page = studio.sketch(frame, known)
        its_own = [seen for seen in page.seen if seen.widget.parentWidget() is holder]
        assert [seen in page.held for seen in its_own] == [cut]
        assert any(m.failed and m.check == "cut" for m in words.measure(page)) is cut
    frame.close()
    frame.deleteLater()


def test_each_language_stands_in_its_own_letters(
    parts: FitParts, everything: Data, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()

    def bar_shown(_bar: object, ui: Ui, *_more: Any) -> None:
        seen.add(ui.theme.locale)

    monkeypatch.setattr(run, "show_on", bar_shown)
    monkeypatch.setattr(run, "scenes", lambda *_: ([], 0))
    lay_out(replace(parts, locales=("zh_CN", "en")), written(everything))
    assert seen == {"zh_CN", "en"}


def test_who_sits_down_is_shown_what_is_made_for_who_sits(
    parts: FitParts, everything: Data, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = copy.deepcopy(everything)
    for _, where, locale, said in PLANTED:
        plant(data, where, locale, said)
    release = written(data)
    only = replace(parts, locales=("en",))
    placed = lay_out(only, release)
    monkeypatch.setattr(AskedTheme, "asked", property(lambda _: True))  # so that all is made once more
    made = lay_out(only, release)
    upright = Stand.UPRIGHT, Stand.UPRIGHT_SITTING
    found = [{m for m in laid.misfits if m.stand in upright} for laid in (placed, made)]
    assert found[0] == found[1]
    assert {m.stand for m in found[0]} == set(upright)
    assert made.screens > placed.screens
