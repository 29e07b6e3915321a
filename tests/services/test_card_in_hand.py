"""With cards laid, the common case of each service is handed in without a typed character."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardData,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.card import Known
from kiosk.flow.model import Flow
from kiosk.flow.run import FlowRun
from kiosk.flow.taps import COMMON, count
from tests.services.conftest import TODAY, number_of

OWN = CardData(
    name="王桂兰",
    identity_number=number_of(date(1948, 3, 1)),
    address="上海市崇明县堡镇解放街12号",
    divisions=("上海市", "崇明区", "堡镇"),
    detail="解放街12号",
)
FAMILY = CardData(
    name="李建国",
    identity_number=number_of(date(1946, 5, 2)),
    address="上海市崇明区城桥镇某路2号",
    divisions=("上海市", "崇明区", "城桥镇"),
    detail="某路2号",
)
PHONE = PhoneNo(number="13812345678")


@pytest.mark.parametrize("case", COMMON, ids=lambda case: case.name)
def test_the_common_case_needs_no_typed_character(flows: dict[str, Flow], case: Any) -> None:
    tally = count(flows[case.service], case, TODAY)
    assert tally.typed == 0
    assert tally.screens <= 18


def test_the_relatives_card_tells_name_and_new_address(walk: Any) -> None:
    way = walk(
        "household",
        for_whom="me",
        wanted="join_family",
        from_where="shanghai",
        join_whom="spouse",
        card=CardLaid(card=OWN),
        own_wish="yes",
        card_family=CardLaid(card=FAMILY),
        contact="on_file",
    )
    answers = way.run.answers()
    assert answers["relative_name"] == Written(text="李建国")
    assert answers["new_address"] == Place(divisions=("上海市", "崇明区", "城桥镇"), detail="某路2号")
    assert answers["old_address"] == Place(divisions=("上海市", "崇明区", "堡镇"), detail="解放街12号")
    assert not {"relative_name", "address_from", "new_address", "old_address", "phone"} & set(way.met)
    assert {"relative_name", "new_address"} <= {line.step.id for line in way.run.review()}
    assert way.run.answers()["name"] == Written(text="王桂兰")


def test_the_card_of_whoever_died_is_laid_instead_of_written(walk: Any) -> None:
    way = walk(
        "household",
        wanted="cancel_on_death",
        card=CardLaid(card=OWN),
        death_relation="spouse",
        card_deceased=CardLaid(card=FAMILY),
        death_date=date(2026, 11, 2),
        contact="come",
    )
    assert way.run.answers()["deceased_identity"] == IdentityNo(number=FAMILY.identity_number)
    assert not {"deceased_name", "deceased_identity", "phone"} & set(way.met)


def test_who_wants_to_write_the_address_is_asked_for_it(walk: Any) -> None:
    given = {"wanted": "move_within_city", "new_home": "own"}
    way = walk("household", **given, address_from="write", new_address="某路1号")
    assert way.met.index("address_from") + 1 == way.met.index("new_address")
    assert "new_address" not in walk("household", **given).met


def test_who_moved_is_asked_where_to(walk: Any) -> None:
    assert "home_address" in walk("residence_permit", wanted="yearly", home_same=False).met
    assert "home_address" not in walk("residence_permit", wanted="yearly", home_same=True).met


# --- What the visit knows ---------------------------------------------------------------------


def go(run: FlowRun, given: dict[str, Answer], stop: str = "review") -> list[str]:
    met = []
    while run.step is not None and run.step.id != stop:
        met.append(run.step.id)
        kind, given_here = run.step.kind, given.get(run.step.id)
        run.answer(given_here or DEFAULTS.get(kind) or Chosen(id=run.choices(run.step)[0].id))
    return met


DEFAULTS: dict[str, Answer] = {
    "notice": Seen(),
    "fee": Seen(),
    "checklist": ChosenSeveral(ids=()),
    "consent": Agreed(agreed=True),
    "date": Day(day=date(2026, 12, 10)),
    "yes_no": Yes(yes=True),
    "card": CardLaid(card=None),
    "phone": PHONE,
    "name": Written(text="某某"),
    "identity_number": IdentityNo(number=OWN.identity_number),
}


def test_a_second_service_asks_neither_for_the_card_nor_for_the_number(flows: dict[str, Flow]) -> None:
    first = FlowRun(flows["endorsement"], lambda: TODAY)
    go(first, {"card": CardLaid(card=OWN), "contact": Chosen(id="write")})
    known = first.learnt()
    assert known == Known(card=OWN, phone=PHONE)
    second = FlowRun(flows["residence_permit"], lambda: TODAY, known)
    met = go(second, {"contact": Chosen(id="write")})
    assert not {"card", "name", "identity_number", "phone"} & set(met)
    assert second.ready
    assert second.answers()["name"] == Written(text="王桂兰")
    assert second.answers()["phone"] == PHONE
    second.change("phone")
    second.answer(PhoneNo(number="13900000000"))
    assert second.ready
    assert second.answers()["phone"] == PhoneNo(number="13900000000")
    second.change("name")
    second.answer(Written(text="王兰"))
    assert second.answers()["name"] == Written(text="王兰")


def test_for_somebody_else_the_own_card_does_not_count(flows: dict[str, Flow]) -> None:
    run = FlowRun(flows["residence_permit"], lambda: TODAY, Known(card=OWN))
    met = go(run, {"for_whom": Chosen(id="other"), "card_other": CardLaid(card=FAMILY)})
    assert "card_other" in met
    assert run.answers()["person_name"] == Written(text="李建国")
    assert OWN.name not in str(run.dump())
    assert run.learnt().card == OWN


def test_the_cards_laid_before_are_known_at_the_next_card(flows: dict[str, Flow]) -> None:
    run = FlowRun(flows["household"], lambda: TODAY)
    go(run, {"card": CardLaid(card=OWN), "own_wish": Wish(wish="yes")}, stop="card_family")
    assert run.step is not None
    assert run.laid_before() == {OWN.identity_number}


# --- sex and birth ------------------------------------------------------------------------------


def test_sex_and_birth_are_filled_where_a_service_asks_for_them(flows: dict[str, Flow]) -> None:
    words = {"zh_CN": "某", "en": "Some"}
    flow = m.Flow.model_validate(
        {
            "schema": 1,
            "id": "a",
            "version": 1,
            "icon": "house",
            "title": words,
            "summary": words,
            "steps": [
                {"id": "card", "kind": "card", "title": words, "fills": {"sex": "sex", "birth": "born"}},
                {
                    "id": "sex",
                    "kind": "choice",
                    "title": words,
                    "choices": [{"id": "female", "text": words}, {"id": "male", "text": words}],
                },
                {"id": "born", "kind": "date", "range": "past", "title": words},
                {"id": "review", "kind": "review", "title": words},
            ],
        }
    )
    for card, sex in ((OWN, "female"), (OWN.model_copy(update={"sex": "male"}), "male")):
        run = FlowRun(flow, lambda: TODAY)
        run.answer(CardLaid(card=card))
        assert run.ready
        assert run.value("sex") == Chosen(id=sex)
        assert run.value("born") == Day(day=date(1948, 3, 1))
