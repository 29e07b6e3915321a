"""Drafts of services, in the local store."""

from __future__ import annotations

from kiosk.store.line import Line
from kiosk.studio.book import KeptDraft


class LocalDrafts:
    """See DraftBook."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def drafts(self) -> tuple[KeptDraft, ...]:
        """All of them, by service."""
        return await self._line.run(lambda shelf: shelf.drafts.drafts())

    async def keep(self, service: str, text: str, based_on: int, revision: int, by: str) -> KeptDraft:
        """Save it. Raises ``Newer`` and ``Refused``; see DraftBook."""
        return await self._line.run(lambda shelf: shelf.drafts.keep(service, text, based_on, revision, by))

    async def drop(self, service: str, revision: int, by: str) -> None:
        """Drop it. Raises ``Newer`` and ``Refused``; see DraftBook."""
        await self._line.run(lambda shelf: shelf.drafts.drop(service, revision, by))
