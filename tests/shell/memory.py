"""Parts of a kiosk in memory: clock, queue, case book, voice, printer."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kiosk.assist.call import Call, CallEvent, CallState, NewCall, Outcome, after
from kiosk.cases.case import Case, Filing, Receipt
from kiosk.cases.visit_end import VisitEnd
from kiosk.clock import HALL_ZONE
from kiosk.devices.slip import PrintFailed, Slip
from kiosk.failure import StoreFailed, Trouble
from kiosk.visit.draft import Draft
from kiosk.voice.sentence import Sentence
from kiosk.voice.speaker import VoiceSettings


class TurnedClock:
    """A clock that goes only when it is turned."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
        self._ran = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._ran

    def today(self) -> date:
        return self._now.astimezone(HALL_ZONE).date()

    def turn(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._ran += seconds


class MemoryDrafts:
    """Drafts in memory, written and read as they would be; ``trouble`` makes each writing fail."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        self.written = 0
        self.trouble = False

    def take(self) -> Draft | None:
        return Draft.read(self.text) if self.text is not None else None

    def keep(self, draft: Draft) -> None:
        if self.trouble:
            raise OSError(28, "No space left on device")
        self.text, self.written = draft.text(), self.written + 1

    def forget(self) -> None:
        self.text = None

    @property
    def draft(self) -> Draft | None:
        return self.take()


class MemoryQueue:
    """A CallQueue in memory; ``trouble`` makes every write fail."""

    def __init__(self, clock: TurnedClock) -> None:
        self._clock = clock
        self.calls: dict[str, Call] = {}
        self.guides: tuple[str, ...] = ()
        self.trouble: Trouble | None = None

    def _write(self) -> None:
        if self.trouble is not None:
            raise StoreFailed(self.trouble)

    async def open_call(self, new: NewCall) -> Call:
        self._write()
        for call in self.calls.values():
            if call.open:
                self.calls[call.id] = replace(call, quiet=call.quiet and new.quiet)
                return self.calls[call.id]
        fields = {k: getattr(new, k) for k in new.__dataclass_fields__}
        self.calls[new.id] = Call(**fields, state=CallState.WAITING, created_at=self._clock.now())
        return self.calls[new.id]

    async def get(self, call_id: str) -> Call | None:
        return self.calls.get(call_id)

    def _move(self, call_id: str, event: CallEvent, **changes: object) -> Call:
        self._write()
        call = self.calls[call_id]
        self.calls[call_id] = replace(call, state=after(call.state, event), **changes)
        return self.calls[call_id]

    async def cancel(self, call_id: str) -> Call:
        return self._move(call_id, CallEvent.CANCEL)

    async def open_calls(self) -> tuple[Call, ...]:
        return tuple(c for c in self.calls.values() if c.open)

    async def all_calls(self) -> tuple[Call, ...]:
        return tuple(self.calls.values())

    async def mark_seen(self, call_ids) -> None:
        for call_id in call_ids:
            self.calls[call_id] = replace(self.calls[call_id], seen_at=self._clock.now())

    async def claim(self, call_id: str, officer: str) -> Call:
        return self._move(call_id, CallEvent.CLAIM, officer=officer)

    async def put_back(self, call_id: str, officer: str) -> Call:
        return self._move(call_id, CallEvent.PUT_BACK, officer=None)

    async def hand_over(self, call_id: str, officer: str, to: str) -> Call:
        return self._move(call_id, CallEvent.HAND_OVER, officer=to, arrived_at=None)

    async def arrive(self, call_id: str, officer: str) -> Call:
        return self._move(call_id, CallEvent.ARRIVE, officer=officer, arrived_at=self._clock.now())

    async def close(self, call_id: str, officer: str, outcome: Outcome, note: str = "") -> Call:
        return self._move(call_id, CallEvent.CLOSE, outcome=outcome, note=note)

    async def sign_in(self, officer: str) -> None:
        self.guides = (officer,)

    async def sign_out(self, officer: str) -> None:
        self.guides = ()

    async def present(self) -> tuple[str, ...]:
        return self.guides


class MemoryCases:
    """A CaseBook in memory; ``trouble`` makes handing in fail."""

    def __init__(self) -> None:
        self.filed: dict[str, Filing] = {}
        self.ratings: dict[str, int] = {}
        self.helpers: dict[str, frozenset[str]] = {}
        self.trouble: Trouble | None = None

    async def hand_in(self, filing: Filing) -> Receipt:
        if self.trouble is not None:
            raise StoreFailed(self.trouble)
        self.filed.setdefault(filing.visit_id, filing)
        return Receipt(filing.visit_id, "0100013")

    async def rate(self, visit_id: str, level: int, helpers: Collection[str] = ()) -> None:
        self.ratings.setdefault(visit_id, level)
        self.helpers.setdefault(visit_id, frozenset(helpers))

    async def cases(self, *, reveal: bool = False) -> tuple[Case, ...]:
        return ()


class MemoryEnds:
    """A VisitEnds in memory: all that it was told; ``trouble`` makes keeping fail."""

    def __init__(self) -> None:
        self.told: list[VisitEnd] = []
        self.trouble: Trouble | None = None

    async def keep(self, end: VisitEnd) -> None:
        self.told.append(end)
        if self.trouble is not None:
            raise StoreFailed(self.trouble)


class HeardVoice:
    """What the voice was asked to say."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.sentences: list[Sentence] = []
        self.stops = 0
        self.settings = VoiceSettings()
        self.silent = False
        self.closed = False

        self.announced: list[Sentence] = []
        self.firsts: list[bool] = []
        self.earphones = False
        self.earphones_there = False
        self.lowered = False

    def say(self, sentences, *, first: bool = False) -> None:
        self.said = [s.text for s in sentences]
        self.sentences += sentences
        self.firsts.append(first)

    def announce(self, sentence: Sentence) -> None:
        self.announced.append(sentence)

    def withdraw(self) -> None:
        self.announced.clear()

    def use_earphones(self, use: bool) -> None:
        self.earphones = use and self.earphones_there

    def stop(self) -> None:
        self.stops += 1

    def reset(self) -> None:
        self.settings = VoiceSettings()
        self.earphones = False

    @property
    def on(self) -> bool:
        return self.settings.on

    @property
    def rate_percent(self) -> int:
        return self.settings.rate

    @property
    def volume_level(self) -> int:
        return self.settings.loudness

    def slower(self) -> None:
        self.settings = replace(self.settings, rate=75)

    def faster(self) -> None:
        self.settings = replace(self.settings, rate=125)

    def softer(self) -> None:
        self.settings = replace(self.settings, loudness=2)

    def louder(self) -> None:
        self.settings = replace(self.settings, loudness=4)

    def toggle(self) -> None:
        self.settings = replace(self.settings, on=not self.settings.on)

    async def close(self) -> None:
        self.closed = True


class MemoryPrinter:
    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.broken = False
        self.printed = 0
        self.feeding = asyncio.Event()
        self.feeding.set()

    def pdf(self, slip: Slip) -> bytes:
        self.slips.append(slip)
        return b"%PDF"

    async def print(self, kind: str, pdf: bytes) -> None:
        await self.feeding.wait()
        if self.broken:
            raise PrintFailed("no paper")
        self.printed += 1

    async def ready(self) -> bool:
        return not self.broken
