"""The leader's page: what it shows, for which days, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.cases.visit_end import Ending
from kiosk.failure import StoreFailed, Trouble
from kiosk.figures.book import Figures, figures_of
from kiosk.figures.period import Period
from kiosk.figures.ratings import RatingFigures
from kiosk.figures.visits import EndsAlike, VisitFigures, visit_figures
from kiosk.officers.officer import Role
from screens.desk.figures import FiguresPage
from screens.desk.pages import Desk
from screens.desk.session import DeskSession
from screens.desk.window import DeskWindow
from tests.desk.conftest import NOW, MakeWindow, MemoryRoll, titles
from tests.desk.test_window import signed_in, until

STEPS = {"household": ["reason", "phone", "review"], "endorsement": ["place", "day"]}


ENDS = (
    EndsAlike("household", "phone", Ending.LEFT, 2),
    EndsAlike("household", "reason", Ending.TIMED_OUT, 1),
    EndsAlike("household", "older", Ending.LEFT, 1),
    EndsAlike("household", "review", Ending.HANDED_IN, 5),
    EndsAlike("household", "phone", Ending.TO_WINDOW, 1),
    EndsAlike("endorsement", None, Ending.TOLD, 2),
)


def a_call(n: int, service: str = "household", step: str = "phone", officer: str = "0301") -> Call:
    at = NOW - timedelta(hours=n)
    return Call(
        id=str(n), kiosk="01", kiosk_name="1", place="", service=service, step=step, locale="zh_CN",
        priority=n == 1, quiet=False, state=CallState.DONE, created_at=at,
        claimed_at=at + timedelta(seconds=10 * n), officer=officer,
        arrived_at=at + timedelta(seconds=30 * n), closed_at=at + timedelta(seconds=100 * n),
        outcome=Outcome.HELPED,
    )  # fmt: skip


class Book:
    """A FiguresBook in memory. broken: it cannot be read."""

    def __init__(self) -> None:
        self.asked: list[tuple[Period, str]] = []
        self.broken = False
        self.ratings: RatingFigures | None = RatingFigures((0, 0, 1, 1, 2), 8, 4)
        self.visits: VisitFigures | None = visit_figures(ENDS)

    async def figures(self, period: Period, officer: str) -> Figures:
        self.asked.append((period, officer))
        if self.broken:
            raise StoreFailed(Trouble.AWAY)
        calls = [a_call(1), a_call(2), a_call(3, officer="0302"), a_call(4, "endorsement", "day")]
        return figures_of(calls, self.ratings, period, self.visits, {"0302": 5, "0303": 1})


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def leader(roll: MemoryRoll) -> None:
    roll.roles = frozenset({Role.OFFICER, Role.LEADER})


Show = Callable[..., FiguresPage]


def made(book: Book, folder: Path | None = None) -> Callable[[Desk], FiguresPage]:
    def choose(_parent: QWidget) -> Path | None:
        return folder

    return lambda desk: FiguresPage(desk, book, titles, STEPS, choose)


async def page_of(window: DeskWindow, session: DeskSession) -> FiguresPage:
    await signed_in(window, session)
    QTest.keyClick(window, Qt.Key.Key_F2)
    page = window.pages[0]
    assert isinstance(page, FiguresPage)
    await until(lambda: page.figures is not None or not page.told.isHidden())
    return page


def tile(page: FiguresPage, name: str) -> tuple[str, str]:
    value, more = page.tiles[name]
    return value.text(), more.text()


async def test_what_it_shows(make_window: MakeWindow, session: DeskSession, book: Book, leader: None) -> None:
    page = await page_of(make_window(pages=[made(book)]), session)
    assert page.isVisible()
    ((period, officer),) = book.asked
    assert (period.last - period.first, officer) == (timedelta(days=6), "0235")
    goal = "目标：一半在 60 秒内，95% 在 180 秒内。"
    assert tile(page, "arrival") == ("75 秒", f"95% 在 2 分钟内。 {goal}")
    assert tile(page, "claim") == ("25 秒", "九成在 40 秒内")
    assert tile(page, "calls")[0] == "4"
    assert tile(page, "priority") == ("1", "占全部呼叫的 25%，解决了 1")
    assert tile(page, "solved") == ("100%", "机旁帮好 4，带到窗口 0，没解决 0")
    assert tile(page, "satisfied") == ("75%", "评价 4 次，50%的人作了评价")
    assert tile(page, "stars") == ("0301", "帮了 3 人")
    assert tile(page, "visits") == ("12", "其中看完说明就好的 2")
    assert tile(page, "handed_in") == ("5", "占全部人次的 42%")
    assert tile(page, "given_up") == ("33%", "自己离开 3，走开没回 1")
    assert tile(page, "to_window")[0] == "1"
    stuck = page.stuck
    assert stuck.unknown.isHidden()
    assert stuck.services["household"].isChecked()
    assert stuck.services["household"].text() == "迁户口（来 10，呼叫 3，没办完 4）"
    told = "reason: 没办完 1; 您的电话是多少？: 呼叫 3, 没办完 2; older: 没办完 1"
    assert stuck.path.accessibleName() == told
    QTest.mouseClick(stuck.services["endorsement"], Qt.MouseButton.LeftButton)
    assert stuck.path.accessibleName() == "day: 呼叫 1"
    assert "1" in page.hours.accessibleName()


async def test_who_helped_and_who_was_thanked(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None, tmp_path: Path
) -> None:
    page = await page_of(make_window(pages=[made(book, tmp_path)]), session)

    def row(number: int) -> list[str]:
        items = [page.officers.itemAtPosition(number, place) for place in range(5)]
        return [item.widget().text() for item in items if item is not None]  # type: ignore[union-attr]

    assert row(0) == ["工号", "帮了", "受好评", "从呼叫到接单", "从呼叫到身边"]
    assert [row(n)[:3] for n in (1, 2, 3)] == [["0301", "3", "0"], ["0302", "1", "5"], ["0303", "0", "1"]]
    assert row(3)[3:] == ["-", "-"]
    page.csv.click()
    told = (tmp_path / "officers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert told[0].startswith("officer,done,helped,thanked,")
    assert told[2].startswith("0302,1,1,5,")


async def test_other_days(make_window: MakeWindow, session: DeskSession, book: Book, leader: None) -> None:
    page = await page_of(make_window(pages=[made(book)]), session)
    for name, days in (("today", 0), ("month", 29), ("year", 364)):
        asked = len(book.asked)
        QTest.mouseClick(page.periods[name], Qt.MouseButton.LeftButton)
        await until(lambda asked=asked: len(book.asked) > asked)  # type: ignore[misc]
        assert book.asked[-1][0].last - book.asked[-1][0].first == timedelta(days=days)


async def test_ratings_that_only_the_kiosks_know(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None, tmp_path: Path
) -> None:
    book.ratings = None
    page = await page_of(make_window(pages=[made(book, tmp_path)]), session)
    assert tile(page, "satisfied") == ("-", "评价存在各台机器上。")
    page.csv.click()
    assert not (tmp_path / "ratings_by_level.csv").exists()
    assert "satisfied" not in (tmp_path / "totals.csv").read_text(encoding="utf-8-sig")


async def test_ends_of_visits_that_only_the_kiosks_know(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None, tmp_path: Path
) -> None:
    book.visits = None
    page = await page_of(make_window(pages=[made(book, tmp_path)]), session)
    for name in ("visits", "handed_in", "given_up", "to_window"):
        assert tile(page, name) == ("-", "办事怎样结束，存在各台机器上。")
    assert page.stuck.unknown.isVisibleTo(page)
    assert page.stuck.services["household"].text() == "迁户口（3）"
    assert page.stuck.path.accessibleName() == "您的电话是多少？: 呼叫 3"
    page.csv.click()
    assert not (tmp_path / "give_ups_by_step.csv").exists()
    assert "visits" not in (tmp_path / "totals.csv").read_text(encoding="utf-8-sig")


async def test_a_give_up_is_told_from_a_call_by_its_shape_too(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None
) -> None:
    """In grey, the bar of a call is of one tone and that of a give-up is not."""
    page = await page_of(make_window(pages=[made(book)]), session)
    path = page.stuck.path
    path.show_steps([("a", 4, 4)])
    drawn = path.grab().toImage()
    x = int(path.width() * 0.42) + 40

    def tones(y: int) -> int:
        return len({drawn.pixelColor(x + each, y).lightness() // 128 for each in range(40)})

    assert (tones(10), tones(30)) == (1, 2)


async def test_what_cannot_be_read_is_told_and_read_again(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None
) -> None:
    book.broken = True
    page = await page_of(make_window(pages=[made(book)]), session)
    assert page.told.text() == "现在读不到数据，请稍后再试。"
    book.broken = False
    QTest.mouseClick(page.periods["today"], Qt.MouseButton.LeftButton)
    await until(lambda: page.told.isHidden())
    assert tile(page, "calls")[0] == "4"


async def test_as_tables_in_a_folder(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None, tmp_path: Path
) -> None:
    page = await page_of(make_window(pages=[made(book, tmp_path)]), session)
    page.csv.click()
    assert page.told.text() == f"已存到 {tmp_path}。"
    assert (tmp_path / "call_times.csv").read_text(encoding="utf-8-sig").splitlines()[3] == (
        "arrival,4,75.0,120.0,120.0"
    )
    told = (tmp_path / "give_ups_by_step.csv").read_text(encoding="utf-8-sig").splitlines()
    assert told[:2] == ["service,step,left,timed_out", "household,phone,2,0"]


async def test_as_a_pdf_of_one_page(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None, tmp_path: Path
) -> None:
    page = await page_of(make_window(pages=[made(book, tmp_path)]), session)
    QApplication.processEvents()  # the path has its place, as for whoever presses the key
    page.pdf.click()
    path = tmp_path / "figures_2026-11-18_2026-11-24.pdf"
    assert page.told.text() == f"已存到 {path}。"
    written = QPdfDocument()
    assert written.load(str(path)) is QPdfDocument.Error.None_
    assert written.pageCount() == 1
    assert "2026-11-24" in written.getAllText(0).text()
    assert "服务之星" in written.getAllText(0).text()
    assert "受好评" in written.getAllText(0).text()
    assert "没办完 2" in written.getAllText(0).text()
    drawn = written.render(0, QSize(400, 560))
    assert len({drawn.pixelColor(x, y).name() for x in range(0, 400, 3) for y in range(0, 560, 3)}) > 4


async def test_a_folder_that_takes_nothing(
    make_window: MakeWindow, session: DeskSession, book: Book, leader: None, tmp_path: Path
) -> None:
    page = await page_of(make_window(pages=[made(book, tmp_path / "none")]), session)
    for key in (page.csv, page.pdf):
        page.told.setText("")
        key.click()
        assert page.told.text().startswith("没能保存")


async def test_an_officer_who_does_not_lead_has_no_such_key(
    make_window: MakeWindow, session: DeskSession, book: Book
) -> None:
    window = make_window(pages=[made(book)])
    await signed_in(window, session)
    assert window.tabs.isHidden()
    assert book.asked == []
