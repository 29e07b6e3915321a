"""What was drawn for one resident is let go at the end of the visit: Qt would keep its shapes for good."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from screens.fonts import forget_shapes, load_fonts
from screens.layout.text import draw, lay
from screens.shell.machine import Mode
from screens.theme import Role, Theme

ROOT = Path(__file__).resolve().parents[2]
RARE = [chr(code) for code in range(0x8000, 0x8000 + 1200)]
ALLOCATED = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks")


class MallInfo(ctypes.Structure):
    """``struct mallinfo2`` of the C library, malloc(3)."""

    _fields_ = [(name, ctypes.c_size_t) for name in (*ALLOCATED, "fordblks", "keepcost")]


def allocated_mb() -> float:
    mallinfo = ctypes.CDLL(None).mallinfo2
    mallinfo.restype = MallInfo
    told = mallinfo()
    return (told.uordblks + told.hblkhd) / 2**20


def drawn(characters: list[str]) -> bytes:
    image = QImage(600, 200, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter, font = QPainter(image), Theme().font(Role.TITLE)
    for one in characters:
        draw(painter, lay(one, font, 600), QPointF(0, 0), QColor("black"))
    painter.end()
    return bytes(image.constBits())


def test_shapes_take_memory_until_they_are_forgotten_and_are_drawn_alike_after_it(qapp):
    load_fonts(ROOT / "assets" / "fonts")
    drawn(RARE[:1])
    forget_shapes()
    before = allocated_mb()
    picture = drawn(RARE)
    held = allocated_mb() - before
    assert held > 1, "else nothing is shown here"
    forget_shapes()
    assert allocated_mb() - before < held / 4
    assert drawn(RARE) == picture


@pytest.mark.parametrize("restarted", [True, False])
def test_the_end_of_each_visit_forgets_them(play, monkeypatch, restarted):
    forgotten = []
    monkeypatch.setattr("screens.shell.kiosk.forget_shapes", lambda: forgotten.append(1))

    async def scene(hands):
        await hands.start()
        assert not forgotten
        if restarted:
            hands.kiosk.prompts.restart.emit()
        else:
            hands.clock.turn(180)
            hands.kiosk.idle.tick()
            await hands.mode(Mode.IDLE_PROMPT)
            hands.clock.turn(45)
            hands.kiosk.idle.tick()
        await hands.mode(Mode.ATTRACT)
        assert forgotten

    play(scene)
