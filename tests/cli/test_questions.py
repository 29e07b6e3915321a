from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cases.case import Filing
from kiosk.cases.question import How, NewReply
from kiosk.clock import SystemClock
from kiosk.flow.answer import Written
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

Kiosk = Callable[..., tuple[int, str, str]]


async def _fill(folder: Path) -> list[str]:
    store = LocalStore(folder, "01", SystemClock(), kiosk_lock=False)
    try:
        ids = []
        for text in ("鹦鹉阿婆问一", "鹦鹉阿婆问二"):
            answers = {"question": Written(text=text)}
            filing = Filing(
                new_id(), "01", "question", 1, "ab" * 32, "id: x\n", "zh_CN", False, answers, question=True
            )
            ids.append((await store.cases.hand_in(filing)).case_id)
        await store.questions.reply(ids[1], NewReply(new_id(), "008", How.MESSAGE, "告诉了鹦鹉阿婆"))
        return ids
    finally:
        await store.close()


@pytest.fixture
def ids(bare: Path) -> list[str]:
    """One open, one answered."""
    return asyncio.run(_fill(bare / "share" / "caring-kiosk"))


def test_open_ones_are_listed_and_all_where_asked(kiosk: Kiosk, ids: list[str]) -> None:
    code, out, err = kiosk("questions", "list")
    assert (code, err) == (0, "")
    assert ids[0] in out
    assert ids[1] not in out
    told = json.loads(kiosk("questions", "list", "--all", "--json")[1])
    assert [question["id"] for question in told] == ids
    assert [question["state"] for question in told] == ["open", "answered"]
    assert [reply["how"] for reply in told[1]["replies"]] == ["message"]


def test_words_are_shown_only_where_it_is_asked_for_and_on_record(kiosk: Kiosk, ids: list[str]) -> None:
    assert "鹦鹉" not in kiosk("questions", "list", "--all", "--json")[1]
    assert json.loads(kiosk("record", "list", "--json")[1])[-1]["deed"] == "question_answered"
    told = json.loads(kiosk("questions", "list", "--all", "--reveal")[1])
    assert told[0]["answers"]["question"]["text"] == "鹦鹉阿婆问一"
    assert told[1]["replies"][0]["text"] == "告诉了鹦鹉阿婆"
    entry = json.loads(kiosk("record", "list", "--json")[1])[-1]
    assert (entry["deed"], entry["about"].split()) == ("answers_seen", ids)


def test_where_nothing_was_asked_yet_the_list_is_empty(kiosk: Kiosk) -> None:
    code, out, _ = kiosk("questions", "list", "--json")
    assert (code, json.loads(out)) == (0, [])
