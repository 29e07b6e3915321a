"""The board's page: large, the same in both languages, nothing cut, and honest when nothing is known."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor, QImage

from kiosk.cases.waiting import Board, Called
from screens.audit.colour import contrast
from screens.board.page import SHOWN
from screens.theme import PAPER

FULL = Board((Called(12, 2, 1), Called(8, 1, 2), Called(107, 13, 1)), (13, 14, 15, 16, 17, 118), 11)
WIDEST = Board(tuple(Called(8888 - n, 99, 1) for n in range(3)), (8888,) * 6, 8888)
MM_PER_PX = 43 * 25.4 / (1920**2 + 1080**2) ** 0.5
"""Of a television of 43 inches."""


def picture(page) -> QImage:
    return page.grab().toImage()


def inked(image: QImage, left: float, right: float, top: float, bottom: float, ink: QColor) -> list[int]:
    """The rows of pixels within these shares of the picture in which there is something in this colour."""
    columns = range(int(left * image.width()), int(right * image.width()), 3)
    rows = range(int(top * image.height()), int(bottom * image.height()))
    return [y for y in rows if any(image.pixelColor(x, y) == ink for x in columns)]


def test_the_number_and_the_window_can_be_read_from_eight_metres(make_page):
    """0.7 degrees, as EN 301 549 5.1.4 asks for type: 98 mm at 8 m."""
    page = make_page()
    page.show_board(FULL)
    image = picture(page)
    for left, right, ink in ((0.05, 0.31, PAPER.ink), (0.45, 0.57, PAPER.go)):
        rows = inked(image, left, right, 0.14, 0.36, ink)
        assert (max(rows) - min(rows) + 1) * MM_PER_PX >= 98


def test_what_is_read_stands_out(make_page):
    for paper, ink in product((PAPER.paper, PAPER.card, PAPER.chosen), (PAPER.ink, PAPER.go)):
        assert contrast(paper.rgb(), ink.rgb()) >= 7


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (1366, 768), (1280, 1024), (1080, 1920)])
def test_nothing_is_cut_however_long_the_numbers_are(make_page, size):
    page = make_page(*size)
    for board in (FULL, WIDEST):
        page.show_board(board)
        image = picture(page)
        edge = [image.pixelColor(x, y) for x in (0, image.width() - 1) for y in range(image.height())]
        edge += [image.pixelColor(x, y) for y in (0, image.height() - 1) for x in range(image.width())]
        assert set(map(QColor.name, edge)) == {PAPER.paper.name()}


def test_the_latest_call_has_a_frame_of_its_own(make_page):
    page = make_page()
    page.show_board(Board((Called(1, 1, 1), Called(2, 2, 1))))
    image = picture(page)
    first = inked(image, 0.3, 0.31, 0.1, 0.2, PAPER.go)
    second = inked(image, 0.3, 0.31, 0.38, 0.43, PAPER.go)
    assert len(first) >= 5
    assert second == []


def test_it_says_the_same_to_who_cannot_see_it(make_page):
    page = make_page()
    page.show_board(FULL)
    assert page.accessibleName() == page.told
    assert "请 12 号到 2 号窗口。" in page.told
    assert "Number 12, please go to window 2." in page.told


def test_no_more_than_fit_are_shown_the_latest_of_them(make_page):
    page = make_page()
    page.show_board(Board(tuple(Called(number, 1, 1) for number in range(30, 20, -1))))
    assert page.told.count("请") == SHOWN
    assert "请 30 号" in page.told


def test_where_nothing_is_known_no_number_stands(make_page):
    page = make_page()
    before = picture(page)
    page.show_board(FULL)
    page.show_away()
    assert "叫号屏现在连不上" in page.told
    assert "out of order" in page.told
    away = picture(page)
    assert away != before
    assert inked(away, 0, 1, 0, 0.9, PAPER.go) == []
    page.show_board(Board())
    assert "现在没有叫号" in page.told
    assert picture(page) != away
