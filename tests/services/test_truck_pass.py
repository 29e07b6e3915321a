"""The passage of trucks on roads with limits, as whoever needs it meets it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.flow.answer import ChosenSeveral

ERRAND = {"vehicle_kind": "small", "how_long": "week", "from_day": date(2026, 12, 1)}
NEEDED = {"own_card", "vehicle_licence", "driving_licence"}
WHERE = {"destination", "route"}
PLATE = {"plate", "plate_whole"}


def test_a_shopkeeper_asks_for_their_own_truck(walk: Any, laid: Any, born: Any) -> None:
    times = ChosenSeveral(ids=("morning", "night"))
    way = walk(
        "truck_pass",
        for_whom="me",
        vehicle_state="in_order",
        needed_for="shops",
        **ERRAND,
        time_of_day=times,
        card=laid(born(1971)),
        plate_place="hu",
        plate="A12345",
        route="陈海公路，北门路",
        phone="13812345678",
    )
    assert way.run.ready
    assert way.materials == NEEDED | {"goods_list"}
    assert way.spare == {"goods_list"}
    assert not {"name", "identity_number", "plate_whole", "destination"} & set(way.met)
    assert way.met.index("vehicle_state") < way.met.index("bring") < way.met.index("card")
    assert way.run.answers()["time_of_day"] == times
    assert way.run.answers()["plate"].text == "A12345"
    assert way.next_steps == ["to_window", "accepted", "pass_first", "no_transfer"]
    assert not way.run.priority()
    assert "fee" not in {way.run.flow.step(i).kind for i in way.met}


@pytest.mark.parametrize(
    ("state", "told", "says"),
    [
        ("overdue", "inspect_first", "年检做好了，请再来。"),
        ("scrapped", "scrapped", "想换一辆车，请按上一步。"),
        ("detained", "detained", "怎么领，请人告诉您。"),
    ],
)
def test_a_truck_that_can_have_no_pass_is_told_of_at_once_and_kindly(
    walk: Any, state: str, told: str, says: str
) -> None:
    way = walk("truck_pass", for_whom="me", vehicle_state=state)
    assert way.met == ["for_whom", "vehicle_state", told]
    assert way.run.ended == "told"
    notice = way.run.flow.step(told)
    assert notice.offer_guide
    said = [line.in_("zh_CN") for line in notice.body]
    assert says in said
    assert "有疑问，窗口会再核对。" in said


def test_whoever_does_not_know_about_the_inspection_goes_on(walk: Any) -> None:
    way = walk("truck_pass", for_whom="me")
    assert way.run.ready
    assert not {"inspect_first", "scrapped", "detained"} & set(way.met)
    assert way.materials == NEEDED | {"inspection_proof"}
    assert way.spare == {"inspection_proof"}


@pytest.mark.parametrize(
    ("needed_for", "where", "proof", "spare"),
    [
        ("construction", "destination", {"site_proof"}, set()),
        ("moving", "destination", {"moving_proof"}, {"moving_proof"}),
        ("shops", "route", {"goods_list"}, {"goods_list"}),
        ("farm", "route", {"goods_list"}, {"goods_list"}),
        ("something_else", "route", set(), set()),
        (None, "route", set(), set()),
    ],
)
def test_the_errand_decides_the_papers_and_whether_a_place_or_roads_are_asked(
    walk: Any, needed_for: str | None, where: str, proof: set[str], spare: set[str]
) -> None:
    given = {"needed_for": needed_for} if needed_for else {}
    way = walk("truck_pass", for_whom="me", vehicle_state="in_order", **ERRAND, **given)
    assert way.materials == NEEDED | proof
    assert way.spare == spare
    assert WHERE & set(way.met) == {where}


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("hu", {"plate"}),
        ("su", {"plate"}),
        ("zhe", {"plate"}),
        ("wan", {"plate"}),
        ("elsewhere", {"plate_whole"}),
        ("paper", set()),
        (None, set()),
    ],
)
def test_only_what_is_missing_of_the_plate_is_written(walk: Any, place: str | None, asked: set[str]) -> None:
    given = {"plate_place": place} if place else {}
    way = walk("truck_pass", for_whom="me", vehicle_state="in_order", **given)
    assert PLATE & set(way.met) == asked


def test_somebody_comes_for_a_firm(walk: Any, laid: Any, born: Any) -> None:
    """The card is theirs who stands here; whose truck it is stands on its licence."""
    way = walk(
        "truck_pass",
        for_whom="other",
        vehicle_state="in_order",
        needed_for="construction",
        **ERRAND,
        card=laid(born(1971)),
        plate_place="paper",
        destination="新河镇某路5号",
    )
    assert way.materials == NEEDED | {"owner_papers", "authority", "site_proof"}
    assert way.run.flow.step("card").own
    assert not way.run.priority()


@pytest.mark.parametrize("for_whom", ["me", "me_helped"])
def test_an_elderly_owner_goes_first_and_brings_no_letter(walk: Any, born: Any, for_whom: str) -> None:
    way = walk("truck_pass", for_whom=for_whom, vehicle_state="in_order", identity_number=born(1955))
    assert not {"authority", "owner_papers"} & way.materials
    assert way.run.priority()
    assert way.next_steps[0] == "to_window_first"
