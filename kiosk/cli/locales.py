"""``kiosk locales``: the languages of the product, and what each still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli import wiring
from kiosk.cli.shown import AsJson, print_json
from kiosk.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.check_locales import Lack

PROBLEMS = 1

locales = typer.Typer(no_args_is_help=True, help="The languages of the product.")


@locales.callback()
def _group() -> None:
    """Keeps ``check`` a word of its own while it is the only one."""


@locales.command("check")
def check(
    locale: Annotated[str, typer.Argument(help="Such as ja; every one where none is given.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what each language lacks. Ends with 1 where one that is offered lacks something."""
    from kiosk.locales import found
    from kiosk.paths import Paths

    settings = load()
    there = found(Paths.here().locales)
    if locale and locale not in there:
        raise SettingsError(f"There is no language {locale!r}. There are {', '.join(there)}.")
    asked = (locale,) if locale else there
    lacks = [lack for each in asked for lack in _lacks(settings, each)]
    if as_json:
        print_json([lack.as_json() for lack in lacks])
    else:
        for lack in lacks:
            typer.echo(lack.sentence())
        for each in asked:
            offered = "offered" if each in settings.locales else "not offered"
            whole = not any(lack.stops for lack in lacks if lack.locale == each)
            typer.echo(f"{each}: {offered}, {'nothing essential is missing' if whole else 'not whole'}")
    stops = any(lack.stops and lack.locale in settings.locales for lack in lacks)
    raise typer.Exit(PROBLEMS if stops else 0)


def _lacks(settings: Settings, locale: str) -> Iterator[Lack]:
    from kiosk import check_locales
    from kiosk.outfit import load_releases
    from kiosk.paths import Paths
    from screens.fonts import unshowable_in

    paths = Paths.here()
    releases = load_releases(settings.flows)
    own = {name: getattr(settings, name) for name in ("station_name", "place", "staffed_window")}
    yield from check_locales.in_words(paths.locales, locale)
    yield from check_locales.in_services(releases, locale)
    if locale in settings.locales:
        yield from check_locales.in_settings(own, locale)
    yield from check_locales.in_fonts(paths.locales, releases, locale, unshowable_in(paths.fonts))
    yield from check_locales.in_voice(locale, _unvoiced(settings, locale))


def _unvoiced(settings: Settings, locale: str) -> tuple[str, ...] | None:
    """What the packs of a locale lack, taken together; None where it has no pack."""
    from kiosk.outfit import pack_folders
    from kiosk.voice.build import check as compare
    from kiosk.voice.pack import Pack, PackDamaged
    from screens.tour.sentences import wanted

    packs = []
    for parent in pack_folders(settings):
        for folder in sorted(each for each in parent.iterdir() if each.is_dir()) if parent.is_dir() else ():
            try:
                pack = Pack.load(folder)
            except PackDamaged:
                continue  # told by "kiosk voice check"
            if pack.manifest.locale == locale and not pack.manifest.dialect:
                packs.append(pack)
    if not packs:
        return None
    asked = wanted(wiring.tour_parts(settings, ""), locale)
    missing = [set(compare(pack, asked).missing) for pack in packs]
    return tuple(sorted(set.intersection(*missing)))
