"""A kiosk with everything real but store, voice, printer and reader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import cache

import pytest
import qasync
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.cases.prepared import PreparedForms
from kiosk.cases.question_told import QuestionAnswers
from kiosk.cases.whereabouts import WhereaboutsBook
from kiosk.devices.code_reader import CodeReader, NoCodeReader
from kiosk.devices.id_reader import IdReader, NoReader
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.explore import paths
from kiosk.flow.load import Release, load_folder
from kiosk.flow.model import Text
from kiosk.outfit import load_aids, load_words
from kiosk.paths import Paths
from kiosk.visit.draft import Drafts
from kiosk.voice.sentence import Dialect
from kiosk.writing.aids import WritingAids
from screens.fonts import load_fonts
from screens.shell.kiosk import Kiosk
from screens.shell.mover import MovingParts
from screens.shell.parts import Hall, KioskParts, Resumed, Storage
from screens.shell.steady import Steady
from screens.shell.tasks import Tasks
from screens.theme import Panel
from tests.shell.hands import Hands
from tests.shell.memory import HeardVoice, MemoryCases, MemoryEnds, MemoryPrinter, MemoryQueue, TurnedClock
from tests.shell.panel import PANEL, Panelled, plain_ui

PATHS = Paths.here()


@cache
def aids() -> WritingAids:
    """Read once: each reading of the tables would keep its own until the end of all tests."""
    return load_aids(PATHS.data)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def queue(clock: TurnedClock) -> MemoryQueue:
    return MemoryQueue(clock)


@pytest.fixture
def loop(qapp) -> Iterator[asyncio.AbstractEventLoop]:
    load_fonts(PATHS.fonts)
    made = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(made)
    yield made
    asyncio.set_event_loop(None)
    made.close()


@pytest.fixture(scope="session")
def releases() -> tuple[Release, ...]:
    return load_folder(PATHS.flows)[0]


@pytest.fixture
def voice() -> HeardVoice:
    return HeardVoice()


@pytest.fixture
def make_voice(voice):
    return lambda _on_sentence, _on_silent, _on_earphones: voice


@pytest.fixture
def cases() -> MemoryCases:
    return MemoryCases()


@pytest.fixture
def visit_ends() -> MemoryEnds:
    return MemoryEnds()


@pytest.fixture
def trouble() -> dict[str, Trouble | None]:
    """What is wrong with the store in memory."""
    return {"now": None}


@pytest.fixture
def prepared() -> PreparedForms | None:
    """Where forms filled in at home lie."""
    return None


@pytest.fixture
def where() -> WhereaboutsBook | None:
    """Where residents ask where their case is."""
    return None


@pytest.fixture
def answers() -> QuestionAnswers | None:
    """Where whoever asked a question reads the answer."""
    return None


@pytest.fixture
def storage(queue, cases, visit_ends, trouble, prepared, where, answers) -> Storage:
    async def serve() -> None:
        if trouble["now"] is not None:
            raise StoreFailed(trouble["now"])

    async def close() -> None:
        pass

    return Storage(
        queue, cases, visit_ends, serve, serve, close, prepared=prepared, where=where, answers=answers
    )


@pytest.fixture
def dialects() -> tuple[Dialect, ...]:
    """What is spoken here besides the languages."""
    return ()


@pytest.fixture
def reader() -> IdReader:
    """What reads identity cards."""
    return NoReader()


@pytest.fixture
def codes() -> CodeReader:
    """What reads picture codes."""
    return NoCodeReader()


@pytest.fixture
def moving() -> MovingParts | None:
    """How a visit goes to a window."""
    return None


@pytest.fixture
def resumed() -> Resumed | None:
    """A visit that goes on at a window."""
    return None


@pytest.fixture
def drafts() -> Drafts | None:
    """Where the draft of the visit lies."""
    return None


@pytest.fixture
def hands(
    loop,
    qtbot,
    qapp,
    clock,
    queue,
    cases,
    trouble,
    storage,
    releases,
    voice,
    make_voice,
    dialects,
    reader,
    codes,
    moving,
    resumed,
    drafts,
) -> Iterator[Hands]:
    errors: list[BaseException] = []
    printer = MemoryPrinter()
    hall = Hall(
        station=Text({"zh_CN": "派出所", "en": "Police station"}),
        kiosk_no="01",
        kiosk_name="1号机",
        place=Text({"zh_CN": "大厅", "en": "Hall"}),
        staffed_window=Text({"zh_CN": "1号窗口", "en": "window 1"}),
    )
    parts = KioskParts(
        hall=hall,
        panel=Panel(),
        locale="zh_CN",
        windowed=True,
        words=load_words(PATHS.locales),
        icons=PATHS.icons,
        fonts=PATHS.fonts,
        clock=clock,
        storage=storage,
        load_releases=lambda: releases,
        load_aids=aids,
        make_voice=make_voice,
        slips=printer,
        printer=printer,
        reader=reader,
        codes=codes,
        idle_after_s=180,
        idle_countdown_s=45,
        late_after_s=120,
        dialects=dialects,
        moving=moving,
        resumed=resumed,
        drafts=drafts,
    )
    window = QWidget()
    tasks = Tasks(errors.append)
    kiosk = Kiosk(parts, window, tasks)
    window.resize(1080, 1920)
    qapp.installEventFilter(kiosk.touch)
    qapp.installEventFilter(kiosk.steady)
    window.show()
    yield Hands(kiosk, window, clock, queue, cases, voice, printer, errors, trouble)
    qapp.removeEventFilter(kiosk.steady)
    qapp.removeEventFilter(kiosk.touch)
    window.close()
    window.deleteLater()  # with all that was drawn in it, some 8 MB
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def play(loop, hands) -> Callable[[Callable[[Hands], Awaitable[None]]], None]:
    """Run a scene of a test on the kiosk's own loop."""

    def run(scene: Callable[[Hands], Awaitable[None]]) -> None:
        async def played() -> None:
            hands.kiosk.start()
            try:
                await scene(hands)
                hands._check()
            finally:  # before pytest-qt turns Qt's events without the loop
                await hands.kiosk.close()

        loop.run_until_complete(played())

    return run


@pytest.fixture(scope="session")
def walks(releases, today) -> dict[str, list]:
    """For each service a way to its review."""

    found = {}
    for release in releases:
        found[release.flow.id] = next(
            list(w.answers) for w in paths(release.flow, today) if w.end == "review"
        )
    return found


@pytest.fixture(scope="session")
def today():
    return TurnedClock().today()


@pytest.fixture
def panelled(qtbot, qapp) -> Iterator[Panelled]:
    """A bare window with keys, its hand steadied as the kiosk's is."""
    load_fonts(PATHS.fonts)
    made = Panelled(plain_ui())
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    steady = Steady(made.window, lambda: PANEL)
    qapp.installEventFilter(steady)
    yield made
    qapp.removeEventFilter(steady)
