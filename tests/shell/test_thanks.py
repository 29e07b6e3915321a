"""Whom a good rating thanks: the officers who helped in this very visit."""

from __future__ import annotations

import pytest

from kiosk.assist.call import Call, Outcome
from screens.shell.calls import Phase
from screens.shell.machine import Event, Mode
from tests.shell.hands import Hands, to_review

OFFICER = "0235"


async def claimed(hands: Hands) -> Call:
    """A resident's newest call, to which somebody comes."""
    hands.kiosk.guiding.call(quiet=False)
    await hands.until(lambda: hands.kiosk.calls.telling.cancellable, "the call")
    call = list(hands.queue.calls.values())[-1]
    await hands.queue.claim(call.id, OFFICER)
    await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.COMING, "somebody comes")
    return call


async def rated(hands: Hands, walk: list) -> frozenset[str]:
    """Hand in and rate: the officers who were thanked."""
    visit = hands.kiosk.serving.visit
    await to_review(hands, walk)
    while hands.find("还有") is not None:
        hands.tap("还有")
    await hands.until(lambda: hands.find("对，交给窗口"), "the hand-in key")
    hands.tap("对，交给窗口")
    await hands.mode(Mode.RECEIPT)
    await hands.until(lambda: hands.find("我好了"), "the end key")
    hands.tap("我好了")
    await hands.mode(Mode.RATING)
    await hands.until(lambda: hands.find("满意"), "the levels")
    hands.tap("满意")
    hands.tap("评好了")
    await hands.until(lambda: visit.id in hands.cases.ratings, "the rating")
    return hands.cases.helpers[visit.id]


@pytest.mark.parametrize("how", ["there", "helped", "claimed"])
def test_whoever_was_there_or_solved_it_is_thanked(play, walks, how: str) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        call = await claimed(hands)
        if how == "there":
            await hands.queue.arrive(call.id, OFFICER)
            await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.HERE, "somebody is there")
        elif how == "helped":
            await hands.queue.close(call.id, OFFICER, Outcome.HELPED)
            await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.DONE, "it is solved")
        thanked = await rated(hands, walks["household"])
        assert thanked == (frozenset() if how == "claimed" else {OFFICER})

    play(scene)


def test_who_helped_the_resident_before_is_not_thanked_by_the_next(play, walks) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        call = await claimed(hands)
        hands.kiosk.machine.post(Event.IDLE)
        await hands.mode(Mode.IDLE_PROMPT)
        hands.kiosk.machine.post(Event.LEAVE)
        await hands.mode(Mode.ATTRACT)
        await hands.service("household")
        await hands.queue.arrive(call.id, OFFICER)
        await hands.until(lambda: hands.kiosk.calls.telling.phase is Phase.HERE, "somebody is there")
        assert await rated(hands, walks["household"]) == frozenset()

    play(scene)
