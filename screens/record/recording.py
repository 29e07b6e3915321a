"""Recording one pack: which sentence is next, its take, and keeping it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.message import Message
from kiosk.voice import opus
from kiosk.voice.build import PAUSE_S
from kiosk.voice.loudness import TARGET_LUFS, fault, limited, loudness, ready
from kiosk.voice.opus import Samples
from kiosk.voice.pack import Pack
from kiosk.voice.plan import Heard, Line, Plan, State, plan, remember
from kiosk.voice.wanted import Wanted
from screens.record.parts import RATE, TakePlayer
from screens.record.taking import Taking

WAIT_MS = 50
_WRITINGS = 4
_CLOSE_LU, _FAR_LU = 0.1, 6.0


@dataclass(frozen=True)
class Take:
    """What the microphone gave for a line, in memory only. sound: as it would go into the pack."""

    sound: Samples | None
    fault: Message | None


class Recording(QObject):
    """changed: something to show is different. The list keeps its order while one records."""

    changed = Signal()

    def __init__(
        self,
        load: Callable[[str], Wanted],
        heard: Heard,
        taking: Taking,
        player: TakePlayer,
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._load, self._heard, self._player, self._report = load, heard, player, report
        self.taking = taking
        self._wanted = Wanted(())
        self._takes: dict[tuple[str, str], Take] = {}
        self._kept = 0
        self.pack: Pack | None = None
        self.reading = False
        self.lines: list[Line] = []
        self.at = 0
        self.notice: Message | None = None
        taking.ended.connect(self._ended)
        taking.failed.connect(self._failed)
        self._found: queue.SimpleQueue[tuple[Pack, tuple[Wanted, Plan] | Exception]] = queue.SimpleQueue()
        self._waiting = QTimer(self, interval=WAIT_MS)
        self._waiting.timeout.connect(self._look_whether_read)

    # --- a pack -------------------------------------------------------------------------------

    def begin(self, pack: Pack) -> None:
        """Record into ``pack``; what there is to record is looked up meanwhile."""
        self.pack, self.reading, self.lines, self.notice = pack, True, [], None
        self.changed.emit()
        self._waiting.start()
        # The window may be closed long before the answer: so it is left in a queue, not sent to the window.
        threading.Thread(target=self._look, args=(pack,), daemon=True).start()

    def _look(self, pack: Pack) -> None:
        try:
            wanted = self._load(pack.manifest.locale)
            self._found.put((pack, (wanted, plan(wanted, self._heard, pack))))
        except Exception as error:
            self._found.put((pack, error))

    def _look_whether_read(self) -> None:
        while not self._found.empty():
            self._show(*self._found.get())

    def _show(self, pack: Pack, found: tuple[Wanted, Plan] | Exception) -> None:
        if pack is not self.pack:
            return
        self._waiting.stop()
        self.reading = False
        if isinstance(found, Exception):
            self._report(found)
            self.notice = Message("record.cannot_read")
        else:
            self._wanted, planned = found
            self.lines, self.at = list(planned.lines), 0
            if planned.new:
                self.notice = Message("record.new_since", {"count": planned.new})
        self.changed.emit()

    def leave(self) -> None:
        """Done with this pack: only what comes later is new from now on. Takes not kept are gone."""
        self._waiting.stop()
        self.taking.drop()
        self._player.stop()
        if self.pack is not None and self._kept:
            try:
                remember(self._wanted, self.pack)
            except OSError as error:
                self._report(error)
        self._takes.clear()
        self.pack, self.reading, self.lines, self._kept, self.notice = None, False, [], 0, None

    # --- what is so ---------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """As it stands now."""
        return Plan(tuple(self.lines))

    @property
    def line(self) -> Line | None:
        """The sentence to say."""
        return self.lines[self.at] if self.lines else None

    @property
    def take(self) -> Take | None:
        """Its take, where it is not kept yet."""
        return self._takes.get(_name(self.line)) if self.line else None

    @property
    def can_keep(self) -> bool:
        """Whether there is a take with a voice in it."""
        return self.take is not None and self.take.sound is not None and not self.taking.going

    @property
    def can_listen(self) -> bool:
        """Whether there is a take, or a sound in the pack."""
        there = self.line is not None and self.line.state is State.RECORDED
        return not self.taking.going and (self.can_keep or (there and self.take is None))

    @property
    def unkept(self) -> int:
        """Takes that would be lost."""
        return sum(take.sound is not None for take in self._takes.values())

    # --- what one does ------------------------------------------------------------------------

    def choose(self, at: int) -> None:
        """Go to a line; a take that is running is dropped."""
        if self.lines:
            self.taking.drop()
            self._player.stop()
            self.at, self.notice = at % len(self.lines), None
            self.changed.emit()

    def skip(self) -> None:
        """On to the next that is to be recorded, or simply the next one where all are."""
        count = len(self.lines)
        ahead = [(self.at + step) % count for step in range(1, count)]
        due = (at for at in ahead if self.lines[at].state is not State.RECORDED)
        self.choose(next(due, self.at + 1))

    def back(self) -> None:
        """To the line before."""
        self.choose(self.at - 1)

    def record_or_stop(self) -> None:
        """Begin a take, or end it."""
        if self.taking.going:
            self.taking.stop()
        elif self.line is not None:
            self._player.stop()
            self.notice = None
            self._takes.pop(_name(self.line), None)
            self.taking.start()
            self.changed.emit()

    def listen(self) -> None:
        """Hear the take as it would be kept, or what is in the pack."""
        if self.can_listen and self.line is not None:
            if not self._player.available():
                self.notice = Message("record.no_loudspeaker")
            elif self.take is not None and self.take.sound is not None:
                self._player.play(self.take.sound, opus.RATE)
            else:
                self._listen_to_pack(self.line)
            self.changed.emit()

    def _listen_to_pack(self, line: Line) -> None:
        assert self.pack is not None
        path = self.pack.unit(line.unit) if line.unit else self.pack.sound(line.text)
        try:
            if path is not None:
                self._player.play(*opus.read(path))
        except OSError as error:
            self._report(error)
            self.notice = Message("record.sound_damaged")

    def keep(self) -> None:
        """Put the take into the pack and go on; where it cannot be written the take stays."""
        if not self.can_keep or self.line is None or self.pack is None:
            return
        take, line = self.take, self.line
        assert take is not None
        assert take.sound is not None
        self._player.stop()
        try:
            _put(self.pack, line, take.sound)
        except OSError as error:
            self._report(error)
            self.notice = Message("record.not_kept")
            self.changed.emit()
            return
        del self._takes[_name(line)]
        self._kept += 1
        self.lines[self.at] = replace(line, state=State.RECORDED, was="", new=False)
        if self.plan.missing:
            self.skip()
        else:
            self.notice = Message("record.all_done")
            self.changed.emit()

    # --- the microphone -----------------------------------------------------------------------

    def _ended(self, samples: Samples) -> None:
        if self.line is None:
            return
        found = fault(samples, RATE)
        sound = None
        if found is None or found.id != "record.take_empty":
            # At the pack's own rate: what is left out of it must not be counted as loud.
            told = opus.resampled(samples, RATE)
            sound = ready(told, opus.RATE, after_s=0.0 if self.line.unit else PAUSE_S)
        self._takes[_name(self.line)] = Take(sound, found)
        self.notice = found
        self.changed.emit()

    def _failed(self) -> None:
        self.notice = Message("record.no_microphone")
        self.changed.emit()


def _put(pack: Pack, line: Line, sound: Samples) -> None:
    """Into the pack, as loud there as all the others. Raises OSError.

    Opus takes a little loudness away, of a hiss more than of a vowel: it is listened to once written, and
    written anew by so much louder.
    """
    for _ in range(_WRITINGS):
        if line.unit:
            path = pack.add_unit(line.unit, sound, opus.RATE, line.text)
        else:
            path = pack.add(line.text, sound, opus.RATE)
        off = TARGET_LUFS - loudness(*opus.read(path))
        if not _CLOSE_LU < abs(off) < _FAR_LU:
            break
        sound = limited(sound * np.float32(10 ** (off / 20)), opus.RATE)


def _name(line: Line) -> tuple[str, str]:
    return line.unit, line.text
