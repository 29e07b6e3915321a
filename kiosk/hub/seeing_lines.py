"""The two ends of the hub's line on which a screen is seen: the kiosk's and the desk's."""

from __future__ import annotations

from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.assist.seeing import AtDesk, How, NotSeen, Picture, Point, SeeingPort, Sentence
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.hub_line import HubLine
from kiosk.hub.seeing_forms import Answered, AskToSee, Ended, Pointed, Shown, Spoken, Wanted, Which

F = TypeVar("F", bound=Form)


class KioskSeeing:
    """A KioskLine, that also hands what it hears to the port's kiosk."""

    def __init__(self, line: HubLine, port: SeeingPort) -> None:
        self._line, self._port = line, port
        port.line = self
        line.listen("seeing.wanted", Wanted, self._wanted)
        line.listen("seeing.pointed", Pointed, self._pointed)
        line.listen("seeing.spoken", Spoken, self._spoken)
        line.listen("seeing.ended", Ended, self._ended)
        line.when_changed(self._changed)

    async def answer(self, seeing: str, *, yes: bool) -> None:
        """The resident agreed or not."""
        await _asked(self._line, "seeing.answer", Answered(seeing=seeing, yes=yes), Nothing)

    async def show(self, seeing: str, picture: Picture) -> None:
        """The screen now."""
        await _asked(self._line, "seeing.show", Shown.of(seeing, picture), Nothing)

    async def end(self, seeing: str, how: How) -> None:
        """It is over."""
        await _asked(self._line, "seeing.end", Ended(seeing=seeing, how=how), Nothing)

    def _wanted(self, told: Wanted) -> None:
        if self._port.kiosk is not None:
            self._port.kiosk.wanted(told.seeing, told.call, told.officer)

    def _pointed(self, told: Pointed) -> None:
        if self._port.kiosk is not None:
            self._port.kiosk.pointed(told.seeing, told.value())

    def _spoken(self, told: Spoken) -> None:
        if self._port.kiosk is not None:
            self._port.kiosk.spoken(told.seeing, told.sentence)

    def _ended(self, told: Ended) -> None:
        if self._port.kiosk is not None:
            self._port.kiosk.stopped(told.seeing)

    def _changed(self, connected: bool) -> None:
        if not connected and self._port.kiosk is not None:
            self._port.kiosk.lost()


class HubDeskSeeing:
    """A DeskLine."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    def listen(self, desk: AtDesk) -> None:
        """Who is told of what comes; once."""
        line = self._line
        line.listen("seeing.answered", Answered, lambda told: desk.answered(told.seeing, yes=told.yes))
        line.listen("seeing.shown", Shown, lambda told: desk.shown(told.seeing, told.value()))
        line.listen("seeing.ended", Ended, lambda told: desk.ended(told.seeing, told.how))
        line.when_changed(lambda connected: None if connected else desk.lost())

    async def ask(self, call: str, officer: str) -> str:
        """Have the resident asked. Returns the id of the seeing."""
        asked = AskToSee(call=call, officer=officer)
        return (await _asked(self._line, "seeing.ask", asked, Which)).seeing

    async def point(self, seeing: str, point: Point) -> None:
        """Point there."""
        await _asked(self._line, "seeing.point", Pointed.of(seeing, point), Nothing)

    async def say(self, seeing: str, sentence: Sentence) -> None:
        """Have it said."""
        await _asked(self._line, "seeing.say", Spoken(seeing=seeing, sentence=sentence), Nothing)

    async def stop(self, seeing: str) -> None:
        """End it."""
        await _asked(self._line, "seeing.stop", Which(seeing=seeing), Nothing)


async def _asked(line: HubLine, what: str, body: Form, answer: type[F]) -> F:
    try:
        return await line.ask(what, body, answer)
    except NotAnswered as refused:
        raise NotSeen(refused.reason) from None
