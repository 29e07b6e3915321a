"""The hall's services as a studio works on them, through the hub."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, TypeVar

from kiosk.assist.change_form import Form
from kiosk.hub import wire
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.link import Link
from kiosk.hub.release_forms import Wanted
from kiosk.hub.studio_forms import (
    LARGEST_TEXT_BYTES,
    ActAsk,
    AllDrafts,
    AllPublished,
    AllStandings,
    At,
    KeepAsk,
    Kept,
    Live,
    PublishAsk,
    PublishedForm,
    ServiceName,
    TextForm,
)
from kiosk.officers.roll import Refused
from kiosk.running import Running
from kiosk.studio.book import TOO_LONG, KeptDraft, Newer
from kiosk.studio.releases import Published, Standing

F = TypeVar("F", bound=Form)
What = Literal["approve", "withdraw", "roll_back", "retire"]

FIRST_S = 5.0
"""So long a studio that opens waits for the hub, before it opens without."""


class StudioLine:
    """Keeps the connection up while the studio is open, or the portal serves."""

    def __init__(self, kept: KeptUp, line: HubLine) -> None:
        self._kept, self._line = kept, line
        self._running = Running(lambda: kept.run(self._talk))
        self._there = asyncio.Event()

    async def start(self) -> None:
        """Begin; what cannot be reached yet is tried again for as long as it takes."""
        await self._running.start()
        try:
            async with asyncio.timeout(FIRST_S):
                await self._there.wait()
        except TimeoutError:
            return

    async def close(self) -> None:
        """End it."""
        await self._running.close()

    async def _talk(self, link: Link) -> None:
        self._kept.welcomed()
        self._line.opened(link)
        self._there.set()
        try:
            while True:
                said = wire.to_desk(await link.receive())
                if isinstance(said, wire.ForBoth):
                    self._line.heard(said)
        finally:
            self._line.closed()


class HallReleaseBook:
    """See ReleaseBook. A text is fetched once: it never changes."""

    def __init__(self, line: HubLine) -> None:
        self._line = line
        self._texts: dict[str, str] = {}

    async def releases(self, service: str) -> tuple[Published, ...]:
        """All of a service, by number."""
        found = await _asked(self._line, "releases", ServiceName(service=service), AllPublished)
        return tuple([await self._whole(form) for form in found.releases])

    async def standings(self) -> tuple[Standing, ...]:
        """How each service stands now."""
        found = await _asked(self._line, "standings", Nothing(), AllStandings)
        return tuple(form.value() for form in found.standings)

    async def live(self, moment: datetime) -> Mapping[str, int]:
        """The number in force of each service that is offered then."""
        return (await _asked(self._line, "live", At(moment=moment), Live)).live

    async def publish(
        self,
        service: str,
        source: str,
        by: str,
        *,
        based_on: int | None = None,
        starts_on: date | None = None,
    ) -> Published:
        """One release more."""
        _must_fit(source)
        ask = PublishAsk(officer=by, service=service, source=source, based_on=based_on, starts_on=starts_on)
        return await self._whole(await _asked(self._line, "publish", ask, PublishedForm))

    async def approve(self, service: str, number: int, by: str) -> None:
        """By a second person."""
        await self._act("approve", service, number, by)

    async def withdraw(self, service: str, number: int, by: str) -> None:
        """Before it begins."""
        await self._act("withdraw", service, number, by)

    async def roll_back(self, service: str, number: int, by: str) -> None:
        """To one that was in force."""
        await self._act("roll_back", service, number, by)

    async def retire(self, service: str, by: str) -> None:
        """Not offered any more."""
        await self._act("retire", service, 0, by)

    async def _act(self, what: What, service: str, number: int, by: str) -> None:
        await _asked(
            self._line, "act", ActAsk(officer=by, what=what, service=service, number=number), Nothing
        )

    async def _whole(self, form: PublishedForm) -> Published:
        if form.sha256 not in self._texts:
            wanted = Wanted(service=form.service, number=form.number)
            self._texts[form.sha256] = (await _asked(self._line, "text", wanted, TextForm)).source
        return form.value(self._texts[form.sha256])


class HallDraftBook:
    """See DraftBook."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def drafts(self) -> tuple[KeptDraft, ...]:
        """All of them, by service."""
        return tuple(
            form.value() for form in (await _asked(self._line, "drafts", Nothing(), AllDrafts)).drafts
        )

    async def keep(self, service: str, text: str, based_on: int, revision: int, by: str) -> KeptDraft:
        """Save it. Raises ``Newer`` and ``Refused``; see DraftBook."""
        _must_fit(text)
        kept = await self._keep(service, text, based_on, revision, by)
        assert kept is not None
        return kept

    async def drop(self, service: str, revision: int, by: str) -> None:
        """Drop it. Raises ``Newer`` and ``Refused``; see DraftBook."""
        await self._keep(service, None, 0, revision, by)

    async def _keep(
        self, service: str, text: str | None, based_on: int, revision: int, by: str
    ) -> KeptDraft | None:
        ask = KeepAsk(officer=by, service=service, text=text, based_on=based_on, revision=revision)
        answer = await _asked(self._line, "keep", ask, Kept)
        kept = None if answer.draft is None else answer.draft.value()
        if not answer.done:
            raise Newer(kept)
        return kept


def _must_fit(text: str) -> None:
    if len(text.encode()) > LARGEST_TEXT_BYTES:
        raise Refused(TOO_LONG)


async def _asked(line: HubLine, what: str, body: Form, answer: type[F]) -> F:
    try:
        return await line.ask(f"studio.{what}", body, answer)
    except NotAnswered as refused:
        raise Refused(refused.reason) from None
