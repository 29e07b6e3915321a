"""The packs of this kiosk, and which of them is asked first.

File work, to be called off the event loop, by one caller at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import structlog

from kiosk.voice.compose import Clip, clips
from kiosk.voice.pack import Pack, PackDamaged
from kiosk.voice.sentence import Sentence

log = structlog.get_logger(__name__)


class Shelf:
    """own: the folder of the station's packs, which may change while the kiosk runs. shipped: ours."""

    def __init__(self, own: Path, shipped: Path) -> None:
        self._folders = (own, shipped)
        self._packs: tuple[Pack, ...] = ()
        self._seen: tuple[int, ...] | None = None

    def clips(self, sentence: Sentence) -> list[Clip] | None:
        """The sounds that together say ``sentence``, all from one pack; None where none can."""
        for pack in self.order(sentence.locale, sentence.dialect):
            found = clips(sentence.text, pack)
            if found is not None:
                return found
        return None

    def order(self, locale: str, dialect: str = "") -> Sequence[Pack]:
        """The packs that speak ``locale``: the dialect before the usual speech, a person before an engine."""
        self._look()
        speaking = [
            p for p in self._packs if p.manifest.locale == locale and p.manifest.dialect in ("", dialect)
        ]
        return sorted(speaking, key=lambda p: (p.manifest.dialect != dialect, not p.manifest.recorded))

    def _look(self) -> None:
        """Read the packs again when one was added or taken away; a new sound is found without that."""
        seen = tuple(_changed_at(folder) for folder in self._folders)
        if seen != self._seen:
            self._seen = seen
            self._packs = tuple(pack for folder in self._folders for pack in _load(folder))


def _changed_at(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _load(folder: Path) -> list[Pack]:
    try:
        found = sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError:
        return []
    packs = []
    for each in found:
        try:
            packs.append(Pack.load(each))
        except PackDamaged as damaged:  # the kiosk speaks from the others
            log.error("voice.pack_damaged", pack=each.name, why=str(damaged))
    return packs
