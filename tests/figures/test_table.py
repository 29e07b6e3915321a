"""Figures as tables, and what a spreadsheet makes of them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assist.call import Outcome
from kiosk.cases.rating import Rating
from kiosk.cases.visit_end import Ending
from kiosk.figures.book import figures_of
from kiosk.figures.ratings import rating_figures
from kiosk.figures.table import Table, csv_text, defused, tables, tables_json
from kiosk.figures.visits import EndsAlike, visit_figures
from tests.figures.conftest import MADE


@pytest.fixture
def told(day, a_call, a_case):
    helped = a_call(seen=1, claimed=2.5, arrived=5, closed=9, outcome=Outcome.HELPED, officer="0301")
    calls = [helped, a_call(priority=True)]
    ends = [EndsAlike("household_move", "address", Ending.LEFT, 3), EndsAlike("move", None, Ending.TOLD, 1)]
    ratings = rating_figures([Rating(4, MADE)], [a_case(4), a_case()], day)
    return tables(figures_of(calls, ratings, day, visit_figures(ends), {"0101": 2}))


def rows(table):
    return list(csv.reader(io.StringIO(csv_text(table), newline="")))


def test_every_table_is_a_rectangle_with_slugs_above(told):
    assert len({table.name for table in told}) == len(told) == 9
    for table in told:
        assert all(word.isascii() and word.isidentifier() for word in (table.name, *table.header))
        assert {len(row) for row in table.rows} <= {len(table.header)}


def test_the_figures_stand_in_them(told):
    by_name = {table.name: rows(table) for table in told}
    totals = dict(by_name["totals"])
    assert (totals["calls"], totals["priority_share"], totals["solved_share"]) == ("2", "0.5", "1.0")
    assert (totals["response_rate"], totals["satisfied_share"]) == ("0.5", "1.0")
    assert by_name["call_times"][1:] == [
        ["seen", "1", "1.0", "1.0", "1.0"],
        ["claim", "1", "2.5", "2.5", "2.5"],
        ["arrival", "1", "5.0", "5.0", "5.0"],
        ["done", "1", "9.0", "9.0", "9.0"],
    ]
    assert by_name["calls_by_hour"][10] == ["9", "2"]
    assert by_name["calls_by_day"][1:] == [["2026-11-24", "2"]]
    assert by_name["officers"] == [
        ["officer", "done", "helped", "thanked", "claim_median_s", "arrival_median_s"],
        ["0301", "1", "1", "0", "2.5", "5.0"],
        ["0101", "0", "0", "2", "", ""],
    ]
    assert by_name["calls_by_step"][1:] == [["household_move", "address", "2"]]
    assert by_name["ratings_by_level"][4] == ["4", "1"]
    assert (totals["visits"], totals["visits_left"], totals["visits_given_up_share"]) == ("4", "3", "0.75")
    assert by_name["visits_by_service"][1:] == [["household_move", "3", "0", "3"], ["move", "1", "0", "0"]]
    assert by_name["give_ups_by_step"][1:] == [["household_move", "address", "3", "0"]]


def test_what_is_not_known_is_an_empty_cell_and_null(day):
    told = tables(figures_of([], rating_figures([], [], day), day))
    assert [t.name for t in told if "visit" in t.name or "give" in t.name] == []
    assert ["seen", "0", "", "", ""] in rows(told[1])
    as_json = tables_json(told)
    assert json.loads(json.dumps(as_json)) == as_json
    assert as_json["totals"]["solved_share"] is None
    assert as_json["call_times"][0] == {
        "until": "seen",
        "known": 0,
        "median_s": None,
        "p90_s": None,
        "p95_s": None,
    }


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1",
        "\n@x",
        " =1+1",
        "＝1＋1",
        "\ufeff=1",
        "-",
        "\u3000+1",
        "\x1c=1",
        "\x1b-1",
        "\u200b@x",
    ],
)
def test_a_formula_is_defused(text):
    assert defused(text) == f"'{text}"
    (row,) = rows(Table("t", ("a",), ((text,),)))[1:]
    assert row[0].startswith("'")


@pytest.mark.parametrize("cell", ["address", "", "a=b", "2026-11-24", " ", -1, -0.5, 0, None])
def test_what_is_none_stays(cell):
    assert defused(cell) == cell


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_text_of_any_kind_begins_as_a_formula_or_breaks_a_row(service, step):
    table = Table("t", ("service", "step", "calls"), ((service, step, 1),))
    cells = rows(table)[1]
    assert len(cells) == 3
    for cell, text in zip(cells, (service, step), strict=False):
        assert cell.strip()[:1] not in {"=", "+", "-", "@"}
        assert cell in (text, f"'{text}")
