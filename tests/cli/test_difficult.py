from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cases.difficult import NewDifficult, NewStep, StepKind, Way
from kiosk.clock import SystemClock
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

Kiosk = Callable[..., tuple[int, str, str]]

SUBJECT, TEXT = "鹦鹉阿婆的门牌", "问了鹦鹉阿婆的儿子"


async def _fill(folder: Path) -> tuple[str, str]:
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
    try:
        ids = [
            (await store.difficult.open(NewDifficult(new_id(), "001", SUBJECT, "household", "008"))).id
            for _ in range(2)
        ]
        for case_id in ids:
            step = NewStep(new_id(), "008", StepKind.RESIDENT_CONFIRMED, Way.RELATIVE, TEXT)
            await store.difficult.record(case_id, step)
        await store.difficult.close(ids[1], "001")
        return ids[0], ids[1]
    finally:
        await store.close()


@pytest.fixture
def ids(bare: Path) -> tuple[str, str]:
    """One open, one closed."""
    return asyncio.run(_fill(bare / "share" / "caring-kiosk"))


def test_open_ones_are_listed_and_all_where_asked(kiosk: Kiosk, ids: tuple[str, str]) -> None:
    code, out, err = kiosk("difficult", "list")
    assert (code, err) == (0, "")
    assert ids[0] in out
    assert ids[1] not in out
    assert "1 in all" in out
    told = json.loads(kiosk("difficult", "list", "--all", "--json")[1])
    assert [case["id"] for case in told] == list(ids)
    assert [case["state"] for case in told] == ["open", "closed"]


def test_what_officers_wrote_is_shown_only_where_it_is_asked_for(kiosk: Kiosk, ids: tuple[str, str]) -> None:
    for words in (("list",), ("list", "--all", "--json"), ("show", ids[0])):
        code, out, _ = kiosk("difficult", *words)
        assert code == 0
        assert "鹦鹉" not in out
    (case,) = json.loads(kiosk("difficult", "list", "--reveal")[1])
    assert case == json.loads(kiosk("difficult", "show", ids[0], "--reveal")[1])
    entries = json.loads(kiosk("record", "list", "--json")[1])
    seen = [(e["who"], e["about"]) for e in entries if e["deed"] == "answers_seen"]
    assert seen == [("console", ids[0])] * 2, "looking is on record, with what was looked at"
    assert (case["subject"], case["steps"][0]["text"]) == (SUBJECT, TEXT)
    assert (case["owner"], case["overdue"]) == ("008", False)


def test_one_that_is_not_there(kiosk: Kiosk, ids: tuple[str, str]) -> None:
    code, out, err = kiosk("difficult", "show", "nothing")
    assert (code, out) == (2, "")
    assert err == "kiosk: There is no difficult case nothing. See: kiosk difficult list --all\n"


def test_looking_makes_no_store(kiosk: Kiosk, bare: Path) -> None:
    assert kiosk("difficult", "list", "--json")[:2] == (0, "[]\n")
    assert kiosk("difficult", "show", "nothing")[0] == 2
    assert not (bare / "share").exists()
