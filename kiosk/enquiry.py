"""What the commands look up: problems of flows, calls, cases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from kiosk.assist.listing import calls_json
from kiosk.cases.listing import cases_json
from kiosk.clock import SystemClock
from kiosk.flow.check import check
from kiosk.flow.load import FlowFileError, Problem, load, load_folder
from kiosk.settings import Settings, SettingsError
from kiosk.store.folder import DataFolder
from kiosk.store.local import LocalStore

Row = TypeVar("Row")


def flow_problems(paths: Sequence[Path]) -> tuple[int, tuple[Problem, ...]]:
    """How many flows could be read in these files and folders, and every problem found.

    Raises :class:`SettingsError` where there is nothing to check.
    """
    read, problems = 0, []
    for path in paths:
        if not path.exists():
            raise SettingsError(f"There is no {path}.")
        if path.is_dir():
            releases, broken = load_folder(path)
        else:
            try:
                releases, broken = (load(path),), ()
            except FlowFileError as error:
                releases, broken = (), error.problems
        if not releases and not broken:
            raise SettingsError(f"There is no flow in {path}: flows are files that end in .yaml.")
        problems += [*broken, *(one for release in releases for one in check(release))]
        read += len(releases)
    return read, tuple(problems)


def all_calls(settings: Settings) -> list[dict[str, Any]]:
    """Every call, ready for JSON. Raises ``StoreFailed``."""
    return calls_json(_from_store(settings, lambda store: store.calls.all_calls()))


def all_cases(settings: Settings, *, reveal: bool) -> list[dict[str, Any]]:
    """Every case, ready for JSON. Raises ``StoreFailed``."""
    return cases_json(_from_store(settings, lambda store: store.cases.cases(reveal=reveal)))


def _from_store(
    settings: Settings, ask: Callable[[LocalStore], Awaitable[tuple[Row, ...]]]
) -> tuple[Row, ...]:
    """Where there is no store yet, none is made: it would belong to whoever looks."""
    if not DataFolder(settings.data_dir, settings.kiosk_no, kiosk_lock=False).database.exists():
        return ()

    async def asked() -> tuple[Row, ...]:
        store = LocalStore(settings.data_dir, settings.kiosk_no, SystemClock(), kiosk_lock=False)
        try:
            await store.start()
            return await ask(store)
        finally:
            await store.close()

    return asyncio.run(asked())
