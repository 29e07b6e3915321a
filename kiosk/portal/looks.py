"""In which language and how large a page is shown: by a link that was followed, else as it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from kiosk.locales import FIRST, STAND_IN

COOKIE = "look"
"""Holds the language and the size, and nothing else of anybody."""
LARGER, USUAL = "larger", "usual"
_MOST_ASKED = 20
"""Languages of a browser's list that are looked at."""


@dataclass(frozen=True)
class Look:
    """locale: one of those offered. chosen: by this very page's address, so that it is to be remembered."""

    locale: str = FIRST
    larger: bool = False
    chosen: bool = False

    @property
    def cookie(self) -> str:
        """As it is remembered."""
        return f"{self.locale}.{LARGER if self.larger else USUAL}"


class Looks:
    """offered: the locales to choose from, the first of them where nothing is known of the reader."""

    def __init__(self, offered: Sequence[str]) -> None:
        self.offered = tuple(offered)

    def of(self, request: Request) -> Look:
        """Whatever was sent: what makes no sense is passed over."""
        locale, _, size = request.cookies.get(COOKIE, "").partition(".")
        picked, sized = request.query_params.get("lang", ""), request.query_params.get("size", "")
        if picked in self.offered:
            locale = picked
        elif locale not in self.offered:
            locale = self._asked_for(request.headers.get("accept-language", ""))
        if sized in (LARGER, USUAL):
            size = sized
        return Look(locale, size == LARGER, picked in self.offered or sized in (LARGER, USUAL))

    def asked(self, key: str) -> str:
        """What a key asks for, such as ``lang=en``, as a query; "" where it is no other look."""
        name, _, value = key.partition("=")
        known = {"lang": self.offered, "size": (LARGER, USUAL)}.get(name, ())
        return key if value in known else ""

    def _asked_for(self, header: str) -> str:
        """The first offered one in a browser's list (RFC 9110, 12.5.4), the most wanted first."""
        wanted = []
        for place, part in enumerate(header.split(",")[:_MOST_ASKED]):
            name, _, weight = part.strip().partition(";")
            wanted.append((-_weight(weight), place, name.strip().lower()))
        for rank, _, name in sorted(wanted):
            for locale in self.offered:
                if rank < 0 and name.partition("-")[0] == locale.partition("_")[0].lower():
                    return locale
        # Whoever reads other languages alone reads English rather than Chinese.
        reads_others = any(name not in ("", "*") for _, _, name in wanted)
        return STAND_IN if reads_others and STAND_IN in self.offered else self.offered[0]


def _weight(text: str) -> float:
    text = text.strip().lower()
    if not text.startswith("q="):
        return 1.0
    try:
        return min(1.0, max(0.0, float(text[2:])))
    except ValueError:
        return 0.0
