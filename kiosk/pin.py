"""PINs, hashed by argon2id with the parameters that RFC 9106 gives for machines with little memory."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY


class PinHasher:
    """Hashes and compares; each takes some 50 ms of one core and 64 MiB: not for the store's own thread."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobody = ""

    def hashed(self, pin: str) -> str:
        """With a salt of its own."""
        return self._hasher.hash(pin)

    def right(self, hashed: str | None, pin: str) -> bool:
        """Whether it is the PIN. For ``None``, nobody's, it takes as long, so that time tells no number."""
        if hashed is None:
            self._nobody = self._nobody or self._hasher.hash("")
        try:
            self._hasher.verify(self._nobody if hashed is None else hashed, pin)
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None

    def outdated(self, hashed: str) -> bool:
        """Whether it was hashed with other parameters than today's."""
        return self._hasher.check_needs_rehash(hashed)
