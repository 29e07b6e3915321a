"""Two hundred who want the same half hour at once: as many win as there are places, everybody is answered."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from kiosk.cases.appointment import BUSY, FULL, Arrival, NewAppointment
from kiosk.cases.difficult import Refused
from kiosk.cases.visiting_hours import WEEK, Half, Hours, VisitingPlan, Window
from kiosk.clock import SystemClock
from kiosk.ids import new_id
from kiosk.officers.officer import Officer
from kiosk.store.local import LocalStore

ROOT = Path(__file__).resolve().parents[2]
BOOKERS, PLACES, STORES = 200, 20, 8
PLAN = VisitingPlan(
    hours=(Hours(days=WEEK, begins="00:00", ends="23:30"),),
    windows=(
        Window(number=1, services=("move",), capacity=12, for_walk_ins=2),
        Window(number=2, services=("*",), capacity=10),
    ),
)
_PROCESS = """
import asyncio, json, sys
from datetime import date, time
from pathlib import Path
from tests.store.test_appointments_race import all_book, half_of
folder, first, last, day = sys.argv[1:]
told = asyncio.run(all_book(Path(folder), int(first), int(last), half_of(day)))
print(json.dumps(told))
"""


def half_of(day: str) -> Half:
    halves = PLAN.halves(next_working_day().day, _EVERY_DAY)
    return Half(type(next_working_day().day).fromisoformat(day), halves[20])


class _EveryDay:
    def __contains__(self, _day: object) -> bool:
        return True

    def holiday(self, _day: object) -> bool:
        return False


_EVERY_DAY = _EveryDay()


def next_working_day() -> Half:
    day = SystemClock().today() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return Half(day, PLAN.halves(day, _EVERY_DAY)[20])


async def tried(store: LocalStore, number: int, half: Half) -> str:
    new = NewAppointment(new_id(), "move", half, number % 2 == 0, "zh_CN", phone=f"138{number:08}")
    try:
        booked = await store.appointments.book(new)
    except Refused as refused:
        return refused.message.id
    return "booked " + booked.code


async def all_book(folder: Path, first: int, last: int, half: Half) -> list[str]:
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
    try:
        return list(await asyncio.gather(*(tried(store, number, half) for number in range(first, last))))
    finally:
        await store.close()


def checked(told: list[str], folder: Path) -> None:
    won = [each for each in told if each.startswith("booked")]
    assert len(told) == BOOKERS
    assert len(won) == PLACES
    assert [each for each in told if each not in won] == [FULL.id] * (BOOKERS - PLACES)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        places = [place for (place,) in database.execute("SELECT place FROM appointment")]
        assert sorted(places) == sorted([f"1/{n}" for n in range(10)] + [f"2/{n}" for n in range(10)])


async def test_many_threads_on_one_file(tmp_path):
    folder = tmp_path / "data"
    first = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
    await first.plan.set(PLAN, ("move",))
    await first.close()
    each, half = BOOKERS // STORES, next_working_day()
    stores = (all_book(folder, n * each, (n + 1) * each, half) for n in range(STORES))
    checked([word for told in await asyncio.gather(*stores) for word in told], folder)


async def test_many_processes_on_one_file(tmp_path):
    folder = tmp_path / "data"
    first = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
    await first.plan.set(PLAN, ("move",))
    await first.close()
    day = str(next_working_day().day)
    running = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _PROCESS, str(folder), str(n * 50), str((n + 1) * 50), day),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        for n in range(4)
    ]
    told = [json.loads((await process.communicate())[0]) for process in running]
    checked([word for each in told for word in each], folder)


async def test_no_number_is_taken_or_called_twice(tmp_path):
    folder = tmp_path / "data"
    stores = [LocalStore(folder, "01", SystemClock(), kiosk_lock=False) for _ in range(STORES)]
    await stores[0].plan.set(PLAN, ("move",))
    arrivals = [Arrival(new_id(), "move", n % 3 == 0, "zh_CN") for n in range(40)]
    numbers = await asyncio.gather(
        *(stores[n % STORES].appointments.take_number(each) for n, each in enumerate(arrivals))
    )
    assert sorted(each.number for each in numbers) == list(range(1, 41))
    officer = Officer("007", "", frozenset())

    async def called(n: int) -> str:
        try:
            appointment = await stores[n % STORES].waiting.call_next(1 + n % 2, officer)
        except Refused as refused:
            return refused.message.id
        assert appointment is not None
        return appointment.id

    told = await asyncio.gather(*(called(n) for n in range(16)))
    found = [each for each in told if each != BUSY.id]
    assert len(found) == len(set(found)) == 2
    for store in stores:
        await store.close()
