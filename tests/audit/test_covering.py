"""Every screen at least once, and every two properties of a look together: nothing misses its floor."""

from __future__ import annotations

from itertools import combinations

import pytest

from screens.audit.asked import AskedTheme
from screens.audit.looks import PANELS, all_pairs, covering_pairs, covering_rows, seated
from screens.audit.table import where
from screens.theme import Panel, Size, Theme
from screens.tour.pictures import Looks

from .bench import PARTS, Bench, covering

SHARES = 12


@pytest.mark.parametrize("share", range(SHARES))
def test_every_screen_holds_to_the_numbers(bench: Bench, share: int) -> None:
    auditor = bench.new_auditor()
    for at, (shot, pair) in enumerate(covering().work(bench.shots)):
        if at % SHARES == share:
            auditor.audit(shot, pair)
    auditor.result.close()
    tally = auditor.result.tally
    assert tally.pages > 0
    found = [f for row in tally.rows.values() for f in row.found]
    assert [f"{f.measure.check} {f.measure.value:g}: {where(f)}" for f in found] == []


def test_each_screen_is_there_in_both_languages(bench: Bench) -> None:
    work = covering().work(bench.shots)
    for locale in PARTS.locales:
        names = [(shot.group, shot.name) for shot, pair in work if pair[0].locale == locale]
        assert names == [(shot.group, shot.name) for shot in bench.shots]


def test_every_two_properties_meet() -> None:
    values = (("a", "b"), (1, 2, 3), (True, False), PANELS)
    rows = covering_rows(values)
    for (i, one), (j, two) in combinations(enumerate(values), 2):
        met = {(row[i], row[j]) for row in rows}
        assert met == {(a, b) for a in range(len(one)) for b in range(len(two))}
    assert len(rows) <= 13


def test_the_whole_has_every_look_and_the_second_theme_on_the_usual_panels() -> None:
    pairs = all_pairs(PARTS.locales)
    pairs += [sits for sits in map(seated, pairs) if sits is not None]
    paper = {pair[0].name for pair in pairs}
    second = {pair[1].name for pair in pairs if pair[1] is not None}
    assert (len(paper), len(second)) == (2 * 3 * 2 * 4, 2 * 3 * 2 * 2)
    assert {pair[0].name for pair in covering_pairs(PARTS.locales)} < paper
    assert all(pair[1] is not None for pair in covering_pairs(PARTS.locales))


def test_a_theme_tells_whether_it_was_asked_who_sits() -> None:
    theme = AskedTheme(Panel(), Size.CARING, False, True)
    assert (theme.px(5), theme.margin, theme.asked) == (Theme().px(5), Theme().margin, False)
    assert theme.sitting
    assert theme.asked


@pytest.mark.parametrize("locale", PARTS.locales)
def test_only_a_page_that_is_the_very_same_is_left_out_for_who_sits(bench: Bench, locale: str) -> None:
    stands = Looks(locale, Size.CARING, panel=PANELS[3])
    sits = seated((stands, None))
    assert sits is not None
    other = []
    for shot in [s for at, s in enumerate(bench.shots) if at % 9 == 0 or s.name == "attract"]:
        frames = [bench.auditor.frame(shot, looks) for looks in (stands, sits[0])]
        frames[0].grab()  # a glyph's first drawing may differ by a shade from all later ones
        one, two = (frame.grab().toImage() for frame in frames)
        theme = frames[0].ui.theme
        assert isinstance(theme, AskedTheme)
        if theme.asked:
            other.append(shot.name)
        else:
            assert one == two, shot.name
        for frame in frames:
            frame.hide()
            frame.deleteLater()
    assert 0 < len(other) < 8, "a few screens have a key for it, the rest have nothing that tells"


def test_what_differs_for_who_sits_is_laid_out_for_both(bench: Bench) -> None:
    pair = (Looks("en", Size.CARING, panel=PANELS[3]), None)
    greeting = next(s for s in bench.shots if s.name == "attract")
    asks = next(s for s in bench.shots if s.name == "home")
    counts = []
    for shot in (greeting, asks):
        auditor = bench.new_auditor()
        auditor.audit(shot, pair)
        counts.append((auditor.result.tally.pages, auditor.result.tally.alike))
    assert counts[0][1] == 0
    assert counts[0][0] % 2 == 0
    assert counts[1][0] == counts[1][1] > 0
