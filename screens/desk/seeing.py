"""One desk's look at a kiosk's screen: asked for, going on, over."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.assist.call import Call
from kiosk.assist.seeing import DeskLine, How, NotSeen, Picture, Point, Sentence, Stage
from kiosk.failure import StoreFailed
from kiosk.message import Message
from screens.desk.session import DeskSession

SILENT = frozenset({How.OFFICER})
"""Ends that the officer knows of already."""


class DeskSeeing(QObject):
    """An AtDesk. changed: another stage, or another picture.

    call: whose screen it is; None while nothing goes on. picture: the newest one; None until it comes.
    """

    changed = Signal()

    def __init__(self, line: DeskLine, session: DeskSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line, self._session = line, session
        self._id = ""
        self._past = ""
        """The one before: the hub may still say of it that it is over."""
        self._asks = 0
        self.call: Call | None = None
        self.stage = Stage.ASKED
        self.picture: Picture | None = None
        line.listen(self)
        session.changed.connect(self._look)

    # --- what the officer wants -----------------------------------------------------------------

    async def ask(self, call: Call) -> None:
        """Have the resident asked."""
        if self.call is not None:
            return
        self.call, self.stage, self.picture, self._id = call, Stage.ASKED, None, ""
        self._asks += 1
        ask = self._asks
        self.changed.emit()
        try:
            seeing = await self._line.ask(call.id, self._session.officer)
        except (NotSeen, StoreFailed) as error:
            if self._asks_still(ask):
                self._end(error.reason if isinstance(error, NotSeen) else _ended(How.LOST))
            return
        if self._asks_still(ask):
            self._id = seeing
        else:  # given up meanwhile: nobody would look, and the resident would think that somebody does
            self._past = seeing
            await self._stop_there(seeing)

    def _asks_still(self, ask: int) -> bool:
        return self.call is not None and self._asks == ask

    async def point(self, x: float, y: float) -> None:
        """Point there, from 0 to 1 across and down the picture that shows."""
        if self._going and self.picture is not None:
            point = Point(self.picture.no, x, y)
            await self._tried(lambda: self._line.point(self._id, point))

    async def say(self, sentence: Sentence) -> None:
        """Have it said at the kiosk."""
        if self._going:
            await self._tried(lambda: self._line.say(self._id, sentence))

    async def stop(self) -> None:
        """See no more."""
        if self.call is None:
            return
        seeing = self._id
        self._end(None)
        if seeing:
            await self._stop_there(seeing)

    async def _stop_there(self, seeing: str) -> None:
        try:
            await self._line.stop(seeing)
        except (NotSeen, StoreFailed):
            return  # it is over there too, or ends with the connection

    async def _tried(self, tell: Callable[[], Coroutine[Any, Any, None]]) -> None:
        seeing = self._id
        try:
            await tell()
        except NotSeen as refused:
            if self._id == seeing:
                self._end(refused.reason)
        except StoreFailed:
            if self._id == seeing:
                self._end(_ended(How.LOST))

    @property
    def _going(self) -> bool:
        return self.call is not None and self.stage is Stage.SEEN

    # --- what comes from the kiosk --------------------------------------------------------------

    def answered(self, seeing: str, *, yes: bool) -> None:
        """The resident agreed."""
        if yes and self._mine(seeing):
            self.stage = Stage.SEEN
            self.changed.emit()

    def shown(self, seeing: str, picture: Picture) -> None:
        """The kiosk's screen now."""
        if self._mine(seeing) and (self.picture is None or picture.no > self.picture.no):
            self.picture = picture
            self.changed.emit()

    def ended(self, seeing: str, how: How) -> None:
        """It is over."""
        if self._mine(seeing):
            self._end(None if how in SILENT else _ended(how))

    def lost(self) -> None:
        """The connection broke."""
        if self.call is not None:
            self._end(_ended(How.LOST))

    def _mine(self, seeing: str) -> bool:
        # The answer may overtake the id that the asking itself brings.
        return self.call is not None and seeing != self._past and self._id in ("", seeing)

    def _look(self) -> None:
        """Whoever no longer has the call, or has left the desk, sees nothing any more."""
        if self.call is not None and self.call.id not in {call.id for call in self._session.mine}:
            self._session.do(self.stop())

    def _end(self, notice: Message | None) -> None:
        self._past = self._id or self._past
        self.call, self.picture, self._id, self.stage = None, None, "", Stage.ASKED
        if notice is not None:
            self._session.tell(notice)
        self.changed.emit()


def _ended(how: How) -> Message:
    return Message(f"desk.seeing_ended.{how}")
