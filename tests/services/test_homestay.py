"""The registration of a homestay, as whoever keeps one meets it."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.flow.answer import Count, Written

SMALL = {"rooms": 6, "floors": 3, "area": "within"}


def test_an_owner_registers_a_small_new_one(walk: Any, laid: Any, born: Any) -> None:
    way = walk(
        "homestay",
        for_whom="me",
        wanted="new",
        **SMALL,
        whose_house="own",
        card=laid(born(1971)),
        address_from="paper",
        contact="on_file",
    )
    assert way.run.ready
    assert way.materials == {"own_card", "business_licence", "property_proof"}
    assert way.spare == set()
    assert not {"too_large", "what_changed", "name", "identity_number", "address", "phone"} & set(way.met)
    assert way.met.index("guests") < way.met.index("bring") < way.met.index("card")
    assert way.run.answers()["rooms"] == Count(number=6)
    assert way.run.answers()["name"] == Written(text="王某")
    assert way.next_steps == ["to_window", "accepted", "guests_registered", "no_transfer"]
    assert not way.run.priority()
    assert way.run.fee_fen() == 0


@pytest.mark.parametrize(
    ("size", "asked"),
    [
        ({"rooms": 15}, ["rooms"]),
        ({"rooms": 14, "floors": 5}, ["rooms", "floors"]),
        ({"rooms": 14, "floors": 4, "area": "larger"}, ["rooms", "floors", "area"]),
        ({"area": "larger"}, ["rooms", "floors", "area"]),
    ],
    ids=["rooms", "floors", "area", "area-alone-known"],
)
@pytest.mark.parametrize(
    "matter", [{"wanted": "new"}, {"wanted": "change", "what_changed": "rooms"}], ids=str
)
def test_what_is_too_large_is_told_at_once_and_kindly(
    walk: Any, matter: dict[str, str], size: dict[str, Any], asked: list[str]
) -> None:
    """Shanghai 2022 rule no. 4: at most 14 rooms, 4 floors, 800 square metres a building."""
    way = walk("homestay", for_whom="me", **matter, **size)
    assert way.met[-len(asked) - 1 :] == [*asked, "too_large"]
    assert way.run.ended == "told"
    told = way.run.flow.step("too_large")
    assert told.offer_guide
    said = " ".join(line.in_("zh_CN") for line in told.body)
    assert all(number in said for number in ("14间", "4层", "800平方米"))


@pytest.mark.parametrize(
    "size", [{"rooms": 14, "floors": 4, "area": "within"}, {"rooms": 1, "floors": 1}, {}]
)
def test_what_is_within_or_not_known_leads_on(walk: Any, size: dict[str, Any]) -> None:
    way = walk("homestay", wanted="new", **size)
    assert way.run.ready
    assert "too_large" not in way.met


@pytest.mark.parametrize(
    ("house", "proof"),
    [
        ("own", {"property_proof"}),
        ("family", {"property_proof", "family_agreement"}),
        ("rented", {"tenancy_proof"}),
        (None, {"property_proof"}),
    ],
)
def test_the_house_decides_its_papers(walk: Any, house: str | None, proof: set[str]) -> None:
    given = {"whose_house": house} if house else {}
    way = walk("homestay", for_whom="me", wanted="new", **SMALL, **given)
    assert way.materials == {"own_card", "business_licence"} | proof


@pytest.mark.parametrize("changed", ["owner", "something_else", None])
def test_a_change_is_asked_neither_for_its_size_nor_for_the_house(walk: Any, changed: str | None) -> None:
    given = {"what_changed": changed} if changed else {}
    way = walk("homestay", for_whom="me", wanted="change", **given)
    assert not {"rooms", "floors", "area", "guests", "whose_house"} & set(way.met)
    assert way.materials == {"own_card", "business_licence", "change_proof"}
    assert way.spare == {"change_proof"}
    assert way.next_steps == ["to_window", "accepted", "no_transfer"]
    assert ("what_changed:open" in way.calls) == (changed is None)


def test_somebody_comes_for_an_elderly_owner(walk: Any, laid: Any, born: Any) -> None:
    way = walk(
        "homestay",
        for_whom="other",
        wanted="new",
        **SMALL,
        whose_house="rented",
        card_other=laid(born(1950)),
        relation="staff",
        address_from="write",
        address="新河镇某路5号",
        contact="write",
        phone="13812345678",
    )
    assert way.materials == {"own_card", "owner_card", "authority", "business_licence", "tenancy_proof"}
    assert not {"card", "name", "identity_number", "person_name", "person_identity"} & set(way.met)
    assert way.met.index("address_from") + 1 == way.met.index("address")
    assert way.run.priority()
    assert way.next_steps[0] == "to_window_first"


def test_an_owner_with_company_brings_no_letter(walk: Any, born: Any) -> None:
    way = walk("homestay", for_whom="me_helped", wanted="change", identity_number=born(1955))
    assert not {"authority", "owner_card"} & way.materials
    assert way.run.priority()
