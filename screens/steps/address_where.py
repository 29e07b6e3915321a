"""Where in the tree of divisions a resident is who picks a place; it knows nothing of pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.writing.aids import Places
from kiosk.writing.divisions import Division, Divisions, Found

NEAR, PROVINCES = "near", "provinces"
"""Lists that are no division's: the towns round the kiosk, and the provinces."""


@dataclass(frozen=True)
class Option:
    """Something to pick. names: from the province down. opens: there is more to pick within it."""

    name: str
    names: tuple[str, ...]
    code: str = ""
    latin: str = ""
    opens: bool = False


class Where:
    """The list that is shown, the ones it was reached by, and what is picked.

    chosen: the names of what is picked, from the province down; () is an address written whole, None is
    nothing yet. trail: the lists from the first one on; a list is NEAR, PROVINCES or a division's code.
    """

    def __init__(self, divisions: Divisions, places: Places) -> None:
        self._divisions, self._places = divisions, places
        self.trail: tuple[str, ...] = (NEAR,)
        self.chosen: tuple[str, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether there is a table of the country, so that places elsewhere can be picked too."""
        return bool(self._divisions.near)

    @property
    def shown(self) -> str:
        """The list that is shown."""
        return self.trail[-1]

    @property
    def province(self) -> Division | None:
        """The province where the kiosk stands."""
        return next(iter(self._divisions.path(self._divisions.near)), None)

    def options(self) -> tuple[Option, ...]:
        """What can be picked in the list that is shown."""
        if self.shown == NEAR:
            latin = {d.name: d.latin for d in self._divisions.children(self._divisions.near)}
            here = self._places.divisions
            return tuple(Option(t, (*here, t), latin=latin.get(t, "")) for t in self._places.towns)
        if self.shown == PROVINCES:
            home = self.province
            found = [d for d in self._divisions.provinces() if d != home]
        else:
            found = list(self._divisions.children(self.shown))
        above = self._names(self.shown)
        return tuple(
            Option(d.name, (*above, d.name), d.code, d.latin, bool(self._divisions.children(d.code)))
            for d in found
        )

    def path(self) -> tuple[Division, ...]:
        """The division whose parts are shown, from the province down; () for the first lists."""
        return self._divisions.path(self.shown) if self.shown not in (NEAR, PROVINCES) else ()

    def _names(self, code: str) -> tuple[str, ...]:
        return tuple(d.name for d in self._divisions.path(code)) if code not in (NEAR, PROVINCES) else ()

    # --- moving -------------------------------------------------------------------------------

    def pick(self, name: str) -> bool:
        """Pick an option of the list; True where this opened another list."""
        option = next(o for o in self.options() if o.name == name)
        self.chosen = option.names
        if option.opens:
            self.trail = (*self.trail, option.code)
        return option.opens

    def open_districts(self) -> None:
        """Show the districts of the province where the kiosk stands."""
        if self.province is not None:
            self._open(self.province.code)

    def open_provinces(self) -> None:
        """Show the other provinces."""
        self._open(PROVINCES)

    def _open(self, code: str) -> None:
        self.trail = (*self.trail, code)
        self.chosen = self._names(code) or None

    def up(self) -> bool:
        """Back to the list before; False where there is none."""
        if len(self.trail) == 1:
            return False
        self.trail = self.trail[:-1]
        self.chosen = self._names(self.shown) or None
        return True

    def take_found(self, found: Found) -> bool:
        """Go to a division that was searched for; True where there is more to pick within it."""
        division = found.division
        path = self._divisions.path(division.code)
        self.chosen = tuple(d.name for d in path)
        lists = [d.code for d in path if d.code != division.code]
        more = bool(self._divisions.children(division.code))
        home = NEAR if self.chosen[:-1] == self._places.divisions else PROVINCES
        self.trail = (NEAR,) if home == NEAR else (NEAR, *lists)
        if more:
            self.trail = (NEAR, *lists, division.code)
        return more

    def take_names(self, names: Sequence[str]) -> bool:
        """Show where an earlier answer was picked; False where the tree does not have it so."""
        names = tuple(names)
        if names[:-1] == self._places.divisions and names[-1:] and names[-1] in self._places.towns:
            self.trail, self.chosen = (NEAR,), names
            return True
        division = self._divisions.find(names)
        if division is None:
            return False
        self.take_found(Found(division))
        return True


SHORTEST = 3
"""Characters of a name that has no room whole; its list shows it in full."""


def short(name: str) -> str:
    """A province or county in two or three characters, to tell apart places of the same name."""
    for kind in (
        "特别行政区",
        "维吾尔自治区",
        "回族自治区",
        "壮族自治区",
        "自治区",
        "新区",
        "省",
        "市",
        "区",
        "县",
    ):
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name.removesuffix(kind)
    return name


def told_found(divisions: Divisions, found: Found, latin: bool) -> tuple[str, ...]:
    """How a hit can be told apart on its key, the longest way first.

    A place near the kiosk needs nothing but its name; one elsewhere its province, a township its county too.
    """
    division = found.division
    cut = f"{division.name[:SHORTEST]}…"
    path = divisions.path(division.code)[:-1]
    near = division.code.startswith(divisions.near) or divisions.near.startswith(division.code)
    if latin:
        name = f"{division.latin} {division.name}"
        above = [d.latin for d in (path[-1:] if path else ())]
        return (*((f"{name}, {above[0]}",) if above and not near else ()), name, division.name, cut)
    above = [short(d.name) for d in (*path[:1], *(path[1:][-1:] if len(division.code) > 6 else ()))]
    if path and path[0].code == divisions.near[:2]:
        above = above[1:]
    if near or not above:
        return (division.name, cut)
    return (f"{''.join(above)} {division.name}", f"{above[-1]} {division.name}", division.name, cut)
