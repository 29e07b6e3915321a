"""The supervisor: one kiosk shows, a spare one waits, and whatever ends or hangs is started anew."""

from __future__ import annotations

import signal
from collections.abc import Callable

from kiosk.child.backoff import Backoff
from kiosk.supervise.child import Child
from kiosk.supervise.lifeline import WISHED, Begin, Says
from kiosk.supervise.systemd import Systemd

SILENT_S = 5.0
"""A window that has not moved for so long hangs."""
START_S = 60.0
"""So long may it take until the first screen shows."""
STEADY_S = 10.0
"""A kiosk that has shown for so long had no trouble with its start; the next failure is a new one."""
SPARE_AFTER_S = 4.0
"""So long after the first screen the spare is begun: a resident's touches come first."""
SPARE_AGAIN_S = 60.0
"""After a spare that failed."""
DRAFT_S = 60.0
"""So long after the last beat whoever stood there may still stand there."""
TAKEN_UP = 2
"""So often a draft is given to a kiosk that then does not last: it may be what breaks it."""
END_S = 10.0
"""How long the kiosk may take to end in order."""

ENDED = 0


class Supervisor:
    """One pass at a time, each looks at what there is and returns.

    start: begins a process, which then waits for its beginning. Raises OSError. say: one line for whoever
    reads the journal. With it runs the key of the draft of the visit that goes on: it lies in the memory of
    this process alone, and is gone with it.
    """

    def __init__(
        self,
        start: Callable[[], Child],
        monotonic: Callable[[], float],
        systemd: Systemd,
        say: Callable[[str], None],
    ) -> None:
        self._start, self._monotonic, self._systemd, self._say = start, monotonic, systemd, say
        self._backoff = Backoff(monotonic)
        self._child: Child | None = None
        self._spare: Child | None = None
        self._spare_at: float | None = None
        self._begun_at = self._beat_at = self._draft_at = 0.0
        self._shown_at: float | None = None
        self._ever_shown = False
        self._why, self._hung = "", False
        self._times = 0
        self._key: bytes | None = None
        self._given = 0
        self._end_by: float | None = None
        self._leaves: tuple[float, int] | None = None
        """Until when a kiosk that ends on purpose may take, and its exit code."""

    @property
    def children(self) -> tuple[Child, ...]:
        """Those that run: the one that shows, and the spare."""
        return tuple(each for each in (self._child, self._spare) if each is not None)

    def end(self) -> None:
        """End in order: the kiosk first, then :meth:`turn` tells the exit code."""
        if self._end_by is None:
            self._end_by = self._monotonic() + END_S
            self._systemd.stopping()
            for each in self.children:
                each.terminate()

    def turn(self) -> int | None:
        """One pass; the exit code when all is over."""
        now = self._monotonic()
        if self._child is None:
            return self._between(now)
        for packet in self._child.heard():
            self._hear(packet, now)
        code = self._child.code()
        if code is not None:
            return self._ended(code, now)
        end_by = self._leaves[0] if self._leaves is not None else self._end_by
        if end_by is not None:
            if now >= end_by:
                self._child.kill()
            return None
        if self._hung:
            self._child.kill()
            return None
        if self._silent(now):
            self._hung = True
            self._child.ask_where()
            return None
        self._mind_spare(now)
        return None

    def _between(self, now: float) -> int | None:
        if self._end_by is not None:
            return self._over(ENDED)
        self._systemd.alive()  # it waits on purpose
        if self._backoff.wait_s() == 0.0:
            self._begin(now)
        return None

    # --- the kiosk that shows -------------------------------------------------------------------

    def _begin(self, now: float) -> None:
        try:
            child = self._spare or self._start()
        except OSError as error:  # no memory, no more processes
            self._say(f"the kiosk cannot be started ({error.strerror}); it is tried again")
            self._backoff.failed()
            return
        self._child, self._spare, self._spare_at = child, None, None
        self._begun_at, self._shown_at, self._hung, self._leaves = now, None, False, None
        if self._key is not None and (now - self._draft_at > DRAFT_S or self._given >= TAKEN_UP):
            self._key = None
        self._given += self._key is not None
        child.begin(Begin(self._key, self._why, self._times))

    def _hear(self, packet: bytes, now: float) -> None:
        match packet[0]:
            case Says.SHOWN:
                self._shown_at = self._beat_at = now
                self._ever_shown = True
                self._spare_at = now + SPARE_AFTER_S
                self._systemd.ready()
                self._systemd.alive()
            case Says.BEAT:
                self._beat_at = now
                self._systemd.alive()
                if self._key is not None:
                    self._draft_at = now
                if self._steady(now):
                    self._given = 0
            case Says.HOLD:
                self._key, self._draft_at = packet[1:], now
            case Says.DROP:
                self._key = None
            case Says.ENDS if len(packet) > 1:
                self._leaves = now + END_S, packet[1]
            case _:
                pass

    def _steady(self, now: float) -> bool:
        return self._shown_at is not None and now - self._shown_at >= STEADY_S

    def _silent(self, now: float) -> bool:
        if self._shown_at is None:
            self._systemd.alive()
            return now - self._begun_at >= START_S
        return now - self._beat_at >= SILENT_S

    def _ended(self, code: int, now: float) -> int | None:
        if code in (-signal.SIGTERM, -signal.SIGINT):  # asked to end before it could do so in order
            code = ENDED
        if self._leaves is not None:
            code = self._leaves[1]
        if self._end_by is not None:
            return self._over(ENDED if code < 0 else code)
        # A start that never showed anything says why in its own words: wrong settings stay wrong.
        if code == ENDED or (code > 0 and not self._ever_shown):
            return self._over(code)
        self._child = None
        if self._steady(now):
            self._backoff.worked()
        wait = 0.0
        if self._leaves is None:  # what staff wished for is no failure, and waits for nothing
            self._backoff.failed()
            wait = self._backoff.wait_s()
        self._times += 1
        self._why = self._reason(code)
        self._say(f"the kiosk ended ({self._why}) and starts anew" + (f" in {wait:.0f} s" if wait else ""))
        if wait == 0.0:
            self._begin(now)
        return None

    def _reason(self, code: int) -> str:
        if self._leaves is not None:
            return WISHED
        if self._hung:
            return "hung" if self._shown_at is not None else "hung at its start"
        return f"signal {-code}" if code < 0 else f"code {code}"

    # --- the spare ------------------------------------------------------------------------------

    def _mind_spare(self, now: float) -> None:
        """Keep one ready that has only to be shown."""
        if self._spare is not None and self._spare.code() is not None:
            self._spare, self._spare_at = None, now + SPARE_AGAIN_S
        if self._spare is None and self._spare_at is not None and now >= self._spare_at:
            self._spare_at = None
            try:
                self._spare = self._start()
            except OSError:
                self._spare_at = now + SPARE_AGAIN_S

    def _over(self, code: int) -> int:
        self._child, self._key = None, None
        if self._spare is not None:
            self._spare.kill()
            self._spare = None
        return code
