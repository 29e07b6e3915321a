"""Rare characters are really drawn: on a slip, in a row of the review, at the desk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.devices.slip import Slip, SlipLine
from screens.desk.lines import Line, Lines
from screens.fonts import load_fonts, unshowable
from screens.layout.text import draw, lay
from screens.slip import PdfSlipDrawer
from screens.theme import Role, Theme

ROOT = Path(__file__).resolve().parents[2]
RARE = ["\U0002c542", "\U0002d3e6", "\U0002ea5d", "\U0002a6a5"]
"""Of the extensions E, F, F and B (龙 four times)."""
NOWHERE = "\U0003fffd"
"""No character: the box that stands for one is drawn."""


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(ROOT / "assets" / "fonts")


def on_a_slip(text: str) -> bytes:
    lines = (SlipLine("收据", "title"), SlipLine(text))
    document = pdfium.PdfDocument(PdfSlipDrawer().pdf(Slip("receipt", lines, "0100012")))
    try:
        return bytes(document[0].render(scale=4, grayscale=True).buffer)
    finally:
        document.close()


def on_a_label(text: str) -> bytes:
    return painted(text, Theme().font(Role.TITLE))


def painted(text: str, font: QFont) -> bytes:
    image = QImage(400, 140, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw(painter, lay(text, font, 400), QPointF(0, 0), QColor("black"))
    painter.end()
    return bytes(image.constBits())


def at_the_desk(text: str) -> bytes:
    lines = Lines(QColor("black"))
    lines.resize(400, 140)
    lines.show_lines((Line(text, 40),))
    # The image is held while its pixels are read: they are its own memory.
    image = lines.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(image.constBits())


@pytest.mark.parametrize("drawn", [on_a_slip, on_a_label, at_the_desk])
def test_each_has_its_own_shape_and_none_is_the_empty_box(drawn: Callable[[str], bytes]) -> None:
    pictures = [drawn(c) for c in (*RARE, NOWHERE, "\u3000")]
    assert len(set(pictures)) == len(pictures)
    assert drawn(NOWHERE) == drawn("\U0003fffc"), "the box is the same for all that are missing"


def test_a_rare_character_changes_no_height() -> None:
    font = Theme().font(Role.TITLE)
    common, rare = lay("王明", font, 400), lay("王" + RARE[1], font, 400)
    assert (common.height, common.lines) == (rare.height, rare.lines)


def test_a_drawer_is_made_before_there_is_an_application() -> None:
    code = "from screens.slip import PdfSlipDrawer; PdfSlipDrawer(); print('made')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "made\n"), done.stderr


def test_every_character_of_the_standard_has_a_font() -> None:
    blocks = (range(0x4E00, 0x9FF0), range(0x3400, 0x4DB6), range(0x20000, 0x2A6D7), range(0x2A700, 0x2B735),
              range(0x2B740, 0x2B81E), range(0x2B820, 0x2CEA2), range(0x2CEB0, 0x2EBE1))  # fmt: skip
    assert unshowable("".join(chr(code) for block in blocks for code in block)) == ""
    assert unshowable("\U0002ebf0\U00030000") == "\U0002ebf0\U00030000", "of later versions there is none"
