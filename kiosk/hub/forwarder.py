"""Carries a kiosk's changes to the hall's hub and the hub's decisions back, for as long as the kiosk runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

import structlog

from kiosk.assist.call import Call
from kiosk.assist.change_form import ChangeForm, Malformed
from kiosk.assist.outbox import Mark, Outbox, Reach, reach
from kiosk.child.backoff import Backoff
from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.hub import wire
from kiosk.hub.hub_line import HubLine
from kiosk.hub.link import Connect, Link, LinkLost

ANSWER_S = 10.0
"""A hub that has not answered within this time is taken for dead."""

POLL_S = 1.0
"""How often the journal is looked at for changes that another process made (a desk on this machine)."""

STEADY_S = 10.0
"""A connection that lasted this long counts as one that worked."""

LEAST_PAUSE_S = 0.5
"""Before the first try again: a hub that was restarted is not to meet all kiosks in one moment."""

_log = structlog.stdlib.get_logger("kiosk.forwarder")


class Refusal(Exception):
    """The hub will not have this kiosk's changes; someone must look at it."""


class Forwarder:
    """See Forwarding. random: spreads the tries of many kiosks; pause: waits, as asyncio.sleep does.

    line: what else is asked and told over the same connection.
    """

    def __init__(
        self,
        outbox: Outbox,
        connect: Connect,
        clock: Clock,
        random: Random,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        line: HubLine | None = None,
    ) -> None:
        self.line = line or HubLine()
        self._outbox = outbox
        self._connect = connect
        self._clock = clock
        self._random = random
        self._pause = pause
        self._since: float | None = None
        self._trouble: str | None = None

    @property
    def connected(self) -> bool:
        """Whether the hub is there."""
        return self._since is not None

    async def reach(self, call: Call) -> Reach:
        """How far the call has come."""
        return reach(call, at_hub=await self._outbox.at_hub(call.id))

    async def run(self) -> None:
        """For ever: cancel it to end it. What the hub or the network does never ends it."""
        backoff = Backoff(self._clock.monotonic)
        while True:
            try:
                async with self._connect() as link:
                    await self._talk(link)
            except (LinkLost, Malformed, Refusal, StoreFailed, TimeoutError) as error:
                if self._since is not None and self._clock.monotonic() - self._since >= STEADY_S:
                    backoff.worked()
                self._note(str(error) or type(error).__name__)
            finally:
                self._since = None
            backoff.failed()
            await self._pause(max(LEAST_PAUSE_S, backoff.wait_s()) * self._random.uniform(0.5, 1.5))

    async def _talk(self, link: Link) -> None:
        mark = await self._outbox.mark()
        await link.send(wire.Hello(journal=mark.journal, told=mark.told).json_text())
        async with asyncio.timeout(ANSWER_S):
            heard = await self._welcomed(link, mark)
        await self._outbox.delivered(heard)
        self._since = self._clock.monotonic()
        self._note(None)
        self.line.opened(link)
        answers: asyncio.Queue[int] = asyncio.Queue()
        sending = asyncio.ensure_future(self._send(link, heard, answers))
        receiving = asyncio.ensure_future(self._receive(link, answers))
        try:
            done, _ = await asyncio.wait({sending, receiving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.line.closed()
            for task in (sending, receiving):
                task.cancel()
            await asyncio.gather(sending, receiving, return_exceptions=True)
        for task in done:
            task.result()

    async def _welcomed(self, link: Link, mark: Mark) -> int:
        said = wire.to_kiosk(await link.receive())
        while isinstance(said, wire.Told):  # to all kiosks, while this one was being let in
            self.line.heard(said)
            said = wire.to_kiosk(await link.receive())
        if isinstance(said, wire.Refused):
            raise Refusal(f"{said.reason}: {said.detail}")
        if not isinstance(said, wire.Heard):
            raise Malformed("type: heard comes first")
        if said.heard > mark.made:
            raise Refusal("the hub has changes that this kiosk never made: its disk was set back")
        return said.heard

    async def _send(self, link: Link, heard: int, answers: asyncio.Queue[int]) -> None:
        while True:
            changes = await self._outbox.after(heard, wire.MOST_CHANGES)
            if changes:
                forms = [ChangeForm.of(change) for change in changes]
                message = wire.Changes.model_construct(sent_at=self._clock.now(), changes=forms)
                await link.send(message.json_text())
                async with asyncio.timeout(ANSWER_S):
                    heard = await answers.get()
                await self._outbox.delivered(heard)
                continue
            try:
                async with asyncio.timeout(POLL_S):
                    await self._outbox.changed()
            except TimeoutError:
                continue

    async def _receive(self, link: Link, answers: asyncio.Queue[int]) -> None:
        while True:
            said = wire.to_kiosk(await link.receive())
            if isinstance(said, wire.Calls):
                await self._outbox.take_over([form.value() for form in said.calls])
            elif isinstance(said, wire.Heard):
                answers.put_nowait(said.heard)
            elif isinstance(said, wire.ForBoth):
                self.line.heard(said)
            elif said.reason == "gap" and said.expected:
                answers.put_nowait(said.expected - 1)
            else:
                raise Refusal(f"{said.reason}: {said.detail}")

    def _note(self, trouble: str | None) -> None:
        """Once each time that it changes; a hub that is away for an hour fills no log."""
        if trouble is None:
            _log.info("hub_reached")
        elif trouble != self._trouble:
            _log.warning("hub_away", why=trouble)
        self._trouble = trouble
