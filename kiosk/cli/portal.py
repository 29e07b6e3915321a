"""``kiosk portal``: the services from home, as pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from kiosk.settings import Settings, SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.portal.parts import PortalParts
    from kiosk.portal.serving import Place
    from kiosk.store.local import LocalStore


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
    from kiosk.cli.desk_wiring import desk_store
    from kiosk.portal.app import Portal
    from kiosk.portal.serving import Place, server

    if (certificate is None) != (private_key is None):
        raise SettingsError("--certificate and --private-key belong together.")
    settings = load_settings()
    place = Place(host, port, certificate, private_key)
    check(settings, place)
    note_error = commands._log(settings)
    store = desk_store(settings)
    serving = server(Portal(portal_parts(settings, store, place, note_error)), place)
    serving.on_start = lambda ports: typer.echo(f"listening on {host}:{', '.join(map(str, ports))}")

    async def run() -> bool:
        await store.start()
        try:
            await serving.serve()
        finally:
            await store.close()
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


def portal_parts(
    settings: Settings, store: LocalStore, place: Place, report: Callable[[BaseException], None]
) -> PortalParts:
    """What the portal is made of."""
    from functools import partial

    from kiosk import outfit
    from kiosk.cli.serving import served
    from kiosk.clock import SystemClock
    from kiosk.paths import Paths
    from kiosk.portal.parts import PortalParts
    from kiosk.studio.hall import HallClock

    paths, clock = Paths.here(), SystemClock()
    over_tls = place.certificate is not None or (settings.portal_url or "").startswith("https:")
    return PortalParts(
        folder=paths.portal,
        icons=paths.icons,
        words=outfit.load_words(paths.locales, settings.locales),
        station=settings.station_name,
        services=served(settings, store, HallClock(clock), partial(outfit.load_releases, settings.flows)),
        clock=clock,
        split=outfit.split_address(paths.data),
        hosts=hosts(settings, place),
        secure=over_tls,
        forms=store.prepared if settings.hub_url is None else None,
        audiences=settings.audiences,
        report=report,
    )
