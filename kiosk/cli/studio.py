"""The command that opens the studio, and what it is put together from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli import desk_wiring, wiring
from kiosk.locales import OWN_NAME, found
from kiosk.paths import Paths
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.flow.problem import Problem
    from kiosk.officers.roll import DeskRoll
    from kiosk.studio.book import DraftBook
    from kiosk.studio.releases import ReleaseBook
    from screens.studio.parts import Offered, StudioParts


def studio_parts(settings: Settings) -> StudioParts:
    """What the studio's window is made of: with a desk's key the hall's services, else this machine's."""
    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.flow.problem import told
    from kiosk.studio.naming import named
    from screens.studio.parts import StudioParts

    paths = Paths.here()
    at_hub = settings.hub_url is not None and settings.desk_key is not None
    kept = _at_hub(settings) if at_hub else _here(settings)
    words = outfit.load_words(paths.locales, settings.locales)
    staff = words[settings.locale]
    return StudioParts(
        words=staff,
        locales=tuple((each, words[each].say(OWN_NAME)) for each in settings.locales),
        roll=kept.roll,
        drafts=kept.drafts,
        releases=kept.releases,
        services=partial(services, kept.releases),
        check=partial(_check, settings.locales),
        lay_out=_lay_out,
        told=lambda problem, data: told(named(problem, data, staff), staff),
        show_preview=_show_preview,
        clock=SystemClock(),
        fonts=paths.fonts,
        icons=paths.icons,
        start=kept.start,
        close=kept.close,
        lock_after_s=settings.desk_lock_after_s,
    )


@dataclass(frozen=True)
class _Kept:
    """Where services are kept, and who may shape them."""

    roll: DeskRoll
    drafts: DraftBook
    releases: ReleaseBook
    start: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


def _here(settings: Settings) -> _Kept:
    store = desk_wiring.desk_store(settings)
    return _Kept(store.studio_officers, store.drafts, store.releases, store.start, store.close)


def _at_hub(settings: Settings) -> _Kept:
    from random import Random

    from kiosk.clock import SystemClock
    from kiosk.hub.desk_roll import HubRoll
    from kiosk.hub.hub_line import HubLine
    from kiosk.hub.kept_up import KeptUp
    from kiosk.hub.link import websocket
    from kiosk.hub.part import Part
    from kiosk.hub.studio_line import HallDraftBook, HallReleaseBook, StudioLine

    url, known, line = settings.hub_url, wiring.claimant(settings, Part.DESK), HubLine()
    assert url is not None
    kept = KeptUp(lambda: websocket(url, known, Part.DESK, studio=True), SystemClock(), Random())  # noqa: S311
    open_line = StudioLine(kept, line)
    return _Kept(
        HubRoll(line, "studio"), HallDraftBook(line), HallReleaseBook(line), open_line.start, open_line.close
    )


async def services(book: ReleaseBook) -> tuple[Offered, ...]:
    """Every service there is a release of, in the order of the home page.

    A draft begins from the release that comes last in force. What does not load any more is left out: the
    kiosk does so too, and doctor tells of it.
    """
    from kiosk.flow.load import load_bytes
    from kiosk.flow.problem import FlowFileError
    from screens.studio.parts import Offered

    offered: list[Offered] = []
    for standing in await book.standings():
        releases = {one.number: one for one in await book.releases(standing.service)}
        wanted = [number for number, _ in standing.scheduled] or [standing.live or 0]
        base = releases.get(wanted[-1]) or releases[max(releases)]
        try:
            release = await asyncio.to_thread(load_bytes, base.source.encode(), Path(f"{base.service}.yaml"))
        except FlowFileError:
            continue
        offered.append(Offered(release, standing.live or 0))
    return tuple(sorted(offered, key=lambda one: (one.release.flow.order, one.release.flow.id)))


async def _show_preview(text: str, step: str, every_way: bool, opened: Callable[[], None]) -> bool:
    from kiosk import outfit
    from kiosk.child.window import shown
    from kiosk.cli.preview import OPEN

    options = [*(("--step", step) if step else ()), *(("--try-all",) if every_way else ())]
    came_up = False

    def said(line: str) -> None:
        nonlocal came_up
        if line == OPEN:
            came_up = True
            opened()

    await shown(outfit.kiosk_command("flows", "preview", "-", *options), text, said)
    return came_up


async def _check(locales: Sequence[str], text: str, file: str) -> tuple[Problem, ...]:
    return await asyncio.to_thread(problems_of, text, file, locales)


async def _lay_out(text: str, file: str) -> tuple[Problem, ...]:
    from kiosk.cli.laying_out import lay_out
    from kiosk.flow.laid_out import misfit_problems
    from kiosk.flow.load import load_bytes

    release = await asyncio.to_thread(load_bytes, text.encode(), Path(file))
    return await asyncio.to_thread(misfit_problems, release, await lay_out(release))


def problems_of(text: str, file: str, locales: Sequence[str]) -> tuple[Problem, ...]:
    """All problems of a service's text, those too that keep it from being read."""
    from kiosk.flow.check import check
    from kiosk.flow.load import load_bytes
    from kiosk.flow.problem import FlowFileError
    from kiosk.outfit import icon_names

    paths = Paths.here()
    try:
        release = load_bytes(text.encode(), Path(file))
    except FlowFileError as error:
        return tuple(error.problems)
    return check(release, locales, known=found(paths.locales), icons=icon_names(paths.icons))
