"""Build assets/fonts/NotoSansSC-Bold.otf: the bold face of exactly the characters of the regular one.

    python tools/build_bold_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc assets/fonts

The collection comes from Debian's ``fonts-noto-cjk``; its face "Noto Sans CJK SC" has the mainland
shapes. Needs fonttools (the ``data`` extra). The result depends on nothing but the two fonts.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FACE = "Noto Sans CJK SC"
FAMILY, STYLE = "Noto Sans SC", "Bold"
NAMES = {
    1: FAMILY,
    2: STYLE,
    3: "Noto Sans SC Bold, subset",
    4: f"{FAMILY} {STYLE}",
    6: "NotoSansSC-Bold",
}
"""Name records by id: family, style, unique, full and PostScript name."""

UNWANTED_NAMES = (16, 17, 18, 21, 22, 25)


def simplified_chinese(collection: Path) -> TTFont:
    """The mainland face of the collection. Raises LookupError where it has none."""
    for face in TTCollection(str(collection), lazy=True).fonts:
        if face["name"].getDebugName(1) == f"{FACE}" or face["name"].getDebugName(16) == FACE:
            return face
    raise LookupError(f"{collection} has no face {FACE!r}")


def rename(font: TTFont) -> None:
    """Give the font the family of the regular face, so that both are one family with two weights."""
    table = font["name"]
    for record in list(table.names):
        if record.nameID in UNWANTED_NAMES:
            table.removeNames(nameID=record.nameID)
    for name_id, words in NAMES.items():
        table.removeNames(nameID=name_id)
        table.setName(words, name_id, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [NAMES[6]]
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName, top.Weight = FAMILY, NAMES[4], STYLE
    font["OS/2"].usWeightClass = 700
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x40) | 0x20
    font["head"].macStyle |= 1


def build(collection: Path, folder: Path) -> Path:
    """Write the bold font beside the regular one and return its path."""
    regular = TTFont(str(folder / "NotoSansSC-Regular.otf"), lazy=True)
    bold = simplified_chinese(collection)
    options = Options()
    options.layout_features = ["kern", "palt", "vert", "ccmp", "mark", "mkmk", "liga"]
    options.layout_scripts = ["DFLT", "hani", "latn", "cyrl", "grek"]
    options.hinting = True
    options.desubroutinize = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=regular.getBestCmap().keys())
    subsetter.subset(bold)
    rename(bold)
    path = folder / "NotoSansSC-Bold.otf"
    bold.save(str(path))
    return path


def main() -> None:
    """Read the two paths from the command line."""
    parser = argparse.ArgumentParser(description="Build the bold font of the kiosk.")
    parser.add_argument("collection", type=Path, help="NotoSansCJK-Bold.ttc")
    parser.add_argument("folder", type=Path, help="the folder with NotoSansSC-Regular.otf")
    asked = parser.parse_args()
    build(asked.collection, asked.folder)


if __name__ == "__main__":
    main()
