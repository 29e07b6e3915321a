"""A resident changes an answer of what they handed in: its own question, before and after, a second tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from kiosk.cases.where_given import Given
from kiosk.cases.whereabouts import Corrected, Enquiry, Handed, NotTold, Place, Whereabouts
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow import model as m
from kiosk.flow.answer import Answer, Chosen, IdentityNo, Written
from screens.shell.machine import Mode
from screens.steps.choosing import ChooseOneScreen
from screens.steps.reading import NoticeScreen, ReviewLine
from screens.visit.home import AskScreen
from screens.visit.where import WhereScreen
from screens.visit.where_change import AnswersScreen, SureScreen
from tests.cases.test_window import text
from tests.shell.test_prepared import asked_whether_anybody_is_there
from tests.shell.test_where import FOUND, MemoryWhere, answered, shows

NUMBER = "11010519491231002X"


SLUGS = {
    **{"甲": "join", "乙": "home", "丙": "city", "丁": "other"},
    **{"快": "quick", "慢": "slow", "上午": "morning", "下午": "afternoon"},
}


def choice(slug: str, *choices: str, **more: object) -> dict[str, object]:
    made = [{"id": SLUGS[each], "text": text(each)} for each in choices]
    return {"id": slug, "kind": "choice", "title": text(f"{slug}?"), "choices": made, **more}


FLOW = m.Flow.model_validate(
    {
        "schema": 1,
        "id": "household_move",
        "version": 1,
        "icon": "house",
        "title": text("move"),
        "summary": text("move"),
        "steps": [
            choice("kind", "甲", "乙", "丙", "丁"),
            {"id": "end", "kind": "notice", "title": text("end"), "ends": True,
             "when": {"step": "kind", "is": "other"}},
            {"id": "number", "kind": "identity_number", "title": text("number"),
             "when": {"not": {"step": "kind", "is": "city"}}},
            choice("how", "快", "慢", when={"step": "kind", "is": "home"}),
            choice("when", "上午", "下午"),
            {"id": "review", "kind": "review", "title": text("review")},
        ],
    }
)  # fmt: skip
SAID: dict[str, Answer] = {
    "kind": Chosen(id="join"), "number": IdentityNo(number=NUMBER), "when": Chosen(id="morning")
}  # fmt: skip


class ChangedWhere(MemoryWhere):
    """One that waits. late: it was accepted meanwhile. given: what was handed in."""

    def __init__(self) -> None:
        super().__init__()
        self.stands = replace(FOUND, place=Place.WAITING, missing=(), note="", can_correct=True)
        self.given = Given(FLOW, SAID, date(2026, 11, 2))
        self.late = False
        self.sent: list[tuple[str, Mapping[str, Answer]]] = []

    async def answers(self, enquiry: Enquiry) -> Handed:
        where = await self.ask(enquiry)
        return Handed(where, None if self.late else self.given)

    async def correct(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected:
        self.sent.append((act_id, changes))
        where = await self.ask(enquiry)
        return Corrected(where, not self.late)


@pytest.fixture
def where() -> ChangedWhere:
    return ChangedWhere()


def screen_of(hands):
    return hands.kiosk.stage.screen


def line(hands, step: str) -> ReviewLine:
    return next(each for each in screen_of(hands).items if each.row.step_id == step)


async def answers(hands) -> None:
    await answered(hands)
    hands.tap("改一项答案")
    await hands.until(shows(hands, AnswersScreen), "the answers")


async def changed(hands, step: str, choice_: str, to: type = AnswersScreen) -> None:
    line(hands, step).change.click()
    await hands.until(shows(hands, ChooseOneScreen), "the question")
    await chosen(hands, choice_, to)


async def chosen(hands, choice_: str, to: type = AnswersScreen) -> None:
    before = screen_of(hands)
    hands.tap(choice_)
    hands.tap("下一步")
    await hands.until(lambda: screen_of(hands) is not before and shows(hands, to)(), "what comes next")


async def sure(hands) -> SureScreen:
    hands.tap("看看改了什么")
    await hands.until(shows(hands, SureScreen), "before and after")
    return screen_of(hands)


def test_an_answer_is_changed_by_its_own_question_and_a_second_tap(play, where):
    async def scene(hands):
        await answers(hands)
        assert [each.row.step_id for each in screen_of(hands).items] == ["kind", "when"]
        assert not hands.find("看看改了什么")
        await changed(hands, "when", "下午")
        assert where.sent == []
        screen = await sure(hands)
        said = " ".join(each.text for each in screen.items)
        assert "原来：上午" in said
        assert "现在：下午" in said
        private = [each.text for each in screen.spoken() if each.private]
        assert any("下午" in each for each in private)
        assert not any("下午" in each.text for each in screen.spoken() if not each.private)
        hands.tap("先不改")
        await hands.until(shows(hands, AnswersScreen), "the answers again")
        assert where.sent == []
        await sure(hands)
        hands.tap("对，改")
        await hands.until(shows(hands, WhereScreen), "where it is")
        assert screen_of(hands).help.text == "改好了，登记号不变。"
        ((_, changes),) = where.sent
        assert changes == {"when": Chosen(id="afternoon")}
        assert hands.kiosk.enquiring._correcting._correction is None

    play(scene)


def test_no_identity_number_is_shown_and_the_private_question_is_not_asked(play, where):
    async def scene(hands):
        await answers(hands)
        assert not any(NUMBER[-4:] in each.row.value for each in screen_of(hands).items)
        for said in screen_of(hands).spoken():
            assert "上午" not in said.text

    play(scene)


def test_what_a_change_asks_for_is_asked_and_going_back_gives_it_up(play, where):
    async def scene(hands):
        await answers(hands)
        await changed(hands, "kind", "乙", ChooseOneScreen)
        # Never to the step before: that one asks for the identity number, and would show it.
        hands.tap("上一步")
        await hands.until(shows(hands, AnswersScreen), "the answers as they were")
        assert not hands.find("看看改了什么")
        await changed(hands, "kind", "乙", ChooseOneScreen)
        await chosen(hands, "慢")
        await sure(hands)
        hands.tap("对，改")
        await hands.until(shows(hands, WhereScreen), "where it is")
        assert where.sent[0][1] == {"kind": Chosen(id="home"), "how": Chosen(id="slow")}

    play(scene)


def test_a_change_that_takes_the_identity_number_or_ends_it_is_the_windows(play, where):
    async def scene(hands):
        await answers(hands)
        await changed(hands, "when", "下午")
        await changed(hands, "kind", "丙", AskScreen)
        assert screen_of(hands).title.text == "这一项请到窗口改"
        hands.tap("回到答案")
        await hands.until(shows(hands, AnswersScreen), "the answers")
        await changed(hands, "kind", "丁", NoticeScreen)
        hands.tap("好，我知道了")
        await hands.until(shows(hands, AskScreen), "that it is the window's")
        hands.tap("回到答案")
        await hands.until(shows(hands, AnswersScreen), "the answers")
        assert line(hands, "kind").row.value == "甲"
        assert line(hands, "when").row.value == "下午"
        assert where.sent == []

    play(scene)


def test_what_nobody_answered_is_sent_again_as_the_same_act(play, where):
    async def scene(hands):
        await answers(hands)
        await changed(hands, "when", "下午")
        await sure(hands)
        where.refusals.append(StoreFailed(Trouble.AWAY))
        hands.tap("对，改")
        await hands.until(shows(hands, AskScreen), "that no answer came")
        assert screen_of(hands).title.text == "现在还没有回音"
        hands.tap("再试一次")
        await hands.until(shows(hands, WhereScreen), "where it is")
        first, second = where.sent
        assert first == second

    play(scene)


def test_shut_by_others_meanwhile_the_change_waits_and_is_sent_as_the_same_act(play, where):
    async def scene(hands):
        await answers(hands)
        await changed(hands, "when", "下午")
        await sure(hands)
        where.refusals.append(NotTold(30))
        hands.tap("对，改")
        await hands.until(shows(hands, AskScreen), "from when on")
        hands.tap("再试一次")
        await hands.until(shows(hands, WhereScreen), "where it is")
        first, second = where.sent
        assert first == second

    play(scene)


def test_what_went_on_meanwhile_is_told_as_it_is(play, where):
    async def scene(hands):
        await answers(hands)
        await changed(hands, "when", "下午")
        await sure(hands)
        where.late = True
        hands.tap("对，改")
        await hands.until(shows(hands, WhereScreen), "where it is")
        assert screen_of(hands).help.text == "没有改。要改的话，请到窗口问。"

    play(scene)


@pytest.mark.parametrize("given", [None, {"kind": Written(text="甲")}])
def test_what_cannot_be_changed_any_more_is_said_at_once(play, where, given):
    where.late = given is None
    where.given = replace(where.given, answers=given or SAID)

    async def scene(hands):
        await answered(hands)
        hands.tap("改一项答案")
        said = "没有改。要改的话，请到窗口问。"
        await hands.until(lambda: getattr(getattr(screen_of(hands), "help", None), "text", "") == said, "why")
        assert isinstance(screen_of(hands), WhereScreen)

    play(scene)


def test_where_it_is_not_offered_there_is_no_key(play, where):
    where.stands = replace(where.stands, can_correct=False)

    async def scene(hands):
        await answered(hands)
        assert not hands.find("改一项答案")

    play(scene)


def test_whoever_walks_away_half_way_leaves_nothing_and_the_case_as_it_was(play, where):
    async def scene(hands):
        await answers(hands)
        await changed(hands, "when", "下午")
        await asked_whether_anybody_is_there(hands)
        hands.clock.turn(45)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.ATTRACT)
        assert hands.kiosk.enquiring._correcting._correction is None
        assert hands.kiosk.enquiring._given_of is None
        assert where.sent == []

    play(scene)


def test_a_case_says_whether_it_can_be_changed_only_where_the_hub_says_so() -> None:
    assert not Whereabouts("1", "x", Place.WAITING, date(2026, 1, 1)).can_correct
