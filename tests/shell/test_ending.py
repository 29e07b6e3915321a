"""Each way in which a visit visit_ends is kept once, with its step, and no visit waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.cases.visit_end import Ending
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.explore import paths
from screens.shell.machine import Event, Mode
from tests.shell.hands import to_review

SERVICE = "household"


async def some_way(hands, walks, steps=3):
    await hands.service(SERVICE)
    for _, value in walks[SERVICE][:steps]:
        await hands.answer(value)


async def ended(hands, visit_ends):
    await hands.mode(Mode.ATTRACT)
    await hands.until(lambda: visit_ends.told, "the end")
    (end,) = visit_ends.told
    return end


def test_who_starts_over_has_left_at_that_step(play, walks, visit_ends, clock):
    async def scene(hands):
        await some_way(hands, walks)
        visit, step, began = hands.kiosk.serving.visit, hands.run.step, clock.now()
        clock.turn(90)
        hands.kiosk.machine.post(Event.RESTART)
        end = await ended(hands, visit_ends)
        assert (end.visit_id, end.ending, end.step) == (visit.id, Ending.LEFT, step.id)
        assert (end.kiosk, end.service, end.locale) == ("01", SERVICE, "zh_CN")
        assert end.flow_version == visit_version(hands)
        assert (end.began_at, end.ended_at) == (began, began + timedelta(seconds=90))

    def visit_version(hands):
        return next(r.flow.version for r in hands.kiosk.scenes.releases if r.flow.id == SERVICE)

    play(scene)


def test_who_goes_away_has_timed_out(play, walks, visit_ends, clock):
    async def scene(hands):
        await some_way(hands, walks)
        step = hands.run.step
        for seconds in (180, 45):
            clock.turn(seconds)
            hands.kiosk.idle.tick()
            await hands.until(lambda: hands.kiosk.machine.mode in (Mode.IDLE_PROMPT, Mode.ATTRACT), "idle")
        end = await ended(hands, visit_ends)
        assert (end.ending, end.step) == (Ending.TIMED_OUT, step.id)

    play(scene)


def test_who_says_so_when_asked_has_left(play, walks, visit_ends, clock):
    async def scene(hands):
        await some_way(hands, walks)
        clock.turn(180)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        hands.kiosk.prompts.leave.emit()
        assert (await ended(hands, visit_ends)).ending is Ending.LEFT

    play(scene)


def test_who_is_still_there_has_not_ended(play, walks, visit_ends, clock):
    async def scene(hands):
        await some_way(hands, walks)
        clock.turn(180)
        hands.kiosk.idle.tick()
        await hands.mode(Mode.IDLE_PROMPT)
        hands.kiosk.prompts.still_here.emit()
        await hands.mode(Mode.SERVING)
        assert visit_ends.told == []

    play(scene)


def test_handed_in_is_kept_before_the_receipt_is_taken(play, walks, visit_ends):
    async def scene(hands):
        await hands.service(SERVICE)
        await to_review(hands, walks[SERVICE])
        hands.kiosk.serving.hand_in()
        await hands.mode(Mode.RECEIPT)
        await hands.until(lambda: visit_ends.told, "the end")
        hands.kiosk.serving.receipt_done.emit()
        await hands.mode(Mode.RATING)
        hands.kiosk.machine.post(Event.RATED)
        end = await ended(hands, visit_ends)
        assert end.ending is Ending.HANDED_IN
        assert end.visit_id in hands.cases.filed
        assert end.priority == hands.cases.filed[end.visit_id].priority

    play(scene)


def test_a_service_that_only_tells(play, releases, today, visit_ends):
    found = [(r.flow.id, w) for r in releases for w in paths(r.flow, today) if w.end == "told"]
    flow_id, walk = found[0]

    async def scene(hands):
        await hands.service(flow_id)
        for _, value in walk.answers:
            await hands.answer(value)
        await hands.mode(Mode.RATING)
        hands.kiosk.machine.post(Event.RATED)
        end = await ended(hands, visit_ends)
        assert (end.ending, end.step, end.service) == (Ending.TOLD, None, flow_id)

    play(scene)


def test_who_went_back_to_the_services_left_there(play, visit_ends, clock):
    async def scene(hands):
        await hands.service(SERVICE)
        first, moment = hands.run.step, clock.now()
        hands.kiosk.stage.screen.back_wanted.emit()
        await hands.mode(Mode.HOME)
        assert visit_ends.told == []  # the visit may go on with another service
        clock.turn(30)
        hands.kiosk.machine.post(Event.RESTART)
        end = await ended(hands, visit_ends)
        assert (end.ending, end.step, end.ended_at) == (Ending.LEFT, first.id, moment)

    play(scene)


def test_of_two_services_in_a_visit_the_last_one_tells(play, releases, visit_ends, clock):
    async def scene(hands):
        await hands.service(SERVICE)
        began = clock.now()
        hands.kiosk.stage.screen.back_wanted.emit()
        await hands.mode(Mode.HOME)
        clock.turn(30)
        hands.kiosk.showing.service("endorsement")
        await hands.mode(Mode.SERVING)
        hands.kiosk.machine.post(Event.RESTART)
        end = await ended(hands, visit_ends)
        assert (end.service, end.began_at) == ("endorsement", began)

    play(scene)


def test_who_chose_no_service_was_no_such_visit(play, visit_ends):
    async def scene(hands):
        await hands.start()
        hands.kiosk.machine.post(Event.RESTART)
        await hands.mode(Mode.ATTRACT)
        assert visit_ends.told == []

    play(scene)


@pytest.mark.parametrize(
    ("event", "mode", "ending"),
    [
        (Event.MOVED, Mode.MOVED, Ending.TO_WINDOW),
        (Event.BROKE, Mode.OUT_OF_SERVICE, Ending.OUT_OF_SERVICE),
    ],
    ids=["moved", "broke"],
)
def test_a_visit_that_goes_or_is_cut_off(play, walks, visit_ends, event, mode, ending):
    async def scene(hands):
        await some_way(hands, walks)
        step = hands.run.step
        hands.kiosk.machine.post(event)
        await hands.mode(mode)
        hands.kiosk.machine.post(Event.MENDED if mode is Mode.OUT_OF_SERVICE else Event.LEAVE)
        end = await ended(hands, visit_ends)
        assert (end.ending, end.step) == (ending, step.id)

    play(scene)


def test_the_private_step_is_not_named(play, releases, today, visit_ends):
    flow = next(r.flow for r in releases if r.flow.id == SERVICE)
    walk = next(w.answers for w in paths(flow, today) if "own_wish" in dict(w.answers))

    async def scene(hands):
        await hands.service(SERVICE)
        for step_id, value in walk:
            if step_id == "own_wish":
                break
            await hands.answer(value)
        assert hands.run.step.id == "own_wish"
        hands.kiosk.machine.post(Event.RESTART)
        end = await ended(hands, visit_ends)
        assert (end.service, end.step, end.priority) == (SERVICE, None, True)

    play(scene)


def test_a_store_that_fails_holds_nobody_up(play, walks, visit_ends):
    async def scene(hands):
        visit_ends.trouble = Trouble.FULL
        await some_way(hands, walks)
        visit = hands.kiosk.serving.visit
        hands.kiosk.machine.post(Event.RESTART)
        await ended(hands, visit_ends)
        await hands.until(lambda: hands.errors, "the report")
        assert [type(error) for error in hands.errors] == [StoreFailed]
        assert hands.kiosk.serving.visit is not visit
        hands.tap("开始")
        await hands.mode(Mode.HOME)

    play(scene)
