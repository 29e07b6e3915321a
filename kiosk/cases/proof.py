"""How a resident proves that an appointment is theirs, and how it is found without keeping who they are."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kiosk.flow.answer import Answer, CardLaid, IdentityNo

CODE_DIGITS = 6
LAST = 4
"""So many characters at the end of an identity number or a telephone number."""

FORGETS = timedelta(minutes=10)
"""So long after the last wrong try one is forgotten, and one more after as long again: never all at once, and
none for a right one, which whoever guesses could make with an appointment of their own."""

_LAST = re.compile(r"[0-9]{3}[0-9X]", re.ASCII)
_CODE = re.compile(rf"[0-9]{{{CODE_DIGITS}}}", re.ASCII)


@dataclass(frozen=True)
class Proof:
    """One of three: the identity number from the card; the booking code with the last four characters of
    what it was booked with; or, to check in alone, those four with the time for which it was booked.

    at: where it is tried, such as a kiosk's number: wrong tries are counted there too. home: the address of
    whoever tries from home, each of which counts for itself; of it no more is kept than a hash. A card is no
    guess: it is never counted, and never made to wait.
    """

    at: str
    identity: str = ""
    code: str = ""
    last_four: str = ""
    begins: time | None = None
    home: str = ""

    def __repr__(self) -> str:
        return f"Proof(at={self.at!r})"

    @property
    def guessed_at(self) -> bool:
        """Whether somebody could come to it by trying."""
        return not self.identity

    @property
    def by_code(self) -> bool:
        """The booking code, with the last four."""
        return is_code(self.code) and is_last_four(self.last_four)

    @property
    def by_time(self) -> bool:
        """The last four with the time, which is enough to check in only."""
        return bool(not self.code and self.begins is not None and _LAST.fullmatch(self.last_four))


def is_code(text: str) -> bool:
    """Whether it could be a booking code."""
    return bool(_CODE.fullmatch(text))


def is_last_four(text: str) -> bool:
    """Whether it could be the end of an identity number or of a telephone number."""
    return bool(_LAST.fullmatch(text))


def endings(answers: Mapping[str, Answer]) -> frozenset[str]:
    """The ends of all identity numbers among answers, typed in or read from a card."""
    found = [value.number for value in answers.values() if isinstance(value, IdentityNo)]
    cards = [value.card for value in answers.values() if isinstance(value, CardLaid)]
    found += [card.identity_number for card in cards if card is not None]
    return frozenset(number[-LAST:].upper() for number in found)


def one_more_wrong(failures: int, failed_at: datetime, now: datetime) -> int:
    """So many wrong tries count with another one now. A clock that was set back forgets none."""
    return max(0, failures - max(0, (now - failed_at) // FORGETS)) + 1


class Finder:
    """Turns what residents prove themselves with into what is kept of it: hashes under a key.

    Without the key nobody can try all 10,000 endings, or all identity numbers of a district. key: 32 bytes,
    of this store or hall alone, and kept sealed.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def person(self, identity: str, phone: str) -> str:
        """Whoever has this identity number; where there is none, this telephone number."""
        return self._hash("identity", identity) if identity else self._hash("phone", phone)

    def last_four(self, number: str) -> str | None:
        """The end of an identity or telephone number."""
        return self._hash("last", number[-LAST:].upper()) if number else None

    def code(self, code: str) -> str:
        """A booking code."""
        return self._hash("code", code)

    def spot(self, name: str) -> str:
        """Where appointments are made; the address of somebody's home is not kept either."""
        return self._hash("spot", name)

    def counts(self, proof: Proof) -> tuple[str, ...]:
        """The names under which a wrong try with it is counted; none for what is no guess."""
        if not proof.guessed_at:
            return ()
        at = f"home {self._hash('home', f'{proof.at} {proof.home}')}" if proof.home else f"at {proof.at}"
        return (at, f"code {self.code(proof.code)}") if proof.by_code else (at,)

    def _hash(self, what: str, text: str) -> str:
        return hmac.new(self._key, f"{what}\0{text}".encode(), hashlib.sha256).hexdigest()


def new_key() -> bytes:
    """A key for a :class:`Finder`."""
    return secrets.token_bytes(32)


def new_code() -> str:
    """A booking code of chance: digits only, as everything an elderly resident has to type."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
