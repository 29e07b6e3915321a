"""``kiosk board``: the numbers that are called, on a television in the hall."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from kiosk.cases.waiting import HallBoard
    from screens.board.parts import BoardParts, BoardVoice

    Opened: TypeAlias = tuple[HallBoard, Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]
    """What is shown, and how it is opened and closed."""


def board(
    windowed: Annotated[bool, typer.Option("--windowed", help="In a window that can be closed.")] = False,
    silent: Annotated[bool, typer.Option("--silent", help="Without the voice.")] = False,
) -> None:
    """Show the hall which number is called to which window, and call it by the voice. Escape ends it.

    On the machine of the kiosk it shows that one's line; in a hall with a hub the hall's, with a desk_id and
    a desk_key of its own.
    """
    from kiosk.cli import commands

    settings = load()
    viewing = commands._viewing(settings)
    note_error = commands._log(settings)
    sys.excepthook = lambda _kind, error, _trace: note_error(error)
    from screens.board.app import run

    def build() -> BoardParts:
        commands._once_up(viewing)()
        return board_parts(settings, windowed=windowed, silent=silent)

    raise typer.Exit(run(build))


def board_parts(settings: Settings, *, windowed: bool = False, silent: bool = False) -> BoardParts:
    """What the board's window is made of."""
    from functools import partial

    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.locales import USUAL
    from kiosk.paths import Paths
    from screens.board.parts import BoardParts

    paths = Paths.here()
    words = outfit.load_words(paths.locales, USUAL)
    shown, start, close = _hall(settings) if settings.hub_url is not None else _here(settings)
    return BoardParts(
        words=tuple(words[locale] for locale in USUAL),
        station=settings.station_name,
        board=shown,
        clock=SystemClock(),
        fonts=paths.fonts,
        start=start,
        close=close,
        make_voice=None if silent or not settings.voice else partial(_voice, settings),
        windowed=windowed,
    )


def _here(settings: Settings) -> Opened:
    from kiosk.cli.desk_wiring import desk_store

    store = desk_store(settings)
    return store.appointments, store.start, store.close


def _hall(settings: Settings) -> Opened:
    from random import Random

    from kiosk.cli.wiring import claimant
    from kiosk.clock import SystemClock
    from kiosk.hub.appointment_lines import HubBoard
    from kiosk.hub.desk_calls import HubCalls
    from kiosk.hub.hub_line import HubLine
    from kiosk.hub.kept_up import KeptUp
    from kiosk.hub.link import websocket
    from kiosk.hub.part import Part
    from kiosk.running import Running

    url = settings.hub_url
    if url is None or settings.desk_key is None:
        raise SettingsError(
            "The board of a hall needs a key of its own. On the hub, run: kiosk hub enrol board --desk; "
            "here set desk_id = 'board', and desk_key to the file with the key."
        )
    known, line, clock = claimant(settings, Part.DESK), HubLine(), SystemClock()
    kept = KeptUp(lambda: websocket(url, known, Part.DESK), clock, Random())  # noqa: S311
    running = Running(HubCalls(kept, line, clock).run)
    return HubBoard(line), running.start, running.close


def _voice(settings: Settings) -> BoardVoice:
    from kiosk import voicing
    from kiosk.clock import SystemClock
    from screens.sound import QtPlayer

    return voicing.voice(
        settings,
        QtPlayer(),
        SystemClock(),
        on_sentence=lambda _at: None,
        on_silent=lambda _silent: None,
        on_earphones=lambda _in_use: None,
    )
