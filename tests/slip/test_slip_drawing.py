"""The PDF is read back: its page, its words, and its code module by module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
import segno
from PySide6.QtGui import QFont, QRawFont
from PySide6.QtWidgets import QApplication

from kiosk.devices.slip import Slip, SlipLine
from kiosk.devices.slips import materials_slip, receipt_slip
from kiosk.words import Words
from screens.fonts import load_fonts
from screens.slip import FACES_MM, PdfSlipDrawer
from screens.theme import FACE_OF_EM, FAMILY

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 24)
DOTS = 16
"""Pixels a millimetre in the rendering: twice those of a slip printer."""
THINGS = [("您的户口簿", "要原件"), ("你们是一家人的证明，比如结婚证、出生证", "没有也行，窗口帮您查")]
THINGS_EN = [
    ("Your household booklet", "The original"),
    ("Proof that you are one family", "Or the window looks"),
]
MM = 72 / 25.4


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(ROOT / "assets" / "fonts")


def slips(locale: str) -> tuple[Slip, Slip]:
    words = Words.load(ROOT / "locales", locale)
    things = THINGS if locale == "zh_CN" else THINGS_EN
    steps = ["窗口看过材料，才算受理。"] if locale == "zh_CN" else ["Keep this slip, and go to the window."]
    return (
        materials_slip(words, "新河派出所", "迁户口", DAY, things, call_from="021-59611234"),
        receipt_slip(words, "新河派出所", "迁户口", "household", DAY, "0100012", steps),
    )


SLIPS = [slip for locale in ("zh_CN", "en") for slip in slips(locale)]


@dataclass
class Rendered:
    """A page as grey values, and its size in mm."""

    grey: bytes
    stride: int
    width: int
    height: int
    pages: int
    size_mm: tuple[float, float]
    text: str

    def dark(self, x: int, y: int) -> bool:
        return self.grey[y * self.stride + x] < 128

    def rows(self) -> list[int]:
        """The rows with ink."""
        return [y for y in range(self.height) if min(self.grey[y * self.stride :][: self.width]) < 128]


def rendered(pdf: bytes) -> Rendered:
    document = pdfium.PdfDocument(pdf)
    try:
        page = document[0]
        words = page.get_textpage()
        text = words.get_text_range()
        words.close()
        bitmap = page.render(scale=DOTS / MM, grayscale=True, optimize_mode=None)
        wide, high = page.get_size()
        return Rendered(
            bytes(bitmap.buffer),
            bitmap.stride,
            bitmap.width,
            bitmap.height,
            len(document),
            (wide / MM, high / MM),
            text,
        )
    finally:
        document.close()


def squeezed(text: str) -> list[int]:
    """The glyphs of the text without its breaks: a radical and the character drawn like it are one glyph."""
    return list(QRawFont.fromFont(QFont(FAMILY)).glyphIndexesForString("".join(text.split())))


@pytest.mark.parametrize("slip", SLIPS)
def test_every_line_stands_on_the_one_page(slip: Slip) -> None:
    page = rendered(PdfSlipDrawer().pdf(slip))
    assert page.pages == 1
    assert page.size_mm[0] == pytest.approx(80, abs=0.2)
    assert squeezed(page.text) == squeezed("".join(line.text for line in slip.lines))


def found_code(page: Rendered, slip: Slip) -> tuple[list[list[bool]], float, int]:
    """The code's modules as seen on the page, the length of its side in mm, and its first row."""
    expected = segno.make(slip.qr, mode="byte", encoding="utf-8", error="m", micro=False).matrix
    count = len(expected)
    rows = page.rows()
    bottom = rows[-1]
    # Every row of a code has dark modules, and the white above it ends it.
    top = next(y for y in range(bottom, 0, -1) if y - 1 not in rows)
    left = next(x for x in range(page.width) if page.dark(x, bottom))
    module = (bottom + 1 - top) / count
    seen = [
        [page.dark(round(left + (c + 0.5) * module), round(top + (r + 0.5) * module)) for c in range(count)]
        for r in range(count)
    ]
    return seen, count * module / DOTS, top


@pytest.mark.parametrize("slip", SLIPS)
def test_the_code_is_drawn_module_by_module_in_the_middle_with_white_round_it(slip: Slip) -> None:
    page = rendered(PdfSlipDrawer().pdf(slip))
    seen, side, top = found_code(page, slip)
    wanted: Sequence[Sequence[int]] = segno.make(
        slip.qr, mode="byte", encoding="utf-8", error="m", micro=False
    ).matrix
    assert seen == [[bool(module) for module in row] for row in wanted]
    assert 25 <= side <= 45
    module = side / len(seen)
    assert module >= 0.49
    above = [y for y in page.rows() if y < top][-1]
    assert (top - above) / DOTS >= 4 * module - 0.2
    left = min(x for x in range(page.width) if page.dark(x, top + 2))
    assert left / DOTS == pytest.approx((80 - side) / 2, abs=0.3)


def heights(text: str, style: str) -> float:
    """The height in mm of the ink of one line."""
    page = rendered(PdfSlipDrawer().pdf(Slip("receipt", (SlipLine(text, style),), "x")))  # type: ignore[arg-type]
    rows = page.rows()
    end = next(k for k, (a, b) in enumerate(pairwise(rows)) if b - a > 2 * DOTS)
    return (rows[end] - rows[0] + 1) / DOTS


@pytest.mark.parametrize("style", ["body", "title", "note"])
def test_nothing_is_smaller_than_4_mm(style: str) -> None:
    assert FACES_MM[style] >= 4
    # The ink of this character is a little lower than its face.
    assert heights("国", style) >= 4 * 0.9


def test_the_number_is_large() -> None:
    """A digit's height is 0.73 of the em; the face that is asked for is 0.875 of it."""
    assert heights("0100 012", "number") >= 9


def test_a_number_too_wide_for_the_paper_is_smaller_but_whole() -> None:
    number = "0100 0123 4567"
    page = rendered(PdfSlipDrawer().pdf(Slip("receipt", (SlipLine(number, "number"),), "x")))
    assert squeezed(page.text) == squeezed(number)
    assert "\n" not in page.text.strip()


def test_long_lists_make_a_long_page() -> None:
    lines = tuple(SlipLine(f"第{k}样东西", box=True) for k in range(60))
    page = rendered(PdfSlipDrawer().pdf(Slip("materials", lines, "x")))
    assert page.pages == 1
    assert page.size_mm[1] > 60 * FACES_MM["body"] / FACE_OF_EM
    assert squeezed(page.text)[-6:] == squeezed("第59样东西")


def test_the_font_is_in_the_file() -> None:
    pdf = PdfSlipDrawer().pdf(SLIPS[0])
    document = pdfium.PdfDocument(pdf)
    try:
        texts = [o for o in document[0].get_objects() if o.type == pdfium.raw.FPDF_PAGEOBJ_TEXT]
        names = {o.get_font().get_base_name() for o in texts}
        assert all(o.get_font().is_embedded for o in texts)
    finally:
        document.close()
    assert names
    assert all(FAMILY.replace(" ", "") in name.replace(" ", "") for name in names)


def test_nothing_reaches_the_edge_of_the_paper() -> None:
    for slip in SLIPS:
        page = rendered(PdfSlipDrawer().pdf(slip))
        for x in (*range(3 * DOTS), *range(page.width - 3 * DOTS, page.width)):
            assert not any(page.dark(x, y) for y in range(0, page.height, 3))
