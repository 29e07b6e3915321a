"""A real kiosk in a process of its own, visited by residents whose every word can be found again.

Everything is what ``kiosk run`` puts together, but for a clock that is turned and a reader on which a card
lies. It writes what was entered, what the slips said, the clipboard and the windows' titles into the file
given, waits for a line on its standard input, and ends.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from kiosk import log, voicing
from kiosk.cli import wiring
from kiosk.devices.slip import Slip, SlipDrawer
from kiosk.field.identity import check_character
from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardData, CardLaid, IdentityNo, PhoneNo, Place, Wish, Written
from kiosk.flow.example import picks
from kiosk.flow.explore import paths
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.settings import load
from kiosk.voice.sentence import Sentence
from screens.fonts import load_fonts
from screens.shell.app import KioskWindow
from screens.shell.kiosk import Kiosk
from screens.shell.machine import Event, Mode
from screens.shell.speech import Voice
from screens.shell.tasks import Tasks
from tests.shell.hands import Hands
from tests.shell.memory import TurnedClock

NAME, PHONE, TEXT = "欧阳鹦鹉䶮", "13987654321", "鹦鹉阿婆要轮椅和拐杖"
PLACE = Place(divisions=("上海市", "崇明区", "堡镇"), detail="鹦鹉弄七十七号")
BIRTH = date(1948, 3, 1)
CARD = CardData(
    name="鹦鹉卡上人", identity_number="", address="上海市崇明区堡镇黄鹂路八号", detail="黄鹂路八号"
)
ENDS = ("handed in", "left", "timed out")


def number(birth: date, order: int) -> str:
    digits = f"310230{birth:%Y%m%d}{order}"
    return digits + check_character(digits)


class LyingCard:
    """A reader on which a card lies whenever somebody looks."""

    async def read(self, but: str = "") -> CardData:
        if but:
            await asyncio.Event().wait()
        return CARD.model_copy(update={"identity_number": number(BIRTH, 881)})

    async def lifted(self) -> None:
        await asyncio.Event().wait()


class ReadSlips:
    """Draws slips as ever, and remembers what stands on them: in a PDF it cannot be searched for."""

    def __init__(self, drawer: SlipDrawer) -> None:
        self._drawer = drawer
        self.said: list[str] = []

    def pdf(self, slip: Slip) -> bytes:
        self.said.append(repr(slip))
        return self._drawer.pdf(slip)


class Ears:
    """Earphones in which every sound is over at once."""

    def __init__(self) -> None:
        self.heard = 0

    def available(self, output: str = "") -> bool:
        return True

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        assert await asyncio.to_thread(sound.read_bytes)
        self.heard += 1


class Visits:
    """One resident after another. entered: every word that must stand nowhere. private: sentences said to
    the earphones alone."""

    def __init__(self, hands: Hands, ears: Ears, note_error: Callable[[BaseException], None]) -> None:
        self.hands, self.ears, self.note_error = hands, ears, note_error
        self.private = 0
        self.entered: set[str] = set()
        self.handed_in = 0
        self.seen: list[str] = []

    async def all(self) -> None:
        await self.hands.until(lambda: self.hands.kiosk.scenes.releases and self.voice, "ready")
        for release in self.hands.kiosk.scenes.releases:
            for end in ENDS:
                await self.visit(release, end)

    @property
    def voice(self) -> Any:
        return self.hands.kiosk.speech.voice

    async def visit(self, release: Release, end: str) -> None:
        hands, kiosk = self.hands, self.hands.kiosk
        await hands.service(release.flow.id)
        self.voice.use_earphones(True)
        assert self.voice.earphones  # so that it says what was entered
        kiosk.guiding.call(quiet=end == "left")
        guided = dict(next(w.answers for w in paths(release.flow, hands.clock.today()) if w.end == "review"))
        for _ in range(60):
            step = hands.run.step
            if step is None or step.kind == "review":
                break
            await self.step(step, guided.get(step.id), with_card=end != "handed in")
        assert hands.run.step is not None
        assert hands.run.step.kind == "review"
        await self.listen()
        self.look()
        if end == "handed in":
            await self.break_something()
            kiosk.serving.hand_in()
            await hands.mode(Mode.RECEIPT)
            self.handed_in += 1
            self.look()
            kiosk.machine.post(Event.RECEIPT_DONE)
            await hands.mode(Mode.RATING)
            kiosk.machine.post(Event.RATED)
        elif end == "left":
            kiosk.machine.post(Event.RESTART)
        else:
            await kiosk.calls.cancel()
            hands.clock.turn(180)
            kiosk.idle.tick()
            await hands.mode(Mode.IDLE_PROMPT)
            self.look()
            for _ in range(46):
                hands.clock.turn(1)
                kiosk.idle.tick()
        await hands.mode(Mode.ATTRACT)
        self.look()

    async def step(self, step: m.Step, guided: Answer | None, *, with_card: bool) -> None:
        answer = self.answer(step, guided, self.hands.run, with_card=with_card)
        if isinstance(answer, IdentityNo | PhoneNo):
            for digit in answer.number:
                self.hands.tap(digit)  # by the real keys, so that the real screen has it
            await asyncio.sleep(0)
        self.look()
        await self.hands.answer(answer)

    def answer(self, step: m.Step, guided: Answer | None, run: FlowRun, *, with_card: bool) -> Answer:
        match step:
            case m.Card() if with_card:
                card = CARD.model_copy(update={"identity_number": number(BIRTH, 881)})
                self.entered |= {card.name, card.identity_number, card.detail}
                return CardLaid(card=card)
            case m.Card():
                return CardLaid(card=None)
            case m.Name():
                self.entered.add(NAME)
                return Written(text=NAME)
            case m.TextEntry(capitals=True, longest=longest):
                plate = "HUAXYZ"[:longest]
                self.entered.add(plate)
                return Written(text=plate)
            case m.TextEntry(longest=longest):
                self.entered.add(TEXT[:longest])
                return Written(text=TEXT[:longest])
            case m.IdentityNumber():
                born = BIRTH
                if isinstance(guided, IdentityNo):
                    born = date.fromisoformat(
                        f"{guided.number[6:10]}-{guided.number[10:12]}-{guided.number[12:14]}"
                    )
                self.entered.add(number(born, 778))
                return IdentityNo(number=number(born, 778))
            case m.Phone():
                self.entered.add(PHONE)
                return PhoneNo(number=PHONE)
            case m.Address():
                self.entered.add(PLACE.detail)
                return PLACE
            case m.OwnWish():
                return Wish(wish="unsure")
        if guided is not None:
            return guided
        return next(iter(_picked(run, step)))

    async def listen(self) -> None:
        """The review is said from its beginning, with what was entered, to whoever has the earphones."""
        voice = self.voice
        said: list[Sentence] = []
        say = voice.say

        def heard(sentences: Sequence[Sentence], *, first: bool = False) -> None:
            said.extend(sentences)
            say(sentences, first=first)

        voice.say = heard
        self.hands.key(Qt.Key.Key_R)
        voice.say = say
        private = [each for each in said if each.private]
        assert private, "the review says nothing of what was entered"
        self.private += len(private)
        before = self.ears.heard
        await self.hands.until(lambda: self.ears.heard >= before + len(said), "the end of the review")

    async def break_something(self) -> None:
        """What breaks quotes what it broke on, as errors do."""
        words = " ".join(sorted(self.entered))

        def raising() -> None:
            raise ValueError(words)

        async def failing() -> None:
            IdentityNo.model_validate({"number": [words]})

        QTimer.singleShot(0, raising)
        self.hands.kiosk._tasks.spawn(failing())
        for _ in range(20):
            await asyncio.sleep(0)

    def look(self) -> None:
        """What other programs on this screen could see without looking at it."""
        board = QApplication.clipboard()
        windows = [each.windowTitle() for each in QApplication.topLevelWidgets()]
        self.seen += [
            board.text(),
            board.text(board.Mode.Selection),
            *windows,
            QApplication.applicationName(),
        ]


def _picked(run: FlowRun, step: m.Step) -> Iterator[Answer]:
    for pick in picks(run.flow, step, run, (), date(2026, 11, 24)):
        yield pick.make(run)


def main(told: Path) -> None:
    settings = load()
    note_error = log.start(settings.data_dir / "log") and log.note_error
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Caring kiosk")
    parts = wiring.kiosk_parts(settings)
    load_fonts(parts.fonts)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    sys.excepthook = lambda _kind, error, _trace: note_error(error)
    clock, slips, ears = TurnedClock(), ReadSlips(parts.slips), Ears()

    def make_voice(on_sentence: Any, on_silent: Any, on_earphones: Any) -> Voice:
        return voicing.voice(
            settings, ears, clock, on_sentence=on_sentence, on_silent=on_silent, on_earphones=on_earphones
        )

    parts = replace(parts, clock=clock, reader=LyingCard(), slips=slips, windowed=True, make_voice=make_voice)
    errors: list[BaseException] = []

    def noted(error: BaseException) -> None:
        note_error(error)
        if not isinstance(error, ValueError):  # those that are broken on purpose
            errors.append(error)

    loop.set_exception_handler(
        lambda _loop, context: noted(context.get("exception") or RuntimeError(context["message"]))
    )
    tasks = Tasks(noted)
    window = KioskWindow(windowed=True, on_resize=lambda w, h: None, on_close=lambda: None)
    kiosk = Kiosk(parts, window, tasks)
    window.resize(1080, 1920)
    app.installEventFilter(kiosk.touch)
    app.installEventFilter(kiosk.steady)
    window.show()
    nobody: Any = None
    hands = Hands(kiosk, window, clock, nobody, nobody, nobody, nobody, errors, {})
    visits = Visits(hands, ears, noted)

    async def serve() -> None:
        kiosk.start()
        await visits.all()
        content = {
            "entered": sorted(visits.entered),
            "handed_in": visits.handed_in,
            "private": visits.private,
            "seen": visits.seen,
            "slips": slips.said,
        }
        await asyncio.to_thread(told.write_text, json.dumps(content, ensure_ascii=False), "utf-8")
        print("walked", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        await kiosk.close()

    with loop:
        loop.run_until_complete(serve())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
