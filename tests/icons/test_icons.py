"""The pictograms are of one hand: one grid, one weight, round ends, no fill, no colour of their own."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from screens.icons import Icons

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "icons"
PICTOGRAMS = sorted(FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
STYLE = {
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "8",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
"""Said once, by the one group, and by nothing within it."""
SHAPES = {f"{SVG}{name}": own for name, own in {"path": {"d"}, "circle": {"cx", "cy", "r"}}.items()} | {
    f"{SVG}rect": {"x", "y", "width", "height", "rx"}
}
MARGIN_OF_GRID = 2
"""Of 96: what the strokes leave free at each edge, so that neighbours never touch."""


def unlike(source: str) -> list[str]:
    """What is not of the one style in a pictogram's source."""
    root = ElementTree.fromstring(source)
    found = []
    if root.attrib != {"viewBox": "0 0 96 96"}:
        found.append(f"the field is {root.attrib}")
    groups = list(root)
    if len(groups) != 1 or groups[0].tag != f"{SVG}g" or groups[0].attrib != STYLE:
        found.append("there is not one group with the one style")
    for shape in root.iterfind(f"{SVG}g/*"):
        if shape.tag not in SHAPES:
            found.append(f"{shape.tag} is no shape of the style")
        elif extra := set(shape.attrib) - SHAPES[shape.tag]:
            found.append(f"{shape.tag} has {sorted(extra)} of its own")
    return found


@pytest.mark.parametrize("path", PICTOGRAMS, ids=lambda p: p.stem)
def test_a_pictogram_is_of_the_one_style(path: Path) -> None:
    assert unlike(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ('stroke-width="8"', 'stroke-width="7"'),
        ('stroke-linecap="round"', 'stroke-linecap="butt"'),
        ('stroke-linejoin="round"', 'stroke-linejoin="miter"'),
        ('fill="none"', 'fill="#ff0000"'),
        ("0 0 96 96", "0 0 24 24"),
        ("<path ", '<path stroke-width="5" '),
        ("<path ", '<path fill="currentColor" '),
        ("<path ", "<text/><path "),
    ],
)
def test_a_pictogram_of_another_hand_is_found(was: str, is_: str) -> None:
    source = (FOLDER / "clock.svg").read_text("utf-8")
    assert was in source
    assert unlike(source.replace(was, is_, 1)) != []


@pytest.mark.parametrize("path", PICTOGRAMS, ids=lambda p: p.stem)
def test_a_pictogram_fills_its_field_and_stays_within_it(path: Path, qapp: object) -> None:
    image = QImage(96, 96, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    Icons(FOLDER).draw(painter, path.stem, QRectF(0, 0, 96, 96), QColor("black"))
    painter.end()
    inked = [(x, y) for x in range(96) for y in range(96) if image.pixelColor(x, y).lightness() < 128]
    across, down = [x for x, _ in inked], [y for _, y in inked]
    edges = (min(across), min(down), 95 - max(across), 95 - max(down))
    assert min(edges) >= MARGIN_OF_GRID
    assert max(max(across) - min(across), max(down) - min(down)) >= 60, "too small beside the others"


def test_each_is_named_by_words() -> None:
    assert [p.stem for p in PICTOGRAMS if not re.fullmatch(r"[a-z]+(_[a-z]+)*", p.stem)] == []
