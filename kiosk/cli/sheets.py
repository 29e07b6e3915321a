"""``kiosk sheets``: what to bring and what comes of it, of each service, on paper and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.officers import ask_store
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

sheets = typer.Typer(
    no_args_is_help=True, help="Notice sheets: who can apply, what to bring, how long it takes."
)


@sheets.callback()
def _group() -> None:
    """Keeps ``make`` a command of its own while it is the only one."""


@sheets.command("make")
def make(
    services: Annotated[
        list[str] | None, typer.Argument(metavar="[SERVICE]...", help="Of these; without any, of all.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files are to lie.")] = Path(),
    locale: Annotated[str, typer.Option("--locale", help="In this language alone, such as en.")] = "",
    large: Annotated[bool, typer.Option("--large", help="In larger letters.")] = False,
) -> None:
    """Write a sheet of each service in force here, as a PDF for A4 and as a page for a site."""
    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.in_force_here import served_here
    from kiosk.paths import Paths
    from kiosk.sheet.contents import Place, notice_sheet
    from kiosk.sheet.page import POINTS, POINTS_LARGE, SheetPages
    from screens.fonts import ready_without_display
    from screens.notice_sheet import PdfSheetDrawer

    settings, paths, clock = load_settings(), Paths.here(), SystemClock()
    if locale and locale not in settings.locales:
        raise SettingsError(f"--locale {locale}: the languages are: {', '.join(settings.locales)}.")
    served = ask_store(lambda store: served_here(settings, store, clock))
    known = {release.flow.id for release, _ in served}
    for service in services or ():
        if service not in known:
            raise SettingsError(f"{service}: the services are: {', '.join(sorted(known))}.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"--out {out}: {error.strerror}.") from None
    words = outfit.load_words(paths.locales, settings.locales)
    app = ready_without_display(paths.fonts)
    drawer, pages = PdfSheetDrawer(POINTS_LARGE if large else POINTS), SheetPages(paths.sheet)
    place = Place(
        settings.station_name,
        settings.staffed_window,
        settings.portal_url or "",
    )
    for release, since in served:
        flow = release.flow
        if services and flow.id not in services:
            continue
        for each in (locale,) if locale else settings.locales:
            sheet = notice_sheet(flow, words[each], place, since or clock.today(), in_force=since is not None)
            name = f"{flow.id}-{each}{'-large' if large else ''}"
            pdf = drawer.pdf(sheet, words[each])
            for file, content in (
                (f"{name}.pdf", pdf),
                (f"{name}.html", pages.html(sheet, large=large).encode()),
            ):
                try:
                    (out / file).write_bytes(content)
                except OSError as error:
                    raise SettingsError(f"{out / file}: {error.strerror}.") from None
                typer.echo(out / file)
    del app
