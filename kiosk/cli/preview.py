"""``kiosk flows preview``: a service in the very screens that residents see; nothing is kept."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli import wiring
from kiosk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from kiosk.flow.load import Release
    from kiosk.voice.speaker import Speaker
    from screens.shell.parts import KioskParts


class TextSize(StrEnum):
    """How large residents read it."""

    STANDARD = "standard"
    CARING = "caring"
    LARGEST = "largest"


class Colours(StrEnum):
    """Dark on light, or light on dark."""

    PAPER = "paper"
    CONTRAST = "contrast"


def preview(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A service, as YAML; - for the standard input.")
    ],
    step: Annotated[str, typer.Option(metavar="ID", help="Begin at this step, not at the home page.")] = "",
    locale: Annotated[str, typer.Option(help="The residents' language, such as en.")] = "",
    size: Annotated[TextSize, typer.Option(help="The size of the letters.")] = TextSize.CARING,
    panel: Annotated[str, typer.Option(metavar="WxH", help="The panel in pixels, such as 1080x1920.")] = "",
    theme: Annotated[Colours, typer.Option(help="The colours.")] = Colours.PAPER,
) -> None:
    """Show a service in a window, in the very screens that residents see; nothing is kept."""
    from kiosk import outfit
    from kiosk.cli import commands
    from kiosk.clock import SystemClock
    from kiosk.flow.load import load, load_bytes
    from kiosk.flow.problem import FlowFileError, Problem, wrong
    from kiosk.paths import Paths
    from kiosk.studio.standing import standing_at

    try:
        settings = commands._settings(windowed=True, size=panel)
    except SettingsError as error:
        raise SettingsError(str(error).replace("--size", "--panel")) from None
    locale = locale or settings.locale
    if locale not in settings.locales:
        raise SettingsError(f"--locale {locale}: it is one of {', '.join(settings.locales)}.")
    shown: object
    try:
        release = load_bytes(sys.stdin.buffer.read(), Path("-")) if str(path) == "-" else load(path)
        standing = standing_at(release.flow, SystemClock().today())
    except FlowFileError as error:
        release, problems = None, error.problems
    except ValueError:
        release, problems = None, (Problem(path.name, 1, "steps", wrong("no_beginning")),)
    if release is not None and step and step not in standing:
        raise SettingsError(f"--step {step}: residents get to: {', '.join(standing)}.")
    viewing = commands._viewing(settings)
    from screens.preview.app import Previewed, run
    from screens.shell.comfort import Comfort
    from screens.theme import Size

    paths = Paths.here()
    staff = outfit.load_words(paths.locales, settings.locales)[settings.locale]
    if release is None:
        shown = problems
    else:
        comfort = Comfort(locale, Size(size.value), high_contrast=theme is Colours.CONTRAST)
        made = release
        shown = Previewed(made, standing, lambda inert: _parts(settings, made, inert), comfort, step)
    run(shown, staff, paths.fonts, _note_error, commands._once_up(viewing), _say_open)


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
    typer.echo("The preview is open.")  # also to whoever started it as a child
    sys.stdout.flush()


def _note_error(error: BaseException) -> None:
    """Where it happened, without its own words: they may quote an answer."""
    from kiosk.cli import commands

    told = commands._unforeseen(error) if isinstance(error, Exception) else type(error).__name__
    typer.echo(f"kiosk: {told}", err=True)
