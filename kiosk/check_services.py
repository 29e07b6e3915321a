"""Whether the services can be served, and which release of each is in force."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.finding import Finding
from kiosk.flow.check import check
from kiosk.flow.load import load_folder
from kiosk.in_force_here import in_force_here
from kiosk.locales import found
from kiosk.outfit import icon_names
from kiosk.paths import Paths
from kiosk.settings import Settings
from kiosk.store.folder import DataFolder
from kiosk.store.local import LocalStore
from kiosk.studio.here import InForce, Origin

_PUBLISHED = {Origin.PRODUCT: "", Origin.HERE: " (published here)", Origin.HALL: " (published in the hall)"}


def service_findings(settings: Settings) -> Iterator[Finding]:
    """What is wrong with the services that came along, and which release of each is in force."""
    yield _flows(settings)
    yield from _in_force(settings)


def _flows(settings: Settings) -> Finding:
    folder = settings.flows
    releases, problems = load_folder(folder)
    paths = Paths.here()
    known, icons = found(paths.locales), icon_names(paths.icons)
    for release in releases:
        told = check(release, settings.locales, known=known, icons=icons)
        problems += tuple(problem for problem in told if problem.severity == "error")
    if not releases:
        return Finding("services", "missing", f"none can be read in {folder}", "run: kiosk flows check")
    if problems:
        return Finding("services", "note", f"{len(problems)} problems", "run: kiosk flows check")
    return Finding("services", "ok", f"{len(releases)} in {folder}")


def _in_force(settings: Settings) -> Iterator[Finding]:
    if not DataFolder(settings.data_dir, settings.kiosk_no, kiosk_lock=False).database.exists():
        return  # nothing was ever published here

    async def asked() -> tuple[InForce, ...]:
        clock = SystemClock()
        store = LocalStore(settings.data_dir, settings.kiosk_no, clock, kiosk_lock=False)
        try:
            await store.start()
            return await in_force_here(settings, store, clock)
        finally:
            await store.close()

    try:
        live = asyncio.run(asked())
    except StoreFailed:
        return  # what is the matter with it is told of the database
    told = [
        f"{o.service} {'not offered' if o.number is None else o.number}{_PUBLISHED[o.origin]}" for o in live
    ]
    yield Finding("releases in force", "ok", ", ".join(told))
