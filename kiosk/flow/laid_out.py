"""What becomes of a service's texts on the real screens: laid out elsewhere, told here as problems."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from kiosk.flow.handling import HANDLING
from kiosk.flow.load import Release
from kiosk.flow.problem import Problem, in_order, wrong
from kiosk.flow.rules import Written, texts
from kiosk.flow.source import Where, read

BEGINNING = 24
"""So many characters of a text are quoted."""
SIZES = ("standard", "caring", "largest")
"""From the smallest letters to the largest."""


class Rule(StrEnum):
    """What keeps a text from fitting."""

    CUT = "cut"
    OVERLAP = "overlap"
    OUTSIDE = "outside"
    CROWDED = "crowded"
    """What is to be touched becomes too small, too near to something else, or out of reach."""
    LINES = "lines"
    """Its lines are too long to be read."""
    PAGES = "pages"


class Stand(StrEnum):
    """How the panel stands, and who is before it."""

    UPRIGHT = "upright"
    UPRIGHT_SITTING = "upright_sitting"
    WIDE = "wide"
    WIDE_SITTING = "wide_sitting"


class Misfit(BaseModel):
    """A text that does not fit in one look. where: the text's place, without its locale."""

    model_config = ConfigDict(frozen=True)

    where: tuple[str | int, ...]
    locale: str
    size: str
    stand: Stand
    rule: Rule


class LaidOut(BaseModel):
    """misfits: each once. looks, screens, pages: so many were laid out; a screen counts once in each look.

    shown: the places of the texts that were met on a page. left_out: states of steps that were not laid out,
    because all that they show was seen in others.
    """

    model_config = ConfigDict(frozen=True)

    misfits: tuple[Misfit, ...] = ()
    looks: int = 0
    screens: int = 0
    pages: int = 0
    shown: frozenset[tuple[str | int, ...]] = frozenset()
    left_out: int = 0

    def with_other(self, other: LaidOut) -> LaidOut:
        """Together with another share of the same service."""
        return LaidOut(
            misfits=tuple(dict.fromkeys((*self.misfits, *other.misfits))),
            looks=max(self.looks, other.looks),
            screens=self.screens + other.screens,
            pages=self.pages + other.pages,
            shown=self.shown | other.shown,
            left_out=max(self.left_out, other.left_out),
        )


class NotLaidOut(Exception):
    """The texts could not be laid out: whether they fit is not known."""


LayOut = Callable[[Release], Awaitable[LaidOut]]
"""Lays a service's texts out, off this thread. Raises :class:`NotLaidOut`; cancelled, it stops at once."""


def misfit_problems(release: Release, laid: LaidOut) -> tuple[Problem, ...]:
    """A problem for each text that does not fit, at the text's own line, in the file's order.

    Of several looks the one with the smallest letters is told: whoever mends that may have mended all.
    """
    written = Written(release.flow, read(release.source, release.path.name))
    said = dict(texts(release.flow))
    least: dict[tuple[Where, str], Misfit] = {}
    for misfit in sorted(laid.misfits, key=lambda m: SIZES.index(m.size)):
        least.setdefault((misfit.where, misfit.locale), misfit)
    found = []
    for (where, locale), misfit in least.items():
        text = " ".join(said[where].in_(locale).split())
        quoted = text if len(text) <= BEGINNING else f"{text[:BEGINNING].rstrip()}…"
        message = wrong(
            "does_not_fit",
            text=quoted,
            locale=locale,
            rule=misfit.rule,
            letters=misfit.size,
            stand=misfit.stand,
        )
        found.append(written.error((*where, locale) if locale in said[where].root else where, message))
    return in_order(found)


def never_shown(release: Release, laid: LaidOut) -> tuple[str, ...]:
    """The fields of the texts that no screen showed, so that nothing is known of them."""
    return tuple(".".join(map(str, where)) for where in _to_be_shown(release) if where not in laid.shown)


def _to_be_shown(release: Release) -> Iterator[Where]:
    """All texts but those that are only heard, the short names where no answer is named on the review, and
    those for the window and the notice sheet."""
    for where, _ in texts(release.flow):
        if where[-1] not in ("spoken", "label") and where[0] not in HANDLING:
            yield where


def together(shares: Iterable[LaidOut]) -> LaidOut:
    """All shares of one service."""
    whole = LaidOut()
    for share in shares:
        whole = whole.with_other(share)
    return whole
