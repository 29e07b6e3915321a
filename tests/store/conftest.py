"""A clock that is turned by hand, and stores, calls and filings made to order."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.assist.call import NewCall
from kiosk.cases.case import Filing
from kiosk.flow.answer import IdentityNo, PhoneNo, Place, Wish, Written, Yes
from kiosk.ids import new_id
from kiosk.store.local import LocalStore


class HandClock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 1, 2, 3, 456000, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def today(self) -> date:
        return self.moment.date()

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def make_store(folder: Path, clock: HandClock) -> AsyncIterator[Callable[..., LocalStore]]:
    """Stores on the one data folder, closed at the end of the test."""
    made: list[LocalStore] = []

    def make(kiosk_no: str = "01", *, kiosk_lock: bool = False, at: Path | None = None) -> LocalStore:
        made.append(LocalStore(at or folder, kiosk_no, clock, kiosk_lock=kiosk_lock))
        return made[-1]

    yield make
    for store in made:
        await store.close()


@pytest.fixture
async def store(make_store: Callable[..., LocalStore]) -> LocalStore:
    opened = make_store(kiosk_lock=True)
    await opened.start()
    return opened


@contextmanager
def refusing_rows(folder: Path, table: str, words: str) -> Iterator[None]:
    """SQLite itself refuses every new row of this table, in these words."""
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        database.execute(
            f"CREATE TRIGGER refused BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        yield
        database.execute("DROP TRIGGER refused")


@pytest.fixture
def a_call() -> Callable[..., NewCall]:
    def make(**changes: Any) -> NewCall:
        call: dict[str, Any] = {
            "id": new_id(),
            "kiosk": "kiosk-01",
            "kiosk_name": "一号机",
            "place": "大厅",
            "service": "household_move",
            "step": "kind",
            "locale": "zh_CN",
            "priority": False,
            "quiet": False,
        }
        return NewCall(**(call | changes))

    return make


@pytest.fixture
def a_filing() -> Callable[..., Filing]:
    def make(**changes: Any) -> Filing:
        filing: dict[str, Any] = {
            "visit_id": new_id(),
            "kiosk": "kiosk-01",
            "service": "household_move",
            "flow_version": 3,
            "flow_sha256": "ab" * 32,
            "flow_source": "id: household_move\n",
            "locale": "zh_CN",
            "priority": True,
            "answers": {
                "own": Yes(yes=True),
                "name": Written(text="𠮷田·买买提"),
                "number": IdentityNo(number="11010519491231002X"),
                "phone": PhoneNo(number="13812345678"),
                "address": Place(divisions=("上海市", "崇明区"), detail="城桥镇某路一号"),
            },
            "wish": Wish(wish="unsure"),
        }
        return Filing(**(filing | changes))

    return make
