"""``kiosk flows preview``: a service in the very screens that residents see; nothing is kept."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli import wiring
from kiosk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from kiosk.flow.load import Release
    from kiosk.flow.problem import Problem
    from kiosk.voice.speaker import Speaker
    from screens.preview.app import Previewed
    from screens.shell.parts import KioskParts

PROBLEMS = 1
OPEN = "The preview is open."


class TextSize(StrEnum):
    """How large residents read it."""

    STANDARD = "standard"
    CARING = "caring"
    LARGEST = "largest"


class Colours(StrEnum):
    """Dark on light, or light on dark."""

    PAPER = "paper"
    CONTRAST = "contrast"


File = Annotated[Path, typer.Argument(metavar="FILE", help="A service, as YAML; - for the standard input.")]
Locale = Annotated[str, typer.Option("--locale", help="The residents' language, such as en.")]
Letters = Annotated[TextSize, typer.Option("--size", help="The size of the letters.")]
PanelSize = Annotated[
    str, typer.Option("--panel", metavar="WxH", help="The panel in pixels, such as 1080x1920.")
]
Theme = Annotated[Colours, typer.Option("--theme", help="The colours.")]


def preview(
    path: File,
    step: Annotated[str, typer.Option(metavar="ID", help="Begin at this step, not at the home page.")] = "",
    locale: Locale = "",
    size: Letters = TextSize.CARING,
    panel: PanelSize = "",
    theme: Theme = Colours.PAPER,
    try_all: Annotated[bool, typer.Option("--try-all", help="Walk every way at once.")] = False,
) -> None:
    """Show a service in a window, in the very screens that residents see; nothing is kept."""
    from dataclasses import replace

    from kiosk import outfit
    from kiosk.cli import commands
    from kiosk.paths import Paths

    settings, found = _found(path, locale, size, panel, theme)
    viewing = commands._viewing(settings)
    from screens.preview.app import Previewed, run

    if isinstance(found, Previewed):
        steps = [each.id for each in found.release.flow.steps]
        if step and step not in steps:
            raise SettingsError(f"--step {step}: the steps are: {', '.join(steps)}.")
        found = replace(found, step=step, all_=try_all)
    paths = Paths.here()
    staff = outfit.load_words(paths.locales, settings.locales)[settings.locale]
    run(found, staff, paths.fonts, _note_error, commands._once_up(viewing), _say_open)


def try_(
    path: File,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the pictures go.")],
    locale: Locale = "",
    size: Letters = TextSize.CARING,
    panel: PanelSize = "",
    theme: Theme = Colours.PAPER,
) -> None:
    """Walk every way through a service in the real screens: a picture of each that differs, and a page.

    Ends with 1 where a way did not get to an end.
    """
    from kiosk import outfit
    from kiosk.flow.problem import told
    from kiosk.paths import Paths
    from screens.preview.app import Previewed

    settings, found = _found(path, locale, size, panel, theme)
    words = outfit.load_words(Paths.here().locales, settings.locales)
    if not isinstance(found, Previewed):
        for problem in found:
            said = told(problem.message, words["en"])
            typer.echo(f"{problem.file}:{problem.line}: {problem.severity}: {said}")
        raise typer.Exit(PROBLEMS)
    from screens.preview.page import write_page
    from screens.preview.telling import amiss, summary
    from screens.preview.walk_all import walk_all

    ways = found.make_ways()
    pictures, walked = walk_all(found, ways, Paths.here().fonts, _note_error)
    try:
        index = write_page(out, found.release.flow, pictures, walked, ways.all_, words[settings.locale])
    except OSError as error:
        raise SettingsError(f"--out {out}: it cannot be written ({error.strerror}).") from None
    typer.echo(summary(walked, len(ways.ways), len(pictures), ways.all_, words["en"]))
    typer.echo(f"{index}")
    raise typer.Exit(PROBLEMS if amiss(walked) else 0)


def _found(
    path: Path, locale: str, size: TextSize, panel: str, theme: Colours
) -> tuple[Settings, Previewed | Sequence[Problem]]:
    """What is to be seen in these looks, or what keeps the file from being shown."""
    from functools import partial

    from kiosk.cli import commands
    from kiosk.clock import SystemClock
    from kiosk.flow.load import load, load_bytes
    from kiosk.flow.problem import FlowFileError, Problem, wrong
    from kiosk.studio.standing import standing_at
    from kiosk.studio.ways import every_way
    from screens.preview.app import Previewed
    from screens.shell.comfort import Comfort
    from screens.theme import Size

    try:
        settings = commands._settings(windowed=True, size=panel)
    except SettingsError as error:
        raise SettingsError(str(error).replace("--size", "--panel")) from None
    locale = locale or settings.locale
    if locale not in settings.locales:
        raise SettingsError(f"--locale {locale}: it is one of {', '.join(settings.locales)}.")
    if str(path) != "-" and not path.is_file():
        raise SettingsError(f"There is no file {path}.")
    today = SystemClock().today()
    try:
        release = load_bytes(sys.stdin.buffer.read(), Path("-")) if str(path) == "-" else load(path)
        standing = standing_at(release.flow, today)
    except FlowFileError as error:
        return settings, error.problems
    except ValueError:
        return settings, (Problem(path.name, 1, "steps", wrong("no_beginning")),)
    comfort = Comfort(locale, Size(size.value), high_contrast=theme is Colours.CONTRAST)
    ways, parts = partial(every_way, release.flow, today), partial(_parts, settings, release)
    return settings, Previewed(release, standing, ways, parts, comfort)


def _parts(settings: Settings, release: Release, nobody_called: Callable[[], None]) -> KioskParts:
    """A kiosk that keeps nothing, calls nobody, prints nothing, is mute and never asks who is there."""
    from functools import partial

    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.devices.id_reader import NoReader
    from kiosk.devices.printer import NoPrinter
    from kiosk.paths import Paths
    from screens.preview.nothing_kept import nothing_kept
    from screens.shell.parts import KioskParts
    from screens.slip import PdfSlipDrawer
    from screens.theme import Panel

    paths = Paths.here()
    return KioskParts(
        hall=wiring.hall(settings),
        panel=Panel(**settings.panel.model_dump()),
        locale=settings.locale,
        windowed=True,
        words=outfit.load_words(paths.locales, settings.locales),
        icons=paths.icons,
        fonts=paths.fonts,
        clock=SystemClock(),
        storage=nothing_kept(),
        load_releases=lambda: (release,),
        load_aids=partial(
            outfit.load_aids, paths.data, outfit.handwriting(paths.handwriting), fuzzy=settings.fuzzy_pinyin
        ),
        make_voice=_mute,
        slips=PdfSlipDrawer(),
        printer=NoPrinter(),
        reader=NoReader(),
        idle_after_s=math.inf,
        idle_countdown_s=settings.idle_countdown_s,
        late_after_s=settings.desk_limit_s,
        reduced_motion=settings.reduced_motion,
        instead_of_call=nobody_called,
    )


def _mute(*_calls: object) -> Speaker:
    """A voice that nobody hears; no sentence is marked, since none is being spoken."""
    from kiosk.voice.silent import NothingToHear
    from kiosk.voice.speaker import Speaker

    mute = NothingToHear()
    return Speaker(mute, mute, on_sentence=lambda _sentence: None, on_silent=lambda _silent: None)


def _say_open() -> None:
    typer.echo(OPEN)  # also to whoever started it as a child
    sys.stdout.flush()


def _note_error(error: BaseException) -> None:
    """Where it happened, without its own words: they may quote an answer."""
    from kiosk.cli import commands

    told = commands._unforeseen(error) if isinstance(error, Exception) else type(error).__name__
    typer.echo(f"kiosk: {told}", err=True)
