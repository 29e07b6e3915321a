"""A printer that keeps its promises, whatever the one inside does: it answers in time, or failed."""

from __future__ import annotations

import asyncio

import structlog

from kiosk.devices.slip import OfPaper, PrintFailed, SlipPrinter

PRINT_S = 15.0
READY_S = 15.0
"""Longer than any printer's own limit."""

log = structlog.get_logger(__name__)


class GuardedPrinter:
    """Hands over to ``printer``; whatever it raises, and that it does not answer, is a PrintFailed."""

    def __init__(self, printer: SlipPrinter, print_s: float = PRINT_S, ready_s: float = READY_S) -> None:
        self.inside = printer
        self._print_s, self._ready_s = print_s, ready_s

    @property
    def out_of_paper(self) -> bool:
        """Whether the one inside said so when it was last asked; False where it cannot tell."""
        return isinstance(self.inside, OfPaper) and self.inside.out_of_paper

    async def print(self, kind: str, pdf: bytes) -> None:
        """Print a slip. Raises :class:`PrintFailed` alone."""
        try:
            await asyncio.wait_for(self.inside.print(kind, pdf), self._print_s)
        except PrintFailed:
            raise
        except TimeoutError:
            raise PrintFailed(f"no answer within {self._print_s:g} s") from None
        except Exception as error:
            log.exception("printer_unforeseen")
            raise PrintFailed(type(error).__name__) from error

    async def ready(self) -> bool:
        """Whether slips come out; one that does not answer gives none."""
        try:
            return await asyncio.wait_for(self.inside.ready(), self._ready_s)
        except TimeoutError:
            return False
        except Exception:
            log.exception("printer_unforeseen")
            return False
