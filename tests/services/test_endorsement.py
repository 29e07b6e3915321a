"""The exit-entry endorsement, as elderly residents meet it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

FAR = date(2035, 1, 1)


def test_a_grandmother_goes_to_hong_kong_on_her_own(walk: Any, laid: Any, born: Any) -> None:
    way = walk(
        "endorsement",
        for_whom="me",
        place="hong_kong",
        purpose="individual",
        shanghai_household=True,
        hk_entries="three_months_single",
        permit="valid",
        permit_expiry=FAR,
        card=laid(born(1955)),
        contact="write",
        phone="13812345678",
    )
    assert way.run.ready
    assert way.materials == {"own_card", "hk_macau_permit"}
    assert way.run.fee_fen() == 1500
    assert way.met.index("where_to_file") < way.met.index("bring") < way.met.index("card")
    assert way.met[-3:] == ["consent", "cost", "review"]
    assert way.next_steps == ["to_hall", "accepted", "no_transfer"]
    assert way.run.priority()


@pytest.mark.parametrize(
    ("given", "fen"),
    [
        ({"place": "hong_kong", "purpose": "individual", "hk_entries": "three_months_double"}, 3000),
        ({"place": "hong_kong", "purpose": "individual", "hk_entries": "one_year_single"}, 1500),
        ({"place": "hong_kong", "purpose": "individual", "hk_entries": "one_year_double"}, 3000),
        ({"place": "macau", "purpose": "individual", "macau_entries": "three_months_single"}, 1500),
        ({"place": "macau", "purpose": "individual", "macau_entries": "one_year_single"}, 1500),
        ({"place": "macau", "purpose": "group", "entries": "single"}, 1500),
        ({"place": "hong_kong", "purpose": "group", "entries": "double"}, 3000),
        ({"place": "hong_kong", "purpose": "family", "entries": "several_one_year"}, 8000),
        ({"place": "macau", "purpose": "business", "entries": "several_two_years"}, 12000),
        ({"place": "hong_kong", "purpose": "stay", "entries": "several_three_years"}, 16000),
        ({"place": "hong_kong", "purpose": "something_else", "entries": "several_longer"}, 24000),
    ],
)
@pytest.mark.parametrize(("permit", "more"), [("valid", 0), ("expired", 6000), ("none", 6000)])
def test_the_fee_is_the_endorsement_and_the_permit_where_it_is_made(
    walk: Any, given: dict[str, str], fen: int, permit: str, more: int
) -> None:
    expiry = {"permit_expiry": FAR} if permit == "valid" else {}
    way = walk("endorsement", **given, permit=permit, **expiry)
    assert way.run.fee_fen() == fen + more
    assert ("permit" in way.fees) == bool(more)
    assert "cost" in way.met
    assert "cost_at_hall" not in way.met


@pytest.mark.parametrize(
    ("until", "trips", "renewed"),
    [
        (date(2026, 11, 23), "three_months_single", True),
        (date(2027, 2, 23), "three_months_single", True),
        (date(2027, 2, 24), "three_months_single", False),
        (date(2027, 2, 24), "one_year_single", True),
        (date(2027, 11, 23), "one_year_double", True),
        (date(2027, 11, 24), "one_year_double", False),
    ],
)
def test_a_permit_that_ends_before_the_endorsement_would_is_renewed_first(
    walk: Any, until: date, trips: str, renewed: bool
) -> None:
    way = walk(
        "endorsement",
        place="hong_kong",
        purpose="individual",
        hk_entries=trips,
        permit="valid",
        permit_expiry=until,
    )
    assert ("renew_first" in way.met) == renewed
    assert ("photo" in way.materials) == renewed
    assert ("permit" in way.fees) == renewed
    assert (way.next_steps[0] == "to_hall_permit") == renewed
    assert "hk_macau_permit" in way.materials
    assert way.run.ready


@pytest.mark.parametrize(
    ("trips", "years"),
    [("several_one_year", 1), ("several_two_years", 2), ("several_three_years", 3), ("several_longer", 3)],
)
def test_several_trips_need_a_permit_as_long_as_they(walk: Any, trips: str, years: int) -> None:
    def renewed(until: date) -> bool:
        way = walk(
            "endorsement",
            place="macau",
            purpose="business",
            entries=trips,
            permit="valid",
            permit_expiry=until,
        )
        return "renew_first" in way.met

    assert renewed(date(2026 + years, 11, 23))
    assert not renewed(date(2026 + years, 11, 24))


def test_an_expired_permit_leads_to_renewal_before_the_list(walk: Any) -> None:
    way = walk("endorsement", place="macau", purpose="family", entries="single", permit="expired")
    assert "permit_expiry" not in way.met
    assert way.met.index("renew_first") < way.met.index("bring")
    assert way.materials == {"own_card", "hk_macau_permit", "photo", "family_proof"}


def test_without_a_permit_one_is_made_first(walk: Any) -> None:
    way = walk("endorsement", place="macau", purpose="group", entries="single", permit="none")
    assert "permit_first" in way.met
    assert "renew_first" not in way.met
    assert way.materials == {"own_card", "photo"}
    assert way.run.fee_fen() == 7500


def test_a_resident_who_has_nothing_at_hand_is_led_on(walk: Any) -> None:
    way = walk("endorsement")
    assert way.run.ready
    assert way.calls == ["place:open"]
    assert way.materials == {"own_card", "any_permit"}
    assert "cost" not in way.met
    assert "cost_at_hall" in way.met

    way = walk("endorsement", place="hong_kong", permit="valid")
    assert way.run.ready
    assert "renew_first" not in way.met


def test_what_cannot_be_summed_is_never_said_to_be_free(walk: Any) -> None:
    way = walk("endorsement", place="hong_kong", permit="expired")
    assert way.met[-3:] == ["cost", "cost_at_hall", "review"]
    assert way.run.fee_fen() == 6000


def test_individual_tours_to_taiwan_are_suspended(walk: Any) -> None:
    way = walk("endorsement", for_whom="me", place="taiwan", purpose="individual")
    assert way.met == ["for_whom", "place", "purpose", "taiwan_suspended"]
    assert way.run.ended == "told"


def test_taiwan_has_a_permit_and_fees_of_its_own(walk: Any) -> None:
    way = walk("endorsement", place="taiwan", purpose="group", taiwan_entries="single", permit="expired")
    assert way.run.ready
    assert way.materials == {"own_card", "taiwan_permit", "photo"}
    assert way.fees == set()
    assert "cost" not in way.met
    assert "cost_at_hall" in way.met
    assert not {"hk_entries", "macau_entries", "entries", "shanghai_household"} & set(way.met)


def test_who_is_registered_elsewhere_is_told_to_ask_first(walk: Any) -> None:
    way = walk("endorsement", place="macau", purpose="individual", shanghai_household=False)
    assert way.met.index("household_elsewhere") < way.met.index("bring")
    assert way.run.ready
    assert "shanghai_household" not in walk("endorsement", place="macau", purpose="group").met


def test_group_tours_are_not_offered_several_years(flows: Any, walk: Any) -> None:
    run = walk("endorsement", place="macau", purpose="group", entries="single").run
    step = flows["endorsement"].step("entries")
    assert [c.id for c in run.choices(step)] == ["single", "double"]


@pytest.mark.parametrize("place", ["hong_kong", "macau", "taiwan"])
def test_for_someone_else_both_cards_and_an_authority(walk: Any, born: Any, place: str) -> None:
    way = walk(
        "endorsement",
        for_whom="other",
        place=place,
        purpose="family",
        person_identity=born(1949),
        relation="child",
    )
    assert {"own_card", "person_card", "authority"} <= way.materials
    assert way.run.priority()
    assert "identity_number" not in way.met
