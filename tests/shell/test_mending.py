"""Nobody stands before a screen that is dead: it is built anew, and then there is a way out."""

from __future__ import annotations

import sys

import pytest

from screens.shell.machine import Event, Mode
from screens.shell.mending import FORGIVEN_S
from screens.shell.qt_words import without_filled_in
from screens.steps.entry import EntryDraft
from screens.steps.numbers import PhoneScreen
from screens.visit.attract import AttractScreen
from tests.shell.memory import MemoryDrafts

SERVICE = "household"


class Planted(Exception):
    """The fault that a test planted."""


class Fault:
    """Fails the first ``times`` times it is met."""

    def __init__(self, times: int) -> None:
        self.times, self.met = times, 0

    def meet(self) -> None:
        self.met += 1
        if self.met <= self.times:
            raise Planted


@pytest.fixture(params=[1, 99])
def fault(request):
    return Fault(request.param)


@pytest.fixture
def broken(hands, monkeypatch):
    """As the window's program has it: what Qt meets in a slot or a paint event goes to the mending."""
    monkeypatch.setattr(
        sys, "excepthook", lambda _kind, error, _trace: hands.kiosk.lasting.mending.broke(error)
    )
    hands._check = lambda: None
    yield hands.errors
    assert {type(e) for e in hands.errors} == {Planted}


async def to_the_phone(hands, walks):
    """Stand before the question for the number."""
    await hands.service(SERVICE)
    for _, value in walks[SERVICE]:
        if hands.run.step.kind == "phone":
            return
        await hands.answer(value)


async def settled(hands, fault, what):
    """The fault was met, and nothing waits to be mended any more."""
    await hands.until(lambda: fault.met and not hands.kiosk.lasting.mending._waits, what)
    await hands.until(lambda: fault.times == 1 or hands.kiosk.stage.top == "sorry", what)


async def ways_out(hands, queue):
    """The apology leads to a guide, and to a new beginning."""
    assert hands.kiosk.stage.screen.title.text == "对不起，这一页出了毛病"
    hands.tap("请人来帮我")
    await hands.until(lambda: queue.calls, "the call")
    hands.tap("从头再来")
    await hands.mode(Mode.ATTRACT)
    await hands.until(lambda: hands.kiosk.stage.top == "attract", "the greeting")


def test_a_screen_that_cannot_be_built(play, walks, queue, broken, fault, monkeypatch):
    build = PhoneScreen.__init__

    def faulty(self, *args, **more):
        fault.meet()
        build(self, *args, **more)

    monkeypatch.setattr(PhoneScreen, "__init__", faulty)

    async def scene(hands):
        await to_the_phone(hands, walks)
        await settled(hands, fault, "the screen")
        if fault.times == 1:
            await hands.until(lambda: isinstance(hands.kiosk.stage.screen, PhoneScreen), "the screen")
            assert hands.kiosk.stage.top == "step"
        else:
            await ways_out(hands, queue)

    play(scene)
    assert len(broken) == min(fault.times, 2)


def test_a_screen_whose_answer_breaks_keeps_what_was_entered(
    play, walks, queue, broken, fault, monkeypatch, hands
):
    async def scene(hands):
        await to_the_phone(hands, walks)
        answer = hands.run.answer

        def faulty(value):
            fault.meet()
            return answer(value)

        monkeypatch.setattr(hands.run, "answer", faulty)
        value = dict(walks[SERVICE])[hands.run.step.id]
        hands.kiosk.stage.screen.restore(EntryDraft((value.number,)))
        first = hands.kiosk.stage.screen
        first.answered.emit(value)
        await hands.until(lambda: hands.kiosk.stage.screen is not first, "another screen")
        assert hands.kiosk.stage.screen.draft().parts == (value.number,)
        hands.kiosk.stage.screen.answered.emit(value)
        await settled(hands, fault, "the end")
        if fault.times == 1:
            assert hands.run.step.kind != "phone"
        else:
            await ways_out(hands, queue)

    play(scene)


def test_a_screen_that_cannot_be_painted(play, walks, queue, broken, fault, monkeypatch):
    monkeypatch.setattr(PhoneScreen, "paintEvent", lambda _self, _event: fault.meet(), raising=False)

    async def scene(hands):
        await to_the_phone(hands, walks)
        await settled(hands, fault, "the painting")
        if fault.times == 1:
            assert hands.kiosk.stage.top == "step"
        else:
            await ways_out(hands, queue)

    play(scene)
    assert len(broken) <= 6  # it is no endless loop


def test_a_screen_that_does_not_take_back_what_was_entered(play, walks, queue, broken, fault, monkeypatch):
    monkeypatch.setattr(PhoneScreen, "take", lambda _self, _draft: fault.meet())

    async def scene(hands):
        await to_the_phone(hands, walks)
        hands.kiosk.looks.change("size", "largest")
        await settled(hands, fault, "the screen")
        if fault.times > 1:
            await ways_out(hands, queue)

    play(scene)


def test_a_screen_that_cannot_say_what_was_entered(play, walks, broken, monkeypatch):
    fault = Fault(1)
    draft = PhoneScreen.draft

    def faulty(self):
        fault.meet()
        return draft(self)

    async def scene(hands):
        await to_the_phone(hands, walks)
        monkeypatch.setattr(PhoneScreen, "draft", faulty)
        hands.kiosk.looks.change("size", "largest")
        await settled(hands, fault, "the screen")
        assert isinstance(hands.kiosk.stage.screen, PhoneScreen)
        assert hands.kiosk.stage.screen.ui.theme.size == "largest"

    play(scene)


def test_the_draft_of_another_screen_is_never_taken_for_this_one_s(play, walks, broken, monkeypatch):
    """The screen before still shows while the next one cannot be built."""
    fault = Fault(1)
    build = PhoneScreen.__init__

    def faulty(self, *args, **more):
        fault.meet()
        build(self, *args, **more)

    monkeypatch.setattr(PhoneScreen, "__init__", faulty)

    async def scene(hands):
        await to_the_phone(hands, walks)
        await settled(hands, fault, "the screen")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, PhoneScreen), "the screen")
        assert hands.kiosk.stage.screen.draft().parts == ("",)

    play(scene)


def test_a_fault_after_a_while_is_a_new_one(play, walks, broken):
    async def scene(hands):
        await to_the_phone(hands, walks)
        for _ in range(3):
            hands.kiosk.lasting.mending.broke(Planted())
            await hands.until(lambda: not hands.kiosk.lasting.mending._waits, "mended")
            assert hands.kiosk.stage.top == "step"
            hands.clock.turn(FORGIVEN_S)

    play(scene)


def test_before_the_greeting_nobody_is_told(play, broken, monkeypatch):
    fault = Fault(99)
    monkeypatch.setattr(AttractScreen, "paintEvent", lambda _self, _event: fault.meet(), raising=False)

    async def scene(hands):
        await hands.until(lambda: fault.met > 1, "the painting")
        assert hands.kiosk.stage.top == "attract"
        hands.kiosk.machine.post(Event.START)
        await hands.mode(Mode.HOME)

    play(scene)


def test_what_breaks_behind_the_screens_changes_none_of_them(play, walks, broken):
    async def scene(hands):
        await to_the_phone(hands, walks)
        shown = hands.kiosk.stage.screen
        hands.kiosk.keeping._drafts = MemoryDrafts()

        def faulty():
            raise Planted

        hands.kiosk.keeping._stands = faulty
        for _ in range(3):
            hands.kiosk.keeping._timer.timeout.emit()
        await hands.until(lambda: not hands.kiosk.lasting.mending._waits, "nothing")
        assert hands.kiosk.stage.screen is shown

    play(scene)


@pytest.fixture
def drafts():
    return MemoryDrafts()


@pytest.mark.parametrize("what", ["cases", "printer"])
def test_handing_in_never_waits_for_ever(play, walks, broken, hands, cases, monkeypatch, what):
    """Whatever breaks: it is handed in and the number shows, or it is not and can be tried again."""

    async def fails(*_args):
        raise Planted

    if what == "cases":
        monkeypatch.setattr(cases, "hand_in", fails)
    else:
        monkeypatch.setattr(hands.printer, "print", fails)

    async def scene(hands):
        await hands.service(SERVICE)
        for _, value in walks[SERVICE]:
            await hands.answer(value)
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        wanted = "hand_in_failed" if what == "cases" else "receipt"
        await hands.until(lambda: hands.kiosk.stage.top == wanted, wanted)

    play(scene)


@pytest.mark.parametrize(
    ("words", "noted"),
    [
        ("QPainter::begin: engine == 0, type: 2", "QPainter::begin: engine == …, type: …"),
        ('Cannot show "张三 13812345678"', "Cannot show …"),
        ("Cannot show '张三", "Cannot show …"),
        ("no glyph for 张三\nsecond line", "no glyph for …"),
        ("x" * 500, "x" * 200),
        ("", ""),
    ],
)
def test_of_what_qt_says_nothing_that_was_filled_in_is_noted(words, noted):
    assert without_filled_in(words) == noted
