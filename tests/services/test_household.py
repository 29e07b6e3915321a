"""Household registration, as elderly residents meet it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.flow.answer import Unknown

MOVES = {
    "join_family": {"from_where": "shanghai", "join_whom": "spouse"},
    "home_bought": {"from_where": "shanghai"},
    "move_within_city": {"new_home": "own"},
}


def test_a_mother_with_her_card_moves_to_her_daughter(walk: Any, laid: Any, born: Any) -> None:
    way = walk(
        "household",
        for_whom="me_helped",
        wanted="join_family",
        from_where="shanghai",
        join_whom="child",
        card=laid(born(1944)),
        own_wish="yes",
        relative_name="王某某",
        new_address="崇明区城桥镇某路2号",
        contact="write",
        phone="02159611234",
    )
    assert way.run.ready
    assert way.materials == {
        "own_card",
        "own_booklet",
        "family_card",
        "family_booklet",
        "kinship_proof",
        "application",
    }
    assert way.spare == {"kinship_proof", "application"}
    assert not {"name", "identity_number", "old_address"} & set(way.met)
    assert {"name", "identity_number", "old_address"} <= {line.step.id for line in way.run.review()}
    assert "joining_children" not in way.met
    assert way.run.priority()
    assert way.next_steps == ["to_window_first", "accepted", "register_in_time", "no_transfer"]
    assert way.run.fee_fen() == 0
    assert way.met[-2:] == ["free", "review"]


def test_a_daughter_with_her_fathers_card_is_asked_for_none_of_what_it_says(
    walk: Any, laid: Any, born: Any
) -> None:
    way = walk(
        "household",
        for_whom="other",
        wanted="move_within_city",
        new_home="family",
        card_other=laid(born(1939)),
        relation="child",
        own_wish="unsure",
    )
    assert not {"person_name", "person_identity", "person_old_address"} & set(way.met)
    assert {"person_name", "person_identity", "person_old_address"} <= set(way.run.answers())
    assert way.calls == ["own_wish:quiet"]
    assert way.run.priority()


@pytest.mark.parametrize("from_where", ["elsewhere", None])
def test_joining_a_child_from_elsewhere_is_told_early(walk: Any, from_where: str | None) -> None:
    given = {"from_where": from_where} if from_where else {}
    way = walk("household", for_whom="me", wanted="join_family", join_whom="child", **given)
    assert way.met.index("joining_children") < way.met.index("bring") < way.met.index("card")
    assert way.run.flow.step("joining_children").offer_guide
    assert way.run.ready


@pytest.mark.parametrize("whom", ["spouse", "parent"])
def test_joining_another_relative_from_elsewhere_is_no_such_case(walk: Any, whom: str) -> None:
    way = walk("household", wanted="join_family", from_where="elsewhere", join_whom=whom)
    assert "joining_children" not in way.met
    assert ("marriage_proof" in way.materials) == (whom == "spouse")


def test_a_home_alone_is_told_early_and_only_to_who_comes_from_elsewhere(walk: Any) -> None:
    way = walk("household", for_whom="me", wanted="home_bought", from_where="elsewhere")
    assert way.met[:4] == ["for_whom", "wanted", "from_where", "home_alone"]
    assert {"property_proof", "members_kinship_proof"} <= way.materials
    assert "members_kinship_proof" in way.spare
    assert "property_proof" not in way.spare
    assert "home_alone" not in walk("household", wanted="home_bought", from_where="shanghai").met


@pytest.mark.parametrize(
    ("home", "proof"),
    [
        ("own", {"property_proof"}),
        ("family", {"family_card", "family_booklet", "kinship_proof"}),
        ("rented", {"tenancy_proof"}),
    ],
)
def test_a_move_within_the_city_asks_for_what_the_new_home_needs(
    walk: Any, home: str, proof: set[str]
) -> None:
    way = walk("household", wanted="move_within_city", new_home=home)
    assert way.materials == {"own_card", "own_booklet", "application"} | proof
    assert ("relative_name" in way.met) == (home == "family")
    assert "from_where" not in way.met


@pytest.mark.parametrize(
    ("entry", "step", "right"),
    [
        ("name", "right_name", "王某"),
        ("birth_date", "right_birth_date", date(1948, 3, 1)),
        ("sex", "right_sex", "female"),
        ("address", "right_address", "城桥镇某路3号"),
        ("something_else", "right_entry", "文化程度"),
    ],
)
def test_a_wrong_entry_is_asked_in_its_own_way(walk: Any, entry: str, step: str, right: Any) -> None:
    way = walk("household", for_whom="me", wanted="change_entry", which_entry=entry, **{step: right})
    assert [i for i in way.met if i.startswith("right_")] == [step]
    assert way.materials == {"own_card", "own_booklet", "entry_proof", "application"}
    assert "own_wish" not in way.met
    assert "new_address" not in way.met


def test_who_cannot_say_which_entry_writes_it(walk: Any) -> None:
    assert "right_entry" in walk("household", wanted="change_entry").met


@pytest.mark.parametrize("for_whom", ["me", "other"])
def test_a_widow_reports_a_death(walk: Any, laid: Any, born: Any, for_whom: str) -> None:
    way = walk(
        "household",
        for_whom=for_whom,
        wanted="cancel_on_death",
        card=laid(born(1950)),
        death_relation="spouse",
        deceased_name="王某某",
        death_date=date(2026, 11, 2),
    )
    assert way.met[2] == "condolence"
    assert way.materials == {"own_card", "death_proof", "deceased_booklet", "deceased_card"}
    assert way.spare == {"deceased_card"}
    assert not {"own_wish", "relation", "card_other", "authority"} & (set(way.met) | way.materials)
    assert way.run.ready
    assert way.run.priority()


def test_the_age_of_the_deceased_gives_no_priority(walk: Any, born: Any) -> None:
    way = walk(
        "household",
        wanted="cancel_on_death",
        identity_number=born(1990),
        deceased_identity=born(1930),
    )
    assert not way.run.priority()
    assert way.next_steps[0] == "to_window"


def test_a_baby_is_registered_at_the_window(walk: Any) -> None:
    way = walk("household", for_whom="me", wanted="birth")
    assert way.met == ["for_whom", "wanted", "birth_at_window"]
    assert way.run.ended == "told"


def test_who_cannot_say_what_they_want_gets_a_guide_and_goes_on(walk: Any) -> None:
    way = walk("household", for_whom="me")
    assert way.calls == ["wanted:open"]
    assert way.run.ready
    assert way.materials == {"own_card", "own_booklet"}


@pytest.mark.parametrize("wanted", MOVES)
def test_for_someone_else_both_cards_and_an_authority(walk: Any, born: Any, wanted: str) -> None:
    way = walk(
        "household",
        for_whom="other",
        wanted=wanted,
        **MOVES[wanted],
        person_identity=born(1940),
        relation="child",
    )
    assert {"own_card", "person_card", "person_booklet", "authority"} <= way.materials
    assert "own_booklet" not in way.materials
    assert not {"card", "name", "identity_number"} & set(way.met)
    assert way.run.priority()


# --- The private wish -------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", MOVES)
@pytest.mark.parametrize("for_whom", ["me", "me_helped", "other"])
@pytest.mark.parametrize(("birth", "asked"), [((1966, 11, 24), True), ((1966, 11, 25), False), (None, True)])
def test_the_own_wish_is_asked_from_sixty_on_or_when_the_age_is_unknown(
    walk: Any, born: Any, wanted: str, for_whom: str, birth: Any, asked: bool
) -> None:
    step = "person_identity" if for_whom == "other" else "identity_number"
    number = born(*birth) if birth else Unknown()
    way = walk("household", for_whom=for_whom, wanted=wanted, **MOVES[wanted], **{step: number})
    assert ("own_wish" in way.met) == asked
    if asked:
        assert way.met.index("own_wish") > way.met.index(step)


@pytest.mark.parametrize("wanted", ["change_entry", "cancel_on_death"])
def test_what_is_no_move_never_asks_the_own_wish(walk: Any, born: Any, wanted: str) -> None:
    assert "own_wish" not in walk("household", wanted=wanted, identity_number=born(1935)).met
    assert "own_wish" not in walk("household", wanted=wanted).met


def test_all_three_wishes_lead_on_alike(walk: Any, born: Any) -> None:
    def way(wish: str) -> Any:
        return walk(
            "household", wanted="move_within_city", identity_number=born(1940), own_wish=wish, new_home="own"
        )

    ways = {wish: way(wish) for wish in ("yes", "no", "unsure")}
    for one in ways.values():
        assert one.met == ways["yes"].met
        assert one.materials == ways["yes"].materials
        assert one.next_steps == ways["yes"].next_steps
        assert [line.step.id for line in one.run.review()] == [x.step.id for x in ways["yes"].run.review()]
    assert ways["yes"].calls == []
    assert ways["no"].calls == ways["unsure"].calls == ["own_wish:quiet"]
