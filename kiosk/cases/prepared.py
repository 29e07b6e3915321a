"""Forms that residents fill in at home and finish at a kiosk: what is kept, and who may open it.

A form lies for :data:`LIES` and is then wiped. It is opened with six digits, or with the secret of its
picture code. Whether digits need a proof beside them is told by the first of them, so that asking for the
proof tells nobody whether a form lies there.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.cases.proof import LAST, endings
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import Answer, Wish
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.message import Message

LIES = timedelta(days=7)
"""So long a form lies; then nothing personal of it is left where it lay. Sealed copies in backups and in the
second log go when those go (see docs/security.md)."""

RESTS = timedelta(days=30)
"""So long after a form's end its digits are not given again: an old note opens no stranger's form."""

CODE_DIGITS = 6
PROOF_LENGTH = LAST
"""Characters: the end of an identity number, digits or an X."""

OPEN, PROVEN = "0123456", "789"
"""What codes begin with that open by themselves, and those that ask for a proof."""

SECRET_BYTES = 24
"""Of chance, in the picture code: 192 bits."""

MOST_OF_A_KIND = 20_000
"""So many codes of a kind are given at a time at most, those that rest counted in."""


@dataclass(frozen=True)
class PreparedForm:
    """Answers given at home, under the release they were given for; flow_source: its text, word for word.

    answers: by step id, in the flow's order. The private wish is never among them: ValueError.
    """

    service: str
    flow_version: int
    flow_sha256: str
    locale: str
    flow_source: str = field(repr=False)
    answers: Mapping[str, Answer] = field(repr=False)

    def __post_init__(self) -> None:
        if any(isinstance(value, Wish) for value in self.answers.values()):
            raise ValueError("the private wish is asked at the kiosk alone")

    @classmethod
    def of(cls, release: Release, run: FlowRun, locale: str) -> PreparedForm:
        """As a run at home stands now."""
        return cls(
            service=release.flow.id,
            flow_version=release.flow.version,
            flow_sha256=release.sha256,
            locale=locale,
            flow_source=release.source,
            answers=run.answers(),
        )

    def proofs(self) -> frozenset[str]:
        """The ends of the identity numbers in it: each of them proves who fills it in."""
        return endings(self.answers)


@dataclass(frozen=True)
class Kept:
    """What the resident takes along. code: six digits. secret: for the picture code, safe in a URL.

    id: for :meth:`PreparedForms.drop`. until: in UTC.
    """

    id: str
    code: str = field(repr=False)
    secret: str = field(repr=False)
    until: datetime

    @property
    def asks_proof(self) -> bool:
        """Whether the kiosk will ask for the end of the identity number too."""
        return asks_proof(self.code)


@dataclass(frozen=True)
class Opened:
    """A form that was opened. It lies on until it is dropped, or its time is over."""

    id: str
    form: PreparedForm


class NotOpened(Exception):
    """It was not opened. ``message`` is the same whether a form lies there or not, and says what to do.

    wait_s: so many seconds nothing more is looked at from there; 0: it may be tried again.
    """

    def __init__(self, wait_s: int = 0) -> None:
        self.message = Message("prepared.wait" if wait_s else "prepared.wrong")
        self.wait_s = wait_s
        super().__init__(self.message.id)


class TooMany(Exception):
    """No more forms are kept at present: so many lie that codes would be easy to guess."""


class PreparedForms(Protocol):
    """Where prepared forms lie: on this machine, or at the hall's hub.

    asker: who opens, a kiosk's number or the like; wrong tries are counted for each, and for all together.
    Each method returns only after its change is committed. All raise ``StoreFailed`` where it is not.
    """

    async def keep(self, form: PreparedForm) -> Kept:
        """Keep a form; each time it is kept anew. Raises :class:`TooMany`."""
        ...

    async def open(self, code: str, proof: str, asker: str) -> Opened:
        """By the digits. proof: the end of the identity number, empty where :func:`asks_proof` says no.

        Raises :class:`NotOpened`.
        """
        ...

    async def open_by_secret(self, secret: str, asker: str) -> Opened:
        """By the picture code; a secret is never guessed, so it is looked at however many tries were wrong.

        Raises :class:`NotOpened`.
        """
        ...

    async def drop(self, form_id: str) -> None:
        """It was handed in, or is not wanted any more: nothing of it stays. Again it changes nothing."""
        ...


def asks_proof(code: str) -> bool:
    """Whether these digits need the end of an identity number beside them; told by the digits alone."""
    return code[:1] in PROVEN


def new_code(proven: bool, below: Callable[[int], int] = secrets.randbelow) -> str:
    """Six digits of chance. proven: see :func:`asks_proof`. below: draws a number under its argument."""
    first = PROVEN if proven else OPEN
    rest = CODE_DIGITS - 1
    return first[below(len(first))] + str(below(10**rest)).zfill(rest)


def new_secret() -> str:
    """A secret of chance, safe in a URL."""
    return secrets.token_urlsafe(SECRET_BYTES)


def is_code(text: str) -> bool:
    """Whether it could be a code."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()


class LaterForms:
    """Prepared forms that can be reached only later. find: gives them; until it is set nothing is there."""

    def __init__(self) -> None:
        self.find: Callable[[], PreparedForms] | None = None

    async def keep(self, form: PreparedForm) -> Kept:
        """See PreparedForms."""
        return await self._found().keep(form)

    async def open(self, code: str, proof: str, asker: str) -> Opened:
        """See PreparedForms."""
        return await self._found().open(code, proof, asker)

    async def open_by_secret(self, secret: str, asker: str) -> Opened:
        """See PreparedForms."""
        return await self._found().open_by_secret(secret, asker)

    async def drop(self, form_id: str) -> None:
        """See PreparedForms."""
        await self._found().drop(form_id)

    def _found(self) -> PreparedForms:
        if self.find is None:
            raise StoreFailed(Trouble.AWAY, "not yet there")
        return self.find()
