"""The station's own voices: one pack each, in the folder that the kiosk speaks from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.voice.pack import MANIFEST, Manifest, Pack, PackDamaged


class Kind(StrEnum):
    """What is spoken."""

    MANDARIN = "mandarin"
    ENGLISH = "english"
    CHONGMING = "chongming"


# id, locale, dialect, and what residents see it called.
_KINDS = {
    Kind.MANDARIN: ("own-mandarin", "zh_CN", "", {"zh_CN": "普通话", "en": "Mandarin"}),
    Kind.ENGLISH: ("own-english", "en", "", {"zh_CN": "英语", "en": "English"}),
    Kind.CHONGMING: ("chongming", "zh_CN", "chongming", {"zh_CN": "崇明话", "en": "Chongming"}),
}


@dataclass(frozen=True)
class Voices:
    """packs: what can be recorded further. damaged: names of folders that are no packs any more."""

    packs: tuple[Pack, ...]
    damaged: tuple[str, ...]


def found(folder: Path) -> Voices:
    """The packs that people recorded, by name. Raises OSError."""
    packs: list[Pack] = []
    damaged: list[str] = []
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not (each / MANIFEST).exists():
            continue
        try:
            pack = Pack.load(each)
        except PackDamaged:
            damaged.append(each.name)
        else:
            if pack.manifest.recorded:
                packs.append(pack)
    return Voices(tuple(packs), tuple(damaged))


def make(folder: Path, kind: Kind, speaker: str, licence: str, source: str) -> Pack:
    """A new, empty pack. Raises OSError, PackDamaged."""
    name, locale, dialect, names = _KINDS[kind]
    place, number = folder / name, 1
    while place.exists():
        number += 1
        place = folder / f"{name}-{number}"
    place.mkdir(parents=True)
    told = Manifest(
        id=place.name,
        locale=locale,
        dialect=dialect,
        names=names,
        speaker=speaker,
        licence=licence,
        source=source,
        recorded=True,
    )
    return Pack.create(place, told)
