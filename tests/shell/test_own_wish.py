"""The private question: yes, no and not sure look, sound and last alike (law on the elderly, art. 55)."""

from __future__ import annotations

import pytest

from kiosk.flow.answer import Answer, Wish
from kiosk.flow.explore import paths
from tests.shell.hands import Hands


@pytest.fixture(scope="session")
def way(releases, today) -> list[tuple[str, Answer]]:
    """Up to the private question of a move, for an elderly person."""
    flow = next(r.flow for r in releases if r.flow.id == "household")
    for walk in paths(flow, today):
        steps = [step for step, _ in walk.answers]
        if "own_wish" in steps and walk.end == "review":
            return list(walk.answers)
    raise AssertionError("no way leads to the private question")


def seen(hands: Hands) -> bytes:
    image = hands.kiosk.stage.frame.grab().toImage()
    return bytes(image.constBits())


def test_the_three_answers_cannot_be_told_apart(play, way, hands) -> None:
    pictures: dict[str, list[bytes]] = {}
    said: dict[str, list[list[str]]] = {}

    async def scene(hands: Hands) -> None:
        await hands.service("household")
        for step_id, answer in way:
            if step_id == "own_wish":
                break
            await hands.answer(answer)
        for wish in ("yes", "no", "unsure"):
            await hands.answer(Wish(wish=wish))
            if wish == "no":
                await hands.until(lambda: hands.queue.calls, "the quiet call")
            for _ in range(15):
                hands.clock.turn(0.2)
                hands.kiosk.calls._tick()
                await hands.until(lambda: not hands.kiosk.calls._busy, "looked")
            pictures[wish] = [seen(hands)]
            said[wish] = [list(hands.voice.said)]
            assert hands.kiosk.machine.assist == "none"
            assert not hands.kiosk.calls.telling.open
            hands.kiosk.stage.screen.back_wanted.emit()
            assert hands.run.step is not None
            assert hands.run.step.id == "own_wish"
        assert pictures["yes"] == pictures["no"] == pictures["unsure"]
        assert said["yes"] == said["no"] == said["unsure"]
        (call,) = hands.queue.calls.values()
        assert call.quiet
        assert (call.service, call.step) == ("household", None)
        assert "wish" not in repr(call)

    play(scene)


def test_the_wish_stands_in_no_review_and_on_no_slip(play, way) -> None:
    async def scene(hands: Hands) -> None:
        await hands.service("household")
        for step_id, answer in way:
            await hands.answer(Wish(wish="no") if step_id == "own_wish" else answer)
        assert "own_wish" not in {line.step.id for line in hands.run.review()}
        assert "own_wish" not in hands.run.answers()
        visit = hands.kiosk.serving.visit
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.until(lambda: hands.kiosk.stage.top == "receipt", "the receipt")
        filing = hands.cases.filed[visit.id]
        assert filing.wish == Wish(wish="no")
        assert "own_wish" not in filing.answers
        words = hands.kiosk.stage.screen.ui.words
        private = {words.say(f"steps.wish_{w}") for w in ("yes", "no", "unsure")}
        printed = " ".join(line.text for slip in hands.printer.slips for line in slip.lines)
        assert not any(w in printed for w in private)
        assert not any(w in s.text for s in hands.voice.sentences for w in private if s.text != w)

    play(scene)
