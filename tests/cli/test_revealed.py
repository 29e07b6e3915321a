"""What ``--reveal`` shows is on record by its numbers, all of it and before it is shown."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from kiosk.cases.case import Filing
from kiosk.cases.difficult import NewDifficult
from kiosk.cli.officers import IN_ONE
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import PhoneNo, Wish
from kiosk.ids import new_id
from kiosk.store.local import LocalStore
from kiosk.store.local_officers import LocalRecord
from tests.cli.conftest import Kiosk

SECRET = "13800138000"
CASES = IN_ONE + 3
REVEALING = (("cases", "list", "--reveal"), ("difficult", "list", "--reveal"))


@pytest.fixture
def filled(bare: Path) -> Path:
    """More cases than one entry tells of, and a difficult one."""
    folder = bare / "share" / "caring-kiosk"

    async def fill() -> None:
        store = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
        try:
            for _ in range(CASES):
                answers = {"phone": PhoneNo(number=SECRET)}
                await store.cases.hand_in(
                    Filing(
                        new_id(), "01", "s", 1, "0" * 64, "id: x", "zh_CN", False, answers, Wish(wish="no")
                    )
                )
            await store.difficult.open(NewDifficult(new_id(), "008", SECRET, None, None))
        finally:
            await store.close()

    asyncio.run(fill())
    return folder


def seen(kiosk: Kiosk) -> list[str]:
    entries = json.loads(kiosk("record", "list", "--json")[1])
    return [entry["about"] for entry in entries if entry["deed"] == "answers_seen"]


def test_every_number_that_was_shown_is_there_and_nothing_else(kiosk: Kiosk, filled: Path) -> None:
    rows = json.loads(kiosk("cases", "list", "--reveal")[1])
    told = seen(kiosk)
    assert len(told) == 2
    assert " ".join(told).split() == [row["number"] for row in rows]
    assert SECRET not in "".join(told)
    assert kiosk("record", "verify")[0] == 0


def test_what_is_masked_leaves_no_entry(kiosk: Kiosk, filled: Path) -> None:
    for *words, _reveal in REVEALING:
        assert SECRET not in kiosk(*words, "--json")[1]
    assert seen(kiosk) == []


@pytest.mark.parametrize("words", REVEALING)
def test_what_cannot_be_put_on_record_is_not_shown(
    kiosk: Kiosk, filled: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    async def full(*_args: object) -> None:
        raise StoreFailed(Trouble.FULL)

    monkeypatch.setattr(LocalRecord, "note", full)
    code, out, _ = kiosk(*words)
    assert (code, out) == (3, "")
