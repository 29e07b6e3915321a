"""Take the radicals that look like characters out of the fonts' tables of characters.

    python tools/drop_radicals.py assets/fonts/*.otf

A radical (U+2E80 to U+2FDF) is drawn with the shape of the character that looks like it: 一 twice. A PDF
says what a shape stands for, and whoever writes it takes the first: the text that is searched, copied or
read aloud from a sheet would then hold radicals. Nobody writes with them here, so they lose their shapes.
Outlines stay as they are, byte for byte. Needs fonttools (the ``data`` extra); done twice, nothing changes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

RADICALS = range(0x2E80, 0x2FE0)
"""The blocks "CJK Radicals Supplement" and "Kangxi Radicals" of Unicode."""


def drop_radicals(path: Path) -> int:
    """Rewrite the font at ``path``; returns how many radicals it lost."""
    font = TTFont(str(path), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    lost: set[int] = set()
    for table in font["cmap"].tables:
        if table.isUnicode() and hasattr(table, "cmap"):
            shapes = {shape for code, shape in table.cmap.items() if code not in RADICALS}
            doubles = {code for code in RADICALS if table.cmap.get(code) in shapes}
            for code in doubles:
                del table.cmap[code]
            lost |= doubles
    if lost:
        font.getGlyphOrder()
        outlines = DefaultTable("CFF ")
        outlines.data = font.reader["CFF "]
        font["CFF "] = outlines
        beside = path.with_suffix(".new")
        font.save(str(beside), reorderTables=None)
        beside.replace(path)
    return len(lost)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", nargs="+", type=Path)
    for each in parser.parse_args().fonts:
        print(each.name, drop_radicals(each))
