"""Carries a kiosk's changes to the hall's hub and the hub's decisions back, for as long as the kiosk runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

from kiosk.assist.call import Call
from kiosk.assist.change_form import ChangeForm, Malformed
from kiosk.assist.outbox import Outbox, Reach, RefusalReason, reach
from kiosk.cases.facts import FactOutbox
from kiosk.clock import Clock
from kiosk.duty.kiosks import KioskReport
from kiosk.hub import wire
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.duty_forms import Present
from kiosk.hub.fact_carrier import FactCarrier
from kiosk.hub.hub_line import ANSWER_S, HubLine
from kiosk.hub.kept_up import KeptUp, Refusal
from kiosk.hub.kiosk_forms import ReportForm
from kiosk.hub.link import Connect, Link
from kiosk.hub.new_journal import NewJournal
from kiosk.hub.release_carrier import ReleaseCarrier

POLL_S = 1.0
"""How often the journal is looked at for changes that another process made (a desk on this machine)."""

KEPT_S = 60.0
"""How long a hub may take to keep changes. One that has much to do takes its time; whether it is there at all
the connection's pings tell, and sending anew would only give it more to do."""


class Forwarder:
    """See Forwarding. random: spreads the tries of many kiosks; pause: waits, as asyncio.sleep does.

    line: what else is asked and told over the same connection. facts: what goes to the hub beside calls.
    releases: brings the hall's services, over ``line``.
    """

    def __init__(
        self,
        outbox: Outbox,
        connect: Connect,
        clock: Clock,
        random: Random,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        line: HubLine | None = None,
        facts: FactOutbox | None = None,
        releases: ReleaseCarrier | None = None,
    ) -> None:
        self.line = line or HubLine()
        self._outgoing_facts = facts
        self._facts = None if facts is None else FactCarrier(facts, self.line, clock, pause)
        self._releases = releases
        self._outbox = outbox
        self._clock = clock
        self._new_journal = NewJournal(outbox, self.line)
        self._kept = KeptUp(connect, clock, random, pause)
        self._present: tuple[str, ...] = ()
        self._told_present = 0
        self.line.listen("presence.stand", Present, self._stand)

    @property
    def connected(self) -> bool:
        """Whether the hub is there."""
        return self._kept.up

    async def reach(self, call: Call) -> Reach:
        """How far the call has come."""
        return reach(call, at_hub=await self._outbox.at_hub(call.id))

    async def present(self) -> tuple[str, ...]:
        """The officers at the desks of the hall."""
        return self._present if self.connected else ()

    async def report(self, report: KioskReport) -> None:
        """Tell the hub how this kiosk does."""
        # A hub of an older version has no ear for it, and no desk that would show it.
        with suppress(NotAnswered):
            await self.line.ask("kiosks.report", ReportForm.of(report), Nothing)

    def _stand(self, told: Present) -> None:
        self._present = tuple(told.officers)
        self._told_present += 1

    async def _look_who_is_there(self) -> None:
        """Once for each connection; after that the hub tells."""
        before = self._told_present
        try:
            there = await self.line.ask("presence.all", Nothing(), Present)
        except NotAnswered:  # an older hub does not know
            there = Present(officers=[])
        if self._told_present == before:  # else the answer is older than what was told meanwhile
            self._present = tuple(there.officers)

    async def run(self) -> None:
        """For ever: cancel it to end it. What the hub or the network does never ends it."""
        await self._kept.run(self._talk)

    async def _talk(self, link: Link) -> None:
        try:
            await self._converse(link)
        except Refusal as refusal:
            # Nobody reads the log of a kiosk that works on; this is what doctor tells.
            await self._outbox.refused(refusal.reason, refusal.detail)
            raise

    async def _converse(self, link: Link) -> None:
        mark = await self._outbox.mark()
        await link.send(wire.Hello(journal=mark.journal, told=mark.told).json_text())
        async with asyncio.timeout(ANSWER_S):
            heard = await self._welcomed(link)
        why = self._new_journal.wanted(mark, heard)
        if why is not None:
            await self._new_journal.begin(link, mark, why)
            return
        if heard < mark.delivered and self._outgoing_facts is not None:
            # The hub was put back to a copy of before: of facts too it has no more than that.
            await self._outgoing_facts.again()
        self._kept.welcomed()
        self.line.opened(link)
        answers: asyncio.Queue[int] = asyncio.Queue()
        looking = asyncio.ensure_future(self._look_who_is_there())
        working = [
            asyncio.ensure_future(self._send(link, heard, answers)),
            asyncio.ensure_future(self._receive(link, answers)),
        ]
        if self._facts is not None:
            working.append(asyncio.ensure_future(self._facts.run()))
        if self._releases is not None:
            working.append(asyncio.ensure_future(self._releases.run()))
        try:
            done, _ = await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.line.closed()
            for task in (*working, looking):
                task.cancel()
            await asyncio.gather(*working, looking, return_exceptions=True)
        for task in done:
            task.result()

    async def _welcomed(self, link: Link) -> int:
        said = wire.to_kiosk(await link.receive())
        while isinstance(said, wire.Told):  # to all kiosks, while this one was being let in
            self.line.heard(said)
            said = wire.to_kiosk(await link.receive())
        if isinstance(said, wire.Refused):
            raise self._refused(said)
        if not isinstance(said, wire.Heard):
            raise Malformed("type: heard comes first")
        return said.heard

    async def _send(self, link: Link, heard: int, answers: asyncio.Queue[int]) -> None:
        # The last one that the hub has goes first, once more: a data folder that was put back, and has
        # counted on since, is told so here, before anything of it is taken for delivered.
        known = max(0, heard - 1)
        while True:
            changes = await self._outbox.after(known, wire.MOST_CHANGES)
            if changes and changes[0].seq != known + 1 and known < heard:
                known = heard  # it is kept here no longer
                continue
            if changes:
                if changes[0].seq != known + 1:
                    raise Refusal(RefusalReason.GAP, "the hub asks for changes that are no longer kept")
                forms = [ChangeForm.of(change) for change in changes]
                message = wire.Changes.model_construct(sent_at=self._clock.now(), changes=forms)
                await link.send(message.json_text())
                async with asyncio.timeout(KEPT_S):
                    known = heard = await answers.get()
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
                raise self._refused(said)

    def _refused(self, said: wire.Refused) -> Refusal:
        refusal = Refusal(RefusalReason(said.reason), said.detail)
        self._new_journal.refused(refusal)
        return refusal
