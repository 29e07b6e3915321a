"""A visit goes on at a window where it was left, is filed as usual, and hands itself back when it is left."""

from __future__ import annotations

import pytest

from kiosk.failure import Trouble
from kiosk.flow.run import FlowRun
from kiosk.visit.travelling import Look, Travelling
from kiosk.visit.visit import Visit
from screens.shell.machine import Mode
from screens.shell.parts import Resumed
from tests.shell.hands import to_review

SERVICE = "household"
LOOK = Look(size="largest", high_contrast=True, sitting=False, slow=False, dialect="", way="")


@pytest.fixture
def left(request):
    """After how many answers it was left."""
    return getattr(request, "param", 4)


@pytest.fixture
def visit(releases, walks, today, left):
    found = Visit()
    release = next(r for r in releases if r.flow.id == SERVICE)
    run = FlowRun(release.flow, lambda: today)
    for _, value in walks[SERVICE][:left]:
        run.answer(value)
    found.begin(release, run)
    return found


@pytest.fixture
def travelling(visit):
    return Travelling.of(visit, "zh_CN", LOOK)


@pytest.fixture
def ends():
    return []


@pytest.fixture
def resumed(travelling, ends):
    return Resumed(travelling, ends.append)


async def at_its_question(hands):
    await hands.until(lambda: hands.kiosk.stage.top == "step", "the question")


@pytest.mark.parametrize("left", [0, 1, 2, 3, 4, 5, 6, 7, 8], indirect=True)
def test_it_begins_at_the_question_where_it_was_left(play, visit, ends):
    async def scene(hands):
        await at_its_question(hands)
        assert hands.kiosk.serving.visit.id == visit.id
        assert hands.run.dump() == visit.run.dump()
        assert hands.kiosk.looks.ui().theme.size == "largest"
        assert hands.kiosk.looks.ui().theme.high_contrast
        wanted = Mode.MATERIALS if visit.run.step.kind == "checklist" else Mode.SERVING
        await hands.mode(wanted)
        assert ends == []

    play(scene)


def test_it_is_filed_as_the_same_visit_and_is_over_without_a_rating(
    play, walks, visit, ends, left, visit_ends
):
    async def scene(hands):
        await at_its_question(hands)
        await to_review(hands, walks[SERVICE][left:])
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.mode(Mode.RECEIPT)
        await hands.until(lambda: hands.kiosk.stage.top == "receipt", "the receipt")
        assert list(hands.cases.filed) == [visit.id]
        hands.kiosk.stage.screen.acted.emit("receipt_done", "")
        await hands.until(lambda: ends, "the end")
        assert [end.how for end in ends] == ["filed"]
        assert hands.kiosk.stage.top != "rating"

    play(scene)
    assert len(ends) == 1
    assert visit_ends.told == []  # it ended at the kiosk, where it went along to this window


def test_where_filing_fails_it_stays_and_can_be_handed_back(play, walks, visit, ends, left):
    async def scene(hands):
        await at_its_question(hands)
        await to_review(hands, walks[SERVICE][left:])
        hands.cases.trouble = Trouble.FULL
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.until(lambda: hands.kiosk.stage.top == "hand_in_failed", "the failure")

    play(scene)
    assert [end.how for end in ends] == ["left"]
    assert ends[0].visit.visit == visit.id
    assert ends[0].visit.run["at"] == "review"


def test_closing_the_window_hands_back_what_was_answered_since(play, walks, visit, ends, left):
    async def scene(hands):
        await at_its_question(hands)
        await hands.answer(walks[SERVICE][left][1])
        visit.run.answer(walks[SERVICE][left][1])

    play(scene)
    assert [end.how for end in ends] == ["left"]
    assert ends[0].visit.run == visit.run.dump()


@pytest.mark.parametrize("way", ["restart", "idle"])
def test_whatever_would_wipe_it_hands_it_back_first(play, visit, ends, clock, way, visit_ends):
    async def scene(hands):
        await at_its_question(hands)
        if way == "restart":
            hands.kiosk.prompts.restart.emit()
        else:
            clock.turn(180)
            await hands.mode(Mode.IDLE_PROMPT)
            clock.turn(45)
        await hands.until(lambda: ends, "the end")
        assert ends[0].visit.run == visit.run.dump()

    play(scene)
    assert len(ends) == 1
    assert visit_ends.told == []


@pytest.mark.parametrize("left", [0], indirect=True)
def test_back_from_the_first_question_hands_it_back(play, visit, ends):
    async def scene(hands):
        await at_its_question(hands)
        hands.kiosk.stage.screen.back_wanted.emit()
        await hands.until(lambda: ends, "the end")
        assert ends[0].visit.run == visit.run.dump()

    play(scene)


def test_no_guide_is_called_because_one_sits_there(play):
    async def scene(hands):
        await at_its_question(hands)
        assert hands.kiosk.stage.frame.guide.isHidden()
        hands.kiosk.guiding.call(quiet=False)
        hands.kiosk.guiding.call(quiet=True)
        hands.kiosk.serving.offer_guide.emit()
        await hands.until(lambda: True, "nothing")
        assert hands.queue.calls == {}
        assert hands.kiosk.stage.top == "step"

    play(scene)


class TestOfAnotherRelease:
    @pytest.fixture
    def travelling(self, visit):
        return Travelling.of(visit, "zh_CN", LOOK).model_copy(update={"release": "0" * 64})

    def test_it_ends_at_once_and_nothing_is_changed(self, play, ends):
        async def scene(hands):
            await hands.until(lambda: ends, "the end")

        play(scene)
        assert [(end.how, end.visit) for end in ends] == [("left", None)]
