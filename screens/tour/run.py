"""Walking the tour, by several processes at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.flow.load import Release
from kiosk.words import Words
from kiosk.writing.aids import WritingAids
from screens.fonts import load_fonts
from screens.shell.parts import Hall
from screens.theme import Panel
from screens.tour.booking import booking_shots
from screens.tour.index import write_index
from screens.tour.pictures import Camera, Looks, Picture, every_look, without_display
from screens.tour.prepared import prepared_shots
from screens.tour.shots import Shot, all_shots
from screens.tour.staff import staff_shots
from screens.tour.states import with_states
from screens.tour.where import where_shots


@dataclass(frozen=True)
class TourParts:
    """What the tour is given. load_*: called in each process."""

    hall: Hall
    panel: Panel
    locales: tuple[str, ...]
    load_words: Callable[[], dict[str, Words]]
    load_releases: Callable[[], tuple[Release, ...]]
    load_aids: Callable[[], WritingAids]
    icons: Path
    fonts: Path
    now: datetime
    today: date
    only: str = ""
    """Take only screens whose "group-name" contains this."""
    looks: tuple[Looks, ...] = field(default=())
    """In place of every look."""


@dataclass(frozen=True)
class _Taken:
    """A picture, in values that pass between processes."""

    at: int
    looks: int
    page: int
    file: str


def shots(parts: TourParts) -> list[Shot]:
    """The screens of this tour, always in the same order."""
    releases = parts.load_releases()
    found = with_states(all_shots(parts.hall, releases, parts.now, parts.today), releases)
    return [
        s
        for s in (
            *found,
            *prepared_shots(),
            *where_shots(parts.hall, parts.today),
            *booking_shots(releases, parts.today),
            *staff_shots(parts.hall, parts.now),
        )
        if parts.only in f"{s.group}-{s.name}"
    ]


def _looks(parts: TourParts) -> list[Looks]:
    return list(parts.looks or every_look(parts.locales, parts.panel))


def _take_some(parts: TourParts, out: Path, share: int, of: int) -> list[_Taken]:
    without_display()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts(parts.fonts)
    camera = Camera(out, parts.hall, parts.load_words(), parts.icons, parts.today)
    aids = parts.load_aids()
    taken = []
    looks = _looks(parts)
    for at, shot in enumerate(shots(parts)):
        if at % of != share:
            continue
        for k, look in enumerate(looks):
            taken += [_Taken(at, k, p.page, p.file.name) for p in camera.take(shot, look, aids)]
    del app
    return taken


def make(parts: TourParts, out: Path, processes: int | None = None) -> Sequence[Picture]:
    """Take all pictures into ``out`` and write its index. Old pictures there are deleted first."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.png"):
        old.unlink()
    without_display()
    count = processes or max(1, os.cpu_count() or 1)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_take_some, parts, out, k, count) for k in range(count)]
        taken = [t for f in futures for t in f.result()]
    found, looks = shots(parts), _looks(parts)
    taken.sort(key=lambda t: (t.at, t.looks, t.page))
    pictures = [Picture(found[t.at], looks[t.looks], t.page, out / t.file) for t in taken]
    write_index(out, pictures)
    return pictures
