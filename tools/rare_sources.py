"""What the scripts that build the tables of rare characters read: Unicode's files and cjk-decomp."""

from __future__ import annotations

import bz2
import re
from collections.abc import Iterator
from pathlib import Path

STROKE = range(0x31C0, 0x31E4)
LEVEL_3 = (
    range(0x4E00, 0x9FF0),
    range(0x3400, 0x4DB6),
    range(0x20000, 0x2A6D7),
    range(0x2A700, 0x2B735),
    range(0x2B740, 0x2B81E),
    range(0x2B820, 0x2CEA2),
    range(0x2CEB0, 0x2EBE1),
)
"""The 87 875 ideographs of GB 18030-2022, level 3, in their blocks: the basic one, extensions A to F."""
UNIQUE = "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"
"""The further twelve of it, which stand among the compatibility ideographs and are none."""
LATER = (range(0x9FF0, 0xA000), range(0x4DB6, 0x4DC0), range(0x2A6D7, 0x2A6E0), range(0x2B735, 0x2B73A),
         range(0x2EBF0, 0x2EE5E), range(0x30000, 0x3134B), range(0x31350, 0x323B0))  # fmt: skip
"""Ideographs that Unicode had later than that standard."""


def ideographs() -> Iterator[str]:
    """All that can be asked for, the common blocks first."""
    for block in LEVEL_3:
        yield from map(chr, block)
    yield from UNIQUE
    for block in LATER:
        yield from map(chr, block)


def unihan(folder: Path, file: str, key: str) -> dict[str, str]:
    """One property of Unihan, as Debian's package unicode-data lays it: ``folder/Unihan_FILE.txt.bz2``."""
    text = bz2.decompress((folder / f"Unihan_{file}.txt.bz2").read_bytes()).decode("utf-8")
    found = re.findall(rf"^U\+([0-9A-F]+)\t{key}\t(.*)$", text, re.MULTILINE)
    return {chr(int(code, 16)): value for code, value in found}


def variants(folder: Path, key: str) -> dict[str, str]:
    """The characters that Unihan names as a variant of each, as one string."""
    found = unihan(folder, "Variants", key)
    return {
        c: "".join(chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", v)) for c, v in found.items()
    }
