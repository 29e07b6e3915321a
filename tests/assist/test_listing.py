"""Calls as plain values."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.assist.listing import calls_json


def a_call(**changes):
    call = {
        "id": "call",
        "kiosk": "kiosk-01",
        "kiosk_name": "一号机",
        "place": "大厅",
        "service": None,
        "step": None,
        "locale": "zh_CN",
        "priority": False,
        "quiet": True,
        "state": CallState.WAITING,
        "created_at": datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8))),
    }
    return Call(**(call | changes))


def test_a_waiting_call_is_plain():
    (told,) = calls_json([a_call()])
    assert json.loads(json.dumps(told)) == told
    assert told["created_at"] == "2026-11-24T01:00:00+00:00"
    assert (told["state"], told["open"], told["quiet"], told["seen_at"]) == ("waiting", True, True, None)
    assert told["outcome"] is None


def test_a_closed_call_tells_its_end_and_keeps_the_note_to_itself():
    call = a_call(
        state=CallState.DONE,
        outcome=Outcome.TO_WINDOW,
        officer="officer",
        closed_at=datetime(2026, 11, 24, 1, 5, tzinfo=UTC),
        note="带王阿婆去窗口",
    )
    (told,) = calls_json([call])
    assert (told["state"], told["open"], told["outcome"]) == ("done", False, "to_window")
    assert told["closed_at"] == "2026-11-24T01:05:00+00:00"
    assert told["noted"] is True
    assert "王" not in json.dumps(told, ensure_ascii=False)
    (shown,) = calls_json([call], reveal=True)
    assert shown["note"] == "带王阿婆去窗口"


def test_the_order_stays():
    assert [told["id"] for told in calls_json([a_call(id="b"), a_call(id="a")])] == ["b", "a"]
