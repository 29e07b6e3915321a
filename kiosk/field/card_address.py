"""The address on an identity card, which is one string, as divisions and the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from kiosk.field.text import tidy

MOST_LEVELS = 4
_NAMED = re.compile(r".{1,7}?[省市区县旗乡镇]")


class Named(Protocol):
    """A division."""

    @property
    def code(self) -> str:
        """Begins with the code of what it lies in."""
        ...

    @property
    def name(self) -> str:
        """Its name now."""
        ...


class Hit(Protocol):
    """A division found by a name."""

    @property
    def division(self) -> Named:
        """Which it is."""
        ...

    @property
    def formerly(self) -> str:
        """The old name under which it was found; "" where it bears its own."""
        ...


class Tree(Protocol):
    """The country's divisions."""

    def provinces(self) -> Sequence[Named]:
        """The highest level."""
        ...

    def children(self, code: str) -> Sequence[Named]:
        """What lies directly within a division."""
        ...

    def search(self, characters: str) -> Sequence[Hit]:
        """Divisions by their names, the old ones too; those nearby first."""
        ...


def split(address: str, tree: Tree) -> tuple[tuple[str, ...], str]:
    """The names of the divisions from the province down, as they are now, and what stands behind them.

    An old name (崇明县) gives the division that it became. Levels that the card leaves out (江苏省启东市) are
    filled in. Where the beginning names no province, or nothing is left behind the divisions, the address
    stays whole.
    """
    whole = rest = tidy(address).replace(" ", "")
    found: list[Named] = []
    while len(found) < MOST_LEVELS:
        step = _next(rest, found[-1].code if found else "", tree)
        if step is None:
            break
        path, length = step
        found += path
        rest = rest[length:]
    return (tuple(d.name for d in found), rest) if found and rest else ((), whole)


def _next(rest: str, within: str, tree: Tree) -> tuple[list[Named], int] | None:
    """The division with which ``rest`` begins, after those that it leaves out, and how long its name is."""
    level = tree.children(within) if within else tree.provinces()
    here = _begins(rest, level)
    if here is not None:
        return [here], len(here.name)
    former = _formerly(rest, within, level, tree)
    if former is not None:
        return former
    for between in level if len(within) == 2 else ():
        below = _begins(rest, tree.children(between.code))
        if below is not None:
            return [between, below], len(below.name)
    return None


def _begins(rest: str, level: Sequence[Named]) -> Named | None:
    fitting = (d for d in level if rest.startswith(d.name))
    return max(fitting, key=lambda d: len(d.name), default=None)


def _formerly(rest: str, within: str, level: Sequence[Named], tree: Tree) -> tuple[list[Named], int] | None:
    named = _NAMED.match(rest)
    if named is None or not within:
        return None
    for hit in tree.search(named[0]):
        if hit.formerly == named[0] and hit.division.code.startswith(within):
            between = [d for d in level if hit.division.code.startswith(d.code)]
            path = between if hit.division in between else [*between, hit.division]
            return path, len(named[0])
    return None
