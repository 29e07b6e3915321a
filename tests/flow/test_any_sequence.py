"""Whatever a resident does, in whatever order, a run keeps its promises."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.control import assume, note

from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardData,
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
from kiosk.flow.condition import leaves
from kiosk.flow.example import number_born
from kiosk.flow.load import load, load_folder
from kiosk.flow.rules_condition import placed
from kiosk.flow.run import NOT_REVIEWED, Effect, FlowRun, WrongAnswer

TODAY = date(2026, 11, 20)
ROOT = Path(__file__).parents[2]
FLOWS = [
    load(Path(__file__).parent / "everything.yaml").flow,
    *(release.flow for release in load_folder(ROOT / "assets" / "flows")[0]),
]
NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4)
NUMBERS = st.dates(date(1915, 1, 1), TODAY).map(number_born)
WISHES = st.sampled_from([Wish(wish="yes"), Wish(wish="no"), Wish(wish="unsure")])


def answer(data: st.DataObject, run: FlowRun, step: m.Step) -> Answer:
    """A right answer, or "I don't know"."""
    strategy: st.SearchStrategy[Any]
    match step:
        case m.Notice() | m.FeeNotice():
            return Seen()
        case m.YesNo():
            strategy = st.booleans().map(lambda yes: Yes(yes=yes))
        case m.ChooseOne():
            strategy = st.sampled_from(run.choices(step)).map(lambda c: Chosen(id=c.id))
        case m.ChooseSeveral(least=least):
            ids = [c.id for c in run.choices(step)]
            chosen = st.lists(st.sampled_from(ids), unique=True, min_size=least)
            strategy = chosen.map(lambda x: ChosenSeveral(ids=tuple(x)))
        case m.Checklist():
            ids = [x.id for x in run.materials()]
            ticked = st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])
            strategy = ticked.map(lambda x: ChosenSeveral(ids=tuple(x)))
        case m.Card():
            cards = st.builds(
                CardData, name=NAMES, identity_number=NUMBERS, address=st.sampled_from(["", "某某路1号"])
            )
            strategy = st.one_of(st.none(), cards).map(lambda c: CardLaid(card=c))
        case m.Name() | m.TextEntry():
            strategy = NAMES.map(lambda x: Written(text=x))
        case m.Number(least=least, most=most):
            strategy = st.integers(least, most).map(lambda n: Count(number=n))
        case m.IdentityNumber():
            strategy = NUMBERS.map(lambda n: IdentityNo(number=n))
        case m.Phone():
            strategy = st.just(PhoneNo(number="13800000000"))
        case m.Date(range=range_, long_term=long_term):
            first = TODAY if range_ == "future" else date(1990, 1, 1)
            last = TODAY if range_ == "past" else date(2040, 1, 1)
            days = st.dates(first, last)
            strategy = (st.one_of(st.none(), days) if long_term else days).map(lambda d: Day(day=d))
        case m.Address():
            strategy = NAMES.map(lambda x: Place(detail=x))
        case m.Consent():
            strategy = st.booleans().map(lambda x: Agreed(agreed=x))
        case m.OwnWish():
            return data.draw(WISHES)
        case _:
            raise AssertionError(step.kind)
    return data.draw(st.one_of(strategy, strategy, st.just(Unknown())))


class Watched:
    """A run beside a plain record of what was answered."""

    def __init__(self, flow: m.Flow) -> None:
        self.run = FlowRun(flow, lambda: TODAY)
        self.given: dict[str, Answer] = {}
        self.laid: dict[str, CardData] = {}

    def answer(self, value: Answer) -> None:
        step = self.run.step
        assert step is not None
        effect = self.run.answer(value)
        if isinstance(value, Wish):
            assert effect == Effect(None if value.wish == "yes" else "quiet")
        elif isinstance(value, Unknown):
            asks = isinstance(step, m.Question) and step.unsure == "guide"
            assert effect == Effect("open" if asks and step.kind != "own_wish" else None)
        else:
            choices = step.choices if isinstance(step, m.ChooseOne) else ()
            comes = isinstance(value, Chosen) and any(c.guide and c.id == value.id for c in choices)
            assert effect == Effect("open" if comes else None)
        self.given[step.id] = value

    def hold(self) -> None:
        """What holds at every moment."""
        run, flow = self.run, self.run.flow
        applicable = run.applicable()
        ids = [s.id for s in applicable]
        answers = run.answers()
        assert run.step is None or run.step.id in ids
        assert (run.step is None) == (run.ended == "told")
        k, n = run.progress()
        assert 1 <= k <= n
        # Nothing is there that was not answered, or read from a card; nothing is there that does not apply.
        for step_id, value in answers.items():
            assert step_id in ids
            if step_id not in run.filled:
                assert same(value, self.given[step_id])
        assert list(answers) == [i for i in ids if i in answers]
        # The review is what was answered, the private wish excepted.
        kinds = {s.id: s.kind for s in flow.steps}
        assert {line.step.id: line.value for line in run.review()} == {
            i: v for i, v in answers.items() if kinds[i] not in NOT_REVIEWED
        }
        assert not any(isinstance(v, Wish) for v in answers.values())
        assert not any(kinds[i] == "own_wish" for i in answers)
        # Every answer is one that could be given now.
        for step in applicable:
            value_now = answers.get(step.id)
            if isinstance(value_now, Chosen):
                assert value_now.id in {c.id for c in run.choices(step)}
            if isinstance(value_now, ChosenSeveral):
                offered = run.materials() if step.kind == "checklist" else run.choices(step)
                assert set(value_now.ids) <= {x.id for x in offered}
        if run.ready:
            for step in applicable:
                answered = run.value(step.id) is not None
                assert answered == (step.kind != "review"), step.id
        assert FlowRun.load(flow, run.dump(), lambda: TODAY).dump() == run.dump()


def same(value: Answer, given: Answer) -> bool:
    if isinstance(value, ChosenSeveral) and isinstance(given, ChosenSeveral):
        return set(value.ids) <= set(given.ids)  # in the flow's order; a list can have shrunk
    return value == given


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))
@given(data=st.data())
@settings(max_examples=60, stateful_step_count=60)
def test_any_answers_backs_and_changes(flow: m.Flow, data: st.DataObject) -> None:
    watched = Watched(flow)
    run = watched.run
    watched.hold()
    for _ in range(data.draw(st.integers(1, 45), label="deeds")):
        step = run.step
        if step is None:
            break
        deed = data.draw(st.sampled_from(["answer", "answer", "answer", "answer", "back", "wrong"]))
        if deed == "back":
            before = run.answers()
            at = run.step
            moved = run.back()
            note(f"back: {moved}")
            assert run.answers() == before
            assert moved == (run.step is not at)
        elif deed == "wrong":
            was = run.dump()
            with pytest.raises(WrongAnswer):
                run.answer(Chosen(id="no_such_thing_at_all"))
            assert run.dump() == was
        elif step.kind == "review":
            assert run.ready
            lines = run.review()
            assume(lines)
            line = data.draw(st.sampled_from(lines))
            run.change(line.step.id)
            assert run.step == line.step
            value = answer(data, run, line.step)
            watched.answer(value)
            if value == line.value:
                assert run.step is step
        else:
            watched.answer(answer(data, run, step))
        watched.hold()


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))
@given(data=st.data())
@settings(max_examples=30)
def test_going_on_always_comes_to_an_end(flow: m.Flow, data: st.DataObject) -> None:
    run = FlowRun(flow, lambda: TODAY)
    asked = 0
    while run.step is not None and run.step.kind != "review":
        run.answer(answer(data, run, run.step))
        asked += 1
        assert asked <= 2 * len(flow.steps)
    assert run.ready or run.ended == "told"


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))
@given(data=st.data())
@settings(max_examples=30)
def test_the_wish_changes_nothing_that_can_be_seen(flow: m.Flow, data: st.DataObject) -> None:
    runs = [FlowRun(flow, lambda: TODAY) for _ in range(3)]
    first = runs[0]
    wishes = (Wish(wish="yes"), Wish(wish="no"), Wish(wish="unsure"))
    while first.step is not None and first.step.kind != "review":
        step = first.step
        value = answer(data, first, step)
        for run, wish in zip(runs, wishes, strict=True):
            run.answer(wish if step.kind == "own_wish" else value)
        seen = [(r.step, r.progress(), r.answers(), r.review(), r.fees(), r.priority()) for r in runs]
        assert seen[0] == seen[1] == seen[2]
        assert len({len(str(r.dump())) for r in runs}) == 1


def test_no_service_asks_anything_of_the_wish() -> None:
    for flow in FLOWS:
        wishes = {s.id for s in flow.steps if s.kind == "own_wish"}
        assert not wishes & {leaf.step for one in placed(flow) for leaf in leaves(one.condition)}
