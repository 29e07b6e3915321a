"""The commands, and the one place that puts everything together.

Everything is imported when a command needs it, so that a command starts only what it uses.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.cli import desk_wiring, wiring
from kiosk.cli.appointments import appointments
from kiosk.cli.audit import audit
from kiosk.cli.backup import backup
from kiosk.cli.board import board
from kiosk.cli.difficult import difficult
from kiosk.cli.figures import figures
from kiosk.cli.flows import flows
from kiosk.cli.health import health
from kiosk.cli.hub import hub
from kiosk.cli.keys import keys
from kiosk.cli.locales import locales
from kiosk.cli.officers import note_answers_seen, officers, record
from kiosk.cli.portal import portal
from kiosk.cli.prepared import prepared
from kiosk.cli.questions import questions
from kiosk.cli.resume import resume
from kiosk.cli.retention import retention
from kiosk.cli.roster import roster
from kiosk.cli.sheets import sheets
from kiosk.cli.shown import AsJson, print_json, show
from kiosk.cli.voice import voice
from kiosk.cli.writing import writing
from kiosk.display import DisplayError, Viewing, has_screen
from kiosk.failure import StoreFailed, Trouble, WordsDamaged
from kiosk.settings import Settings, SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from screens.desk.parts import DeskParts
    from screens.studio.parts import StudioParts

PROBLEMS, WRONG_USE, STORE, UNFORESEEN = 1, 2, 3, 70

_STORE_TROUBLE = {
    Trouble.DAMAGED: "is damaged; the kiosk puts the last backup back at its start; or: kiosk backup restore",
    Trouble.READ_ONLY: "cannot be written; give this account the right to write there",
    Trouble.FULL: "has no room left; free some space on that disk",
    Trouble.IN_USE: "is in use by another kiosk; end that one, or choose another data_dir",
    Trouble.NO_KEY: "has lost its key file, or has another store's; copy the file 'key' back from where it "
    "is kept",
    Trouble.KEY_OLDER: "has a key file that is older than what is kept there: the key was changed since; "
    "copy the newest copy of the file 'key' back; if there is none, put a backup of before the change back: "
    "kiosk backup restore",
    Trouble.KEY_OPEN: "has a key file that other accounts can read; give this account alone the right: "
    "chmod 600 on its file 'key' (and kiosk keys rotate, if somebody may have read it)",
    Trouble.AWAY: "waits for the hall's hub, which does not answer",
    Trouble.BUSY: "waits for the hall's hub, which has too much to do just now",
    Trouble.NOT_UPGRADED: "could not be brought up to date, and is as it was; go back to the version before",
    Trouble.UNKNOWN: "does not open",
}

# Without a sound card QtMultimedia tells of every library that it tried.
_QUIET = "qt.multimedia.*=false"

app = typer.Typer(
    name="kiosk",
    help="A self-service kiosk for elderly residents: large type, a voice, and a guide one tap away.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
calls = typer.Typer(no_args_is_help=True, help="Residents' calls for a guide.")
cases = typer.Typer(no_args_is_help=True, help="What residents have handed in.")
worker = typer.Typer(no_args_is_help=True, hidden=True, help="Child processes of the kiosk.")
for name, group in (("calls", calls), ("cases", cases), ("worker", worker)):
    app.add_typer(group, name=name)
app.add_typer(flows, name="flows")
app.command("board")(board)
app.command("audit")(audit)
app.command("health")(health)
app.command("resume", hidden=True)(resume)
app.add_typer(backup, name="backup")
app.add_typer(officers, name="officers")
app.add_typer(record, name="record")
app.add_typer(record, name="audit-log", help="The same as record.")
app.add_typer(keys, name="keys")
app.add_typer(retention, name="retention")
app.add_typer(prepared, name="prepared")
app.add_typer(roster, name="roster")
app.add_typer(appointments, name="appointments")
app.command("figures")(figures)
app.add_typer(difficult, name="difficult")
app.add_typer(questions, name="questions")
app.add_typer(sheets, name="sheets")
app.add_typer(locales, name="locales")
app.add_typer(voice, name="voice")
app.add_typer(writing, name="writing")
app.add_typer(hub, name="hub")
app.command("portal")(portal)


def main() -> NoReturn:
    """Run a command. What goes wrong is told in one line, never as a trace-back."""
    try:
        app()
    except (SettingsError, WordsDamaged, DisplayError) as error:
        _end(str(error), WRONG_USE)
    except StoreFailed as error:
        _end(f"The data folder {_STORE_TROUBLE[error.trouble]}. See also: kiosk doctor", STORE)
    except ModuleNotFoundError as error:
        _end(f"The package {error.name} is missing. Run: make setup", UNFORESEEN)
    except ImportError as error:
        library = str(error).partition(":")[0]
        _end(f"The system library {library} is missing. Run: make setup, or: kiosk doctor", UNFORESEEN)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        _end(_unforeseen(error), UNFORESEEN)
    sys.exit(0)


def _end(words: str, code: int) -> NoReturn:
    typer.echo(f"kiosk: {words}", err=True)
    sys.exit(code)


def _unforeseen(error: Exception) -> str:
    """Where the error happened, without its own words: they may quote a resident's answer."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else "?"
    return f"Something unforeseen happened ({type(error).__name__} at {where}). See also: kiosk doctor"


# --- running ---------------------------------------------------------------------------------


@app.command()
def run(
    windowed: Annotated[bool, typer.Option("--windowed", help="In a window that can be closed.")] = False,
    size: Annotated[str, typer.Option(metavar="WxH", help="The panel in pixels, such as 1080x1920.")] = "",
    diagonal: Annotated[float | None, typer.Option(metavar="INCH", help="The panel's diagonal.")] = None,
    unsupervised: Annotated[
        bool, typer.Option("--unsupervised", help="Nothing starts it anew when it breaks.")
    ] = False,
    lifeline: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Open the kiosk: full-screen on this machine's screen, or through VNC where there is none.

    A supervisor starts it anew whenever it breaks or hangs.
    """
    settings = _settings(windowed=windowed, size=size, diagonal=diagonal)
    from functools import partial

    from kiosk.health.counts import Counts
    from kiosk.log import note_error

    counts = Counts()
    noted = counts.error(note_error)
    make = partial(wiring.kiosk_parts, settings, counts=counts, report=noted)
    kept = None
    if lifeline is not None:
        from kiosk.cli.kept_alive import KeptAlive

        kept = KeptAlive(lifeline, settings.data_dir, make)
    viewing = _viewing(settings)
    from kiosk.one_screen import screen_taken

    with nullcontext() if settings.windowed else screen_taken(os.environ):
        _log(settings)
        from kiosk.log import note_words
        from screens.shell.app import run as run_kiosk

        parts = make() if kept is None else kept.parts()
        line = None if kept is None else kept.lifeline
        raise typer.Exit(run_kiosk(parts, noted, _once_up(viewing), line, note_words))


@app.command()
def studio() -> None:
    """Open the studio, where staff shape the services."""
    settings = _settings()
    viewing = _viewing(settings)
    note_error = _log(settings)
    sys.excepthook = lambda _kind, error, _trace: note_error(error)
    from kiosk.cli.studio import studio_parts
    from screens.studio.app import run as run_studio

    def build() -> StudioParts:
        _once_up(viewing)()
        return studio_parts(settings)

    raise typer.Exit(run_studio(build))


@app.command()
def desk(
    practice: Annotated[
        bool, typer.Option("--practice", help="With made-up residents, and a score.")
    ] = False,
    minutes: Annotated[int, typer.Option(min=1, max=120, help="How long residents keep coming.")] = 10,
    seed: Annotated[int | None, typer.Option(help="The same number brings the same residents.")] = None,
) -> None:
    """Open the guide officer's desk on this machine."""
    settings = _settings()
    viewing = _viewing(settings)
    note_error = _log(settings)
    sys.excepthook = lambda _kind, error, _trace: note_error(error)
    from screens.desk.app import run as run_desk

    def build() -> DeskParts:
        _once_up(viewing)()
        if practice:
            return desk_wiring.practice_parts(
                settings, minutes, secrets.randbelow(10**6) if seed is None else seed
            )
        return desk_wiring.desk_parts(settings)

    raise typer.Exit(run_desk(build))


@app.command()
def tour(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the pictures go.")],
    only: Annotated[str, typer.Option(help="Only screens whose name contains this.")] = "",
) -> None:
    """Take a picture of every screen: both locales, every size, theme and panel."""
    from screens.tour.run import make

    pictures = make(wiring.tour_parts(_settings(), only), out)
    typer.echo(f"{len(pictures)} pictures in {out}")


@worker.command("voice")
def worker_voice() -> None:
    """Make sound files from sentences; started by the kiosk."""
    from kiosk.voice.worker import main as serve

    raise typer.Exit(serve())


@worker.command("handwriting")
def worker_handwriting() -> None:
    """Read written characters; started by the kiosk."""
    from kiosk.cli.handwriting import main as serve

    raise typer.Exit(serve())


@worker.command("sheet")
def worker_sheet() -> None:
    """Draw a notice sheet as a PDF file; started by the portal."""
    from kiosk.cli.sheet_worker import main as draw

    raise typer.Exit(draw())


@app.command("card-simulator")
def card_simulator(
    sdt: Annotated[bool, typer.Option("--sdt", help="Answer the commands of SDT readers.")] = False,
) -> None:
    """Stand in for an identity-card reader: cards are typed as NAME|NUMBER|ADDRESS, a line each.

    At the end of a line "|until 20200101" says when the card ends.
    """
    from kiosk.devices.id_reader_simulator import SimulatedReader, run
    from kiosk.devices.sdt_simulator import SimulatedSdtReader

    run(None, sys.stdin, make=SimulatedSdtReader if sdt else SimulatedReader)


# --- looking ---------------------------------------------------------------------------------


@calls.command("list")
def calls_list(as_json: AsJson = False) -> None:
    """Every call, the oldest first; an officer's note is not shown."""
    from kiosk.enquiry import all_calls

    show(
        all_calls(_settings()),
        ("created_at", "state", "kiosk", "service", "step", "officer"),
        as_json=as_json,
    )


@cases.command("list")
def cases_list(
    as_json: AsJson = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show the answers too.")] = False,
) -> None:
    """Every case, the oldest first; answers are masked, and which are shown is put on record.

    The private wish is never shown.
    """
    from kiosk.enquiry import all_cases

    rows = all_cases(_settings(), reveal=reveal)
    if reveal:
        note_answers_seen([row["number"] for row in rows])
    show(rows, ("filed_at", "number_grouped", "service", "state", "rating"), as_json=as_json or reveal)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is missing on this machine, and how to mend it. Ends with 1 where it cannot work."""
    from kiosk.doctor import examine

    settings = _settings()
    findings = examine(settings)
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            typer.echo(finding.sentence())
    raise typer.Exit(PROBLEMS if any(finding.stops for finding in findings) else 0)


# --- what they share -------------------------------------------------------------------------


def _settings(*, windowed: bool = False, size: str = "", diagonal: float | None = None) -> Settings:
    given: dict[str, object] = {"windowed": True} if windowed else {}
    panel: dict[str, object] = {}
    if size:
        width, x, height = size.lower().partition("x")
        if not (x and width.isdecimal() and height.isdecimal()):
            raise SettingsError(f"--size {size}: write it as WIDTHxHEIGHT in pixels, such as 1080x1920.")
        panel |= {"width": int(width), "height": int(height)}
    if diagonal is not None:
        panel["diagonal_inch"] = diagonal
    if panel:
        given["panel"] = panel
    return load_settings(**given)


def _viewing(settings: Settings) -> Viewing | None:
    """Without a screen, a viewer on this machine alone; says how to look."""
    # What the media library finds or misses is for doctor to tell, in words.
    os.environ.setdefault("QT_LOGGING_RULES", _QUIET)
    if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        os.environ["LC_ALL"] = "C.UTF-8"  # started from a bare environment: Qt wants UTF-8
    if has_screen(os.environ):
        return None
    panel = settings.panel
    viewing = Viewing.open(panel.width, panel.height, panel.diagonal_inch)
    os.environ["QT_QPA_PLATFORM"] = viewing.platform
    typer.echo(viewing.sentence)
    return viewing


def _once_up(viewing: Viewing | None) -> Callable[[], None]:
    """What is to be done when Qt is up and its loop does not run yet."""
    if viewing is None:
        return lambda: None
    from functools import partial

    from screens.viewing import keep_to_this_machine

    return partial(keep_to_this_machine, viewing)


def _log(settings: Settings) -> Callable[[BaseException], None]:
    from kiosk import log

    try:
        log.start(settings.data_dir / "log")
    except OSError as error:
        raise SettingsError(
            f"The folder {settings.data_dir} cannot be written ({error.strerror}). Set data_dir."
        ) from None
    return log.note_error
