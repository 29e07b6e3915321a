"""The approval of a special trade, as whoever wants to open one meets it."""

from __future__ import annotations

from typing import Any

import pytest

OPENING = {"wanted": "new", "whose_house": "own"}


@pytest.mark.parametrize("trade", ["hotel", "seals"])
def test_hotels_and_seals_are_told_of_the_promise(walk: Any, laid: Any, born: Any, trade: str) -> None:
    """State Council 2021 no. 7: granted at once by promise, looked at afterwards."""
    way = walk(
        "special_trade",
        for_whom="me",
        trade=trade,
        **OPENING,
        fire="passed",
        card=laid(born(1971)),
        address_from="paper",
        contact="on_file",
    )
    assert way.run.ready
    assert way.met.index("by_promise") < way.met.index("bring")
    assert way.materials == {
        "own_card",
        "business_licence",
        "property_proof",
        "fire_proof",
        "floor_plan",
        "safety_rules",
    }
    assert way.spare == {"safety_rules"}
    assert way.next_steps == ["to_window", "accepted", "open_later", "no_transfer"]
    assert not {"pawn_licence", "fire_first", "what_changed"} & set(way.met)


def test_a_pawn_shop_comes_with_its_licence_and_by_no_promise(walk: Any) -> None:
    way = walk("special_trade", trade="pawn", pawn_licence="there", **OPENING, fire="passed")
    assert way.run.ready
    assert "by_promise" not in way.met
    assert "pawn_paper" in way.materials


def test_without_that_licence_one_is_sent_for_it_first_and_kindly(walk: Any) -> None:
    way = walk("special_trade", trade="pawn", wanted="new", pawn_licence="not_yet")
    assert (way.met[-1], way.run.ended) == ("pawn_first", "told")
    assert way.run.flow.step("pawn_first").offer_guide


def test_another_trade_is_told_at_once_to_ask(walk: Any) -> None:
    way = walk("special_trade", trade="something_else")
    assert (way.met, way.run.ended) == (["for_whom", "trade", "other_trade"], "told")


def test_before_the_fire_check_the_form_can_be_filled_in_all_the_same(walk: Any) -> None:
    way = walk("special_trade", trade="hotel", **OPENING, fire="not_yet")
    assert way.run.ready
    assert "fire_first" in way.met
    assert "fire_proof" not in way.materials


@pytest.mark.parametrize("changed", ["place", "owner", "name", "something_else"])
def test_a_change_is_asked_neither_for_the_house_nor_for_fire(walk: Any, changed: str) -> None:
    way = walk("special_trade", for_whom="me", trade="seals", wanted="change", what_changed=changed)
    assert not {"fire", "whose_house", "by_promise"} & set(way.met)
    assert way.materials == {"own_card", "business_licence", "change_proof"}


def test_new_ones_are_looked_at_for_fire_and_all_for_public_order(walk: Any) -> None:
    new = walk("special_trade", trade="hotel", **OPENING, fire="passed")
    change = walk("special_trade", trade="hotel", wanted="change")
    assert [each.id for each in new.run.reviewers()] == ["fire", "public_order"]
    assert [each.id for each in change.run.reviewers()] == ["public_order"]
