"""``kiosk portal``: the services from home, as pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol
from urllib.parse import urlsplit

import typer

from kiosk.settings import Settings, SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.cases.later_appointments import LaterAppointments
    from kiosk.cases.later_consultation import LaterConsultation
    from kiosk.cases.prepared import LaterForms
    from kiosk.cases.whereabouts import LaterWhereabouts
    from kiosk.portal.consultation import Consultation
    from kiosk.portal.parts import PortalParts
    from kiosk.portal.serving import Place
    from kiosk.store.local import LocalStore
    from kiosk.studio.hall import HallClock


class Opened(Protocol):
    """A store, or a store with its line to the hub."""

    async def start(self) -> None:
        """Open it. Raises ``StoreFailed``."""
        ...

    async def close(self) -> None:
        """For good."""
        ...


def portal(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any.")] = 8470,
    certificate: Annotated[
        Path | None, typer.Option(metavar="PEM", help="For https, with its chain.")
    ] = None,
    private_key: Annotated[Path | None, typer.Option(metavar="PEM", help="The certificate's key.")] = None,
) -> None:
    """Serve the pages on which residents prepare at home. Without a certificate: behind a proxy."""
    import asyncio

    from kiosk.cli import commands
    from kiosk.portal.app import Portal
    from kiosk.portal.serving import Place, server

    if (certificate is None) != (private_key is None):
        raise SettingsError("--certificate and --private-key belong together.")
    settings = load_settings()
    place = Place(host, port, certificate, private_key)
    check(settings, place)
    note_error = commands._log(settings)
    parts, opened = portal_parts(settings, place, note_error)
    serving = server(Portal(parts), place)
    serving.on_start = lambda ports: typer.echo(f"listening on {host}:{', '.join(map(str, ports))}")

    async def run() -> bool:
        await opened.start()
        try:
            await serving.serve()
        finally:
            await opened.close()
        return serving.started

    if not asyncio.run(run()):
        raise SettingsError(f"{host}:{port} cannot be listened on.")


def check(settings: Settings, place: Place) -> None:
    """Raises SettingsError where what residents write could be read on the way, or nobody could come."""
    if not place.is_safe:
        raise SettingsError(
            f"--host {place.host}: without --certificate and --private-key the portal listens on "
            "127.0.0.1 alone."
        )
    if place.certificate is not None and settings.portal_url is None and not settings.portal_hosts:
        raise SettingsError(
            "Set portal_url, the address under which residents reach the portal, such as "
            "'https://portal.example'."
        )


def hosts(settings: Settings, place: Place) -> frozenset[str]:
    """By which names the portal may be called."""
    named = set(settings.portal_hosts)
    if settings.portal_url is not None:
        called = urlsplit(settings.portal_url).hostname or ""
        named.add(f"[{called}]" if ":" in called else called)
    if place.certificate is None:
        named |= {"localhost", "127.0.0.1", "[::1]"}
    return frozenset(named)


def over_tls(settings: Settings, place: Place) -> bool:
    """Whether residents reach it over TLS, the portal's own or a proxy's: so whenever it has a name in the
    world. Cookies are given over TLS alone then; browsers count this machine's own name as safe."""
    return place.certificate is not None or settings.portal_url is not None or bool(settings.portal_hosts)


def portal_parts(
    settings: Settings, place: Place, report: Callable[[BaseException], None]
) -> tuple[PortalParts, Opened]:
    """What the portal is made of, and what is open as long as it serves.

    With a portal's key it reaches the hall's hub, where it may ask for what residents at home need alone;
    with a kiosk's, as portals were enrolled before they had keys of their own, it does as a kiosk does.
    Either way from a data folder in which no kiosk works.
    """
    from functools import partial

    from kiosk import outfit
    from kiosk.cases.later_appointments import LaterAppointments
    from kiosk.cases.later_consultation import LaterConsultation
    from kiosk.cases.prepared import LaterForms
    from kiosk.cases.whereabouts import LaterWhereabouts
    from kiosk.cli.serving import served
    from kiosk.clock import SystemClock
    from kiosk.paths import Paths
    from kiosk.portal.parts import PortalParts, Sheets
    from kiosk.portal.where import Where
    from kiosk.store.local import LocalStore
    from kiosk.studio.hall import HallClock

    paths, clock = Paths.here(), SystemClock()
    hall_clock, at_hub, at_hall = HallClock(clock), LaterForms(), LaterAppointments()
    at_desks, told, calendar = LaterConsultation(), LaterWhereabouts(), outfit.due_rule(settings).calendar
    as_portal = settings.portal_key is not None
    on_hub = settings.hub_url is not None and (as_portal or settings.hub_key is not None)
    store = LocalStore(
        settings.data_dir, settings.kiosk_no, clock, kiosk_lock=on_hub, due=outfit.due_rule(settings)
    )
    reached = _at_hub if as_portal else _beside
    opened: Opened = (
        reached(settings, store, hall_clock, at_hub, at_hall, at_desks, told) if on_hub else store
    )
    book = told if on_hub else store.where if settings.hub_url is None else None
    forms = at_hub if on_hub else store.prepared if settings.hub_url is None else None
    parts = PortalParts(
        folder=paths.portal,
        icons=paths.icons,
        words=outfit.load_words(paths.locales, settings.locales),
        station=settings.station_name,
        services=served(settings, store, hall_clock, partial(outfit.load_releases, settings.flows)),
        clock=clock,
        split=outfit.split_address(paths.data),
        hosts=hosts(settings, place),
        secure=over_tls(settings, place),
        # A kiosk takes codes where it knows of a portal: without its address none could be used.
        forms=forms if settings.portal_url is not None else None,
        appointments=None
        if not settings.appointments
        else at_hall
        if on_hub
        else store.appointments
        if settings.hub_url is None
        else None,
        consultation=_consultation(settings, store, at_desks, on_hub=on_hub, as_portal=as_portal),
        where=None if book is None else Where(book, settings.staffed_window),
        announced=calendar.announced,
        audiences=settings.audiences,
        sheets=Sheets(paths.sheet, settings.staffed_window, settings.portal_url or ""),
        report=report,
    )
    if settings.portal_officers:
        from kiosk.cli.portal_officers import with_officers

        return with_officers(settings, parts, store, opened, hall_clock)
    return parts, opened


def _consultation(
    settings: Settings, store: LocalStore, at_desks: LaterConsultation, *, on_hub: bool, as_portal: bool
) -> Consultation | None:
    """A portal with its own key asks the hub itself; with a kiosk's what it keeps is carried there."""
    from kiosk import outfit
    from kiosk.portal.consultation import Consultation

    if not on_hub and settings.hub_url is not None:
        return None
    asking = at_desks if as_portal and on_hub else store.cases
    answers = at_desks if on_hub else store.questions
    name = settings.portal_id if as_portal else settings.kiosk_no
    return Consultation(settings.kiosk_no, asking, answers, outfit.due_rule(settings).calendar, name)


class _Line:
    """The store, and the portal's own connection to the hub beside it."""

    def __init__(self, opening: Opened, works: Sequence[Opened]) -> None:
        self._opening, self._works = opening, works

    async def start(self) -> None:
        """Open the store, then begin."""
        await self._opening.start()
        for work in self._works:
            await work.start()

    async def close(self) -> None:
        """End the work, then close the store."""
        for work in self._works:
            await work.close()
        await self._opening.close()


def _at_hub(
    settings: Settings,
    store: LocalStore,
    clock: HallClock,
    forms: LaterForms,
    appointments: LaterAppointments,
    questions: LaterConsultation,
    where: LaterWhereabouts,
) -> Opened:
    from random import Random

    from kiosk.cli.wiring import claimant
    from kiosk.clock import SystemClock
    from kiosk.hub.answers_line import HubAnswers, HubAsking
    from kiosk.hub.appointment_lines import HubAppointments
    from kiosk.hub.hub_line import HubLine
    from kiosk.hub.kept_up import KeptUp
    from kiosk.hub.link import websocket
    from kiosk.hub.part import Part
    from kiosk.hub.prepared_line import HubPrepared
    from kiosk.hub.release_carrier import ReleaseCarrier
    from kiosk.hub.studio_line import StudioLine
    from kiosk.hub.where_line import HubWhere
    from kiosk.running import Running

    url, known, line = settings.hub_url, claimant(settings, Part.PORTAL), HubLine()
    assert url is not None
    kept = KeptUp(lambda: websocket(url, known, Part.PORTAL), SystemClock(), Random())  # noqa: S311
    prepared = HubPrepared(lambda: line)
    forms.find = lambda: prepared
    booked = HubAppointments(lambda: line)
    appointments.at = lambda: booked
    asked = HubAsking(line)
    told = HubAnswers(lambda: line)
    questions.asking, questions.at = (lambda: asked), (lambda: told)
    where.find = HubWhere(lambda: line)
    carrier = ReleaseCarrier(store.hall, line, clock, settings.locales)
    return _Line(store, (StudioLine(kept, line), Running(carrier.run)))


def _beside(
    settings: Settings,
    store: LocalStore,
    clock: HallClock,
    forms: LaterForms,
    appointments: LaterAppointments,
    questions: LaterConsultation,
    where: LaterWhereabouts,
) -> Opened:
    from kiosk.assist.seeing import SeeingPort
    from kiosk.cli.wiring import _forwarded
    from kiosk.officers.roll import LaterRoll

    return _forwarded(
        settings,
        store,
        SeeingPort(),
        LaterRoll(),
        LaterRoll(),
        [],
        clock,
        forms,
        appointments,
        where,
        questions,
    )
