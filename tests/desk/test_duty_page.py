"""The page of the duty roster, on a real store: today's for everybody, the week changed by leaders."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, time
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.clock import HALL_ZONE
from kiosk.duty.roster import WEEK, Absence, Cover, Roster, Shift
from kiosk.failure import StoreFailed, Trouble
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalOfficers
from screens.desk.duty_page import DutyPage
from screens.desk.session import DeskSession
from tests.desk.conftest import NOW, PIN, MakeWindow, MemoryRoll, TurnedClock
from tests.desk.test_window import given, signed_in, until

TODAY = NOW.astimezone(HALL_ZONE).date()
MORNING = Shift(officer="0235", days=WEEK, begins=time(8, 30), ends=time(12))
AFTERNOON = Shift(officer="0301", days=WEEK, begins=time(12), ends=time(17, 30))
LUNCH = Cover(officer="0235", by="0301", begins=time(11), ends=time(11, 30))
ROSTER = Roster(leader="0235", shifts=(MORNING, AFTERNOON), lunch=(LUNCH,))
"""It is 9:30 of a Tuesday."""


class Book:
    """The store's roster, which fails when told to, or waits in the middle of a change."""

    def __init__(self, store: LocalStore) -> None:
        self.store = store
        self.broken = False
        self.lost = False
        """A change is kept, and the answer does not arrive."""
        self.held: asyncio.Event | None = None

    async def roster(self) -> Roster:
        if self.broken:
            raise StoreFailed(Trouble.AWAY)
        return await self.store.roster.roster()

    async def change(self, before: Roster, after: Roster, by: str) -> None:
        if self.broken:
            raise StoreFailed(Trouble.AWAY)
        if self.held is not None:
            await self.held.wait()
        await self.store.roster.change(before, after, by)
        if self.lost:
            raise StoreFailed(Trouble.AWAY)

    async def officers(self) -> Sequence[Officer]:
        return await self.store.officers.officers()


@pytest.fixture
async def book(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[Book]:
    store = LocalStore(tmp_path, "01", clock, kiosk_lock=True)
    store.officers = LocalOfficers(
        store._line, PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    )
    await store.start()
    roles = {"0235": {Role.OFFICER, Role.LEADER}, "0301": {Role.OFFICER}, "0700": {Role.STAFF}}
    for number, each in roles.items():
        await store.officers.add(Officer(number, "", frozenset(each)), PIN, CONSOLE)
        store.seats.desk.sit(number)
    await store.roster.set(ROSTER)
    yield Book(store)
    await store.close()


@pytest.fixture
def leader(roll: MemoryRoll) -> None:
    roll.roles = frozenset({Role.OFFICER, Role.LEADER})


@pytest.fixture
async def page(make_window: MakeWindow, session: DeskSession, book: Book) -> DutyPage:
    """In front, and read."""
    window = make_window(pages=[lambda desk: DutyPage(desk, book.officers)], roster=book)
    await signed_in(window, session)
    window.tick()  # within the loop: the window's own timer may run outside of it, between fixture and test
    QTest.keyClick(window, Qt.Key.Key_F2)
    made = window.pages[0]
    assert isinstance(made, DutyPage)
    await until(lambda: made._watch.roster == ROSTER)
    return made


def click(key: object) -> None:
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)


async def changing(page: DutyPage) -> None:
    click(page.today.change)
    await until(page.edit.isVisible)


async def saved(page: DutyPage) -> None:
    click(page.edit.save)
    await until(lambda: page.told.text() == "值班表存好了。")


def typed(line: object, text: str) -> None:
    line.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(line, text)


# --- today ------------------------------------------------------------------------------------------


async def test_everybody_sees_who_is_there_what_is_now_and_what_is_theirs(
    page: DutyPage, clock: TurnedClock
) -> None:
    today = page.today
    assert today.day.text() == "星期二　11月24日　09:30"
    assert today.there.text() == "现在当班：0235"
    assert today.leader.text() == "负责人：0235（您）"
    assert not today.change.isVisible(), "an officer changes nothing"
    assert [(row.times.text(), row.officer.text()) for row in today.rows] == [
        ("08:30–12:00", "0235"),
        ("12:00–17:30", "0301"),
    ]
    assert [(row.now.isVisible(), row.you.isVisible()) for row in today.rows] == [
        (True, True),
        (False, False),
    ]
    assert today.rows[0].more.text() == "11:00–11:30 吃饭，0301 替"
    assert not page.window().cover.isVisible()
    clock.turn(90 * 60)
    page.window().entrance.touch()
    page.window().tick()
    assert page.window().cover.isVisible()
    assert page.window().cover.text() == "午饭：11:00–11:30　0301 替 0235"
    assert today.rows[0].now.text() == "在吃饭"
    assert today.there.text() == "现在当班：0301"
    clock.turn(7 * 3600)
    page.window().entrance.touch()
    page.window().tick()
    assert today.there.text() == "现在没有人排班。"
    assert not any(row.now.isVisible() for row in today.rows)


async def test_the_deputy_is_named_and_an_empty_day_forbids_nothing(page: DutyPage, book: Book) -> None:
    away = Absence(officer="0235", deputy="0301", first=TODAY, last=date(2026, 11, 30))
    await book.store.roster.set(Roster(leader="0235", shifts=(MORNING,), absences=(away,)))
    page.come()
    await until(lambda: page.today.leader.text() == "负责人 0235 不在，由 0301 代（到11月30日）")
    assert page.today.rows[0].officer.text() == "0301"
    assert page.today.rows[0].more.text() == "替 0235（不在）"
    await book.store.roster.set(Roster())
    page.come()
    await until(page.today.none.isVisible)
    assert page.today.leader.text() == "还没有写负责人。"
    assert page._desk.entrance.open


async def test_what_cannot_be_read_is_told_and_what_was_read_stays(page: DutyPage, book: Book) -> None:
    book.broken = True
    page.come()
    await until(page.told.isVisible)
    assert page.told.text() == "现在读不到，请稍后再试。"
    assert len(page.today.rows) == 2


# --- a leader changes it ----------------------------------------------------------------------------


async def test_a_leader_adds_changes_and_removes_by_touch(leader: None, page: DutyPage, book: Book) -> None:
    await changing(page)
    click(page.edit.adds[Shift])
    assert page.form.isVisible()
    assert list(page.form.who.keys) == ["0235", "0301"], "staff are at no desk"
    click(page.form.who.keys["0235"])
    for day in WEEK[1:5]:
        click(page.form.days.keys[day])
    for _ in range(4):
        click(page.form.ends.later)
    click(page.form.begins.earlier)
    typed(page.form.begins.line, "1730")
    click(page.form.take)
    late = Shift(officer="0235", days=WEEK[:1], begins=time(17, 30), ends=time(18))
    assert page.edit.rows[late].unsaved.isVisible()
    assert page.edit.rows[late].text.text() == "0235　周一　17:30–18:00"
    assert not page.edit.rows[MORNING].unsaved.isVisible()
    click(page.edit.rows[LUNCH].remove)
    click(page.edit.rows[AFTERNOON].change)
    assert page.form.ends.line.text() == "17:30"
    typed(page.form.ends.line, "18")
    QTest.keyClick(page.form.ends.line, Qt.Key.Key_Return)
    click(page.edit.leader.keys["0301"])
    await saved(page)
    longer = AFTERNOON.model_copy(update={"ends": time(18)})
    assert await book.store.roster.roster() == Roster(leader="0301", shifts=(MORNING, late, longer))
    assert not page.edit.isVisible()
    assert page.today.rows[1].times.text() == "12:00–18:00"
    (entry,) = [
        e for e in await book.store.record.entries() if e.deed is Deed.ROSTER_CHANGED and e.who != CONSOLE
    ]
    assert entry.who == "0235"


async def test_lunch_and_days_away(leader: None, page: DutyPage, book: Book) -> None:
    await changing(page)
    click(page.edit.adds[Cover])
    click(page.form.who.keys["0301"])
    click(page.form.by.keys["0235"])
    typed(page.form.begins.line, "11:30")
    typed(page.form.ends.line, "12")
    click(page.form.take)
    click(page.edit.adds[Absence])
    click(page.form.who.keys["0301"])
    click(page.form.by.keys["0235"])
    typed(page.form.first.line, "2026/12/1")
    typed(page.form.last.line, "2026-12-02")
    click(page.form.last.later)
    click(page.form.take)
    texts = [row.text.text() for row in page.edit.rows.values()]
    assert "11:30–12:00　0235 替 0301" in texts
    assert "0301 不在：2026-12-01 到 2026-12-03，0235 代" in texts
    await saved(page)
    kept = await book.store.roster.roster()
    assert kept.lunch[1] == Cover(officer="0301", by="0235", begins=time(11, 30), ends=time(12))
    assert kept.absences == (
        Absence(officer="0301", deputy="0235", first=date(2026, 12, 1), last=date(2026, 12, 3)),
    )


async def test_by_the_keyboard_alone(leader: None, page: DutyPage, book: Book) -> None:
    await changing(page)
    page.edit.adds[Shift].setFocus()
    QTest.keyClick(page.edit.adds[Shift], Qt.Key.Key_Space)
    page.form.who.keys["0301"].setFocus()
    QTest.keyClick(page.form.who.keys["0301"], Qt.Key.Key_Space)
    typed(page.form.begins.line, "7")
    typed(page.form.ends.line, "8")
    QTest.keyClick(page.form.ends.line, Qt.Key.Key_Return)
    assert page.edit.isVisible()
    assert QApplication.focusWidget() is page.edit.adds[Shift]
    QTest.keyClick(page.edit.adds[Shift], Qt.Key.Key_Space)
    QTest.keyClick(page.form.begins.line, Qt.Key.Key_Escape)
    assert page.edit.isVisible()
    await saved(page)
    early = Shift(officer="0301", days=WEEK[:5], begins=time(7), ends=time(8))
    assert early in (await book.store.roster.roster()).shifts


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        (Shift, "nobody", "请先按一个工号。"),
        (Cover, "no cover", "请先按一个工号。"),
        (Shift, "no day", "请至少按一天。"),
        (Shift, "no time", "时间请写成 08:30 这样。"),
        (Shift, "backwards", "结束要晚于开始。请改一改时间。"),
        (Absence, "no date", "日期请写成 2026-12-01 这样。"),
        (Absence, "backwards", "最后一天不能早于第一天。请改一改日期。"),
    ],
    ids=["nobody", "no cover", "no day", "no time", "backwards", "no date", "days backwards"],
)
async def test_what_is_amiss_is_said_and_everything_entered_stays(
    leader: None, page: DutyPage, kind: type[Shift | Cover | Absence], wrong: str, said: str
) -> None:
    await changing(page)
    click(page.edit.adds[kind])
    form = page.form
    if wrong != "nobody":
        click(form.who.keys["0301"])
    if kind is Absence:
        click(form.by.keys["0235"])
    if wrong == "no day":
        for day in WEEK[:5]:
            click(form.days.keys[day])
    if wrong == "no time":
        typed(form.begins.line, "soon")
        click(form.begins.later)
        assert form.begins.line.text() == "soon"
    if wrong == "backwards" and kind is Shift:
        typed(form.ends.line, "08:30")
    if wrong == "no date":
        typed(form.last.line, "2026-02-30")
    if wrong == "backwards" and kind is Absence:
        click(form.last.earlier)
    entered = (form.who.chosen, form.days.chosen, form.begins.line.text(), form.last.line.text())
    click(form.take)
    assert (form.isVisible(), form.told.text()) == (True, said)
    assert (form.who.chosen, form.days.chosen, form.begins.line.text(), form.last.line.text()) == entered
    assert page.mine == ROSTER
    click(form.back)
    assert page.edit.isVisible()


async def test_an_overlap_is_not_saved_and_a_gap_is_only_told(
    leader: None, page: DutyPage, book: Book
) -> None:
    await changing(page)
    assert not page.edit.gaps.isVisible()
    click(page.edit.rows[AFTERNOON].change)
    typed(page.form.begins.line, "12:30")
    click(page.form.take)
    assert "星期三 12:00–12:30 没有人当班。" in page.edit.gaps.text()
    click(page.edit.adds[Shift])
    click(page.form.who.keys["0235"])
    click(page.form.take)
    assert page.edit.amiss.text() == "0235 的两个班撞在一起了：08:30-12:00, 08:30-17:00。请改开一个。"
    click(page.edit.save)
    await until(page.told.isVisible)
    assert page.told.text() == "还不能保存：请先改好下面写着的。"
    assert await book.store.roster.roster() == ROSTER
    double = next(part for part in page.edit.rows if part not in (MORNING, LUNCH) and part.officer == "0235")
    click(page.edit.rows[double].remove)
    assert not page.edit.amiss.isVisible()
    await saved(page)
    assert (await book.store.roster.roster()).shifts[1].begins == time(12, 30)


async def test_somebody_who_left_must_be_replaced_first(leader: None, page: DutyPage, book: Book) -> None:
    await book.store.officers.remove("0301", CONSOLE)
    await changing(page)
    assert page.edit.amiss.text().startswith("值班表里的工号 0301 不在名册上")
    click(page.edit.rows[AFTERNOON].change)
    assert page.form.who.chosen == "0301"
    click(page.form.who.keys["0235"])
    click(page.form.take)
    click(page.edit.rows[LUNCH].remove)
    await saved(page)


# --- what goes wrong --------------------------------------------------------------------------------


async def test_nothing_is_lost_when_it_cannot_be_saved(leader: None, page: DutyPage, book: Book) -> None:
    await changing(page)
    click(page.edit.rows[LUNCH].remove)
    book.broken = True
    click(page.edit.save)
    await until(page.told.isVisible)
    assert page.told.text() == "值班表没有存上，您改的都还在。请再按一次保存。"
    assert page.edit.isVisible()
    assert LUNCH not in page.edit.rows
    book.broken = False
    await saved(page)
    assert (await book.store.roster.roster()).lunch == ()


async def test_what_was_kept_without_an_answer_is_no_conflict(
    leader: None, page: DutyPage, book: Book
) -> None:
    await changing(page)
    click(page.edit.rows[LUNCH].remove)
    book.lost = True
    click(page.edit.save)
    await until(page.told.isVisible)
    book.lost = False
    await saved(page)
    assert (await book.store.roster.roster()).lunch == ()


async def test_the_second_of_two_leaders_sees_the_newer_one_with_their_changes_in_it(
    leader: None, page: DutyPage, book: Book
) -> None:
    await changing(page)
    click(page.edit.rows[LUNCH].remove)
    click(page.edit.rows[MORNING].change)
    typed(page.form.begins.line, "8")
    click(page.form.take)
    theirs = AFTERNOON.model_copy(update={"ends": time(18)})
    await book.store.roster.change(
        ROSTER, Roster(leader="0301", shifts=(MORNING, theirs), lunch=(LUNCH,)), "0235"
    )
    click(page.edit.save)
    await until(lambda: page.told.text().startswith("刚才别人也改了值班表"))
    mine = MORNING.model_copy(update={"begins": time(8)})
    assert set(page.edit.rows) == {mine, theirs}
    assert [page.edit.rows[part].unsaved.isHidden() for part in (mine, theirs)] == [False, True]
    assert page.edit.leader.chosen == "0301"
    assert (await book.store.roster.roster()).shifts == (MORNING, theirs), "not before it was looked over"
    await saved(page)
    assert await book.store.roster.roster() == Roster(leader="0301", shifts=(theirs, mine))


async def test_what_is_changed_while_it_is_being_saved_stays_to_be_saved(
    leader: None, page: DutyPage, book: Book
) -> None:
    await changing(page)
    click(page.edit.rows[LUNCH].remove)
    book.held = asyncio.Event()
    click(page.edit.save)
    click(page.edit.save)
    await until(lambda: page._saving)
    click(page.edit.rows[AFTERNOON].remove)
    book.held.set()
    await until(lambda: page.told.text() == "值班表存好了。")
    assert page.edit.isVisible()
    assert await book.store.roster.roster() == Roster(leader="0235", shifts=(MORNING, AFTERNOON))
    page._tell(None)
    await saved(page)
    assert (await book.store.roster.roster()).shifts == (MORNING,)


async def test_one_who_leads_no_longer_is_told_so(leader: None, page: DutyPage, book: Book) -> None:
    await book.store.officers.change("0301", None, frozenset({Role.LEADER}), CONSOLE)
    await book.store.officers.change("0235", None, frozenset({Role.OFFICER}), CONSOLE)
    await changing(page)
    click(page.edit.rows[LUNCH].remove)
    click(page.edit.save)
    await until(page.told.isVisible)
    assert page.told.text() == "值班表只有在岗的负责人可以改。请负责人来改。"
    assert LUNCH not in page.edit.rows


async def test_a_locked_desk_keeps_what_was_begun_and_the_next_officer_does_not_see_it(
    leader: None, page: DutyPage, session: DeskSession
) -> None:
    window = page.window()
    await changing(page)
    click(page.edit.rows[LUNCH].remove)
    window.entrance.lock()
    assert not page.edit.isVisible()
    await given(window, PIN)
    assert page.edit.isVisible()
    assert LUNCH not in page.edit.rows
    await session.do(window.entrance.leave())
    assert page.mine is None
    await signed_in(window, session)
    window.go(1)
    assert page.today.isVisible()


async def test_changes_are_dropped_only_when_asked_twice(leader: None, page: DutyPage, book: Book) -> None:
    await changing(page)
    click(page.edit.rows[LUNCH].remove)
    click(page.edit.drop)
    assert (page.edit.isVisible(), page.edit.drop.text()) == (True, "真的不改了？")
    click(page.edit.drop)
    assert page.today.isVisible()
    assert page.mine is None
    assert await book.store.roster.roster() == ROSTER


async def test_a_roll_that_cannot_be_read_begins_nothing(leader: None, page: DutyPage, book: Book) -> None:
    book.broken = True
    click(page.today.change)
    await until(page.told.isVisible)
    assert page.told.text() == "现在读不到，请稍后再试。"
    assert page.today.isVisible()
