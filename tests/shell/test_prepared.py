"""A form filled in at home is finished here: its digits, its owner, the first open question, the review."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint

from kiosk.cases.prepared import Kept, NotOpened, Opened, PreparedForm, asks_proof
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import CardLaid, Wish
from kiosk.flow.run import FlowRun
from screens.shell.machine import Mode
from screens.visit.home import WaitScreen
from screens.visit.prepared import CodeScreen, ProofScreen
from tests.shell.memory import MemoryDrafts

SERVICE = "household"
SECRET = "s" * 32
OTHER_SECRET = "x" * 32
CODE, OPEN_CODE, PROOF = "704218", "104218", "0028"


class MemoryPrepared:
    """One form, under a code of each kind. refusals: what is said before it opens."""

    def __init__(self, form: PreparedForm) -> None:
        self.form = form
        self.asked: list[tuple[str, str, str]] = []
        self.refusals: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def keep(self, form: PreparedForm) -> Kept:
        raise NotImplementedError

    async def open(self, code: str, proof: str, asker: str) -> Opened:
        self.asked.append((code, proof, asker))
        await self.gate.wait()
        if self.refusals:
            raise self.refusals.pop(0)
        if code not in (CODE, OPEN_CODE) or (asks_proof(code) and proof != PROOF):
            raise NotOpened
        return Opened("the form", self.form)

    async def open_by_secret(self, secret: str, asker: str) -> Opened:
        self.asked.append(("", secret, asker))
        if secret != SECRET:
            raise NotOpened
        return Opened("the form", self.form)

    async def drop(self, form_id: str) -> None:
        raise NotImplementedError


@pytest.fixture
def form(releases, walks, today) -> PreparedForm:
    """All of it but what is asked here alone."""
    release = next(r for r in releases if r.flow.id == SERVICE)
    run = FlowRun(release.flow, lambda: today)
    for _, value in walks[SERVICE]:
        run.answer(value)
    return PreparedForm.of(release, run, "zh_CN")


@pytest.fixture
def prepared(form) -> MemoryPrepared:
    return MemoryPrepared(form)


@pytest.fixture
def drafts() -> MemoryDrafts:
    return MemoryDrafts()


class HeldCodes:
    """A reader before which secrets are held. waiting: so many wait for one now."""

    def __init__(self) -> None:
        self.held: asyncio.Queue[str] = asyncio.Queue()
        self.waiting = 0

    async def read(self, wanted) -> str:
        self.waiting += 1
        try:
            while not (found := wanted(await self.held.get())):
                pass
            return found
        finally:
            self.waiting -= 1


@pytest.fixture
def codes() -> HeldCodes:
    return HeldCodes()


def test_the_picture_code_opens_it_without_a_digit(play, prepared, codes):
    async def scene(hands):
        await code_page(hands)
        await hands.until(lambda: codes.waiting, "the reader")
        codes.held.put_nowait(SECRET)
        await hands.until(lambda: hands.kiosk.stage.top == "prepared_found", "that it is here")
        assert prepared.asked == [("", SECRET, "01")]
        assert hands.kiosk.serving.visit.prepared == "the form"
        assert codes.waiting == 0

    play(scene)


def test_another_picture_is_told_and_the_next_one_is_read(play, codes):
    async def scene(hands):
        await code_page(hands)
        codes.held.put_nowait(OTHER_SECRET)
        await hands.until(lambda: getattr(hands.kiosk.stage.screen, "refusal", None), "that it is none")
        await hands.until(lambda: codes.waiting, "the reader")
        codes.held.put_nowait(SECRET)
        await hands.until(lambda: hands.kiosk.stage.top == "prepared_found", "that it is here")

    play(scene)


def test_only_the_page_with_the_digits_reads_pictures(play, codes):
    async def scene(hands):
        await hands.start()
        assert codes.waiting == 0
        hands.tap("在家填过了")
        await hands.until(lambda: codes.waiting == 1, "the reader")
        press(hands, CODE)
        hands.tap("找我填的")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, ProofScreen), "the proof")
        await hands.until(lambda: codes.waiting == 0, "no reader")
        hands.tap("上一步")
        await hands.until(lambda: codes.waiting == 1, "the reader again")
        hands.kiosk.prompts.restart.emit()
        await hands.until(lambda: codes.waiting == 0, "no reader")

    play(scene)


async def asked_whether_anybody_is_there(hands) -> None:
    hands.clock.turn(180)
    hands.kiosk.idle.tick()
    await hands.mode(Mode.IDLE_PROMPT)
    await hands.until(lambda: hands.kiosk.stage.top == "idle", "the question")


def test_a_picture_held_before_the_reader_says_that_somebody_is_there(play, codes):
    async def scene(hands):
        await code_page(hands)
        await hands.until(lambda: codes.waiting, "the reader")
        await asked_whether_anybody_is_there(hands)
        codes.held.put_nowait(SECRET)
        await hands.until(lambda: hands.kiosk.stage.top == "prepared_found", "that it is here")
        assert not hands.kiosk.idle.asking
        await hands.mode(Mode.SERVING)
        hands.tap("好了")
        await hands.until(lambda: hands.kiosk.stage.top == "step", "the first open question")

    play(scene)


def test_each_picture_counts_as_a_touch(play, codes):
    async def scene(hands):
        await code_page(hands)
        hands.clock.turn(170)
        await hands.until(lambda: codes.waiting, "the reader")
        codes.held.put_nowait(OTHER_SECRET)
        await hands.until(lambda: getattr(hands.kiosk.stage.screen, "refusal", None), "that it is none")
        hands.clock.turn(20)
        hands.kiosk.idle.tick()
        assert hands.kiosk.machine.mode is Mode.HOME

    play(scene)


@pytest.mark.parametrize("refusal", [None, NotOpened(), NotOpened(30), StoreFailed(Trouble.AWAY)])
def test_what_is_found_while_nobody_seems_there_waits_for_a_touch(play, prepared, refusal):
    prepared.refusals.extend([refusal] if refusal is not None else [])

    async def scene(hands):
        await code_page(hands)
        prepared.gate.clear()
        press(hands, OPEN_CODE)
        hands.tap("找我填的")
        await hands.until(lambda: prepared.asked, "the look")
        await asked_whether_anybody_is_there(hands)
        prepared.gate.set()
        for _ in range(20):
            await asyncio.sleep(0)
        assert hands.kiosk.stage.top == "idle"
        assert hands.kiosk.serving.visit.run is None
        hands.touch(hands.kiosk.stage.screen, QPoint(20, 700))
        expected = "prepared_found" if refusal is None else "prepared"
        await hands.until(lambda: hands.kiosk.stage.top == expected, "what was found")
        assert not isinstance(hands.kiosk.stage.screen, WaitScreen)

    play(scene)


def test_what_is_found_for_somebody_who_has_gone_is_dropped(play, prepared):
    async def scene(hands):
        await code_page(hands)
        prepared.gate.clear()
        press(hands, OPEN_CODE)
        hands.tap("找我填的")
        await hands.until(lambda: prepared.asked, "the look")
        await asked_whether_anybody_is_there(hands)
        prepared.gate.set()
        for _ in range(20):
            await asyncio.sleep(0)
        hands.clock.turn(45)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.ATTRACT)
        await hands.start()
        assert hands.kiosk.stage.top == "home"
        assert hands.kiosk.serving.visit.run is None

    play(scene)


def press(hands, signs: str) -> None:
    for sign in signs:
        hands.tap(sign)


async def code_page(hands) -> None:
    await hands.start()
    hands.tap("在家填过了")
    await hands.until(lambda: isinstance(hands.kiosk.stage.screen, CodeScreen), "the digits")


async def opened(hands, code: str = OPEN_CODE) -> None:
    await code_page(hands)
    press(hands, code)
    hands.tap("找我填的")
    if asks_proof(code):
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, ProofScreen), "the end of the number")
        press(hands, PROOF)
        hands.tap("找我填的")
    await hands.until(lambda: hands.kiosk.stage.top == "prepared_found", "that it is here")
    hands.tap("好了")
    await hands.until(lambda: hands.kiosk.stage.top == "step", "the first open question")


async def to_review(hands) -> None:
    """What is asked at the kiosk alone."""
    while hands.run.step is not None and hands.run.step.kind != "review":
        kind = hands.run.step.kind
        assert kind in ("own_wish", "card"), kind
        await hands.answer(Wish(wish="yes") if kind == "own_wish" else CardLaid(card=None))


@pytest.mark.parametrize("code", [CODE, OPEN_CODE])
def test_it_goes_on_at_the_first_open_question_and_is_used_up_when_handed_in(play, prepared, form, code):
    async def scene(hands):
        await opened(hands, code)
        assert prepared.asked == [(code, PROOF if code == CODE else "", "01")]
        assert hands.run.wish() is None
        assert hands.run.answers() == dict(form.answers)
        await to_review(hands)
        await hands.mode(Mode.SERVING)
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.mode(Mode.RECEIPT)
        (filing,) = hands.cases.filed.values()
        assert filing.prepared == "the form"
        assert filing.answers == dict(form.answers)

    play(scene)


def test_each_answer_of_home_stands_on_the_review_and_can_be_changed(play, form):
    async def scene(hands):
        await opened(hands)
        await to_review(hands)
        lines = hands.run.review()
        assert {line.step.id for line in lines} <= set(form.answers)
        assert lines
        hands.kiosk.stage.screen.acted.emit("change", lines[0].step.id)
        await hands.until(lambda: hands.run.step == lines[0].step, "the question again")

    play(scene)


def test_a_wrong_code_is_asked_for_again_with_its_digits_and_then_the_guide_is_offered(play, prepared):
    async def scene(hands):
        await code_page(hands)
        press(hands, "111111")
        hands.tap("找我填的")
        await hands.until(lambda: prepared.asked, "the look")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, CodeScreen), "the digits again")
        screen = hands.kiosk.stage.screen
        assert screen.text == "111111"
        assert screen.refusal is not None
        assert screen.refusal.text == "没有找到。请看着您的号码，再按一次。"
        hands.tap("找我填的")
        await hands.until(lambda: hands.kiosk.stage.top == "offer_guide", "the guide is offered")

    play(scene)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (NotOpened(30), "要到9点31分，这里才能再按号码"),
        (NotOpened(4 * 3600), "要到13点30分，这里才能再按号码"),
        (StoreFailed(Trouble.AWAY), "现在取不到您在家填的"),
    ],
)
def test_where_nothing_can_be_looked_up_a_guide_and_the_way_without_are_offered(
    play, prepared, failure, words
):
    prepared.refusals.append(failure)

    async def scene(hands):
        await code_page(hands)
        press(hands, OPEN_CODE)
        hands.tap("找我填的")
        await hands.until(lambda: hands.find("在这里填"), "the way without")
        assert hands.kiosk.stage.screen.title.text == words
        hands.tap("在这里填")
        await hands.until(lambda: hands.kiosk.stage.top == "home", "home")
        assert hands.kiosk.machine.mode is Mode.HOME

    play(scene)


@pytest.mark.parametrize(("how", "safe"), [(Trouble.AWAY, True), (Trouble.DAMAGED, False)])
def test_only_of_a_form_that_is_not_spoilt_it_is_said_that_it_is_there(play, prepared, how, safe):
    prepared.refusals.append(StoreFailed(how))

    async def scene(hands):
        await code_page(hands)
        press(hands, OPEN_CODE)
        hands.tap("找我填的")
        await hands.until(lambda: hands.find("在这里填"), "the way without")
        said = " ".join(each.text for each in hands.kiosk.stage.screen.spoken())
        assert ("填的都还在" in said) is safe

    play(scene)


def test_without_a_number_somebody_is_called_by_one_tap(play):
    async def scene(hands):
        await code_page(hands)
        hands.tap("没有号码")
        await hands.until(lambda: hands.find("在这里填"), "the way without")
        key = next(k for k in hands.offered() if k.text() == "请人来帮我" and k.height() < 300)
        hands.touch(key)
        await hands.until(lambda: hands.queue.calls, "the call")
        assert hands.kiosk.stage.top == "home"

    play(scene)


def test_a_service_that_is_not_offered_here_is_told_of(play, prepared):
    prepared.form = replace(prepared.form, service="fishing_boats")

    async def scene(hands):
        await code_page(hands)
        press(hands, OPEN_CODE)
        hands.tap("找我填的")
        await hands.until(lambda: hands.find("在这里填"), "the way without")
        assert hands.kiosk.stage.screen.title.text == "您填的这件事，这里办不了"
        assert hands.kiosk.serving.visit.run is None

    play(scene)


def test_back_leads_home_and_the_digits_are_forgotten(play):
    async def scene(hands):
        await code_page(hands)
        press(hands, "7042")
        hands.tap("上一步")
        await hands.until(lambda: hands.kiosk.stage.top == "home", "home")
        hands.tap("在家填过了")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, CodeScreen), "the digits")
        assert hands.kiosk.stage.screen.text == ""

    play(scene)


def test_who_starts_anew_while_it_is_looked_for_gets_nothing_of_it(play, prepared):
    async def scene(hands):
        await code_page(hands)
        prepared.gate.clear()
        press(hands, OPEN_CODE)
        hands.tap("找我填的")
        await hands.until(lambda: prepared.asked, "the look")
        hands.kiosk.prompts.restart.emit()
        await hands.mode(Mode.ATTRACT)
        prepared.gate.set()
        for _ in range(20):
            await asyncio.sleep(0)
        assert hands.kiosk.serving.visit.run is None
        assert hands.kiosk.stage.top == "attract"

    play(scene)


def test_neither_digits_nor_proof_stand_in_the_draft(play, drafts):
    async def scene(hands):
        await code_page(hands)
        press(hands, CODE)
        hands.kiosk.keeping.keep()
        assert CODE not in (drafts.text or "")
        hands.tap("找我填的")
        await hands.until(lambda: isinstance(hands.kiosk.stage.screen, ProofScreen), "the proof")
        press(hands, PROOF)
        hands.kiosk.keeping.keep()
        assert drafts.text is not None
        assert PROOF not in drafts.text

    play(scene)


def test_the_draft_knows_the_form_so_that_it_is_used_up_after_a_new_start_too(play, drafts):
    async def scene(hands):
        await opened(hands)
        hands.kiosk.keeping.keep()
        draft = drafts.draft
        assert draft is not None
        assert draft.travelling is not None
        assert draft.travelling.prepared == "the form"

    play(scene)


def test_left_for_another_service_the_form_is_not_used_up_by_that_one(play):
    async def scene(hands):
        await opened(hands)
        visit = hands.kiosk.serving.visit
        assert visit.prepared == "the form"
        hands.kiosk.serving.leave()
        assert visit.prepared is None

    play(scene)


class TestNowhere:
    """Where no forms can lie, nothing is said of them."""

    @pytest.fixture
    def prepared(self):
        return None

    def test_the_home_page_has_no_such_key(self, play):
        async def scene(hands):
            await hands.start()
            assert hands.find("在家填过了") is None

        play(scene)
