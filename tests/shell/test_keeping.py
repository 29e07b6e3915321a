"""A draft of the visit is kept while it lasts, and not a moment longer."""

from __future__ import annotations

import pytest

from kiosk.failure import Trouble
from screens.shell.machine import Event, Mode
from screens.shell.page_draft import read
from screens.steps.entry import EntryDraft
from tests.shell.hands import to_review
from tests.shell.memory import MemoryDrafts

SERVICE = "household"


@pytest.fixture
def drafts():
    return MemoryDrafts()


def test_each_answer_is_kept_at_once(play, walks, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        for _, value in walks[SERVICE]:
            await hands.answer(value)
            draft = drafts.draft
            assert draft.travelling.run == hands.run.dump()
            assert draft.travelling.visit == hands.kiosk.serving.visit.id
            assert draft.began_at == hands.kiosk.serving.visit.began_at

    play(scene)


def test_going_back_and_changing_an_answer_are_kept_too(play, walks, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        for _, value in walks[SERVICE][:3]:
            await hands.answer(value)
        hands.kiosk.stage.screen.back_wanted.emit()
        assert drafts.draft.travelling.run == hands.run.dump()

    play(scene)


def test_language_size_and_theme_are_kept(play, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        for wish in (("language", "en"), ("size", "largest"), ("contrast", "high")):
            hands.kiosk.looks.change(*wish)
            comfort = hands.kiosk.looks.comfort
            assert (drafts.draft.locale, drafts.draft.look) == (comfort.locale, comfort.look())
        assert (drafts.draft.locale, drafts.draft.look.size) == ("en", "largest")

    play(scene)


def test_what_is_being_entered_is_kept_from_time_to_time(play, walks, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        for _, value in walks[SERVICE]:
            screen = hands.kiosk.stage.screen
            if isinstance(screen.draft(), EntryDraft):
                break
            await hands.answer(value)
        screen.text = "1381234"
        hands.kiosk.keeping.keep()
        assert read(drafts.draft.page.entered) == screen.draft()
        assert "1381234" in drafts.text
        hands.kiosk.prompts.setting("size")  # what lies below a sheet too
        assert "1381234" in drafts.text

    play(scene)


def test_where_nothing_changed_nothing_is_written(play, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        before = drafts.written
        for _ in range(5):
            hands.kiosk.keeping.keep()
        assert drafts.written == before

    play(scene)


async def _left(hands):
    hands.kiosk.prompts.restart.emit()


async def _timed_out(hands):
    hands.clock.turn(200)
    hands.kiosk.idle.tick()
    await hands.mode(Mode.IDLE_PROMPT)
    hands.clock.turn(60)
    hands.kiosk.idle.tick()


async def _broke(hands):
    hands.kiosk.opening.broke.emit(Trouble.FULL)


async def _moved(hands):
    hands.kiosk.machine.post(Event.MOVED)


@pytest.mark.parametrize("way", [_left, _timed_out, _broke, _moved])
def test_with_the_visit_the_draft_is_gone(play, walks, drafts, way):
    async def scene(hands):
        await hands.service(SERVICE)
        for _, value in walks[SERVICE][:3]:
            await hands.answer(value)
        assert drafts.text is not None
        await way(hands)
        await hands.until(lambda: drafts.text is None, "the end of the draft")

    play(scene)
    assert drafts.text is None


def test_the_question_whether_anybody_is_there_changes_nothing(play, walks, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        await hands.answer(walks[SERVICE][0][1])
        before = drafts.text
        hands.clock.turn(200)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        assert drafts.text == before

    play(scene)


def test_once_the_receipt_was_left_the_draft_is_gone(play, walks, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        await to_review(hands, walks[SERVICE])
        assert not drafts.draft.handing_in
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.until(lambda: hands.kiosk.stage.top == "receipt", "the receipt")
        assert drafts.draft.handing_in
        assert drafts.draft.slip_out is True
        hands.kiosk.stage.screen.acted.emit("receipt_done", "")
        await hands.mode(Mode.RATING)
        assert drafts.text is None

    play(scene)


def test_it_is_known_that_it_is_being_handed_in_before_it_is(play, walks, drafts, cases):
    seen = []
    hand_in = cases.hand_in

    async def looked(filing):
        seen.append(drafts.draft.handing_in)
        return await hand_in(filing)

    cases.hand_in = looked

    async def scene(hands):
        await hands.service(SERVICE)
        await to_review(hands, walks[SERVICE])
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.mode(Mode.RECEIPT)

    play(scene)
    assert seen == [True]


def test_a_kiosk_that_ends_leaves_no_draft(play, walks, drafts):
    async def scene(hands):
        await hands.service(SERVICE)
        await hands.answer(walks[SERVICE][0][1])
        assert drafts.text is not None

    play(scene)
    assert drafts.text is None


def test_where_no_draft_can_be_kept_the_visit_goes_on(play, walks, drafts, hands):
    drafts.trouble = True

    async def scene(hands):
        await hands.service(SERVICE)
        for _, value in walks[SERVICE][:4]:
            await hands.answer(value)
        assert hands.kiosk.stage.top == "step"
        assert [type(e) for e in hands.errors] == [OSError]  # told once
        hands.errors.clear()

    hands._check = lambda: None  # this test looks at the errors itself
    play(scene)
