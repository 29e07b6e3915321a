"""States of the screens on which one writes: by hand, and by the parts of a character."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.writing.aids import Ink
from screens.screen import Screen
from screens.shell.frame import Frame
from screens.steps.writing import WritingScreen

DRAWN: Ink = (
    ((-0.32, -0.12), (-0.05, -0.14)),
    ((-0.18, -0.34), (-0.18, 0.36)),
    ((-0.18, -0.08), (-0.25, 0.08), (-0.33, 0.18)),
    ((-0.14, -0.04), (-0.07, 0.06)),
    ((0.04, -0.24), (0.32, -0.26)),
    ((0.18, -0.38), (0.18, -0.04)),
    ((0.0, -0.03), (0.36, -0.05)),
    ((0.04, 0.16), (0.32, 0.14)),
    ((0.18, 0.0), (0.18, 0.32)),
    ((-0.02, 0.33), (0.4, 0.31)),
)
"""桂, in parts of the box."""
SCRIBBLED: Ink = (((-0.2, 0.1), (0.1, -0.2), (-0.1, 0.2), (0.2, 0.0)),)
PART, TIMES = "石", 3
NO_FONT_HAS_IT = "\U00030000"

Do = Callable[[WritingScreen], None]


def writing_acts(to_entry: Callable[[Screen], None]) -> Iterator[tuple[str, Callable[[Frame], None]]]:
    """Names, and what brings a screen there. to_entry: leads to the page on which one writes."""
    states: dict[str, Do] = {
        "pad": _by_hand,
        "pad_written": _write(DRAWN),
        "pad_taken": _paused(DRAWN),
        "pad_again": _paused(SCRIBBLED),
        "pad_gone": _gone,
        "parts": _by_parts,
        "parts_written": _part_written,
        "parts_spelt": _part_spelt,
        "parts_found": _parts_found,
        "unshown": _unshown,
    }
    for name, do in states.items():
        yield name, _act(do, to_entry)


def _act(do: Do, to_entry: Callable[[Screen], None]) -> Callable[[Frame], None]:
    def act(frame: Frame) -> None:
        screen = frame.screen_shown
        assert screen is not None
        to_entry(screen)
        if isinstance(screen, WritingScreen):
            do(screen)
            screen.hand.pause.stop()  # pictures take their time

    return act


def _by_hand(screen: WritingScreen) -> None:
    screen.keys.way_wanted.emit("hand")


def _draw(screen: WritingScreen, ink: Ink) -> None:
    screen.keys.hand.pad.set_relative(ink)
    screen.hand.read_again()


def _write(ink: Ink) -> Do:
    def do(screen: WritingScreen) -> None:
        _by_hand(screen)
        _draw(screen, ink)

    return do


def _paused(ink: Ink) -> Do:
    def do(screen: WritingScreen) -> None:
        _by_hand(screen)
        _draw(screen, ink)
        screen.hand.pause.timeout.emit()

    return do


def _gone(screen: WritingScreen) -> None:
    _by_hand(screen)
    screen.hand.gone.emit()


def _by_parts(screen: WritingScreen) -> None:
    screen.keys.way_wanted.emit("parts")


def _part_written(screen: WritingScreen) -> None:
    _by_parts(screen)
    _draw(screen, DRAWN)


def _part_spelt(screen: WritingScreen) -> None:
    _by_parts(screen)
    screen.keys.way_wanted.emit("spell_part")
    for letter in "shi":
        screen.keys.typed.emit(letter)


def _parts_found(screen: WritingScreen) -> None:
    _part_spelt(screen)
    screen.row.picked.emit(screen.row.texts.index(PART))
    for _ in range(TIMES - 1):
        screen.keys.way_wanted.emit("same_part")


def _unshown(screen: WritingScreen) -> None:
    """A character stands in the text that can only be seen as an empty box."""
    screen.text = f"{PART}{NO_FONT_HAS_IT}"
    screen.changed()
    screen.go_forward()
