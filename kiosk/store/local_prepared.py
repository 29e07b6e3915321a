"""Forms prepared at home, in the local store."""

from __future__ import annotations

from kiosk.cases.prepared import Kept, NotOpened, Opened, PreparedForm
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


def _opened(told: Opened | NotOpened) -> Opened:
    if isinstance(told, NotOpened):
        raise told
    return told
