"""The command that opens the studio, and what it is put together from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli import desk_wiring
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.flow.load import Release
    from kiosk.flow.problem import Problem
    from screens.studio.parts import StudioParts

LANGUAGES = {"zh_CN": "中文", "en": "English"}


def studio_parts(settings: Settings) -> StudioParts:
    """What the studio's window is made of, on this machine's store."""
    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.paths import Paths
    from screens.studio.parts import StudioParts

    paths = Paths.here()
    store = desk_wiring.desk_store(settings)

    async def live() -> tuple[Release, ...]:
        return await asyncio.to_thread(outfit.load_releases, settings.flows)

    return StudioParts(
        words=outfit.load_words(paths.locales)[settings.locale],
        locales=tuple((locale, LANGUAGES[locale]) for locale in outfit.LOCALES),
        roll=store.studio_officers,
        drafts=store.drafts,
        live=live,
        check=_check,
        told=lambda problem: problem.message,
        clock=SystemClock(),
        fonts=paths.fonts,
        icons=paths.icons,
        start=store.start,
        close=store.close,
        lock_after_s=settings.desk_lock_after_s,
    )


async def _check(text: str, file: str) -> tuple[Problem, ...]:
    return await asyncio.to_thread(problems_of, text, file)


def problems_of(text: str, file: str) -> tuple[Problem, ...]:
    """All problems of a service's text, those too that keep it from being read."""
    from kiosk import outfit
    from kiosk.flow.check import check
    from kiosk.flow.load import load_bytes
    from kiosk.flow.problem import FlowFileError

    try:
        release = load_bytes(text.encode(), Path(file))
    except FlowFileError as error:
        return tuple(error.problems)
    locales: Sequence[str] = outfit.LOCALES
    return check(release, locales)
