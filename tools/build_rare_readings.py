"""Build assets/data/rare_readings.txt, the readings of the characters that the common table lacks.

    python tools/build_rare_readings.py UNICODE_FOLDER

Sources: the readings of pypinyin (the project pinyin-data, installed by the extra ``data``), the files of
Debian's package unicode-data (/usr/share/unicode), and pinyin.txt beside the table, whose characters are left
out. assets/data/README.md notes their licences.

Every line is ``reading<TAB>characters``, sorted by reading; readings are without tones, ü written v. The
characters of the country's list of 8 105 for names and places come first, then block by block. A simplified
character without a reading of its own has those of its full form.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin import pinyin_dict
from rare_sources import ideographs, unihan, variants

DATA = Path(__file__).resolve().parent.parent / "assets" / "data"
OUT = DATA / "rare_readings.txt"
KEYS = ("kMandarin", "kHanyuPinyin", "kXHC1983", "kHanyuPinlu", "kTGHZ2013")


def bare(reading: str) -> str:
    """A reading without its tone."""
    apart = unicodedata.normalize("NFD", reading.strip().lower())
    letters = re.sub(r"u\u0308", "v", re.sub("[\u0300\u0301\u0304\u030c\u0302]", "", apart))
    return letters if re.fullmatch("[a-z]{1,6}", letters) else ""


def readings(folder: Path) -> dict[str, set[str]]:
    """All readings of every character."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, told in pinyin_dict.pinyin_dict.items():
        found[chr(code)].update(map(bare, told.split(",")))
    for key in KEYS:
        for c, told in unihan(folder, "Readings", key).items():
            # Places in dictionaries stand before a colon, counts in brackets behind.
            for part in re.sub(r"\([0-9]+\)", "", told).split():
                found[c].update(map(bare, part.rpartition(":")[2].split(",")))
    full = variants(folder, "kTraditionalVariant")
    for c, forms in full.items():
        if not found.get(c):
            found[c].update(reading for form in forms for reading in found.get(form, ()))
    for told in found.values():
        told.discard("")
    return found


def main() -> None:
    folder = Path(sys.argv[1])
    common: set[tuple[str, str]] = set()
    part = (DATA / "pinyin.txt").read_text("utf-8").split("#")[1]
    for reading, _, entries in (line.partition("\t") for line in part.splitlines()[1:]):
        common.update((reading, c) for c in re.findall(r"[^a-z]", entries))
    of_names = unihan(folder, "OtherMappings", "kTGH")
    order = {c: (c not in of_names, at) for at, c in enumerate(ideographs())}
    lines: dict[str, list[str]] = defaultdict(list)
    known = readings(folder)
    for c in sorted(order, key=order.__getitem__):
        for reading in sorted(known.get(c, ())):
            if (reading, c) not in common:
                lines[reading].append(c)
    text = "".join(f"{reading}\t{''.join(cs)}\n" for reading, cs in sorted(lines.items()))
    OUT.write_text(text, "utf-8")
    characters = {c for cs in lines.values() for c in cs}
    print(f"{len(characters)} characters, {len(lines)} readings, {len(text.encode()) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
