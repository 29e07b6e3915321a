from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.cases.waiting import Board
from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.voice.sentence import Sentence
from kiosk.words import Words
from screens.board.page import BoardPage
from screens.fonts import load_fonts

PATHS = Paths.here()
STATION = "城桥派出所"


class HeardVoice:
    """Notes what it is told to say. speaking: as the test wants it."""

    def __init__(self) -> None:
        self.said: list[list[tuple[str, str]]] = []
        self.speaking = False
        self.closed = False

    def say(self, sentences: Sequence[Sentence]) -> None:
        assert not any(sentence.fixed for sentence in sentences)
        self.said.append([(sentence.locale, sentence.text) for sentence in sentences])

    async def close(self) -> None:
        self.closed = True


class ToldBoard:
    """A board that is told by the test: what it shows, or what it raises."""

    def __init__(self) -> None:
        self.now: Board | Exception = Board()
        self.looked = 0

    async def board(self) -> Board:
        self.looked += 1
        if isinstance(self.now, Exception):
            raise self.now
        return self.now


@pytest.fixture(scope="session")
def words() -> tuple[Words, ...]:
    found = load_words(PATHS.locales)
    return found["zh_CN"], found["en"]


@pytest.fixture
def make_page(qapp: QApplication, words: tuple[Words, ...]) -> Callable[..., BoardPage]:
    load_fonts(PATHS.fonts)

    def make(width: int = 1920, height: int = 1080) -> BoardPage:
        page = BoardPage(words, STATION, lambda: "09:42")
        page.resize(width, height)
        return page

    return make
