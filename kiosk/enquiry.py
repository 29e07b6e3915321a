"""What the commands look up: problems of flows, calls, cases, difficult cases, questions, figures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kiosk.assist.listing import calls_json
from kiosk.cases.difficult import DifficultCase
from kiosk.cases.difficult_listing import difficult_json
from kiosk.cases.listing import cases_json
from kiosk.cases.question_listing import questions_json
from kiosk.clock import SystemClock
from kiosk.figures.book import figures_of
from kiosk.figures.period import Period
from kiosk.figures.ratings import rating_figures
from kiosk.figures.table import Table, tables
from kiosk.figures.visits import visit_figures
from kiosk.flow.check import EXAMPLE_DAY, check
from kiosk.flow.load import FlowFileError, Problem, Release, load, load_folder
from kiosk.flow.report import Report, report
from kiosk.locales import found
from kiosk.outfit import icon_names
from kiosk.paths import Paths
from kiosk.settings import Settings, SettingsError
from kiosk.store.folder import DataFolder
from kiosk.store.local import LocalStore

Found = TypeVar("Found")


@dataclass(frozen=True)
class Checked:
    """read: how many flows could be read. reports: of those that can be walked through, and those."""

    read: int
    problems: tuple[Problem, ...]
    reports: tuple[tuple[Release, Report], ...]


def check_flows(paths: Sequence[Path], locales: Sequence[str]) -> Checked:
    """Every problem found in the flows of these files and folders, and what was covered.

    locales: in which every text must stand. Raises :class:`SettingsError` where there is nothing to check.
    """
    problems: list[Problem] = []
    read: list[Release] = []
    known, icons = found(Paths.here().locales), icon_names(Paths.here().icons)
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
        problems += broken
        for release in releases:
            problems += check(release, locales, known=known, icons=icons)
        read += releases
    return Checked(len(read), tuple(problems), tuple(_reports(read)))


def _reports(releases: Sequence[Release]) -> Iterator[tuple[Release, Report]]:
    for release in releases:
        with suppress(ValueError):  # told as a problem
            yield release, report(release, EXAMPLE_DAY)


def all_calls(settings: Settings) -> list[dict[str, Any]]:
    """Every call, ready for JSON. Raises ``StoreFailed``."""
    return calls_json(_from_store(settings, lambda store: store.calls.all_calls(), ()))


def all_cases(settings: Settings, *, reveal: bool) -> list[dict[str, Any]]:
    """Every case, ready for JSON. Raises ``StoreFailed``."""
    return cases_json(_from_store(settings, lambda store: store.cases.cases(reveal=reveal), ()))


def difficult_cases(settings: Settings, *, every: bool, reveal: bool) -> list[dict[str, Any]]:
    """The open difficult cases, or ``every`` one, ready for JSON. Raises ``StoreFailed``."""

    def ask(store: LocalStore) -> Awaitable[tuple[DifficultCase, ...]]:
        book = store.difficult
        return book.all_cases(reveal=reveal) if every else book.open_cases(reveal=reveal)

    return difficult_json(_from_store(settings, ask, ()), SystemClock().today())


def difficult_case(settings: Settings, case_id: str, *, reveal: bool) -> dict[str, Any] | None:
    """One difficult case, ready for JSON; None where there is none. Raises ``StoreFailed``."""
    case = _from_store(settings, lambda store: store.difficult.get(case_id, reveal=reveal), None)
    return None if case is None else difficult_json([case], SystemClock().today())[0]


def all_questions(settings: Settings, *, every: bool, reveal: bool) -> list[dict[str, Any]]:
    """The open questions, or ``every`` one, ready for JSON. Raises ``StoreFailed``."""
    return questions_json(
        _from_store(settings, lambda store: store.questions.questions(every=every, reveal=reveal), ())
    )


def figure_tables(settings: Settings, period: Period) -> tuple[Table, ...]:
    """The figures of these days. Raises ``StoreFailed``."""
    nothing = figures_of((), rating_figures((), (), period), period, visit_figures(()))
    return tables(_from_store(settings, lambda store: store.figures.of(period), nothing))


def _from_store(settings: Settings, ask: Callable[[LocalStore], Awaitable[Found]], nothing: Found) -> Found:
    """Where there is no store yet, none is made: it would belong to whoever looks."""
    if not DataFolder(settings.data_dir, settings.kiosk_no, kiosk_lock=False).database.exists():
        return nothing

    async def asked() -> Found:
        store = LocalStore(settings.data_dir, settings.kiosk_no, SystemClock(), kiosk_lock=False)
        try:
            await store.start()
            return await ask(store)
        finally:
            await store.close()

    return asyncio.run(asked())
