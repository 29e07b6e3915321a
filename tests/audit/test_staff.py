"""The staff's door and page keep the floors: in every language, in the largest type, where room is least."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from kiosk.outfit import load_words
from screens.audit.examine import Examiner
from screens.audit.pictures import Album
from screens.audit.run import Auditor
from screens.theme import Panel, Size
from screens.tour.pictures import Looks
from screens.tour.staff import staff_shots
from tests.audit.bench import PARTS, PATHS, Bench

LANGUAGES = ("zh_CN", "en", "ja", "ko", "ru")
TIGHT = {"sitting": partial(Looks, sitting=True), "landscape": partial(Looks, panel=Panel(1920, 1080))}


@pytest.mark.parametrize("how", TIGHT)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_nothing_is_cut_covered_or_said(bench: Bench, locale: str, how: str) -> None:
    looks = TIGHT[how](locale, Size.LARGEST)
    parts = replace(PARTS, locales=LANGUAGES)
    auditor = Auditor(parts, load_words(PATHS.locales, LANGUAGES), bench.aids, Album(None))
    examiner, failed = Examiner(), []
    for shot in staff_shots(parts.hall, parts.now):
        frame = auditor.frame(shot, looks)
        screen = frame.screen_shown
        assert screen is not None
        for page in range(screen.page_count):
            screen.turn(page - screen.page)
            failed += [
                f"{shot.name}, page {page + 1}: {m.check} {m.value} {m.what}"
                for m in examiner.measure(examiner.page(frame))
                if m.failed
            ]
        frame.hide()
        frame.deleteLater()
    assert failed == []
