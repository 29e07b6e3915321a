"""Forms prepared at home, in the local store."""

from __future__ import annotations

from datetime import datetime

from kiosk.cases.prepared import Kept, Lying, NotOpened, Opened, PreparedForm, Purged
from kiosk.store.line import Line


class LocalPrepared:
    """See PreparedForms."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def keep(self, form: PreparedForm) -> Kept:
        """Keep a form."""
        return await self._line.run(lambda shelf: shelf.prepared.keep(form))

    async def open(self, code: str, proof: str, asker: str) -> Opened:
        """By the digits."""
        return _opened(await self._line.run(lambda shelf: shelf.prepared.open(code, proof, asker)))

    async def open_by_secret(self, secret: str, asker: str) -> Opened:
        """By the picture code."""
        return _opened(await self._line.run(lambda shelf: shelf.prepared.open_by_secret(secret)))

    async def drop(self, form_id: str) -> None:
        """Nothing of it stays."""
        await self._line.run(lambda shelf: shelf.prepared.drop(form_id))

    async def lying(self) -> Lying:
        """How many there are, and where nothing is looked at."""
        return await self._line.run(lambda shelf: shelf.prepared.lying())

    async def purge(self, by: str, since: datetime, before: datetime, *, codes: bool) -> Purged:
        """Wipe those that were kept from since on and before (both in UTC), on record; what went.

        codes: they do not rest, so that they can be given again at once.
        """
        gone = await self._line.run(lambda shelf: shelf.prepared.purge(by, since, before, codes=codes))
        await self._line.run(lambda shelf: shelf.empty_log())
        return gone

    async def release_codes(self, by: str) -> None:
        """Codes are looked at again at once, on record."""
        await self._line.run(lambda shelf: shelf.prepared.release_codes(by))


def _opened(told: Opened | NotOpened) -> Opened:
    if isinstance(told, NotOpened):
        raise told
    return told
