"""Who a browser is: a random number in a cookie, and the mark by which its forms are known as ours."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

_BYTES = 32
_ID = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Visitor:
    """id: random. fresh: it has yet to be told to the browser."""

    id: str
    fresh: bool


class Visitors:
    """secure: the browser reaches the portal over TLS. The secret lives as long as the program.

    name: of the cookie. from_elsewhere: when it is sent along with what begins at another site: ``lax`` where
    a link is followed, ``strict`` never.
    """

    def __init__(
        self, *, secure: bool, name: str = "visit", from_elsewhere: Literal["lax", "strict"] = "lax"
    ) -> None:
        self._secure, self._samesite = secure, from_elsewhere
        self._secret = secrets.token_bytes(_BYTES)
        self.cookie = f"__Host-{name}" if secure else name

    def of(self, request: Request) -> Visitor:
        """Who asks; somebody new where the cookie is none of ours."""
        id = request.cookies.get(self.cookie, "")
        return Visitor(id, fresh=False) if _ID.fullmatch(id) else self.new()

    @staticmethod
    def new() -> Visitor:
        """Somebody whom nobody knows yet: begun with each form, so that no number set by others is used."""
        return Visitor(secrets.token_urlsafe(_BYTES), fresh=True)

    def mark(self, visitor: Visitor) -> str:
        """What a form of this visitor bears (against forms of other sites)."""
        return hmac.digest(self._secret, visitor.id.encode(), "sha256").hex()

    def is_mark(self, visitor: Visitor, mark: str) -> bool:
        """Whether a form that was sent bears it."""
        return hmac.compare_digest(self.mark(visitor).encode(), mark.encode())

    def tell(self, response: Response, visitor: Visitor) -> None:
        """Give the browser its cookie: for this site alone, out of reach of scripts."""
        response.set_cookie(
            self.cookie, visitor.id, path="/", secure=self._secure, httponly=True, samesite=self._samesite
        )

    def forget(self, response: Response) -> None:
        """Take it back."""
        response.delete_cookie(
            self.cookie, path="/", secure=self._secure, httponly=True, samesite=self._samesite
        )
