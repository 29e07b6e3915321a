"""The idle prompt's times (ACCESSIBILITY.md, idle), on a clock turned by hand."""

from __future__ import annotations

import pytest

from screens.shell.idle import IdleWatch


class Heard:
    def __init__(self, watch: IdleWatch) -> None:
        self.said: list[object] = []
        watch.quiet.connect(lambda: self.said.append("quiet"))
        watch.counting.connect(self.said.append)
        watch.over.connect(lambda: self.said.append("over"))


@pytest.fixture
def watch(qtbot, clock) -> IdleWatch:
    return IdleWatch(clock, after_s=180, countdown_s=45)


def turn(clock, watch: IdleWatch, seconds: float) -> None:
    clock.turn(seconds)
    watch.tick()


def test_asks_after_three_minutes_and_not_before(clock, watch) -> None:
    heard = Heard(watch)
    turn(clock, watch, 179.9)
    assert heard.said == []
    turn(clock, watch, 0.1)
    assert heard.said == ["quiet", 45]


def test_counts_each_second_once_and_ends_after_the_last(clock, watch) -> None:
    heard = Heard(watch)
    turn(clock, watch, 180)
    for _ in range(180):
        turn(clock, watch, 0.25)
    assert heard.said == ["quiet", *range(45, 0, -1), "over"]


def test_a_touch_begins_anew(clock, watch) -> None:
    heard = Heard(watch)
    turn(clock, watch, 180)
    turn(clock, watch, 40)
    watch.touch()
    turn(clock, watch, 179)
    assert heard.said == ["quiet", 45, 5]
    turn(clock, watch, 1)
    assert heard.said[-2:] == ["quiet", 45]


def test_rests_while_a_call_is_open_and_then_begins_anew(clock, watch) -> None:
    heard = Heard(watch)
    watch.rest(True)
    turn(clock, watch, 3600)
    assert heard.said == []
    watch.rest(False)
    turn(clock, watch, 179)
    assert heard.said == []
    turn(clock, watch, 1)
    assert heard.said == ["quiet", 45]


def test_begins_anew_after_it_ended(clock, watch) -> None:
    heard = Heard(watch)
    turn(clock, watch, 180)
    turn(clock, watch, 45)
    turn(clock, watch, 179)
    assert heard.said == ["quiet", 45, "over"]
