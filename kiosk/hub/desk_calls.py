"""The calls of the whole hall as a desk sees them, through the hub."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from kiosk.assist.call import Call, IllegalTransition, Outcome
from kiosk.assist.change import HallCall
from kiosk.assist.change_form import Form, HallCallForm, Malformed
from kiosk.clock import Clock
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub import wire
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.duty_forms import Number, Present
from kiosk.hub.hub_line import ANSWER_S, HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.link import Link, LinkLost
from kiosk.hub.standing_form import NOT_HAD, STAND_BESIDE, Beside
from kiosk.ids import new_id

MOST_REMEMBERED = 500
"""So many calls that are over are kept in mind, for a desk that asks how they ended."""

_TIMES = ("created_at", "seen_at", "claimed_at", "arrived_at", "closed_at")


class HubCalls:
    """A queue as a desk needs it; see DeskQueue. All times are told by this desk's own clock.

    While the hub is away everything raises ``StoreFailed`` (``Trouble.AWAY``): a desk that cannot know who
    calls must say so. What the hub has no time for raises it too (``Trouble.BUSY``): the calls stand as told.
    """

    def __init__(self, kept: KeptUp, line: HubLine, clock: Clock) -> None:
        self.line = line
        self._kept = kept
        self._clock = clock
        self._link: Link | None = None
        self._ahead = timedelta()
        self._open: dict[str, HallCall] = {}
        self._over: OrderedDict[str, HallCall] = OrderedDict()
        self._answers: dict[str, asyncio.Future[wire.Done | wire.NotDone]] = {}
        self._moved = asyncio.Event()

    # --- the connection -------------------------------------------------------------------------

    async def run(self) -> None:
        """Keep the connection up for ever: cancel it to end it."""
        await self._kept.run(self._talk)

    async def _talk(self, link: Link) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._welcomed(link)
            while True:
                self._take(wire.to_desk(await link.receive()))
        finally:
            self._link = None
            self.line.closed()
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(StoreFailed(Trouble.AWAY, "cut off"))
            self._moved.set()

    async def _welcomed(self, link: Link) -> None:
        said = wire.to_desk(await link.receive())
        while isinstance(said, wire.Told):  # to all desks, while this one was being let in
            self.line.heard(said)
            said = wire.to_desk(await link.receive())
        if not isinstance(said, wire.Snapshot):
            raise Malformed("type: snapshot comes first")
        self._ahead = self._clock.now() - said.now
        # What was open and is not in it was ended meanwhile; what is in it is open, whatever was known,
        # for the hub's database may have been put back.
        self._open = {form.call.id: form.value() for form in said.calls}
        for call_id in self._open:
            self._over.pop(call_id, None)
        self._link = link
        self._kept.welcomed()
        self.line.opened(link)
        self._moved.set()

    def _take(self, said: wire.ToDesk) -> None:
        if isinstance(said, wire.ForBoth):
            self.line.heard(said)
        elif isinstance(said, wire.Moved):
            self._keep(said.call.value())
            self._moved.set()
        elif isinstance(said, wire.Calls):
            for form in said.calls:
                self._keep(form.value())
            self._moved.set()
        elif isinstance(said, (wire.Done, wire.NotDone)):
            if said.call is not None:
                self._keep(said.call.value())
                self._moved.set()
            answer = self._answers.get(said.ref or "")
            if answer is not None and not answer.done():
                answer.set_result(said)

    def _keep(self, hall: HallCall) -> None:
        """Of two pictures of a call the newer one."""
        before = self._known(hall.call.id)
        if before is not None and before.no >= hall.no:
            return
        self._open.pop(hall.call.id, None)
        self._over.pop(hall.call.id, None)
        if hall.call.open:
            self._open[hall.call.id] = hall
            return
        self._over[hall.call.id] = hall
        if len(self._over) > MOST_REMEMBERED:
            self._over.popitem(last=False)

    def _known(self, call_id: str) -> HallCall | None:
        return self._open.get(call_id) or self._over.get(call_id)

    async def moved(self, seconds: float) -> None:
        """Wait until something has moved, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._moved.wait()
        except TimeoutError:
            return
        finally:
            self._moved.clear()

    # --- the queue ------------------------------------------------------------------------------

    async def open_calls(self) -> tuple[Call, ...]:
        """All waiting and claimed calls: priority first, then the oldest first."""
        self._there()
        found = [hall.call for hall in self._open.values()]
        found.sort(key=lambda call: (not call.priority, call.created_at, call.id))
        return tuple(self._here(call) for call in found)

    async def get(self, call_id: str) -> Call | None:
        """One call: open, or over since not long ago."""
        self._there()
        hall = self._known(call_id)
        return None if hall is None else self._here(hall.call)

    async def mark_seen(self, call_ids: Sequence[str]) -> None:
        """This desk shows these calls now."""
        await self._say(wire.Seen(calls=list(call_ids)))

    async def claim(self, call_id: str, officer: str) -> Call:
        """Take a waiting call; of two officers one wins."""
        return await self._ask(lambda ref: wire.Ask(type="claim", ref=ref, call=call_id, officer=officer))

    async def put_back(self, call_id: str, officer: str) -> Call:
        """Give a claimed call back."""
        return await self._ask(lambda ref: wire.Ask(type="put_back", ref=ref, call=call_id, officer=officer))

    async def hand_over(self, call_id: str, officer: str, to: str) -> Call:
        """Give a claimed call to another officer."""
        return await self._ask(lambda ref: wire.AskHandOver(ref=ref, call=call_id, officer=officer, to=to))

    async def stand_beside(self, call_id: str, officer: str) -> Call:
        """Whoever has the call is with the resident."""
        try:
            told = await self.line.ask(STAND_BESIDE, Beside(call=call_id, officer=officer), HallCallForm)
        except NotAnswered as refused:
            if refused.reason == NOT_HAD:
                raise IllegalTransition(refused.reason.id) from None
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        self._keep(told.value())
        self._moved.set()
        return self._here(told.value().call)

    async def close(self, call_id: str, officer: str, outcome: Outcome, note: str = "") -> Call:
        """End a claimed call."""
        return await self._ask(
            lambda ref: wire.AskClose(ref=ref, call=call_id, officer=officer, outcome=outcome, note=note)
        )

    async def sign_in(self, officer: str) -> None:
        """The officer stands at this desk."""
        try:
            await self.line.ask("presence.here", Number(number=officer), Nothing)
        except NotAnswered as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None

    async def sign_out(self, officer: str) -> None:
        """The officer leaves this desk."""
        await self.line.ask("presence.gone", Number(number=officer), Nothing)

    async def present(self) -> tuple[str, ...]:
        """The officers at any desk of the hall."""
        return tuple((await self.line.ask("presence.all", Nothing(), Present)).officers)

    async def _ask(self, form: Callable[[str], wire.Ask | wire.AskHandOver | wire.AskClose]) -> Call:
        ref = new_id()
        answer: asyncio.Future[wire.Done | wire.NotDone] = asyncio.get_running_loop().create_future()
        self._answers[ref] = answer
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._say(form(ref))
                said = await answer
        except TimeoutError:
            raise StoreFailed(Trouble.AWAY, "no answer") from None
        finally:
            del self._answers[ref]
        if isinstance(said, wire.Done):
            return self._here(said.call.value().call)
        if said.reason == "signed_out":
            raise StoreFailed(Trouble.UNKNOWN, "nobody is signed in")
        if said.reason == "busy":
            raise StoreFailed(Trouble.BUSY, "the hub has too much to do")
        raise IllegalTransition(said.detail)

    async def _say(self, form: Form) -> None:
        try:
            await self._there().send(form.json_text())
        except LinkLost:
            raise StoreFailed(Trouble.AWAY, "cut off") from None

    def _there(self) -> Link:
        if self._link is None:
            raise StoreFailed(Trouble.AWAY, "no connection")
        return self._link

    def _here(self, call: Call) -> Call:
        """With its times by this desk's clock."""
        times = {name: moment + self._ahead for name in _TIMES if (moment := getattr(call, name)) is not None}
        return replace(call, **times)
