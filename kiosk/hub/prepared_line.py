"""The hall's forms prepared at home, as a kiosk or a portal reaches them through the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.cases.prepared import Kept, NotOpened, Opened, PreparedForm, TooMany, is_code
from kiosk.cases.prepared_marks import NotReadable, form_of, form_text
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.hub_line import HubLine
from kiosk.hub.prepared import TOO_MANY, UNREADABLE
from kiosk.hub.prepared_forms import LONGEST_SECRET, ByCode, BySecret, KeepForm, KeptForm, OfForm, OpenedForm

F = TypeVar("F", bound=Form)


class HubPrepared:
    """See PreparedForms; who asks is known to the hub by the connection's key. line: None: not yet there."""

    def __init__(self, line: Callable[[], HubLine | None]) -> None:
        self._line = line

    async def keep(self, form: PreparedForm) -> Kept:
        """Keep a form."""
        told = await self._ask("prepared.keep", KeepForm(form=form_text(form)), KeptForm)
        return Kept(told.id, told.code, told.secret, told.until)

    async def open(self, code: str, proof: str, asker: str) -> Opened:
        """By the digits."""
        if not is_code(code):
            raise NotOpened
        return _opened(await self._ask("prepared.open", ByCode(code=code, proof=proof), OpenedForm))

    async def open_by_secret(self, secret: str, asker: str) -> Opened:
        """By the picture code."""
        if len(secret) > LONGEST_SECRET or "\0" in secret:
            raise NotOpened
        return _opened(await self._ask("prepared.open_by_secret", BySecret(secret=secret), OpenedForm))

    async def drop(self, form_id: str) -> None:
        """Nothing of it stays."""
        await self._ask("prepared.drop", OfForm(id=form_id), Nothing)

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        line = self._line()
        if line is None:
            raise StoreFailed(Trouble.AWAY, "no connection")
        try:
            return await line.ask(what, body, answer)
        except NotAnswered as refused:
            if refused.reason.id == TOO_MANY.id:
                raise TooMany from None
            if refused.reason.id == UNREADABLE.id:
                raise StoreFailed(Trouble.DAMAGED, "a prepared form cannot be read") from None
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None


def _opened(told: OpenedForm) -> Opened:
    if told.id is None:
        raise NotOpened(told.wait_s)
    try:
        return Opened(told.id, form_of(told.form))
    except NotReadable:
        raise StoreFailed(Trouble.DAMAGED, "a prepared form cannot be read") from None
