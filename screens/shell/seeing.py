"""A guide sees the screen: the resident is asked, pictures leave while they agree, one tap ends it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from kiosk.assist.seeing import (
    STILL_THERE_S,
    How,
    NotSeen,
    Picture,
    Point,
    Seeing,
    SeeingPort,
    Sentence,
    Stage,
    may_begin,
    over_by_itself,
)
from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from screens.screen import Screen
from screens.seeing.mask import as_png, picture
from screens.shell.calls import CallFollower, Phase, Telling
from screens.shell.prompts import Prompts
from screens.shell.stage import Stage as Panel
from screens.widgets.key import Key
from screens.widgets.point_ring import PointRing

TICK_MS = 300
ON_THE_WAY = (Phase.COMING, Phase.HERE)
CLAIM_KNOWN_WITHIN_S = 3.0
"""A question may come before the kiosk itself has heard of the claim; so long it waits for that."""
UNREAD_S = 1.0
"""A tap sooner than this after the question came was meant for what lay there before."""
POINT_SHOWN_S = 12.0
SENTENCE_SHOWN_S = 8.0
NEAR_MM = 10.0
"""A point so near to a key means that key."""
REMEMBERED = 20
"""Pictures whose screen is remembered: a point on an older one is stale."""


class SeeingGuide(QObject):
    """An AtKiosk. changed: the guide bar says something else. spoken: the id of a sentence to say."""

    changed = Signal()
    say_wanted = Signal(str)

    def __init__(
        self,
        port: SeeingPort,
        panel: Panel,
        prompts: Prompts,
        calls: CallFollower,
        clock: Clock,
        window: QWidget,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        may_ask: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._port, self._panel, self._prompts, self._calls = port, panel, prompts, calls
        self._clock, self._spawn, self._may_ask = clock, spawn, may_ask
        self.now: Seeing | None = None
        self.ring = PointRing(window)
        self._wanted: Seeing | None = None
        self._sentence, self._until, self._ring_until = "", 0.0, 0.0
        self._no, self._sent_at, self._busy = 0, 0.0, False
        self._asked_at = 0.0
        self._last: QImage | None = None
        self._screens: deque[tuple[int, Screen | None, int]] = deque(maxlen=REMEMBERED)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        panel.shown.connect(self._shown)
        port.kiosk = self

    def _shown(self, screen: Screen) -> None:
        """What was pointed at is gone, and so it is once a page is turned."""
        self.ring.leave()
        screen.turned.connect(self.ring.leave)

    # --- what the bar says ----------------------------------------------------------------------

    def telling(self, telling: Telling) -> Telling:
        """What the guide bar says: while the screen is seen, that."""
        if self.now is None or self.now.stage is not Stage.SEEN or telling.phase not in ON_THE_WAY:
            return telling
        return replace(telling, phase=Phase.SEEN, sentence=self._sentence)

    # --- what the guide wants -------------------------------------------------------------------

    def wanted(self, seeing: str, call: str, officer: str) -> None:
        """Ask the resident, as soon as the kiosk knows that this officer comes."""
        time = self._clock.monotonic()
        asked = Seeing(seeing, call, officer, Stage.ASKED, time)
        if self.now is not None or self._wanted is not None or not self._may_ask():
            self._tell_end(seeing, How.UNANSWERED)
            return
        self._wanted = asked
        self._timer.start()
        self._ask_if_known()

    def _ask_if_known(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        if may_begin(self.now, self._comes, wanted.officer) and self._may_ask():
            self._wanted, self.now = None, replace(wanted, since=self._clock.monotonic())
            self._asked_at = self.now.since
            self._ask(wanted.officer)
        elif self._clock.monotonic() - wanted.since >= CLAIM_KNOWN_WITHIN_S:
            self._wanted = None
            self._tell_end(wanted.id, How.UNANSWERED)

    def _ask(self, officer: str) -> None:
        self._prompts.let_see(officer, self._agreed, lambda: self.end(How.DECLINED))

    @property
    def _comes(self) -> str:
        """Who comes to the resident, "" for nobody."""
        telling = self._calls.telling
        return telling.officer if telling.phase in ON_THE_WAY else ""

    def _agreed(self) -> None:
        now, time = self.now, self._clock.monotonic()
        if now is None or now.stage is not Stage.ASKED:
            return
        if time - self._asked_at < UNREAD_S:
            self._ask(now.officer)  # the time runs on: whoever taps again soon is heard
            return
        self.now = replace(now, stage=Stage.SEEN, since=time)
        self._last, self._sent_at, self._busy = None, 0.0, True
        self._spawn(self._begin(now.id))
        self.changed.emit()

    async def _begin(self, seeing: str) -> None:
        """Only once the hub has the answer on record do pictures leave."""
        try:
            if self._port.line is not None:
                await self._port.line.answer(seeing, yes=True)
        except (StoreFailed, NotSeen) as error:
            self._failed(seeing, error)
        finally:
            self._free(seeing)

    def _failed(self, seeing: str, error: Exception) -> None:
        """A hub that refuses knows that it is over; one that did not hear is told, if it hears that."""
        if not self._seen(seeing):
            return
        if isinstance(error, NotSeen):
            self._over()
        else:
            self.end(How.LOST)

    def _free(self, seeing: str) -> None:
        """The next picture may leave; what an earlier seeing still waited for says nothing of this one."""
        if self._seen(seeing):
            self._busy = False

    def _tell_end(self, seeing: str, how: How) -> None:
        line = self._port.line
        if line is not None:
            self._spawn(_unless_away(lambda: line.end(seeing, how)))

    def pointed(self, seeing: str, point: Point) -> None:
        """Ring what the guide means; a point on a screen that is gone means nothing."""
        frame = self._panel.frame
        if not self._seen(seeing) or frame is None:
            return
        shown = next(((s, page) for no, s, page in self._screens if no == point.no), None)
        screen = self._panel.screen
        if screen is None or shown != (screen, screen.page):
            return
        at = QPoint(round(point.x * frame.width()), round(point.y * frame.height()))
        theme = frame.ui.theme
        self.ring.show_round(_meant(frame, at, theme.px(NEAR_MM)), theme)
        self._ring_until = self._clock.monotonic() + POINT_SHOWN_S

    def spoken(self, seeing: str, sentence: Sentence) -> None:
        """Say it, and show it on the bar."""
        if self._seen(seeing):
            self._sentence = f"seeing.say.{sentence}"
            self._until = self._clock.monotonic() + SENTENCE_SHOWN_S
            self.changed.emit()
            self.say_wanted.emit(self._sentence)

    def stopped(self, seeing: str) -> None:
        """The other side has ended it."""
        if self._wanted is not None and self._wanted.id == seeing:
            self._wanted = None
        if self.now is not None and self.now.id == seeing:
            self._over()

    def lost(self) -> None:
        """Without the hub nothing leaves, and nothing is seen."""
        self._wanted = None
        self._over()

    def _seen(self, seeing: str) -> bool:
        return self.now is not None and self.now.id == seeing and self.now.stage is Stage.SEEN

    # --- ending ---------------------------------------------------------------------------------

    def end(self, how: How) -> None:
        """End it here, at once; the hub and the desk are told."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._tell_end(wanted.id, how)
        if self.now is not None:
            seeing = self.now.id
            self._over()
            self._tell_end(seeing, how)

    def _over(self) -> None:
        if self.now is None:
            return
        self.now = None
        self._timer.stop()
        self._last = None
        self._sentence = ""
        self._screens.clear()
        self.ring.leave()
        self._prompts.close_let_see()
        self.changed.emit()

    # --- going on -------------------------------------------------------------------------------

    def tick(self) -> None:
        """Look whether it is over, and send the screen where it has changed."""
        self._ask_if_known()
        now, time = self.now, self._clock.monotonic()
        if now is None:
            if self._wanted is None:
                self._timer.stop()
            return
        how = over_by_itself(now, self._comes, time)
        if how is not None:
            self.end(how)
            return
        if self._sentence and time >= self._until:
            self._sentence = ""
            self.changed.emit()
        if time >= self._ring_until:
            self.ring.leave()
        if now.stage is Stage.ASKED and not self._panel.has("let_see"):
            self._asked_at = time  # something else came in its place, as a receipt does
            self._ask(now.officer)
        if now.stage is Stage.SEEN and not self._busy:
            self._look(now, time)

    def _look(self, now: Seeing, time: float) -> None:
        frame, screen = self._panel.frame, self._panel.screen
        if frame is None or screen is None or self._port.line is None:
            return
        private = screen.private_choice
        image = QImage() if private else picture(frame)
        if image == self._last and time - self._sent_at < STILL_THERE_S:
            return
        self._last, self._sent_at = image, time
        self._no += 1
        self._screens.append((self._no, screen, screen.page))
        png = b"" if private else as_png(image)
        shown = Picture(self._no, frame.width(), frame.height(), png, private)
        self._busy = True
        self._spawn(self._show(now.id, shown))

    async def _show(self, seeing: str, shown: Picture) -> None:
        try:
            if self._port.line is not None and self._seen(seeing):
                await self._port.line.show(seeing, shown)
        except (StoreFailed, NotSeen) as error:
            self._failed(seeing, error)
        finally:
            self._free(seeing)


async def _unless_away(tell: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Tell the hub. One that is away, or knows it already, ends it by itself."""
    try:
        await tell()
    except (StoreFailed, NotSeen):
        return


def _meant(frame: QWidget, at: QPoint, near: int) -> QRect:
    """The key at the point or the nearest one not far from it; else the place itself."""
    best: tuple[int, QRect] | None = None
    for key in frame.findChildren(Key):
        if not key.isVisible() or not key.isEnabled():
            continue
        box = QRect(key.mapTo(frame, QPoint(0, 0)), key.size())
        dx = max(box.left() - at.x(), 0, at.x() - box.right())
        dy = max(box.top() - at.y(), 0, at.y() - box.bottom())
        # Of two round the point, as "not needed" lies on the guide bar, the smaller is meant.
        if max(dx, dy) <= near:
            rank = max(dx, dy) * 10_000_000 + box.width() * box.height()
            if best is None or rank < best[0]:
                best = rank, box
    return best[1] if best is not None else QRect(at - QPoint(near, near), at + QPoint(near, near))
