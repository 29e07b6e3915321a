"""What stands on a slip, and where it is printed. A slip bears no answer of a resident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from kiosk.locales import FIRST


@dataclass(frozen=True)
class SlipLine:
    """A line of a slip. box: with a box to tick."""

    text: str
    style: Literal["body", "title", "number", "note"] = "body"
    box: bool = False


@dataclass(frozen=True)
class Slip:
    """A slip: lines from the top, what its QR code says. kind: for the file's name. locale: its words'."""

    kind: Literal["materials", "receipt", "missing", "appointment", "number"]
    lines: tuple[SlipLine, ...]
    qr: str
    locale: str = FIRST


def on_page(address: str, text: str) -> str:
    """What a picture code says: text for a reader here, after the address of a page for a phone.

    The text stands behind "#", which a browser does not send. address: "" where there is no page.
    """
    return f"{address}#{text}" if address else text


class PrintFailed(Exception):
    """Nothing was printed; the resident is told to note the number or to call."""


class SlipDrawer(Protocol):
    """Draws a slip as PDF, 80 mm wide."""

    def pdf(self, slip: Slip) -> bytes:
        """The PDF file's bytes."""
        ...


class SlipPrinter(Protocol):
    """Prints slips."""

    async def print(self, kind: str, pdf: bytes) -> None:
        """Print. Raises :class:`PrintFailed`."""
        ...

    async def ready(self) -> bool:
        """Whether a slip would come out now, as far as is known; True where none is meant to."""
        ...


@runtime_checkable
class OfPaper(Protocol):
    """A printer that tells paper from the rest."""

    @property
    def out_of_paper(self) -> bool:
        """Whether it said so when it was last asked."""
        ...
