from collections.abc import Callable
from datetime import date, timedelta

import pytest

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
from kiosk.flow.example import number_born
from kiosk.flow.load import Release
from kiosk.flow.model import Flow
from kiosk.flow.run import Effect, FlowRun, WrongAnswer

YOUNG = number_born(date(1990, 5, 17))
OLD = number_born(date(1943, 5, 17))
CARD = CardLaid(card=CardData(name="张三", identity_number=OLD, address="上海市崇明区某某路1号"))
ANSWERS: dict[str, Answer] = {
    "hello": Seen(),
    "for_whom": Chosen(id="me"),
    "moving": Yes(yes=True),
    "where": Chosen(id="near"),
    "things": ChosenSeveral(ids=("home",)),
    "papers": ChosenSeveral(ids=("id_card",)),
    "own_wish": Wish(wish="yes"),
    "card": CardLaid(card=None),
    "name": Written(text="张三"),
    "identity": IdentityNo(number=YOUNG),
    "address": Place(detail="某某路1号"),
    "retired": Yes(yes=True),
    "phone": PhoneNo(number="13800000000"),
    "people": Count(number=2),
    "crowded": Written(text="一大家子"),
    "valid": Day(day=None),
    "soon": Seen(),
    "born": Day(day=date(1943, 5, 17)),
    "cost": Seen(),
    "consent": Agreed(agreed=True),
}


def at(run: FlowRun) -> str:
    assert run.step is not None
    return run.step.id


def go(run: FlowRun, to: str, **given: Answer) -> list[str]:
    """Answer until the step ``to``; the steps that were asked."""
    asked = []
    while at(run) != to:
        asked.append(at(run))
        run.answer(given.get(at(run), ANSWERS[at(run)]))
    return asked


def test_the_way_through(run: FlowRun) -> None:
    asked = go(run, "review")
    assert asked == [
        "hello", "for_whom", "moving", "where", "things", "papers", "own_wish", "card", "name", "identity",
        "address", "phone", "people", "valid", "cost", "consent",
    ]  # fmt: skip
    assert run.ready
    assert run.progress() == (17, 17)
    assert run.fee_fen() == 1500


def test_answers_survive_going_back(run: FlowRun) -> None:
    go(run, "review")
    before = run.answers()
    while run.back():
        pass
    assert at(run) == "hello"
    assert run.answers() == before
    assert run.value("name") == Written(text="张三")
    go(run, "review")
    assert run.answers() == before


def test_an_answer_made_impossible_is_dropped_and_asked_again(run: FlowRun) -> None:
    go(run, "things")
    run.answer(ChosenSeveral(ids=("home", "boat")))
    go(run, "review")
    run.change("moving")
    run.answer(Yes(yes=False))
    assert run.value("where") is None
    assert at(run) == "things"  # the boat is offered to those who move alone
    assert run.value("things") is None
    run.answer(ChosenSeveral(ids=("car",)))
    assert at(run) == "papers"  # a car wants a photo
    run.answer(ChosenSeveral(ids=()))
    assert at(run) == "review"
    run.change("moving")
    run.answer(Yes(yes=True))
    assert at(run) == "where"


def test_a_dropped_answer_takes_along_what_hung_on_it(run: FlowRun) -> None:
    go(run, "review", identity=Unknown())
    assert run.value("born") is not None
    run.change("identity")
    run.answer(IdentityNo(number=OLD))
    assert run.value("born") is None
    assert at(run) == "retired"
    run.answer(Yes(yes=True))
    assert at(run) == "review"
    assert run.priority()


def test_a_changed_line_returns_to_the_review(run: FlowRun) -> None:
    go(run, "review")
    for line in run.review():
        run.change(line.step.id)
        assert at(run) == line.step.id
        run.answer(line.value)
        assert at(run) == "review"


def test_back_from_a_change_is_the_review_again(run: FlowRun) -> None:
    go(run, "review", card=CARD, identity=IdentityNo(number=OLD))
    for step_id in ("phone", "name", "for_whom"):
        run.change(step_id)
        assert run.back()
        assert at(run) == "review"


def test_back_from_a_question_that_a_change_opened(run: FlowRun) -> None:
    go(run, "review")
    run.change("people")
    run.answer(Count(number=8))
    assert at(run) == "crowded"
    assert run.back()
    assert at(run) == "people"
    run.answer(Count(number=2))
    assert at(run) == "review"


def test_only_lines_of_the_review_change_and_only_from_there(run: FlowRun) -> None:
    for step_id in ("for_whom", "hello"):
        with pytest.raises(KeyError):
            run.change(step_id)
    go(run, "phone")
    with pytest.raises(KeyError):
        run.change("name")
    go(run, "review")
    for step_id in ("own_wish", "card", "consent", "cost", "crowded", "nowhere"):
        with pytest.raises(KeyError):
            run.change(step_id)


@pytest.mark.parametrize("wish", ["yes", "no", "unsure"])
def test_the_private_wish_stands_in_no_listing(run: FlowRun, wish: str) -> None:
    go(run, "own_wish")
    run.answer(Wish.model_validate({"wish": wish}))
    go(run, "review")
    assert run.wish() == Wish.model_validate({"wish": wish})
    assert "own_wish" not in run.answers()
    assert "own_wish" not in {line.step.id for line in run.review()}
    assert not any(isinstance(v, Wish) for v in run.answers().values())


def test_the_quiet_path_is_the_same_path(everything: Flow, today: date) -> None:
    runs = {}
    for wish in ("yes", "no", "unsure"):
        run = FlowRun(everything, lambda: today)
        go(run, "own_wish")
        effect = run.answer(Wish.model_validate({"wish": wish}))
        assert effect == Effect(None if wish == "yes" else "quiet")
        runs[wish] = run
    seen = {
        (at(r), r.progress(), str(r.answers()), str(r.materials()), len(str(r.dump()))) for r in runs.values()
    }
    assert len(seen) == 1


def test_not_knowing_the_wish_is_not_sure(run: FlowRun) -> None:
    go(run, "own_wish")
    assert run.answer(Unknown()) == Effect("quiet")
    assert run.wish() == Wish(wish="unsure")
    assert at(run) == "card"


def test_a_wish_that_is_no_longer_asked_is_gone(run: FlowRun) -> None:
    go(run, "review", own_wish=Wish(wish="no"))
    run.change("moving")
    run.answer(Yes(yes=False))
    assert run.wish() is None


def test_not_knowing_leads_on_and_calls_where_the_step_says_so(run: FlowRun) -> None:
    run.answer(Seen())
    assert run.answer(Unknown()) == Effect("open")
    assert at(run) == "moving"
    assert run.answer(Unknown()) == Effect(None)
    assert run.value("moving") == Unknown()


def test_what_a_card_says_is_not_asked_but_reviewed_and_changeable(run: FlowRun) -> None:
    asked = go(run, "review", card=CARD)
    assert not {"name", "identity", "address"} & set(asked)
    assert run.filled == {"name", "identity", "address"}
    lines = {line.step.id: line.value for line in run.review()}
    assert lines["name"] == Written(text="张三")
    assert lines["identity"] == IdentityNo(number=OLD)
    run.change("name")
    run.answer(Written(text="张四"))
    assert at(run) == "review"
    assert run.value("name") == Written(text="张四")
    assert "name" not in run.filled


@pytest.mark.parametrize("other", [CardLaid(card=None), Unknown()])
def test_without_the_card_its_answers_are_asked_again(run: FlowRun, other: Answer) -> None:
    go(run, "phone", card=CARD, identity=IdentityNo(number=OLD))
    while at(run) != "card":
        assert run.back()
    run.answer(other)
    assert at(run) == "name"
    assert run.value("name") is None


def test_what_was_written_by_hand_stays_without_a_card(run: FlowRun) -> None:
    go(run, "identity")
    run.back()
    run.back()
    run.answer(CardLaid(card=None))
    assert run.value("name") == Written(text="张三")


def test_a_misread_card_fills_nothing_wrong(run: FlowRun) -> None:
    wrong = OLD[:-1] + ("0" if OLD[-1] != "0" else "1")
    go(run, "card")
    run.answer(CardLaid(card=CardData(name="", identity_number=wrong, address="")))
    assert run.filled == frozenset()
    assert at(run) == "name"


def test_a_card_fills_a_step_that_applies_only_later(run: FlowRun) -> None:
    go(run, "review", card=CARD, moving=Yes(yes=False), things=ChosenSeveral(ids=("car",)))
    assert run.value("address") is None
    run.change("moving")
    run.answer(Yes(yes=True))
    go(run, "review")
    assert run.value("address") == Place(detail="上海市崇明区某某路1号")


def test_a_grown_list_is_asked_again_with_what_was_ticked(run: FlowRun) -> None:
    go(run, "review")
    run.change("for_whom")
    run.answer(Chosen(id="other"))
    assert at(run) == "papers"
    assert run.value("papers") == ChosenSeveral(ids=("id_card",))
    assert "papers" not in run.answers()
    run.answer(ChosenSeveral(ids=("authority", "id_card")))
    assert at(run) == "review"
    assert run.value("papers") == ChosenSeveral(ids=("id_card", "authority"))


def test_a_grown_list_is_asked_again_even_where_it_was_not_known(run: FlowRun) -> None:
    go(run, "review", papers=Unknown())
    run.change("for_whom")
    run.answer(Chosen(id="other"))
    assert at(run) == "papers"


def test_a_shrunk_list_loses_its_ticks_and_is_not_asked_again(run: FlowRun) -> None:
    go(run, "review", papers=ChosenSeveral(ids=("id_card", "booklet")))
    run.change("moving")
    run.answer(Yes(yes=False))
    assert run.value("papers") == ChosenSeveral(ids=("id_card",))
    assert at(run) == "review"
    run.change("moving")
    run.answer(Yes(yes=True))
    go(run, "papers")  # grown again: the booklet was forgotten with its tick


def test_changed_fees_are_shown_again(run: FlowRun) -> None:
    go(run, "review")
    run.change("where")
    run.answer(Chosen(id="far"))
    assert at(run) == "cost"
    assert run.fee_fen() == 2050
    run.answer(Seen())
    assert at(run) == "review"


def test_an_ending_notice_ends(run: FlowRun) -> None:
    go(run, "elsewhere", where=Chosen(id="abroad"))
    assert run.progress() == (5, 5)
    run.answer(Seen())
    assert run.step is None
    assert run.ended == "told"
    assert not run.ready
    assert not run.back()
    with pytest.raises(WrongAnswer):
        run.answer(Seen())


def test_a_change_can_lead_to_the_ending_notice_and_back_from_it(run: FlowRun) -> None:
    go(run, "review")
    before = run.answers()
    run.change("where")
    run.answer(Chosen(id="abroad"))
    assert at(run) == "elsewhere"
    assert "things" not in run.answers()  # nothing beyond the end is handed in
    assert run.back()
    assert at(run) == "where"
    run.answer(Chosen(id="near"))
    assert at(run) == "review"
    assert run.answers() == before


@pytest.mark.parametrize(
    ("step", "value", "message"),
    [
        ("hello", Unknown(), "kind"),
        ("hello", Yes(yes=True), "kind"),
        ("for_whom", Chosen(id="nobody"), "choice"),
        ("things", ChosenSeveral(ids=()), "choose_more"),
        ("things", ChosenSeveral(ids=("plane",)), "choice"),
        ("papers", ChosenSeveral(ids=("authority",)), "choice"),
        ("name", Written(text=""), "name_length"),
        ("name", Written(text="名" * 51), "name_length"),
        ("people", Count(number=0), "range"),
        ("people", Count(number=21), "range"),
        ("valid", Day(day=date(2026, 11, 19)), "past_or_future"),
        ("review", Seen(), "kind"),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(
    run: FlowRun, step: str, value: Answer, message: str
) -> None:
    go(run, step)
    before = run.dump()
    with pytest.raises(WrongAnswer) as caught:
        run.answer(value)
    wanted = "future" if message == "past_or_future" else message
    assert caught.value.message.id == f"flow.wrong.{wanted}"
    assert run.dump() == before


def test_dates_keep_to_their_range(run: FlowRun, today: date) -> None:
    go(run, "born", identity=Unknown())
    with pytest.raises(WrongAnswer) as caught:
        run.answer(Day(day=today + timedelta(days=1)))
    assert caught.value.message.id == "flow.wrong.past"
    with pytest.raises(WrongAnswer) as caught:
        run.answer(Day(day=None))
    assert caught.value.message.id == "flow.wrong.long_term"
    run.answer(Day(day=today))


def test_ids_are_kept_once_each_in_the_flows_order(run: FlowRun) -> None:
    go(run, "things")
    run.answer(ChosenSeveral(ids=("car", "home", "car")))
    assert run.value("things") == ChosenSeveral(ids=("home", "car"))


def test_a_draft_is_taken_up_where_it_was_left(run: FlowRun, everything: Flow, today: date) -> None:
    go(run, "phone", card=CARD, own_wish=Wish(wish="no"))
    again = FlowRun.load(everything, run.dump(), lambda: today)
    assert again.dump() == run.dump()
    assert again.wish() == Wish(wish="no")
    assert go(again, "review") == go(run, "review")


def test_a_draft_of_another_release_is_refused(run: FlowRun, everything: Flow, today: date) -> None:
    spoilings: list[dict[str, object]] = [
        {"version": 2},
        {"flow": "other"},
        {"schema": 99},
        {"wish": "?"},
        {"answers": {"a": {}}},
    ]
    for spoilt in spoilings:
        with pytest.raises(ValueError):
            FlowRun.load(everything, {**run.dump(), **spoilt}, lambda: today)
    with pytest.raises(ValueError):
        FlowRun.load(everything, {}, lambda: today)


def test_a_draft_on_another_day_asks_what_the_day_has_changed(everything: Flow) -> None:
    run = FlowRun(everything, lambda: date(2026, 11, 20))
    go(run, "review", valid=Day(day=date(2026, 11, 20)))
    later = FlowRun.load(everything, run.dump(), lambda: date(2026, 11, 21))
    assert later.value("valid") is None
    assert not later.ready


def test_midnight_changes_nothing_under_a_residents_hand(everything: Flow) -> None:
    days = iter([date(2026, 11, 20)])
    run = FlowRun(everything, lambda: next(days))
    go(run, "review")
    assert run.ready


def test_a_fork_goes_its_own_way(run: FlowRun) -> None:
    go(run, "where")
    before = run.dump()
    fork = run.fork()
    go(fork, "review")
    assert run.dump() == before


def test_a_dead_end_changes_nothing(
    released: Callable[[str], Release], changed: Callable[..., str], today: date
) -> None:
    text = changed(("kind: review\n", "kind: review\n    when: {step: consent, is: true}\n"))
    run = FlowRun(released(text).flow, lambda: today)
    go(run, "consent")
    before = run.dump()
    with pytest.raises(WrongAnswer) as caught:
        run.answer(Agreed(agreed=False))
    assert caught.value.message.id == "flow.wrong.dead_end"
    assert run.dump() == before
    run.answer(Agreed(agreed=True))
    assert run.ready


def test_back_and_progress_pass_over_what_a_card_answered(run: FlowRun) -> None:
    go(run, "phone", card=CARD, identity=IdentityNo(number=OLD))
    assert run.back()
    assert at(run) == "retired"
    k, n = run.progress()
    assert run.back()
    assert at(run) == "card"
    assert run.progress() == (k - 1, n)
