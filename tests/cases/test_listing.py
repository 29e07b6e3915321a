"""Cases as plain values."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from kiosk.cases.case import Case
from kiosk.cases.listing import cases_json
from kiosk.flow.answer import Day, Wish, Written


def a_case(**changes):
    case = {
        "id": "case",
        "number": "0100012",
        "kiosk": "kiosk-01",
        "service": "household_move",
        "flow_version": 3,
        "flow_sha256": "ab",
        "locale": "zh_CN",
        "priority": True,
        "state": "handed_in",
        "filed_at": datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8))),
        "rating": 4,
        "answered": ("name", "until"),
    }
    return Case(**(case | changes))


def test_a_masked_case_tells_what_was_answered_but_not_what():
    (told,) = cases_json([a_case()])
    assert told["masked"] is True
    assert told["answered"] == ["name", "until"]
    assert "answers" not in told
    assert told["filed_at"] == "2026-11-24T01:00:00+00:00"
    assert (told["number"], told["number_grouped"], told["rating"]) == ("0100012", "0100 012", 4)
    assert json.loads(json.dumps(told)) == told


def test_a_revealed_case_tells_its_answers():
    answers = {"name": Written(text="王"), "until": Day(day=None)}
    (told,) = cases_json([a_case(masked=False, answers=answers)])
    assert told["answers"] == {
        "name": {"type": "written", "text": "王"},
        "until": {"type": "day", "day": None},
    }
    assert json.loads(json.dumps(told)) == told


def test_a_masked_case_tells_no_answer_even_if_it_holds_one():
    (told,) = cases_json([a_case(answers={"name": Written(text="王")})])
    assert "王" not in json.dumps(told, ensure_ascii=False)


def test_a_wish_is_never_told():
    (told,) = cases_json([a_case(masked=False, answers={"own": Wish(wish="no")})])
    assert told["answers"] == {}


def test_the_order_stays():
    assert [told["id"] for told in cases_json([a_case(id="b"), a_case(id="a")])] == ["b", "a"]


def test_a_rare_name_comes_through_whole_and_a_masked_one_not_at_all():
    name = "王\U0002c542\U0002d3e6"
    (told,) = cases_json([a_case(masked=False, answers={"name": Written(text=name)})])
    assert json.loads(json.dumps(told))["answers"]["name"]["text"] == name
    assert "\U0002c542" not in json.dumps(cases_json([a_case()]), ensure_ascii=False)
