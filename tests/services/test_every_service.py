"""What holds of every service: its words, its first question, and every way through it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Unknown,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.check import check
from kiosk.flow.condition import steps_named
from kiosk.flow.explore import Node, explore
from kiosk.flow.load import Release
from kiosk.flow.model import Flow, Part, Step, Text
from kiosk.flow.ready_answer import MOST_READY
from kiosk.flow.run import FlowRun
from kiosk.locales import found
from kiosk.paths import Paths

TITLES = {
    "household": "户口",
    "residence_permit": "居住证",
    "endorsement": "去港澳台",
    "homestay": "民宿登记",
    "truck_pass": "货车通行",
    "special_trade": "特种行业",
}
SERVICES = tuple(TITLES)
ICONS = {
    "household": "house",
    "residence_permit": "id_card",
    "endorsement": "passport",
    "homestay": "lodging",
    "truck_pass": "truck",
    "special_trade": "document",
}
ENTERPRISES = {"homestay", "truck_pass", "special_trade"}
TODAY = date(2026, 11, 24)
OLD, YOUNG = "11010519491231002X", "11010120000101001X"
MOST_QUESTIONS = 16
"""With no card at all and every number written; with the cards laid it is about ten."""

service = pytest.mark.parametrize("service", SERVICES)


def texts(part: object, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of a flow with the names of the fields that lead to it."""
    if isinstance(part, Text):
        yield where, part
    elif isinstance(part, tuple):
        for item in part:
            yield from texts(item, f"{where}.{getattr(item, 'id', '')}")
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{where}.{name}")


@service
def test_it_says_what_it_is(flows: dict[str, Flow], service: str) -> None:
    flow = flows[service]
    assert (flow.id, flow.version, flow.icon) == (service, 1, ICONS[service])
    assert flow.title.in_("zh_CN") == TITLES[service]
    assert flow.audience == ("enterprises" if service in ENTERPRISES else "residents")


@service
def test_every_text_is_in_every_language(flows: dict[str, Flow], service: str) -> None:
    for where, text in texts(flows[service]):
        assert set(text.root) == set(found(Paths.here().locales)), where
        assert all(said and said == said.strip() for said in text.root.values()), where


@service
def test_words_are_few_because_they_are_large(flows: dict[str, Flow], service: str) -> None:
    most = {
        "title": (16, 45),
        "help": (20, 50),
        "label": (6, 15),
        "choices": (14, 28),
        "body": (16, 46),
        "note": (16, 40),
        "next_steps": (16, 46),
        "explanation": (60, 140),
        "question": (14, 32),
        "answer": (50, 120),
        "sheet": (28, 95),
        "window": (14, 40),
        "reviewers": (12, 40),
    }
    for where, text in texts(flows[service]):
        parts = where.split(".")
        kind = next((p for p in most if p in parts), "")
        zh, en = most.get(kind, (14, 32))
        assert len(text.in_("zh_CN")) <= zh, (where, text.in_("zh_CN"))
        assert len(text.in_("en")) <= en, (where, text.in_("en"))


@service
def test_what_is_often_asked_is_answered(flows: dict[str, Flow], service: str) -> None:
    """Enough to choose from, few enough for one page."""
    assert 3 <= len(flows[service].answers) <= MOST_READY


@service
def test_help_is_one_sentence(flows: dict[str, Flow], service: str) -> None:
    for step in flows[service].steps:
        if step.help is not None:
            said = step.help.in_("zh_CN")
            assert sum(said.count(mark) for mark in "。？！") == 1, said


@service
def test_every_step_has_a_short_name(flows: dict[str, Flow], service: str) -> None:
    assert [s.id for s in flows[service].steps if s.label is None] == []


@service
def test_it_asks_first_who_it_is_for(flows: dict[str, Flow], service: str) -> None:
    first = flows[service].steps[0]
    assert first.id == "for_whom"
    assert first.kind == "choice"
    assert [c.id for c in first.choices] == ["me", "me_helped", "other"]


@service
def test_the_list_of_what_to_bring_comes_before_the_card_and_any_writing(
    flows: dict[str, Flow], service: str
) -> None:
    kinds = [s.kind for s in flows[service].steps]
    written = [
        kinds.index(k) for k in ("card", "name", "identity_number", "address", "phone", "text") if k in kinds
    ]
    assert kinds.index("checklist") < min(written)
    assert kinds[-1] == "review"


@service
def test_no_condition_looks_at_the_own_wish_or_ahead(flows: dict[str, Flow], service: str) -> None:
    flow = flows[service]
    order = [s.id for s in flow.steps]
    wishes = {s.id for s in flow.steps if s.kind == "own_wish"}
    for step in flow.steps:
        for named in steps_named(step.when) if step.when else ():
            assert order.index(named) < order.index(step.id), step.id
            assert named not in wishes, step.id
    bring = order.index("bring")
    for material in flow.materials:
        for named in steps_named(material.when) if material.when else ():
            assert order.index(named) < bring, material.id
    whens = [x.when for x in flow.fees] + [x.when for x in flow.next_steps] + [flow.priority]
    for when in whens:
        assert not wishes & set(steps_named(when) if when else ())


@service
def test_the_receipt_says_what_comes_next_and_warns(flows: dict[str, Flow], walk: Any, service: str) -> None:
    way = walk(service)
    said = [n.text.in_("zh_CN") for n in way.run.next_steps()]
    assert 3 <= len(said) <= 4
    assert any("才算受理" in line for line in said)
    assert any("转账" in line for line in said)


@service
@pytest.mark.parametrize("agreed", [False, None])
def test_without_consent_nothing_is_handed_in(walk: Any, service: str, agreed: bool | None) -> None:
    way = walk(service, consent=Unknown() if agreed is None else False)
    assert way.met[-1] == "not_agreed"
    assert way.run.ended == "told"
    assert way.calls.count("consent:open") == (agreed is None)


def anything(run: FlowRun, step: Step) -> list[Answer]:
    """The answers to a step that can make a difference."""
    match step.kind:
        case "notice" | "fee":
            return [Seen()]
        case "yes_no":
            return [Yes(yes=True), Yes(yes=False), Unknown()]
        case "choice":
            return [Unknown(), *(Chosen(id=c.id) for c in run.choices(step))]
        case "choices":
            return [Unknown(), *(ChosenSeveral(ids=(c.id,)) for c in run.choices(step))]
        case "checklist":
            return [ChosenSeveral(ids=()), Unknown()]
        case "card":
            return [CardLaid(card=None), Unknown()]
        case "name" | "text":
            return [Written(text="王"), Unknown()]
        case "number":
            return [Unknown(), *(Count(number=n) for n in (step.least, 4, 5, 14, 15, step.most))]
        case "identity_number":
            return [IdentityNo(number=OLD), IdentityNo(number=YOUNG), Unknown()]
        case "phone":
            return [PhoneNo(number="13812345678"), Unknown()]
        case "address":
            return [Place(detail="某路1号"), Unknown()]
        case "date":
            days = (-400, -1, 0, 10, 60, 200, 500, 900, 2000)
            sensible = {
                "any": days,
                "past": [d for d in days if d <= 0],
                "future": [d for d in days if d >= 0],
            }
            return [Unknown(), *(Day(day=TODAY + timedelta(days=d)) for d in sensible[step.range])]
        case "consent":
            return [Agreed(agreed=True), Agreed(agreed=False), Unknown()]
        case "own_wish":
            return [Wish(wish="yes"), Wish(wish="no"), Wish(wish="unsure")]
        case _:
            raise AssertionError(step.kind)


@service
def test_the_check_finds_nothing(releases: dict[str, Release], service: str) -> None:
    assert check(releases[service], today=TODAY, known=found(Paths.here().locales)) == ()


@service
def test_every_way_is_short_and_ends_at_the_review_or_in_a_kind_word(
    flows: dict[str, Flow], service: str
) -> None:
    walked = explore(flows[service], TODAY)
    assert walked.complete
    longest: dict[int, int] = {}

    def questions(node: Node) -> int:
        """How many at most from here on; a way without an end would never return."""
        if id(node) not in longest:
            if not node.edges:
                assert node.end in ("review", "told")
            kind = node.step.kind if node.step is not None else "notice"
            asked = int(kind not in ("notice", "fee", "review"))
            longest[id(node)] = asked + max((questions(after) for _, after in node.edges), default=0)
        return longest[id(node)]

    most = questions(walked.nodes[0])  # a name of its own: the map itself is too large to be told
    assert most <= MOST_QUESTIONS


@service
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_way_taken_at_random_never_shows_an_empty_list_or_fee(
    flows: dict[str, Flow], service: str, data: Any
) -> None:
    run = FlowRun(flows[service], lambda: TODAY)
    asked = 0
    while (step := run.step) is not None and step.kind != "review":
        asked += step.kind not in ("notice", "fee")
        if step.kind == "checklist":
            assert run.materials()
        if step.kind == "fee":
            assert run.fee_fen() > 0
        run.answer(data.draw(st.sampled_from(anything(run, step)), label=step.id))
    assert run.ready or run.ended == "told"
    assert asked <= MOST_QUESTIONS
