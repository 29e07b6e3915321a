"""A short walk of the monkey; the long one is ``make monkey``."""

from __future__ import annotations

import traceback
from datetime import timedelta
from random import Random

import pytest

from kiosk.flow.run import FlowRun
from screens.shell.machine import Mode
from tests.monkey.monkey import DeadEnd, Monkey, Ways, every_way
from tests.shell.hands import Hands

TOUCHES = 400


@pytest.fixture
def monkey(hands: Hands, releases, today, request) -> Monkey:
    seed = getattr(request, "param", 0)
    ways = every_way(releases, today)
    return Monkey(hands.kiosk, hands.window, hands.clock, hands.clock.today, lambda: ways, Random(seed))


@pytest.mark.parametrize("monkey", [101, 102, 103], indirect=True)
def test_whatever_is_touched_home_and_the_guide_stay_in_reach(play, monkey: Monkey, request) -> None:
    print("seed", request.node.callspec.params["monkey"])

    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases, "the services")
        await monkey.play(
            TOUCHES,
            lambda: "".join(line for each in hands.errors for line in traceback.format_exception(each)),
        )
        await monkey.go_home()
        assert monkey.seen.touches == TOUCHES
        assert len(monkey.seen.screens) > 5

    play(scene)


def test_it_stands_at_every_step_of_every_service(play, monkey: Monkey, releases) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases, "the services")
        await monkey.see_every_step(str)
        steps = {release.flow.id: len(release.flow.steps) for release in releases}
        assert dict(monkey.seen.services) == steps

    play(scene)


def test_a_guide_bar_that_hides_is_a_dead_end(play, monkey: Monkey) -> None:
    async def scene(hands: Hands) -> None:
        frame = hands.kiosk.stage.frame
        assert frame is not None
        frame.guide.hide()
        with pytest.raises(DeadEnd, match="guide"):
            await monkey.play(1, str)

    play(scene)


def test_a_home_that_is_not_reached_is_a_dead_end(play, monkey: Monkey, monkeypatch) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases, "the services")
        hands.tap("开始")
        await hands.until(lambda: hands.kiosk.machine.mode is Mode.HOME, "home")
        monkeypatch.setattr(hands.kiosk.machine, "post", lambda _event: None)
        with pytest.raises(DeadEnd, match="too far"):
            await monkey.go_home()

    play(scene)


def test_an_error_anywhere_ends_the_walk(play, monkey: Monkey) -> None:
    async def scene(hands: Hands) -> None:
        with pytest.raises(DeadEnd, match="boom"):
            await monkey.play(1, lambda: "boom")

    play(scene)


def test_starting_again_before_anything_was_begun_shows_the_greeting(play) -> None:
    async def scene(hands: Hands) -> None:
        await hands.until(lambda: hands.kiosk.scenes.releases, "the services")
        hands.kiosk.framing.set("language")
        await hands.until(lambda: hands.kiosk.stage.top == "language", "the languages")
        restart = hands.kiosk.stage.frame.settings_keys["restart"]
        hands.window.setProperty("last_tap", None)
        hands.touch(restart)
        await hands.until(lambda: hands.kiosk.stage.top == "restart", "the question")
        hands.window.setProperty("last_tap", None)
        hands.touch(hands.kiosk.stage.frame.nav_keys["yes"])
        await hands.until(lambda: hands.kiosk.stage.top == "attract", "the greeting")

    play(scene)


def test_after_midnight_it_finds_itself_on_ways_of_the_new_day(releases, today) -> None:
    day = today
    ways = Ways(releases, lambda: day)
    assert ways.now() is ways.now()
    day += timedelta(days=400)
    for release, answers in ways.now():
        run = FlowRun(release.flow, lambda: day)
        for value in answers:
            run.answer(value)
