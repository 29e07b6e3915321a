"""Says how this kiosk does, to whoever shows it at a desk: at each change, and every few seconds."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from kiosk.devices.slip import SlipPrinter
from kiosk.duty.kiosks import BEAT_S, KioskReport, KioskReporting
from kiosk.failure import StoreFailed, Trouble
from kiosk.version import VERSION
from screens.shell.looks import Looks
from screens.shell.machine import Machine, Mode
from screens.shell.parts import Hall
from screens.shell.speech import Speech

PAPER_BEATS = 6
"""The printer is asked at every so many beats, and after each slip."""


class Reporting(QObject):
    """say: makes the report, given whether slips come out. to: each is told, whatever becomes of the others.

    report: told of an error, once until it is over.
    """

    def __init__(
        self,
        say: Callable[[bool], KioskReport],
        to: Sequence[KioskReporting],
        printer: SlipPrinter,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._say, self._to, self._printer = say, tuple(to), printer
        self._spawn, self._report = spawn, report
        self._failing: set[int] = set()
        self._busy = self._again = False
        self._paper_ok = True
        self._to_paper = 0
        self._timer = QTimer(self)
        self._timer.setInterval(int(BEAT_S * 1000))
        self._timer.timeout.connect(self.changed)

    def start(self) -> None:
        """Say so from now on."""
        if self._to:
            self._timer.start()
            self.changed()

    def stop(self) -> None:
        """Say no more."""
        self._timer.stop()

    def changed(self) -> None:
        """Something is otherwise now: say so at once. One that comes while another is said follows it."""
        if not self._timer.isActive():
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        self._spawn(self._tell())

    def printed(self) -> None:
        """A slip came out or did not: look at the paper."""
        self._to_paper = 0
        self.changed()

    async def _tell(self) -> None:
        try:
            await self._look_at_paper()
            report = self._say(self._paper_ok)
            for place, each in enumerate(self._to):
                await self._tell_one(place, each, report)
        finally:
            self._busy = False
            if self._again:
                self._again = False
                self.changed()

    async def _look_at_paper(self) -> None:
        if self._to_paper <= 0:
            self._to_paper = PAPER_BEATS
            self._paper_ok = await self._printer.ready()
        self._to_paper -= 1

    async def _tell_one(self, place: int, to: KioskReporting, report: KioskReport) -> None:
        try:
            await to.report(report)
        except StoreFailed as failed:
            # That the hub is away is known, and noted by whoever keeps the connection up; one that is busy
            # hears the next beat.
            if place not in self._failing and failed.trouble not in (Trouble.AWAY, Trouble.BUSY):
                self._report(failed)
            self._failing.add(place)
        else:
            self._failing.discard(place)


def how_it_does(hall: Hall, machine: Machine, looks: Looks, speech: Speech, paper_ok: bool) -> KioskReport:
    """What the desks are told; nothing of the resident."""
    mode, voice = machine.mode, speech.voice
    return KioskReport(
        kiosk=hall.kiosk_no,
        kiosk_name=hall.kiosk_name,
        place=hall.place.in_(looks.usual.locale),
        in_use=mode not in (Mode.ATTRACT, Mode.OUT_OF_SERVICE),
        in_service=mode is not Mode.OUT_OF_SERVICE,
        voice_ok=voice is not None and not voice.silent,
        paper_ok=paper_ok,
        version=VERSION,
    )
