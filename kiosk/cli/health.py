"""How the kiosk on this machine does: what the command tells, and what the kiosk keeps it up with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer

from kiosk.cli.shown import AsJson, print_json
from kiosk.settings import Settings, load

if TYPE_CHECKING:
    from kiosk.assist.outbox import Reaching
    from kiosk.clock import Clock
    from kiosk.devices.id_reader import IdReader
    from kiosk.devices.slip import SlipPrinter
    from kiosk.health.counts import Counts
    from kiosk.health.file import NotRunning
    from kiosk.health.keeper import HealthKeeper
    from kiosk.health.state import Health
    from kiosk.message import Message
    from kiosk.store.local import LocalStore
    from kiosk.studio.hall import HallClock
    from kiosk.words import Words

LANGUAGE = "en"
"""Commands speak English."""


def health(as_json: AsJson = False) -> None:
    """Say how the running kiosk does, part by part. Ends with 1 where a part is broken, or no kiosk runs."""
    from kiosk.clock import SystemClock
    from kiosk.health.file import NotRunning, read
    from kiosk.health.state import State
    from kiosk.paths import Paths
    from kiosk.words import Words

    settings, words = load(), Words.load(Paths.here().locales, LANGUAGE)
    try:
        found = read(settings.data_dir, SystemClock().now())
    except NotRunning as nothing:
        if as_json:
            print_json(
                {"running": False, "last": None if nothing.health is None else nothing.health.as_json()}
            )
        typer.echo(f"kiosk: {_not_running(nothing)} Start it with: kiosk run", err=True)
        raise typer.Exit(1) from None
    if as_json:
        print_json({"running": True, **_in_words(found, words)})
    else:
        typer.echo(f"kiosk {found.kiosk}, version {found.version}, up since {found.began:%Y-%m-%d %H:%M:%SZ}")
        for part in found.parts:
            mark = {State.OK: "ok    ", State.POOR: "poor  ", State.BROKEN: "BROKEN"}[part.state]
            name = words.say(f"health.part_{part.part}")
            typer.echo(f"{mark} {name}: {said(part.told, words)}")
    raise typer.Exit(1 if found.worst is State.BROKEN else 0)


def _not_running(nothing: NotRunning) -> str:
    last = nothing.health
    if last is None:
        return "No kiosk runs on this data folder."
    how = "It was ended" if last.ended else "One was last heard of"
    return f"No kiosk runs on this data folder. {how} at {last.at:%Y-%m-%d %H:%M:%SZ}."


def _in_words(found: Health, words: Words) -> dict[str, Any]:
    told = found.as_json()
    for each, part in zip(told["parts"], found.parts, strict=True):
        each["told"] = said(part.told, words)
    return told


def said(told: Message, words: Words) -> str:
    """The sentence; its id where the kiosk that runs is of another version, with other sentences."""
    try:
        return words.say(told.id, **told.params)
    except (KeyError, ValueError, TypeError):
        return f"{told.id}, in the words of another version of the kiosk"


def keeper(
    settings: Settings,
    store: LocalStore,
    hall: Reaching | None,
    printer: SlipPrinter,
    reader: IdReader,
    clock: Clock,
    hall_clock: HallClock,
    counts: Counts,
    report: Callable[[BaseException], None],
) -> HealthKeeper:
    """What keeps it up in a kiosk. hall: where it has a hub."""
    from kiosk.devices.serial_id_reader import SerialIdReader
    from kiosk.health.exporter import Exporter
    from kiosk.health.keeper import HealthKeeper, Sources, Waits
    from kiosk.health.metrics import metrics

    last: list[Health] = []

    async def waits() -> Waits:
        calls, facts = await store.outbox.backlog(), await store.facts.backlog()
        oldest = [each.oldest for each in (calls, facts) if each.oldest is not None]
        return Waits(calls.count + facts.count, min(oldest, default=None))

    def figures() -> str:
        return metrics(counts, last[-1] if last else None, clock.now())

    def tell(found: Health) -> None:
        last[:] = [found]

    return HealthKeeper(
        settings.data_dir,
        settings.kiosk_no,
        clock,
        Sources(
            printer=None if settings.printer == "none" else printer,
            reader=settings.id_reader,
            reader_held=lambda: isinstance(reader, SerialIdReader) and reader.held,
            waits=None if hall is None else waits,
            connected=None if hall is None else lambda: hall.connected,
            ahead=None if hall is None else lambda: hall_clock.ahead,
            tell=tell,
            backups=settings.backup_dir,
            put_back=store.put_backs.read,
        ),
        report,
        [Exporter(settings.metrics_port, figures)] if settings.metrics_port else (),
    )
