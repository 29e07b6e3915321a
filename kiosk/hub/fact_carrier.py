"""Carries what a kiosk tells beside its calls to the hub: in order, at least once, never in their way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from kiosk.cases.facts import Fact, FactOutbox
from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.fact_forms import MOST_FACTS, Facts, form_of
from kiosk.hub.hub_line import HubLine

POLL_S = 10.0
"""How often it is looked for what another process made (a desk on this machine)."""
RETRY_S = 10.0
OLDER_HUB_S = 600.0
"""Until a hub that knows nothing of it is asked again."""
LARGEST_CHARACTERS = 200_000
"""Of one message: three bytes each, and the hub takes a megabyte. A larger fact goes alone."""

_log = structlog.stdlib.get_logger("kiosk.facts")

Numbered = tuple[int, Fact]


class FactCarrier:
    """pause: waits, as asyncio.sleep does."""

    def __init__(
        self,
        outbox: FactOutbox,
        line: HubLine,
        clock: Clock,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._outbox = outbox
        self._line = line
        self._clock = clock
        self._pause = pause

    async def run(self) -> None:
        """For as long as one connection lasts: cancel it to end it.

        What the hub will not have is passed over until the next connection; nothing waits for it.
        """
        after = 0
        while True:
            try:
                waiting = await self._outbox.waiting(after, MOST_FACTS)
                if waiting.unreadable:
                    _log.error("facts_unreadable", seqs=waiting.unreadable)
                for batch in batches(waiting.facts):
                    await self._tell(batch)
                if waiting.looked == after:
                    async with asyncio.timeout(POLL_S):
                        await self._outbox.changed()
                after = waiting.looked
            except NotAnswered as refused:
                await self._pause(OLDER_HUB_S if refused.reason.id == "hub.unknown" else RETRY_S)
            except StoreFailed:  # the store's, or the connection's, which then ends this too
                await self._pause(RETRY_S)
            except TimeoutError:
                continue

    async def _tell(self, batch: Sequence[Numbered]) -> None:
        form = Facts.model_construct(sent_at=self._clock.now(), facts=[form_of(fact) for _, fact in batch])
        try:
            await self._line.ask("facts.keep", form, Nothing)
        except NotAnswered as refused:
            if refused.reason.id != "hub.malformed":
                raise
            if len(batch) > 1:
                for each in batch:
                    await self._tell([each])
                return
            _log.error("fact_refused", kind=type(batch[0][1]).__name__, seq=batch[0][0])
            return
        await self._outbox.kept(batch)


def batches(facts: Sequence[Numbered]) -> list[list[Numbered]]:
    """In order; each small enough for one message, or of one fact."""
    made: list[list[Numbered]] = []
    room = 0
    for numbered in facts:
        length = len(form_of(numbered[1]).json_text())
        if not made or length > room:
            made.append([])
            room = LARGEST_CHARACTERS
        made[-1].append(numbered)
        room -= length
    return made
