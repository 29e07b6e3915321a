from __future__ import annotations

import pytest

from kiosk.paths import Paths
from kiosk.writing.aids import Ink
from kiosk.writing.hand.load import load
from kiosk.writing.hand.recogniser import Recogniser

WRITTEN: dict[str, Ink] = {
    "一": (((40, 205), (160, 198), (300, 200)),),
    "十": (((50, 150), (250, 148)), ((150, 40), (152, 290))),
    "王": (((60, 60), (240, 58)), ((80, 150), (220, 148)), ((150, 60), (150, 250)), ((40, 252), (265, 250))),
}


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load(Paths.here().handwriting)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_was_written_comes_first(recogniser: Recogniser, text: str) -> None:
    guesses = recogniser.guesses(WRITTEN[text])
    assert guesses[0].text == text
    assert len(guesses) == 20


def test_guesses_are_in_order_and_logarithms_of_shares(recogniser: Recogniser) -> None:
    scores = [guess.score for guess in recogniser.guesses(WRITTEN["王"])]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] <= 0
