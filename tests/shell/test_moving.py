"""An unfinished form goes along to a window only with the resident's yes, and stays until the desk has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.model import Text
from kiosk.sealing import DeskKey, seal
from kiosk.visit.moving import Asked, Bound, Moving, NotMoving, Stage
from kiosk.visit.travelling import Travelling
from screens.shell.machine import Mode
from screens.shell.mover import ANSWER_S, GIVEN_S, SETTLE_S, MovingParts

OFFICER = "0235"
SERVICE = "household"
YES, NO = "好，带过去", "在这里填"


class MemoryCarrier:
    """Between this kiosk and one desk. away: nobody knows anything; lost: what is given does not arrive."""

    def __init__(self) -> None:
        self.moving: Moving | None = None
        self.away = self.lost = False
        self.looks = 0

    def _work(self) -> None:
        if self.away:
            raise StoreFailed(Trouble.AWAY)

    async def stands(self, call_id: str) -> Moving | None:
        self.looks += 1
        self._work()
        moving = self.moving
        return moving if moving is not None and moving.asked.bound.call == call_id else None

    async def refuse(self, call_id: str) -> None:
        self._work()
        assert self.moving is not None
        if self.moving.stage is Stage.RECEIVED:
            raise NotMoving
        self.moving = replace(self.moving, stage=Stage.REFUSED, sealed="")

    async def give(self, call_id: str, sealed: str) -> None:
        self._work()
        assert self.moving is not None
        if self.moving.stage is not Stage.ASKED:
            raise NotMoving
        if not self.lost:
            self.moving = replace(self.moving, stage=Stage.SEALED, sealed=sealed)

    @property
    def stage(self) -> Stage | None:
        return self.moving.stage if self.moving is not None else None

    def received(self) -> None:
        assert self.moving is not None
        self.moving = replace(self.moving, stage=Stage.RECEIVED, sealed="")


@pytest.fixture
def carrier():
    return MemoryCarrier()


@pytest.fixture
def moving(carrier):
    return MovingParts(carrier, seal)


@pytest.fixture
def key():
    return DeskKey()


@pytest.fixture
def ask(carrier, clock, key):
    """A desk asks for the visit of a call."""

    def ask(call_id, public=None):
        bound = Bound("east", call_id, clock.now() + timedelta(hours=5))
        window = Text({"zh_CN": "3号窗口", "en": "window 3"})
        carrier.moving = Moving(Asked(bound, OFFICER, window, public or key.public), Stage.ASKED)

    return ask


async def called(hands, walks, *, claimed=True):
    """A resident some way into a service has called, and an officer is on the way."""
    await hands.service(SERVICE)
    for step_id, value in walks[SERVICE][:4]:
        assert hands.run.step.id == step_id
        await hands.answer(value)
    hands.kiosk.guiding.call(quiet=False)
    await hands.until(lambda: hands.queue.calls, "the call")
    (call_id,) = hands.queue.calls
    if claimed:
        await hands.queue.claim(call_id, OFFICER)
        await hands.until(lambda: hands.kiosk.calls.claimed, "the claim")
    return call_id


async def looked(hands, carrier, times=2):
    """The kiosk has looked so many times more."""
    goal = carrier.looks + times
    await hands.until(lambda: carrier.looks >= goal, "looks")


async def asked(hands):
    """The question stands there, and has been read."""
    await hands.until(lambda: hands.kiosk.stage.top == "moving", "the question")
    hands.clock.turn(SETTLE_S)


def test_with_a_yes_it_goes_and_nothing_stays(play, walks, carrier, ask, key, releases, today):
    async def scene(hands):
        call_id = await called(hands, walks)
        visit, step, answers = hands.kiosk.serving.visit, hands.run.step, hands.run.answers()
        hands.kiosk.looks.change("size", "largest")
        ask(call_id)
        await asked(hands)
        assert "把您填的带到窗口去，好吗？" in hands.voice.said
        assert "到了3号窗口，从这一题接着填。" in hands.voice.said
        hands.tap(YES)
        await hands.until(lambda: carrier.stage is Stage.SEALED, "sealed")
        assert hands.kiosk.serving.visit is visit
        there = Travelling.read(key.open(carrier.moving.sealed, carrier.moving.asked.bound))
        landed = there.resume(releases, lambda: today)
        assert (landed.id, landed.run.step, landed.run.answers()) == (visit.id, step, answers)
        assert there.look.size == "largest"
        carrier.received()
        await hands.mode(Mode.MOVED)
        assert hands.kiosk.serving.visit.run is None
        assert hands.kiosk.serving.visit.id != visit.id
        assert "请去3号窗口接着填。这里什么都没留下。" in hands.voice.said
        hands.tap("好了")
        await hands.mode(Mode.ATTRACT)
        assert hands.kiosk.looks.comfort == hands.kiosk.looks.usual

    play(scene)


def test_with_a_no_it_stays_and_the_resident_is_not_asked_again(play, walks, carrier, ask):
    async def scene(hands):
        call_id = await called(hands, walks)
        step = hands.run.step
        ask(call_id)
        await asked(hands)
        hands.tap(NO)
        await hands.until(lambda: carrier.stage is Stage.REFUSED, "the no")
        await looked(hands, carrier)
        assert hands.kiosk.stage.top == "step"
        assert hands.run.step == step

    play(scene)


@pytest.mark.parametrize("answer", [YES, NO], ids=["yes", "no"])
def test_a_finger_that_was_on_its_way_to_another_key_answers_nothing(
    play, walks, carrier, ask, clock, answer
):
    async def scene(hands):
        ask(await called(hands, walks))
        await hands.until(lambda: hands.kiosk.stage.top == "moving", "the question")
        clock.turn(SETTLE_S - 0.01)
        hands.tap(answer)
        await looked(hands, carrier)
        assert (hands.kiosk.stage.top, carrier.stage) == ("moving", Stage.ASKED)
        clock.turn(0.01)  # from the question on, not from the touch: whoever goes on touching is heard
        hands.tap(NO)
        await hands.until(lambda: carrier.stage is Stage.REFUSED, "the no")

    play(scene)


def test_no_answer_is_a_no(play, walks, carrier, ask, clock):
    async def scene(hands):
        ask(await called(hands, walks))
        await asked(hands)
        clock.turn(ANSWER_S)
        await hands.until(lambda: carrier.stage is Stage.REFUSED, "the no")
        assert hands.kiosk.stage.top == "step"

    play(scene)


def test_nothing_is_asked_unless_an_officer_has_the_call(play, walks, carrier, ask, queue):
    async def scene(hands):
        call_id = await called(hands, walks, claimed=False)
        ask(call_id)
        goal = hands.kiosk.calls._ticks + 10
        await hands.until(lambda: hands.kiosk.calls._ticks > goal, "some time")
        assert (hands.kiosk.stage.top, carrier.looks) == ("step", 0)
        await queue.claim(call_id, OFFICER)
        await asked(hands)
        await queue.put_back(call_id, OFFICER)
        await hands.until(lambda: carrier.stage is Stage.REFUSED, "the no")
        assert hands.kiosk.stage.top == "step"

    play(scene)


def test_a_colleague_who_takes_the_call_over_asks_anew(play, walks, carrier, ask, queue):
    async def scene(hands):
        call_id = await called(hands, walks)
        ask(call_id)
        await asked(hands)
        queue.calls[call_id] = replace(queue.calls[call_id], officer="0236")
        await hands.until(lambda: carrier.stage is Stage.REFUSED, "the no")
        assert hands.kiosk.stage.top == "step"
        ask(call_id)  # in the name of the one who had it
        await looked(hands, carrier)
        assert hands.kiosk.stage.top == "step"
        carrier.moving = replace(carrier.moving, asked=replace(carrier.moving.asked, officer="0236"))
        await asked(hands)

    play(scene)


def test_a_quiet_call_changes_nothing_on_the_screen(play, walks, carrier, ask, queue):
    async def scene(hands):
        await hands.service(SERVICE)
        hands.kiosk.guiding.call(quiet=True)
        await hands.until(lambda: hands.queue.calls, "the call")
        (call_id,) = queue.calls
        await queue.claim(call_id, OFFICER)
        ask(call_id)
        goal = hands.kiosk.calls._ticks + 10
        await hands.until(lambda: hands.kiosk.calls._ticks > goal, "some time")
        assert (hands.kiosk.stage.top, carrier.looks) == ("step", 0)

    play(scene)


def test_a_desk_that_asks_no_longer_takes_the_question_away(play, walks, carrier, ask):
    async def scene(hands):
        ask(await called(hands, walks))
        await asked(hands)
        carrier.moving = replace(carrier.moving, stage=Stage.REFUSED)
        await hands.until(lambda: hands.kiosk.stage.top == "step", "the step")

    play(scene)


def test_a_desk_that_does_not_take_it_does_not_get_it(play, walks, carrier, ask, clock):
    async def scene(hands):
        call_id = await called(hands, walks)
        step, answers = hands.run.step, hands.run.answers()
        ask(call_id)
        await asked(hands)
        hands.tap(YES)
        await hands.until(lambda: carrier.stage is Stage.SEALED, "sealed")
        await looked(hands, carrier)
        assert hands.kiosk.stage.top == "moving"
        clock.turn(GIVEN_S)
        await hands.until(lambda: hands.kiosk.stage.top == "not_moved", "that it stays")
        assert (carrier.stage, carrier.moving.sealed) == (Stage.REFUSED, "")
        hands.tap("好了")
        assert (hands.run.step, hands.run.answers()) == (step, answers)

    play(scene)


@pytest.mark.parametrize("public", ["", "AAAA"])
def test_a_key_that_is_none_is_a_no(play, walks, carrier, ask, public):
    async def scene(hands):
        ask(await called(hands, walks), public or "?")
        await asked(hands)
        hands.tap(YES)
        await hands.until(lambda: carrier.stage is Stage.REFUSED, "the no")
        assert hands.kiosk.stage.top == "not_moved"

    play(scene)


def test_with_the_hub_away_in_the_middle_it_stays_and_is_taken_back_later(play, walks, carrier, ask, clock):
    async def scene(hands):
        ask(await called(hands, walks))
        await asked(hands)
        step = hands.run.step
        carrier.away = True
        hands.tap(YES)
        await looked(hands, carrier)
        assert hands.kiosk.stage.top == "moving"
        clock.turn(GIVEN_S)
        await hands.until(lambda: hands.kiosk.stage.top == "not_moved", "that it stays")
        hands.tap("好了")
        assert hands.run.step == step
        carrier.away = False
        await hands.until(lambda: carrier.stage is Stage.REFUSED, "taken back")
        assert hands.kiosk.stage.top == "step"

    play(scene)


@pytest.mark.parametrize("went_on", [False, True], ids=["unchanged", "went on here"])
def test_a_desk_that_had_it_all_the_same_is_heard_of_later(play, walks, carrier, ask, clock, went_on):
    async def scene(hands):
        ask(await called(hands, walks))
        await asked(hands)
        hands.tap(YES)
        await hands.until(lambda: carrier.stage is Stage.SEALED, "sealed")
        carrier.away = True
        carrier.received()
        clock.turn(GIVEN_S)
        await hands.until(lambda: hands.kiosk.stage.top == "not_moved", "that it stays")
        hands.tap("好了")
        if went_on:
            await hands.answer(walks[SERVICE][4][1])
        answers = hands.run.answers()
        carrier.away = False
        if went_on:
            await looked(hands, carrier, 3)
            assert hands.kiosk.machine.mode is not Mode.MOVED
            assert hands.run.answers() == answers
        else:
            await hands.mode(Mode.MOVED)

    play(scene)


def test_where_nothing_was_begun_nothing_is_asked(play, carrier, ask, queue):
    async def scene(hands):
        await hands.start()
        hands.kiosk.guiding.call(quiet=False)
        await hands.until(lambda: hands.queue.calls, "the call")
        (call_id,) = queue.calls
        await queue.claim(call_id, OFFICER)
        await hands.until(lambda: hands.kiosk.calls.claimed, "the claim")
        ask(call_id)
        goal = hands.kiosk.calls._ticks + 10
        await hands.until(lambda: hands.kiosk.calls._ticks > goal, "some time")
        assert (hands.kiosk.stage.top, carrier.looks) == ("home", 0)

    play(scene)


def test_whoever_leaves_the_last_screen_standing_finds_it_closed(play, walks, carrier, ask, clock, queue):
    async def scene(hands):
        call_id = await called(hands, walks)
        ask(call_id)
        await asked(hands)
        hands.tap(YES)
        await hands.until(lambda: carrier.stage is Stage.SEALED, "sealed")
        carrier.received()
        await hands.mode(Mode.MOVED)
        await queue.cancel(call_id)
        await hands.until(lambda: not hands.kiosk.calls.claimed, "the call's end")
        clock.turn(180)
        await hands.mode(Mode.ATTRACT)

    play(scene)
