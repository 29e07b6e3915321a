"""The tour misses nothing that a resident can reach."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.flow.load import load_folder
from kiosk.flow.model import Text
from kiosk.locales import USUAL as LOCALES
from kiosk.outfit import load_aids, load_releases, load_words
from kiosk.paths import Paths
from screens.shell.parts import Hall
from screens.theme import Panel, Size
from screens.tour.pictures import Looks, every_look
from screens.tour.run import TourParts, make, shots
from screens.tour.sentences import sentences

PATHS = Paths.here()


def parts(only: str = "", looks: tuple[Looks, ...] = ()) -> TourParts:
    return TourParts(
        hall=Hall(
            station=Text({"zh_CN": "派出所", "en": "Police station"}),
            kiosk_no="01",
            kiosk_name="1号机",
            place=Text({"zh_CN": "大厅", "en": "the hall"}),
            staffed_window=Text({"zh_CN": "1号窗口", "en": "window 1"}),
        ),
        panel=Panel(),
        locales=LOCALES,
        load_words=partial(load_words, PATHS.locales),
        load_releases=partial(load_releases, PATHS.flows),
        load_aids=partial(load_aids, PATHS.data),
        icons=PATHS.icons,
        fonts=PATHS.fonts,
        now=datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
        today=date(2026, 11, 24),
        only=only,
        looks=looks,
    )


@pytest.fixture(scope="module")
def names(qapp) -> set[str]:
    return {f"{shot.group}-{shot.name}" for shot in shots(parts())}


def test_every_step_of_every_service_is_there(names: set[str]) -> None:
    for release in load_folder(PATHS.flows)[0]:
        for step in release.flow.steps:
            assert f"{release.flow.id}-{step.id}" in names


def test_the_staff_s_door_and_page_are_there_and_no_resident_hears_of_them(qapp, names: set[str]) -> None:
    for name in ("number", "pin", "wrong", "locked_out"):
        assert f"staff-door-{name}" in names
    for name in ("well", "amiss", "broken"):
        assert f"staff-page-{name}" in names
    for shot in shots(parts()):
        assert shot.for_staff is (shot.group == "staff")
    assert sentences(parts("staff-page"), "zh_CN") == sentences(parts("no such screen"), "zh_CN")


def test_names_are_told_apart(qapp) -> None:
    named = [f"{shot.group}-{shot.name}" for shot in shots(parts())]
    assert len(named) == len(set(named))


def test_both_locales_three_sizes_two_themes() -> None:
    looks = list(every_look(LOCALES, Panel()))
    assert len(looks) == 12
    assert len({look.name for look in looks}) == 12


def test_pictures_and_their_index(tmp_path: Path) -> None:
    looks = (Looks("zh_CN", Size.CARING), Looks("en", Size.LARGEST, high_contrast=True))
    pictures = make(parts("visit-home", looks), tmp_path, processes=1)
    assert {p.looks for p in pictures} == set(looks)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    for picture in pictures:
        image = QImage(str(picture.file))
        assert (image.width(), image.height()) == (1080, 1920)
        assert picture.file.name in index
    assert (tmp_path / "visit-home-zh_CN-caring-paper.png").is_file()
    paper = QImage(str(tmp_path / "visit-home-zh_CN-caring-paper.png")).pixelColor(5, 1000)
    assert paper.name().upper() == "#FAF6EC"
