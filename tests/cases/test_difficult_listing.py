"""Difficult cases as plain values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

from kiosk.cases.difficult import DifficultCase, DifficultState, DifficultStep, Source, StepKind, Way
from kiosk.cases.difficult_listing import difficult_json

MADE = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TODAY = date(2026, 11, 28)


def a_case(**changes):
    case = {
        "id": "case",
        "source": Source.NOT_SOLVED,
        "opened_at": MADE,
        "opened_by": "007",
        "due": date(2026, 11, 27),
        "call_id": "call",
        "owner": "008",
        "noted": True,
        "subject": "王阿婆的门牌",
        "steps": (
            DifficultStep(
                "step", MADE, "008", StepKind.ATTEMPT_TO_REACH, Way.RELATIVE, None, True, "王家儿子"
            ),
        ),
    }
    return DifficultCase(**(case | changes))


def test_masked_tells_that_there_is_something_but_not_what():
    (told,) = difficult_json([a_case()], TODAY)
    assert "王" not in json.dumps(told, ensure_ascii=False)
    assert (told["masked"], told["noted"], told["steps"][0]["noted"]) == (True, True, True)
    assert (told["opened_at"], told["due"]) == ("2026-11-24T01:00:00+00:00", "2026-11-27")
    assert (told["source"], told["steps"][0]["kind"], told["steps"][0]["way"]) == (
        "not_solved",
        "attempt_to_reach",
        "relative",
    )
    assert json.loads(json.dumps(told)) == told


def test_revealed_tells_what_officers_wrote():
    (told,) = difficult_json([a_case(masked=False)], TODAY)
    assert (told["subject"], told["steps"][0]["text"]) == ("王阿婆的门牌", "王家儿子")
    assert json.loads(json.dumps(told)) == told


def test_late_on_the_day_it_is_asked_and_only_while_open():
    assert difficult_json([a_case()], TODAY)[0]["overdue"] is True
    assert difficult_json([a_case()], date(2026, 11, 27))[0]["overdue"] is False
    closed = a_case(
        state=DifficultState.CLOSED, closed_by="001", closed_at=datetime(2026, 11, 27, tzinfo=UTC)
    )
    (told,) = difficult_json([closed], TODAY)
    assert (told["overdue"], told["state"], told["closed_by"]) == (False, "closed", "001")
    assert told["closed_at"] == "2026-11-27T00:00:00+00:00"


def test_the_order_stays():
    assert [told["id"] for told in difficult_json([a_case(id="b"), a_case(id="a")], TODAY)] == ["b", "a"]
