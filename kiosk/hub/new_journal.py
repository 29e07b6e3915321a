"""A kiosk whose data folder was put back to an older copy goes on in a new journal, if the hub lets it."""

from __future__ import annotations

import asyncio

import structlog

from kiosk.assist.outbox import Mark, Outbox, RefusalReason
from kiosk.hub import wire
from kiosk.hub.asking import as_body
from kiosk.hub.hub_line import ANSWER_S, HubLine
from kiosk.hub.journal_forms import ASK, TOO_SOON, BeginJournal
from kiosk.hub.kept_up import Refusal
from kiosk.hub.link import Link
from kiosk.ids import new_id

_log = structlog.stdlib.get_logger("kiosk.hub_link")


class NewJournal:
    """What is known between one connection and the next. line: hears what is told to all meanwhile."""

    def __init__(self, outbox: Outbox, line: HubLine) -> None:
        self._outbox = outbox
        self._line = line
        self._why: Refusal | None = None
        self._id = new_id()

    def refused(self, refusal: Refusal) -> None:
        """The hub has ended the connection with this. That it keeps other changes is found out so."""
        if refusal.reason is RefusalReason.FORKED:
            self._why = refusal

    def wanted(self, mark: Mark, heard: int) -> Refusal | None:
        """Why a new one has to be begun over this connection, if so. heard: by the hub, of the one of now."""
        if heard > mark.made:
            return Refusal(RefusalReason.SET_BACK, "the hub has changes that this kiosk never made")
        return self._why

    async def begin(self, link: Link, mark: Mark, why: Refusal) -> None:
        """Ask the hub, then count anew; over the next connection all goes on.

        Nothing of the connection may have been used but the welcome. What the hub tells of calls meanwhile it
        tells again. Raises ``why`` where the hub knows nothing of new journals, or has another reason, and
        :class:`Refusal` (``TOO_SOON``) where the last one was begun just now.
        """
        asked = BeginJournal(journal=self._id, instead_of=mark.journal)
        inquiry = wire.Inquiry(ref=new_id(), what=ASK, body=as_body(asked))
        await link.send(inquiry.json_text())
        try:
            async with asyncio.timeout(ANSWER_S):
                said = await self._answer(link, inquiry.ref)
        except TimeoutError:
            said = None
        if isinstance(said, wire.NoReply) and said.reason == TOO_SOON.id:
            raise Refusal(RefusalReason.TOO_SOON, "another new journal was begun a few minutes ago")
        self._why = None
        if not isinstance(said, wire.Reply):
            raise why
        await self._outbox.begin_journal(self._id, mark.journal)
        _log.warning("journal_begun", journal=self._id, instead_of=mark.journal, why=str(why))
        self._id = new_id()

    async def _answer(self, link: Link, ref: str) -> wire.Reply | wire.NoReply | wire.Refused:
        while True:
            said = wire.to_kiosk(await link.receive())
            if isinstance(said, wire.Told):
                self._line.heard(said)
            elif isinstance(said, wire.Refused) or (
                isinstance(said, (wire.Reply, wire.NoReply)) and said.ref == ref
            ):
                return said
