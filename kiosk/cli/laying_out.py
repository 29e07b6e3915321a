"""Laying services' texts out on the real screens, in processes of their own that are given them by a pipe.

Each lays out a share, without a display whoever started it, and can be killed at any time.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli import wiring
from kiosk.settings import SettingsError, load

if TYPE_CHECKING:
    from kiosk.flow.laid_out import LaidOut
    from kiosk.flow.load import Release

LIMIT_S = 300.0
"""After so long for each service something hangs."""
NICENESS = 10
"""Whoever writes in the studio, and a kiosk on the same machine, come first."""

Share = Annotated[
    str, typer.Option(metavar="K/N", help="The K-th of N shares of each service's screens, from 0.")
]


def lay_out_share(share: Share = "0/1") -> None:
    """Lay out services, each a JSON string on a line of the standard input; print as JSON what does not fit.

    A line for each service.
    """
    from kiosk import outfit
    from kiosk.flow.check import EXAMPLE_DAY
    from kiosk.flow.load import load_bytes
    from kiosk.paths import Paths
    from screens.fit.run import FitParts, lay_out_all
    from screens.theme import Panel
    from screens.tour.hand import pictured_aids

    try:
        number, of = (int(each) for each in share.split("/"))
    except ValueError:
        raise SettingsError(f"--share {share}: it is two numbers, such as 0/2.") from None
    if not 0 <= number < of:
        raise SettingsError(f"--share {share}: the first number is from 0 to {of - 1}.")
    os.nice(NICENESS)
    settings, paths = load(), Paths.here()
    releases = [load_bytes(json.loads(line).encode(), Path("-")) for line in sys.stdin.buffer]
    parts = FitParts(
        hall=wiring.hall(settings),
        panel=Panel(**settings.panel.model_dump()),
        locales=settings.locales,
        words=outfit.load_words(paths.locales, settings.locales),
        aids=pictured_aids(lambda: outfit.load_aids(paths.data)),
        icons=paths.icons,
        fonts=paths.fonts,
        today=EXAMPLE_DAY,
    )
    gc.freeze()  # tables and words stay; what a look leaves behind is collected after it
    gc.disable()
    for laid in lay_out_all(parts, releases, number, of):
        typer.echo(laid.model_dump_json())


async def lay_out(release: Release, processes: int | None = None) -> LaidOut:
    """All of a service. Raises ``NotLaidOut``; cancelled, it ends all that it started before it returns."""
    return (await lay_out_all((release,), processes))[0]


async def lay_out_all(releases: Sequence[Release], processes: int | None = None) -> list[LaidOut]:
    """Several services, each shared among as many processes as there are cores, as :func:`lay_out`.

    The same processes do all of them: each reads its tables and fonts once.
    """
    from kiosk import outfit
    from kiosk.child.window import shown
    from kiosk.flow.laid_out import LaidOut, NotLaidOut, together

    count = processes or os.cpu_count() or 1
    commands = [outfit.kiosk_command("flows", "lay-out", "--share", f"{k}/{count}") for k in range(count)]
    given = "".join(json.dumps(release.source) + "\n" for release in releases)
    said: list[list[str]] = [[] for _ in commands]
    tasks = [
        asyncio.create_task(shown(command, given, lines.append))
        for command, lines in zip(commands, said, strict=True)
    ]
    try:
        async with asyncio.timeout(LIMIT_S * len(releases)):
            await asyncio.gather(*tasks)
        shares = [[LaidOut.model_validate_json(line) for line in lines] for lines in said]
        return [together(each) for _, *each in zip(releases, *shares, strict=True)]
    except (OSError, ValueError) as amiss:  # it did not start, hung, or said nothing whole
        raise NotLaidOut from amiss
    finally:
        for task in tasks:
            if not task.cancelling():  # a second time would keep it from ending its process
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def laid_out(releases: Sequence[Release]) -> list[tuple[Release, LaidOut]]:
    """The same for a command that waits for it: each with what came of it."""
    from kiosk.flow.laid_out import NotLaidOut

    try:
        return list(zip(releases, asyncio.run(lay_out_all(releases)), strict=True)) if releases else []
    except NotLaidOut:
        names = ", ".join(str(release.path) for release in releases)
        raise SettingsError(
            f"{names}: the texts could not be laid out on the screens. "
            "See what this machine lacks: kiosk doctor"
        ) from None


def covered_line(release: Release, laid: LaidOut) -> str:
    """What was laid out, in words."""
    from kiosk.flow.laid_out import never_shown

    unseen = never_shown(release, laid)
    return (
        f"{release.flow.id}: laid out in {laid.looks} looks, {laid.screens} screens, {laid.pages} pages; "
        + (f"not shown anywhere: {', '.join(unseen)}" if unseen else "every text was shown")
        + (f"; {laid.left_out} states that show nothing new were left out" if laid.left_out else "")
    )


def covered(release: Release, laid: LaidOut) -> dict[str, object]:
    """The same, ready for JSON."""
    from kiosk.flow.laid_out import never_shown

    told = laid.model_dump(include={"looks", "screens", "pages", "left_out"})
    return {"service": release.flow.id, **told, "never_shown": list(never_shown(release, laid))}
