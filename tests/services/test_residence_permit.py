"""The residence permit, as elderly residents meet it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest


def test_a_father_living_at_his_sons_applies(walk: Any, laid: Any, born: Any) -> None:
    way = walk(
        "residence_permit",
        for_whom="me",
        wanted="apply",
        half_year="full",
        ground="home",
        card=laid(born(1951)),
        home_same=False,
        home_address="崇明区新河镇某路5号",
        contact="write",
        phone="13812345678",
    )
    assert way.run.ready
    assert way.materials == {"own_card", "photo", "address_proof", "home_proof"}
    assert way.spare == {"home_proof"}
    assert way.met.index("where_accepted") < way.met.index("bring") < way.met.index("card")
    assert way.next_steps == ["to_centre", "accepted", "told_once", "no_transfer"]
    assert way.run.priority()


@pytest.mark.parametrize(
    ("ground", "proof"), [("job", "job_proof"), ("study", "study_proof"), (None, "ground_proof")]
)
def test_the_ground_decides_its_proof(walk: Any, ground: str | None, proof: str) -> None:
    given = {"ground": ground} if ground else {}
    way = walk("residence_permit", wanted="apply", half_year="full", **given)
    assert way.materials == {"own_card", "photo", "address_proof", proof}
    assert proof not in way.spare


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"half_year": "not_yet"}, "too_soon"),
        ({"half_year": "not_registered"}, "register_first"),
        ({"half_year": "full", "ground": "none"}, "no_ground"),
    ],
)
def test_what_cannot_be_yet_is_told_before_any_form(walk: Any, given: dict[str, str], told: str) -> None:
    way = walk("residence_permit", for_whom="me", wanted="apply", **given)
    assert way.met[-1] == told
    assert way.run.ended == "told"
    assert not {"bring", "card", "name"} & set(way.met)
    assert way.run.flow.step(told).offer_guide


def test_not_knowing_how_long_leads_on(walk: Any) -> None:
    assert walk("residence_permit", for_whom="me", wanted="apply").run.ready
    assert walk("residence_permit").run.ready


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2026, 12, 25), "too_early"),
        (date(2026, 12, 24), None),
        (date(2026, 11, 24), None),
        (date(2026, 11, 23), "lapsed"),
        (None, None),
    ],
)
def test_the_month_before_the_full_year(walk: Any, until: date | None, told: str | None) -> None:
    given = {"full_year": until} if until else {}
    way = walk("residence_permit", for_whom="me", wanted="yearly", **given)
    assert {"too_early", "lapsed"} & set(way.met) == ({told} if told else set())
    assert way.run.ready == (told != "too_early")
    assert "ground" not in way.met
    if way.run.ready:
        assert way.materials == {"own_card", "permit", "address_proof"}


def test_a_son_comes_for_his_mother_who_cannot_get_about(walk: Any, laid: Any, born: Any) -> None:
    way = walk(
        "residence_permit",
        for_whom="other",
        wanted="apply",
        half_year="full",
        ground="home",
        mobility=True,
        relation="child",
        card_other=laid(born(1938)),
    )
    assert {"own_card", "person_card", "authority", "kinship_proof"} <= way.materials
    assert "kinship_proof" in way.spare
    assert "come_in_person" not in way.met
    assert way.run.priority()
    assert way.run.ready


@pytest.mark.parametrize(
    ("mobility", "relation", "told"),
    [(False, "child", True), (True, "not_family", True), (True, "other_family", False)],
)
def test_who_could_come_is_kindly_asked_to(walk: Any, mobility: bool, relation: str, told: bool) -> None:
    way = walk(
        "residence_permit",
        for_whom="other",
        wanted="apply",
        mobility=mobility,
        relation=relation,
        ground="job",
    )
    assert ("come_in_person" in way.met) == told
    assert way.run.ready


def test_a_helped_resident_is_not_asked_for_an_authority(walk: Any) -> None:
    way = walk("residence_permit", for_whom="me_helped", wanted="apply")
    assert not {"mobility", "relation", "card_other"} & set(way.met)
    assert "authority" not in way.materials
