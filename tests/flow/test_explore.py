from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardLaid, Chosen, ChosenSeveral, Yes
from kiosk.flow.explore import cover, explore, paths, seek
from kiosk.flow.load import Release, load, load_folder
from kiosk.flow.run import FlowRun

TODAY = date(2026, 11, 20)
ROOT = Path(__file__).parents[2]
FLOWS = [
    load(Path(__file__).parent / "everything.yaml").flow,
    *(release.flow for release in load_folder(ROOT / "assets" / "flows")[0]),
]
EVERY = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))


def walked(flow: m.Flow, answers: list[tuple[str, Answer]]) -> tuple[FlowRun, list[str]]:
    run = FlowRun(flow, lambda: TODAY)
    seen = []
    for step_id, value in answers:
        assert run.step is not None
        assert run.step.id == step_id
        seen.append(step_id)
        run.answer(value)
    if run.step is not None:
        seen.append(run.step.id)
    return run, seen


@EVERY
def test_the_walks_are_real_visit_every_step_and_end(flow: m.Flow) -> None:
    visited: set[str] = set()
    for answers in cover(flow, TODAY):
        run, seen = walked(flow, answers)
        assert run.ready or run.ended == "told"
        visited |= set(seen)
    assert visited == {step.id for step in flow.steps}


@EVERY
def test_the_walks_give_every_choice(flow: m.Flow) -> None:
    given: dict[str, list[Answer]] = {}
    for answers in cover(flow, TODAY):
        for step_id, value in answers:
            given.setdefault(step_id, []).append(value)
    for step in flow.steps:
        values = given.get(step.id, [])
        match step:
            case m.ChooseOne(choices=choices):
                assert {v.id for v in values if isinstance(v, Chosen)} == {c.id for c in choices}
            case m.YesNo():
                assert {v.yes for v in values if isinstance(v, Yes)} == {True, False}
            case m.ChooseSeveral(choices=choices):
                chosen = {i for v in values if isinstance(v, ChosenSeveral) for i in v.ids}
                assert chosen == {c.id for c in choices}
            case m.Card():
                assert {v.card is None for v in values if isinstance(v, CardLaid)} == {True, False}


@EVERY
def test_few_walks_are_enough(flow: m.Flow) -> None:
    walks = list(paths(flow, TODAY))
    assert len(walks) <= 40
    assert all(walk.covers for walk in walks)
    seen: set[tuple[str, str]] = set()
    for walk in walks:
        assert not seen & walk.covers
        seen |= walk.covers


@EVERY
def test_the_map_is_complete_and_small(flow: m.Flow) -> None:
    found = explore(flow, TODAY)
    assert found.complete
    assert len(found.nodes) < 1000
    for node in found.nodes:
        if node.step is not None:
            run, _ = walked(flow, found.way_to(node))
            assert run.step is node.step


def test_both_sides_of_an_age_and_of_a_date_are_walked() -> None:
    labels = {goal for walk in paths(FLOWS[0], TODAY) for goal in walk.covers}
    assert {("identity", "born 1966-11-20"), ("identity", "born 1966-11-21")} <= labels
    assert {("valid", "2027-11-20"), ("valid", "2027-05-19")} <= labels
    assert {("people", "6"), ("people", "1")} <= labels


def test_a_place_where_something_holds_is_found_or_there_is_none() -> None:
    flow = FLOWS[0]
    both = m.All.model_validate({"all": [{"step": "where", "is": "far"}, {"step": "people", "at_least": 6}]})
    found, node = seek(flow, TODAY, both, "review")
    assert node is not None
    run, _ = walked(flow, found.way_to(node))
    assert run.ready
    assert run.holds(both)
    abroad = m.Is.model_validate({"step": "where", "is": "abroad"})
    found, node = seek(flow, TODAY, abroad, "review")
    assert node is None
    assert found.complete


def test_a_list_that_grows_behind_is_answered_again_on_the_walk(
    released: Callable[[str], Release], changed: Callable[..., str]
) -> None:
    text = changed(("spare: true, when: {step: things, has: car}", "when: {step: consent, is: true}"))
    flow = released(text).flow
    walks = [walk for walk in paths(flow, TODAY) if walk.end == "review"]
    assert any([s for s, _ in walk.answers].count("papers") == 2 for walk in walks)
    for walk in walks:
        assert walked(flow, list(walk.answers))[0].ready


def test_a_dead_end_is_walked_up_to_it(
    released: Callable[[str], Release], changed: Callable[..., str]
) -> None:
    flow = released(changed(("kind: review\n", "kind: review\n    when: {step: moving, is: true}\n"))).flow
    ends = {walk.end for walk in paths(flow, TODAY)}
    assert ends == {"review", "told", "dead_end"}
    for walk in paths(flow, TODAY):
        run, seen = walked(flow, list(walk.answers))
        assert walk.end != "dead_end" or seen[-1] == "consent"


@pytest.mark.parametrize(("what", "step"), [("identity_number", "identity"), ("address", "address")])
def test_a_card_that_answers_a_later_step_is_another_way(
    released: Callable[[str], Release], changed: Callable[..., str], what: str, step: str
) -> None:
    fills = "fills: {name: name, identity_number: identity, address: address}"
    always = "    when: {any: [{step: moving, is: true}, {step: things, has: home}]}\n"
    flow = released(changed((fills, f"fills: {{{what}: {step}}}"), (always, ""))).flow
    asked = set()
    for walk in paths(flow, TODAY):
        run, seen = walked(flow, list(walk.answers))
        assert run.ready or run.ended == "told"
        if "card" in seen:
            laid = dict(walk.answers)["card"]
            read = isinstance(laid, CardLaid) and laid.card is not None
            if isinstance(laid, CardLaid) and laid.card is not None and what == "address":
                read = bool(laid.card.address)
            assert (step in seen) != read
            asked.add(read)
    assert asked == {True, False}
