"""What the studio is put together from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.officers.roll import DeskRoll
from kiosk.studio.book import DraftBook
from kiosk.studio.releases import ReleaseBook
from kiosk.words import Words
from screens.studio.laying_out import LayOut
from screens.studio.looking import ShowPreview
from screens.studio.problems_view import Told
from screens.studio.work import Check


@dataclass(frozen=True)
class Offered:
    """A service. release: what a draft begins from. live: the number that residents meet; 0: not offered."""

    release: Release
    live: int


@dataclass(frozen=True)
class StudioParts:
    """locales: those that texts are written in, each with its own name. services: all, in their order.

    start, close: open and let go of where drafts are kept. check: see Check. lay_out: see LayOut. told: see
    Told. show_preview: see ShowPreview.
    """

    words: Words
    locales: tuple[tuple[str, str], ...]
    roll: DeskRoll
    drafts: DraftBook
    releases: ReleaseBook
    services: Callable[[], Awaitable[tuple[Offered, ...]]]
    check: Check
    lay_out: LayOut
    told: Told
    show_preview: ShowPreview
    clock: Clock
    fonts: Path
    icons: Path
    start: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    lock_after_s: float
